"""The rehearsal of the constat: a territory examined, a figure contested and settled, a constat adopted and lifted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.ecran import Ecran, Ouvreur
from tests.browser.gestes import choisir, cliquer
from tests.browser.serveur import Serveur

TERRITOIRE, CODE = "CC Bresse Louhannaise Intercom'", "200071579"
Capture = Callable[[Page, str], Path]


def _fiche(screen: Ecran) -> Page:
    page = screen.ouvrir("territoires")
    page.get_by_test_id("stDataFrame").first.click(position={"x": 15, "y": 55})
    page.get_by_role("heading", name=TERRITOIRE, level=1).wait_for()
    return screen.calme()


def _onglet(screen: Ecran, nom: str) -> None:
    screen.page.get_by_role("tab", name=nom).click()
    screen.calme()


def _ecrire(screen: Ecran, champ: str, texte: str) -> None:
    box = screen.page.get_by_label(champ).locator("visible=true").first
    box.fill(texte)
    box.blur()


def _cocher(screen: Ecran, mots: str) -> None:
    screen.page.locator("label", has_text=mots).first.click(position={"x": 10, "y": 12})


def _annonce(screen: Ecran, mots: str) -> None:
    screen.page.get_by_text(mots).first.wait_for()
    screen.calme()


def _declarer(screen: Ecran) -> None:
    page = screen.ouvrir("territoires")
    for why in ("La Drees l'a confirmé par écrit.", "Le zonage n'est pas chargé, les EPCI nous vont."):
        page.locator("summary", has_text="À déclarer :").first.click()
        _ecrire(screen, "Pourquoi (d'où vient cette certitude) ?", why)
        cliquer(screen, "Déclarer")
        _annonce(screen, "Déclaration enregistrée")


def _solliciter(screen: Ecran, organisme: str, nom: str) -> None:
    page = screen.page
    if not page.get_by_role("combobox", name="Qui").is_visible():
        page.locator("summary", has_text="Noter une sollicitation").click()
        page.get_by_role("combobox", name="Qui").wait_for()
        page.wait_for_timeout(500)  # the fold slides open
    choisir(screen, "Qui", organisme)
    choisir(screen, "Réponse", "pas de solution")
    page.get_by_placeholder("par exemple : CPTS du Brionnais").fill(nom)
    cliquer(screen, "Noter")
    page.get_by_text(nom).first.wait_for()
    screen.calme()


@pytest.fixture
def salle(ecran: Ouvreur, serveur_neuf: Serveur) -> Ecran:
    return ecran(serveur=serveur_neuf)


def test_from_examined_to_lifted(salle: Ecran, ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture) -> None:
    page = salle.ouvrir("territoires")
    capture(page, "territoires-1280")
    _fiche(salle)
    capture(page, "fiche-territoire-1280")
    cliquer(salle, "La table l'a examiné")
    _annonce(salle, "Territoire examiné")

    _onglet(salle, "Contestations")
    choisir(salle, "Collège de la personne", "Usagers")
    _ecrire(salle, "Pourquoi ce chiffre est contesté", "Le cabinet de Cuiseaux a fermé depuis 2023.")
    _ecrire(salle, "Suite demandée", "Demander à la Cpam l'offre à ce jour")
    cliquer(salle, "Enregistrer la contestation")
    _annonce(salle, "Contestation enregistrée")
    _onglet(salle, "Contestations")
    capture(page, "contestation-1280")

    salle.ouvrir("diagnostic")
    page.get_by_text("Montrer les propositions de la règle").click()
    salle.calme()
    page.wait_for_timeout(1_500)  # the map redraws after the script
    capture(page, "diagnostic-propositions-1280")

    _fiche(salle)
    _onglet(salle, "Contestations")
    _ecrire(salle, "Ce qui a été conclu", "La fermeture est confirmée ; le millésime suivant la comptera.")
    cliquer(salle, "Régler cette contestation")
    _annonce(salle, "Contestation réglée")

    _declarer(salle)
    _fiche(salle)
    _onglet(salle, "Constat")
    for organisme, nom in (("CPTS", "CPTS de la Bresse"), ("URPS", "URPS médecins"), ("MSP", "MSP de Louhans")):
        _solliciter(salle, organisme, nom)
    _ecrire(salle, "Ce que la table constate", "L'accès aux médecins généralistes est insuffisant sur ce territoire.")
    _cocher(salle, "Première condition")
    _cocher(salle, "Seconde condition")
    _ecrire(salle, "Désaccords exprimés, par collège", "Professionnels : deux membres jugent le constat prématuré.")
    cliquer(salle, "Adopter le constat")
    _annonce(salle, "Constat adopté")
    _onglet(salle, "Constat")
    capture(page, "constat-adopte-1280")
    assert "1 décision" in serveur_neuf.data("check")

    lecteur = ecran(serveur=serveur_neuf, role=None)
    public = lecteur.ouvrir("territoires")
    assert (
        TERRITOIRE.split("'")[0] in public.locator("body").inner_text() or public.get_by_test_id("stDataFrame").count()
    )
    public.goto(f"{serveur_neuf.url}/fiche/{CODE}")
    assert "3114" in public.locator("body").inner_text()
    capture(public, "fiche-citoyenne-1280")
    assert public.pdf(format="A4").count(b"/Type /Page\n") <= 1

    page.locator("summary", has_text="Lever ce constat").click()
    _ecrire(salle, "Pourquoi la table lève le constat", "Deux médecins sont arrivés à Louhans.")
    _cocher(salle, "Aucun désaccord n'a été exprimé")
    cliquer(salle, "Lever le constat")
    _annonce(salle, "Constat levé")
    _onglet(salle, "Constat")
    page.locator("summary", has_text="levé le").first.click()
    salle.calme()
    capture(page, "constat-leve-1280")
    assert "2 décision" in serveur_neuf.data("check")
