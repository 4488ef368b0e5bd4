"""The acceptance rehearsal of the proposals, on 71 and on 58: three sites proposed and compared, one moved by a click,
the proof beside the server, a mix chosen and sent to a plan. `CAPTURES=1` writes the screenshots."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from components.propositions import lectures
from data.base import jours, store
from data.base.acteurs import TERMINAL
from data.plans import plans
from data.propositions import propositions
from data.territoire import indicateurs, territoire
from tests.browser.outils.ecran import Ecran, Ouvreur
from tests.browser.outils.gestes import choisir, reponse
from tests.browser.outils.serveur import Serveur, lance
from tests.propositions.terrains import donner_une_apl

Capture = Callable[[Page, str], None]
CARTE = ".cadre svg"


@pytest.fixture(scope="module", params=["71", "58"])
def table(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Serveur, str]]:
    """A server on each département, with a published access and a priority that actions may answer."""
    code = str(request.param)
    with ExitStack() as opened:
        server = opened.enter_context(lance(tmp_path_factory.mktemp(code), code))
        with store.connect(server.fichier) as db:
            if not indicateurs.apl_generalistes(db):
                donner_une_apl(db)
            plans.ajouter_priorite(db, TERMINAL, "Consultations de médecine générale", "tour de table du 12 octobre")
        yield server, code


def _carte(page: Page) -> None:
    page.locator(CARTE).first.wait_for(timeout=60_000)
    page.wait_for_timeout(1_000)


@pytest.mark.complet
def test_sites_are_proposed_compared_moved_and_proven(
    ecran: Ouvreur, table: tuple[Serveur, str], capture: Capture
) -> None:
    server, code = table
    screen = ecran(serveur=server, peinte=True)
    page = screen.ouvrir("propositions")
    _carte(page)
    assert re.search(r"3\s(centres de santé) .* à .* et .* combleraient \d+\s% de ce qui manque", reponse(page))
    capture(page, f"propositions-ou-ouvrir-{code}-1280")
    expect(page.get_by_role("heading", name="Les réponses côte à côte")).to_be_visible()
    _deplacer(screen)
    capture(page, f"propositions-site-deplace-{code}-1280")
    page.get_by_role("radio", name="La meilleure").first.click()
    screen.calme()
    page.get_by_role("button", name=re.compile("Chercher la preuve")).click()
    expect(page.get_by_text(re.compile(r"Prouvé en|Après \d")).first).to_be_visible(timeout=120_000)
    capture(page, f"propositions-preuve-{code}-1280")


def _deplacer(screen: Ecran) -> None:
    """A click on the map moves the nearest site there, and the sentence follows."""
    page, before = screen.page, reponse(screen.page)
    box = page.locator(CARTE).first.bounding_box()
    assert box is not None
    for share in (0.5, 0.42, 0.58, 0.35):
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.5)
        screen.calme()
        if reponse(page) != before:
            break
    assert reponse(page) != before, "no click moved a site"
    expect(page.get_by_role("radio", name="Déplacée par la table")).to_be_visible()


@pytest.mark.complet
def test_a_mix_is_chosen_and_sent_to_a_plan(ecran: Ouvreur, table: tuple[Serveur, str], capture: Capture) -> None:
    server, code = table
    screen = ecran(serveur=server, peinte=True)
    page = screen.ouvrir("propositions")
    page.get_by_role("radio", name="Combler l'écart").click()
    expect(page.locator("p.reponse").first).to_contain_text("€ par an", timeout=60_000)
    _carte(page)
    capture(page, f"propositions-combler-{code}-1280")
    choisir(screen, "Où", _territoire(server))
    expect(page.locator("p.reponse").first).to_contain_text(re.compile("par an|Rien à combler"))
    capture(page, f"propositions-combler-territoire-{code}-1280")
    drafts = page.get_by_role("button", name=re.compile(r"En faire .* d'action"))
    drafts.scroll_into_view_if_needed()
    drafts.click()
    screen.calme()
    with store.connect(server.fichier) as db:
        ident = int(propositions.lire(db).index[0])
        made = propositions.actions_de(db, ident)
    assert made, "drafts were written"
    page = screen.aller("plans")
    expect(page.locator("body")).to_contain_text(re.compile(r"\d+\sactions?\sdans .*\s€\sprévus"))
    capture(page, f"propositions-brouillons-plans-{code}-1280")


@pytest.mark.complet
def test_equity_is_told_before_and_after(ecran: Ouvreur, table: tuple[Serveur, str], capture: Capture) -> None:
    server, code = table
    screen = ecran(serveur=server, peinte=True)
    page = screen.ouvrir("propositions")
    heading = page.get_by_role("heading", name="Équité : qui reste derrière")
    expect(heading).to_be_visible(timeout=60_000)
    heading.scroll_into_view_if_needed()
    expect(
        page.get_by_text(re.compile("d'habitants les moins bien desservis passeraient|Rien ne change"))
    ).to_be_visible()
    page.wait_for_timeout(1_000)
    capture(page, f"propositions-equite-{code}-1280")


def _territoire(server: Serveur) -> str:
    """The territory that lacks most consultations, by name."""
    with store.connect(server.fichier) as db:
        ground = lectures.terrain(db, jours.aujourd_hui(db))
        lack = (ground.repere - ground.communes["publie"]).clip(lower=0) * ground.communes["habitants"]
        code = lack.groupby(ground.communes["territoire"]).sum().idxmax()
        return str(territoire.territoires(db).at[code, "nom"])
