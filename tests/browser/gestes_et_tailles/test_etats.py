"""Each state of a screen that a gesture leads to: nothing cut at any size, and axe-core finds nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from data.base import identite, store
from data.base.acteurs import TERMINAL
from tests.browser.gestes_et_tailles.conftest import HYPOTHESES
from tests.browser.outils.anglais import anglais
from tests.browser.outils.axe import verifier
from tests.browser.outils.coupes import coupes
from tests.browser.outils.ecran import Ecran, Ouvreur
from tests.browser.outils.gestes import choisir, cliquer, saisir
from tests.browser.outils.serveur import lance

Mener = Callable[[Ecran], object]
CHERCHE = "Commune, territoire, action, service ou décision"


def _choix(*mots: str) -> Mener:
    """Press segmented choices, one after another."""

    def mener(screen: Ecran) -> None:
        for one in mots:
            screen.page.get_by_role("radio", name=one, exact=True).first.click()
            screen.calme()

    return mener


def _onglet(mot: str) -> Mener:
    def mener(screen: Ecran) -> None:
        screen.page.get_by_role("tab", name=mot).click()
        screen.calme()

    return mener


def _deplier(screen: Ecran, words: str) -> None:
    screen.page.locator("summary", has_text=words).first.click()
    screen.calme()


def _lignes_en_place(screen: Ecran) -> None:
    _choix("Actions")(screen)
    _deplier(screen, "Modifier plusieurs actions")


def _inscrire(screen: Ecran) -> None:
    _choix("Actions")(screen)
    _deplier(screen, "Inscrire une action")


def _fiche_d_action(screen: Ecran) -> None:
    _choix("Actions")(screen)
    choisir(screen, "Ouvrir une fiche", "")  # the first one


def _deux_hypotheses(screen: Ecran) -> None:
    choisir(screen, "Hypothèse", HYPOTHESES[0])
    choisir(screen, "Comparer à", HYPOTHESES[1])


def _mouvement_refuse(screen: Ecran) -> None:
    cliquer(screen, "Ajouter ce mouvement")
    expect(screen.page.get_by_test_id("stAlertContentError")).to_be_visible()


def _territoire(screen: Ecran) -> None:
    screen.page.get_by_test_id("stDataFrame").first.wait_for()
    screen.calme()
    screen.page.get_by_test_id("stDataFrame").first.click(position={"x": 300, "y": 55})
    screen.page.get_by_role("button", name="Tous les territoires").wait_for()
    screen.calme()


def _contester(screen: Ecran) -> None:
    _choix("Territoire")(screen)
    choisir(screen, "Territoire à regarder", "Clunisois")


ETATS: dict[str, tuple[str, Mener]] = {
    "recherche, des résultats": ("chercher", lambda screen: saisir(screen, CHERCHE, "ma")),
    "recherche, rien": ("chercher", lambda screen: saisir(screen, CHERCHE, "zzzz")),
    "langage visuel": ("methode", _onglet("Langage visuel")),
    "plan, lignes en place": ("plans", _lignes_en_place),
    "plan, inscrire": ("plans", _inscrire),
    "plan, fiche d'action": ("plans", _fiche_d_action),
    "et si, une hypothèse": ("et-si", lambda screen: choisir(screen, "Hypothèse", HYPOTHESES[1])),
    "et si, deux hypothèses": ("et-si", _deux_hypotheses),
    "et si, refus": ("et-si", _mouvement_refuse),
    "territoire, fiche": ("territoires", _territoire),
    "diagnostic, un territoire": ("diagnostic", _contester),
}
CHAQUE_FOIS = "recherche, des résultats"  # the others in `make complet`


@pytest.mark.parametrize(
    "etat", [pytest.param(etat, marks=() if etat == CHAQUE_FOIS else pytest.mark.complet) for etat in ETATS]
)
def test_a_state(ecran: Ouvreur, request: pytest.FixtureRequest, etat: str) -> None:
    ask = request.getfixturevalue
    screen = ask("bureau") if etat == CHAQUE_FOIS else ecran(serveur=ask("au_travail"))
    address, lead = ETATS[etat]
    screen.aller(address)
    lead(screen)
    assert not anglais(screen.page)
    verifier(screen.page)
    cut = coupes(screen)
    screen.retrecir()
    verifier(screen.page)
    assert not cut


@pytest.mark.complet
def test_the_first_minutes(ecran: Ouvreur, tmp_path: Path) -> None:
    """The one-time link, its password seen; then the three steps of a new file, which a reader has no use for."""
    with lance(tmp_path) as fresh:
        with store.connect(fresh.fichier) as db:
            secret = identite.inviter(db, TERMINAL, "facilitateur")
        screen = ecran(serveur=fresh, role=None)
        for address in ("entrer", f"lien/{secret}"):
            page = screen.page
            page.goto(f"{fresh.url}/{address}")
            page.get_by_text("Montrer le mot de passe").click()
            verifier(page)
            for width in (1280, 640, 360, 320):  # a plain page: nothing to wait for, nothing sideways
                page.set_viewport_size({"width": width, "height": 720})
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
        for role in ("facilitateur", None):
            screen = ecran(serveur=fresh, role=role)
            expect(screen.ouvrir().get_by_text("Premiers pas")).to_have_count(1 if role else 0)
            verifier(screen.page)
            assert not coupes(screen)
