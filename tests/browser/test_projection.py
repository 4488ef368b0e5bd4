"""The screen of the room, as the room sees it: what is shown follows, nothing is cut, in light and dark."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlite_utils import Database

from components.priorites import gestes
from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins
from data.seances import projection, seances
from data.territoire import territoire
from tests.browser.outils.axe import verifier
from tests.browser.outils.ecran import Ouvreur
from tests.browser.outils.serveur import Serveur

Capture = Callable[[Page, str], None]
JOUR = date(2026, 11, 22)
VIEW = "[data-testid=stHtml] .salle"
# What leaves the screen, or what its own box does not hold, by more than a point.
CUT = """() => [...document.querySelectorAll('.salle, .salle *')].filter(e => {
  const box = e.getBoundingClientRect(), outside = box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
  const held = getComputedStyle(e).display === 'inline' || !e.clientWidth
    || e.scrollWidth <= e.clientWidth + 1 && e.scrollHeight <= e.clientHeight + 4;
  return box.width && box.height && (outside || box.left < -1 || box.top < -1 || !held);
}).map(e => `${e.tagName}.${e.className} ${e.textContent.slice(0, 60)}`)"""


@pytest.mark.complet
def test_the_room_follows_and_nothing_is_cut(ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture) -> None:
    with store.connect(serveur_neuf.fichier) as db:
        vote, slips = demonstration.ouvrir(db, TERMINAL, 24, JOUR)
        seance = int(scrutins.scrutin(db, vote)["seance"])
        wall = ecran(serveur=serveur_neuf).ouvrir("projection")
        place = next(code for code, name in territoire.territoires(db)["nom"].items() if "Louhannaise" in name)
        point = str(seances.points(db, seance).index[2])
        for vue, cible, words in (
            ("rien", "", "Approbation du relevé"), ("point", point, "Point 3 sur 4"), ("carte", "", "habitants sur"),
            ("fiche", str(place), "Bresse Louhannaise"), ("plan", "", "Aucune action"),
            ("texte", "La séance reprend à 15 h 30.", "reprend"), ("scrutin", str(vote), "Vote ouvert depuis"),
        ):  # fmt: skip
            projection.projeter(db, TERMINAL, seance, vue, cible)
            _regarder(wall, words, capture, f"projection-{vue}")
        _voter(db, wall, vote, slips)
        _regarder(wall, "bulletins sur 24 votants", capture, "projection-scrutin")
        gestes.clore(db, TERMINAL, vote)
        _regarder(wall, "Le vote est clos", capture, "projection-clos")
        gestes.publier(db, TERMINAL, vote)
        _regarder(wall, "En premier", capture, "projection-resultat")


def _voter(db: Database, wall: Page, vote: int, slips: list[tuple[str, str]]) -> None:
    for rank, (code, _) in enumerate(slips):
        bulletins.deposer(db, vote, code, f"{rank % 3}{rank % 2}1{rank % 4}2{rank % 5}1"[: _options(db, vote)])
    expect(wall.locator(".salle-chiffre strong")).to_have_text(str(len(slips)))


def _options(db: Database, vote: int) -> int:
    return len(scrutins.scrutin(db, vote)["definition"]["options"])


def _regarder(wall: Page, words: str, capture: Capture, nom: str) -> None:
    """In light with motion, in dark without: axe, the edges, a capture of each."""
    expect(wall.locator(VIEW)).to_contain_text(words)
    for scheme, motion, suffix in (("light", "no-preference", "1280"), ("dark", "reduce", "sombre-1280")):
        wall.emulate_media(color_scheme=scheme, reduced_motion=motion)  # type: ignore[arg-type]
        assert wall.evaluate(CUT) == []
        verifier(wall)
        capture(wall, f"{nom}-{suffix}")
