"""The rehearsal of solidarity, on 71 and on 58: loans proposed in a sentence and a map, sent to plans, agreed
by the table and debited where they come from, their days held and cancelled. `CAPTURES=1` writes the screenshots.

Each step starts from a file that the steps before it would have left: one that failed is played again alone.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from sqlite_utils import Database

from components.plans.actions import gestes as actions
from components.plans.scenario import gestes_propositions
from components.propositions import lectures as terrain
from components.propositions.envoi import gestes as envoi
from components.propositions.envoi.pret import PlansPretes
from components.propositions.solidarite import lectures, lectures_envoi
from data.base import jours, store
from data.base.acteurs import TERMINAL
from data.plans import jours_pretes, plans
from data.territoire import indicateurs, territoire
from tests.browser.outils.ecran import TELEPHONE, Ecran, Ouvreur
from tests.browser.outils.gestes import choisir, cliquer, reponse, saisir
from tests.browser.outils.serveur import Serveur, lance
from tests.propositions.terrains import donner_une_apl

Capture = Callable[[Page, str], None]
Table = tuple[Serveur, str]
ONGLET = "Qui prête à qui"
CARTE = ".cadre svg"
TENUS, ANNULES = 2, 3  # columns of the ledger, after the month and the days pledged
pytestmark = pytest.mark.complet


@pytest.fixture(scope="module", params=["71", "58"])
def table(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """A server on each département, with a published access and a priority that actions may answer."""
    code = str(request.param)
    with ExitStack() as opened:
        server = opened.enter_context(lance(tmp_path_factory.mktemp(code), code))
        with store.connect(server.fichier) as db:
            if not indicateurs.apl_generalistes(db):
                donner_une_apl(db)
            plans.ajouter_priorite(db, TERMINAL, "Consultations de médecine générale", "tour de table du 12 octobre")
        yield server, code


def test_loans_are_told_in_a_sentence_and_a_map_then_sent(ecran: Ouvreur, table: Table, capture: Capture) -> None:
    server, code = table
    page, screen = _onglet(ecran, server)
    told = reponse(page)
    assert re.search(r"territoires? prêten?t? .* par mois à .* le plus mal loti .* passe de [\d,]+ à [\d,]+", told), (
        told
    )
    expect(page.get_by_text(re.compile("Plan prouvé le meilleur|Plan trouvé"))).to_be_visible()
    _dessinee(page)
    capture(page, f"solidarite-{code}-1280")
    heading = page.get_by_role("heading", name="Paire par paire")
    heading.scroll_into_view_if_needed()
    expect(page.get_by_text(re.compile(r"prêtent? .* par mois à .*, à \d+ minutes")).first).to_be_visible()
    capture(page, f"solidarite-paires-{code}-1280")
    page.get_by_role("heading", name="Équité : qui reste derrière").scroll_into_view_if_needed()
    page.wait_for_timeout(1_000)
    capture(page, f"solidarite-equite-{code}-1280")
    _declarer(screen, server)
    capture(page, f"solidarite-declare-{code}-1280")
    drafts = page.get_by_role("button", name=re.compile(r"En faire .* d'action"))
    drafts.scroll_into_view_if_needed()
    drafts.click()
    screen.calme()
    with store.connect(server.fichier) as db:
        assert len(_pretees(db)) > 0, screen.dit()
    page = screen.aller("plans")
    expect(page.locator("body")).to_contain_text(re.compile(r"\d+\sactions? dans"))


def test_loans_are_read_on_a_phone(ecran: Ouvreur, table: Table, capture: Capture) -> None:
    server, code = table
    page, screen = _onglet(ecran, server, TELEPHONE)
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360
    _dessinee(page)
    capture(page, f"solidarite-{code}-360")


def test_loans_are_agreed_debited_and_their_days_counted(ecran: Ouvreur, table: Table, capture: Capture) -> None:
    server, code = table
    with store.connect(server.fichier) as db:
        if not len(_pretees(db)):
            _envoyer(db)
        lent = _pretees(db).iloc[0]
        began = {"debut": date.today().replace(day=1).isoformat()}
        actions.modifier(db, TERMINAL, int(lent.name), int(lent["version"]), began)  # that its first month is this one
        names, places = territoire.territoires(db)["nom"], territoire.communes(db)["territoire"]
        receiver, lender = str(names[lent["territoire"]]), str(names[places[lent["effet_donneur"]]])
    screen = ecran(serveur=server)
    page = screen.ouvrir("plans")
    choisir(screen, "Territoire", receiver)
    _section(screen, "Actions")
    choisir(screen, "Ouvrir une fiche", str(lent["titre"]))
    page.get_by_role("tab", name="Modifier").wait_for()
    choisir(screen, "Statut", "Retenue par la table")
    cliquer(screen, "Enregistrer")
    expect(page.get_by_text(re.compile("Promesse.*là où l'on prête", re.DOTALL)).first).to_be_visible()
    _tenir(screen, "1", "0,5")
    expect(page.get_by_text(re.compile(r"Jours prêtés.*1\stenu", re.DOTALL)).first).to_be_visible()
    capture(page, f"solidarite-registre-{code}-1280")
    with store.connect(server.fichier) as db:
        (month,) = jours_pretes.lire(db)[int(lent.name)].values()
        assert (month["tenus"], month["annules"]) == (1.0, 0.5)
    choisir(screen, "Territoire", lender)
    _section(screen, "Territoire")
    expect(page.locator("body")).to_contain_text(
        re.compile(r"Promesse du plan.*prêtés à d'autres territoires", re.DOTALL)
    )
    capture(page, f"solidarite-debit-{code}-1280")


def _onglet(ecran: Ouvreur, server: Serveur, taille: dict[str, object] | None = None) -> tuple[Page, Ecran]:
    screen = ecran(taille, serveur=server, peinte=True) if taille else ecran(serveur=server, peinte=True)
    page = screen.ouvrir("propositions")
    page.get_by_role("radio", name=ONGLET).click()
    expect(page.locator("p.reponse").first).to_contain_text("par mois à", timeout=60_000)
    return screen.calme(), screen


def _dessinee(page: Page) -> None:
    page.locator(CARTE).first.wait_for(timeout=60_000)
    page.wait_for_timeout(1_000)


def _declarer(screen: Ecran, server: Serveur) -> None:
    """The table says how many days a territory lends: the plan follows, and what is not declared is still said."""
    page = screen.page
    with store.connect(server.fichier) as db:
        first = lectures.proposer(db, jours.aujourd_hui(db)).prets[0].preteur
    page.get_by_role("tab", name="Jours prêtables").scroll_into_view_if_needed()
    choisir(screen, "Territoire qui peut prêter", first.nom)
    saisir(screen, "Jours par mois, tous médecins", "2")
    cliquer(screen, "Déclarer ces jours")
    page.get_by_role("button", name=re.compile(f"Retirer : {re.escape(first.nom)}")).wait_for()
    screen.calme()


def _pretees(db: Database) -> pd.DataFrame:
    """The actions that lend days from a place of this file."""
    rows = plans.actions(db)
    known = rows["effet_donneur"].isin(territoire.communes(db).query("role == 'interieure'").index)
    return rows[(rows["effet_genre"] == jours_pretes.PRETENT) & known]


def _envoyer(db: Database) -> None:
    """What the step before leaves: the loans of the day as drafts."""
    ground = terrain.terrain(db, jours.aujourd_hui(db))
    read = lectures.proposer(db, ground.jour)
    ready = lectures_envoi.preparer(ground, read, lectures.phrase(ground, read))
    pen = PlansPretes(gestes_propositions.obstacle, gestes_propositions.inscrire)
    envoi.en_brouillons(db, TERMINAL, ready, pen, ground.jour)


def _section(screen: Ecran, name: str) -> None:
    screen.page.get_by_role("radio", name=name, exact=True).click()
    screen.calme()


def _tenir(screen: Ecran, tenus: str, annules: str) -> None:
    """Write the first month of the ledger in its cells, and save."""
    page = screen.page
    page.get_by_role("tab", name="Jours prêtés").click()
    grid = page.get_by_role("tabpanel", name="Jours prêtés").get_by_test_id("stDataFrame")
    grid.wait_for()
    grid.scroll_into_view_if_needed()
    screen.calme()
    for column, words in ((TENUS, tenus), (ANNULES, annules)):
        _ecrire(page, grid, column, words)
    page.wait_for_timeout(500)  # from the keyboard to the pointer: a grid says what was written a moment after
    cliquer(screen, "Enregistrer le registre")


def _ecrire(page: Page, grid: Locator, column: int, words: str) -> None:
    """Write in a cell of the first row: its month chosen with a click, then the arrows of the keyboard."""
    editor = page.locator("#portal textarea").first
    for _ in range(6):
        box = grid.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 40, box["y"] + 53)
        page.wait_for_timeout(300)
        for _ in range(column):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        try:
            editor.fill(words, timeout=2_000)
        except PlaywrightTimeoutError:  # the grid was not painted yet
            page.keyboard.press("Escape")
            continue
        page.keyboard.press("Enter")
        return
    raise AssertionError("no cell of the ledger opened")
