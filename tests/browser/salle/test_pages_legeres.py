"""Every page that a member or a reader opens without an account: light, read by a screen reader, used by keys alone,
whole at 320 pixels and at 200 %, clean for axe; those that refuse too."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.priorites import bulletins, scrutins
from data.seances import seances
from tests.browser.outils import ecran as ecrans
from tests.browser.outils.axe import verifier
from tests.browser.outils.serveur import Serveur
from tests.browser.salle import etapes
from tests.browser.salle.etapes import Table

pytestmark = pytest.mark.complet
LEGER, LOURD = 30_000, 150_000
BUREAU, ZOOM_200, ETROIT, TELEPHONE = ((1280, 720), (640, 360), (320, 640), (360, 740))
# Dossier, minutes, the reader's place, the cards that print.
CARTES = re.compile(r"[^/]+/(fiche|missions|territoire)/\w+(\?|$)")  # cards to print: their tables keep their columns
LOURDES = re.compile(r"^(seance/[\w-]+(\?.*)?|.*/releve(/\d+)?|table(\?.*)?|(fiche|missions|territoire)/.*)$")
# One stop for each action, in the order of the page: a group of radios is one.
ARRETS = """() => { const groups = new Set();
  window.arrets = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(e => e.type !== 'hidden' && !e.disabled && e.checkVisibility())
    .filter(e => e.type !== 'radio' || (!groups.has(e.name) && groups.add(e.name)));
  window.ici = () => { const e = document.activeElement;
    return arrets.findIndex(a => a === e || (e.type === 'radio' && a.type === 'radio' && a.name === e.name)); };
  return arrets.length; }"""
VU = "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"
SANS_NOM = re.compile(r"^\s*- '?(link|button|textbox|combobox|radio|checkbox|heading|img)(?! \")")
TITRE = re.compile(r"- '?heading .*\[level=(\d)\]")


def _faults(page: Page, url: str, statut: int) -> list[str]:
    """What is wrong with a page, in every manner it is read."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(url)
    assert answer is not None
    path = url.split("/", 3)[3]
    most, weight = LOURD if LOURDES.match(path) else LEGER, len(answer.body())
    wrong = [f"status {answer.status}"] if answer.status != statut else []
    wrong += [f"{weight} bytes"] if weight >= most else []
    others = [one for one in asked if not one.startswith("data:") and one != page.url and "/suivi" not in one]
    wrong += [f"asks for {others}"] if others else []
    return wrong + _tailles(page) + _lue(page) + _touches(page)


def _tailles(page: Page) -> list[str]:
    """Nothing sideways at any size, nor with text twice as large; axe at the largest (contrast too) and narrowest."""
    wrong = []
    for width, height in (TELEPHONE, ZOOM_200, ETROIT, BUREAU):
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"sideways at {width}")
        if (width, height) in (ETROIT, BUREAU):
            try:
                verifier(page)
            except AssertionError as fault:
                wrong.append(f"axe at {width}: {fault}")
    page.set_viewport_size({"width": TELEPHONE[0], "height": TELEPHONE[1]})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if not CARTES.match(page.url.partition("//")[2]) and page.evaluate(
        "document.documentElement.scrollWidth > innerWidth"
    ):
        wrong.append("sideways with text at 200 %")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return wrong


def _lue(page: Page) -> list[str]:
    """The tree that a screen reader says: one main part, headings in order, nothing without a name."""
    tree = page.locator("body").aria_snapshot().splitlines()
    levels = [int(found[1]) for line in tree if (found := TITRE.search(line))]
    wrong = [f"says « {line.strip()} »" for line in tree if SANS_NOM.match(line)]
    wrong += [f"headings {levels}"] if not levels or levels[0] != 1 or levels.count(1) != 1 else []
    wrong += [f"heading skipped {levels}"] if any(b > a + 1 for a, b in pairwise(levels)) else []
    wrong += ["no main part"] if sum(line.strip().startswith("- main") for line in tree) != 1 else []
    return wrong + (["not in French"] if page.locator("html").get_attribute("lang") != "fr" else [])


def _touches(page: Page) -> list[str]:
    """Tab reaches every action once, in the order of the page, and shows where it is."""
    count, reached = int(page.evaluate(ARRETS)), []
    for _ in range(count):
        page.keyboard.press("Tab")
        reached.append(int(page.evaluate("ici()")))
        if not page.evaluate(VU):
            return [f"focus not shown at {page.evaluate('document.activeElement.outerHTML.slice(0, 99)')}"]
    return [] if reached == list(range(count)) else [f"keys go {reached}"]


def _toutes(navigateur: Browser, serveur: Serveur, pages: dict[str, int]) -> None:
    context = ecrans.contexte(navigateur, ecrans.BUREAU, serveur.url, None, peinte=False)
    try:
        faults = {}
        for path, statut in pages.items():
            page = context.new_page()
            if wrong := _faults(page, f"{serveur.url}/{path}", statut):
                faults[path] = wrong
            page.close()
    finally:
        context.close()
    assert not faults, "\n".join(f"{path}: {'; '.join(wrong)}" for path, wrong in faults.items())


@pytest.fixture(scope="module")
def table(serveur_neuf: Serveur) -> Table:
    """A vote is open, texts were received, a territory is examined."""
    with store.connect(serveur_neuf.fichier) as db:
        made = etapes.preparer(db, "vote")
        constats.marquer(db, TERMINAL, etapes.PROFESSION, [etapes.territoire_lu(db)], constats.DISCUTE)
        bulletins.deposer(db, made.scrutin, made.codes()[0], "01201")
        return made


def test_while_a_vote_is_open(navigateur: Browser, serveur_neuf: Serveur, table: Table) -> None:
    with store.connect(serveur_neuf.fichier) as db:
        figure, code = etapes.chiffre(db), etapes.territoire_lu(db)
    link, (voted, other) = table.lien, table.codes()[:2]
    pages = {
        link: 200, f"{link}?imprimer=1": 200, f"{link}/territoire/{code}": 200, f"{link}/point": 200,
        f"{link}/resultats": 200, f"{link}/recus": 200, f"{link}/releve": 409, f"{link}/territoire/rien": 404,
        **{f"{link}/ecrire/{what}": 200 for what in ("proposer", "contester", "contribuer", "debattre")},
        f"{link}/ecrire/contester?sur={figure}": 200, f"{link}/ecrire/rien": 404, "seance/rien": 404,
        "table": 200, "table?commune=Cluny": 200, "table?commune=Rien": 200, f"table/releve/{table.seance}": 404,
        f"contester/{figure}": 200, "contester/a/b/c": 404, "vote": 200, f"vote/{voted}": 200, f"vote/{other}": 200,
        "vote/0000-0000-0000": 404, f"fiche/{code}": 200, f"missions/{code}": 200, "entrer": 200,
        f"territoire/{code}?profession={etapes.PROFESSION}": 200,
    }  # fmt: skip
    _toutes(navigateur, serveur_neuf, pages)


@pytest.mark.parametrize(("genre", "regles"), [("points", {"points": 10}), ("approbation", {"budget": 4})])
def test_the_other_ballots(
    navigateur: Browser, serveur_neuf: Serveur, table: Table, genre: str, regles: dict[str, int]
) -> None:
    with store.connect(serveur_neuf.fichier) as db:
        scrutins.annuler(db, TERMINAL, table.scrutin, "essai")
        etapes.ouvrir_un_vote(db, table, genre, **regles)
    _toutes(navigateur, serveur_neuf, {f"vote/{table.codes()[1]}": 200})


Remplir = Callable[[Page], object]


def _refus(table: Table) -> dict[str, tuple[str, Remplir]]:
    code = table.codes()[1]
    return {
        "a text without a slip": (f"{table.lien}/ecrire/contribuer", lambda page: (
            page.fill("#texte", "Un texte"), page.fill("#code", "0000-0000-0000"))),
        "a ballot without its total": (f"vote/{code}", lambda page: None),
        "a code of nobody": ("vote", lambda page: page.fill("#code", "0000-0000-0000")),
    }  # fmt: skip


def test_what_is_refused_is_said_and_read_as_well(navigateur: Browser, serveur_neuf: Serveur, table: Table) -> None:
    with store.connect(serveur_neuf.fichier) as db:
        scrutins.annuler(db, TERMINAL, table.scrutin, "essai")
        etapes.ouvrir_un_vote(db, table, "points", points=10)
    context = ecrans.contexte(navigateur, ecrans.TELEPHONE, serveur_neuf.url, None, peinte=False)
    for what, (path, fill) in _refus(table).items():
        page = context.new_page()
        page.goto(f"{serveur_neuf.url}/{path}")
        fill(page)
        page.locator("button").last.click()
        alert = page.get_by_role("alert")
        expect(alert, what).to_have_text(re.compile(r"\S"))  # the page answers after the click
        assert not (wrong := [*_tailles(page), *_lue(page), *_touches(page)]), f"{what}: {wrong}"
        page.close()
    context.close()


def test_once_the_seance_is_closed(navigateur: Browser, serveur_neuf: Serveur, table: Table) -> None:
    with store.connect(serveur_neuf.fichier) as db:
        scrutins.annuler(db, TERMINAL, table.scrutin, "essai")
        etapes.ouvrir_un_vote(db, table)
        etapes.voter(db, table, table.codes())
        etapes.publier(db, table)
        etapes.clore(db, table)
        assert seances.seance(db, table.seance)["etat"] == seances.CLOSE
    link = table.lien
    pages = {
        link: 200, f"{link}?imprimer=1": 200, f"{link}/point": 200, f"{link}/resultats": 200, f"{link}/recus": 200,
        f"{link}/releve": 200, f"{link}/ecrire/proposer": 200, "table": 200, f"table/releve/{table.seance}": 200,
    }  # fmt: skip
    _toutes(navigateur, serveur_neuf, pages)
