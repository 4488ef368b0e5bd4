"""The rehearsal of a whole séance, its gestures counted: by mouse, then by the keyboard alone, the screen of the room
open beside (`etapes.py` has the script, `reprise.py` starts it again at a step).

With CAPTURES=1, the screenshots and the table of gestures go to `docs/captures`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.outils.doigts import Doigts
from tests.browser.outils.ecran import CAPTURER, CAPTURES, Ouvreur
from tests.browser.outils.serveur import lance
from tests.browser.seance import reprise
from tests.browser.seance.etapes import ETAPES, Salle, revenir

pytestmark = pytest.mark.complet
Capture = Callable[[Page, str], None]
AU_PLUS = 90
AVANT = 190  # about, as it was told before this page existed; not counted by this script
TABLE = CAPTURES / "seance-gestes.md"
INTRO = f"""# Une séance entière, gestes comptés

Écrit par la répétition (`CAPTURES=1`, `tests/browser/seance/test_gestes.py`), menée d'une traite dans un vrai
navigateur de 1280 × 720, l'écran de la salle ouvert à côté : 39 membres, six points, un vote de dix options
(34 téléphones, 5 bulletins papier), un constat, une action, le relevé envoyé. Un clic, une touche qui agit, un champ
rempli, un fichier donné : un geste ; choisir dans une liste : deux. Les secondes sont celles des gestes et de l'écran,
sans le temps de parler ; les bulletins eux-mêmes ne comptent pas. Avant cette page, la même séance coûtait environ
{AVANT} gestes (secondes non mesurées)."""


@pytest.mark.parametrize("clavier", [False, True], ids=["souris", "clavier"])
def test_a_whole_seance_takes_ninety_gestures(ecran: Ouvreur, tmp_path: Path, capture: Capture, clavier: bool) -> None:
    first = reprise.depart(tmp_path)
    with lance(tmp_path, None if first else "71") as serveur:
        main = Doigts(ecran(serveur=serveur), clavier)
        salle = Salle(main, serveur, tmp_path, lambda page, nom: clavier or capture(page, nom))
        _jouer(salle, first)
    table = _table(main)
    if CAPTURER and not first:
        TABLE.write_text(_avec(table, main), encoding="utf-8")
    assert main.total <= AU_PLUS, table


def _jouer(salle: Salle, first: int) -> None:
    if first:
        reprise.reprendre(salle)
        revenir(salle, first)
    else:
        salle.main.ecran.ouvrir()
    for rank, step in enumerate(ETAPES[first:], start=first):
        reprise.garder(salle, rank)
        step(salle)
    assert salle.mur is not None
    salle.mur.verifier()


def _titre(main: Doigts) -> str:
    return "Au clavier seul" if main.clavier else "À la souris"


def _table(main: Doigts) -> str:
    rows = [f"| {name} | {c.gestes} | {c.secondes:.0f} |" for name, c in main.etapes.items()]
    seconds = sum(step.secondes for step in main.etapes.values())
    head = [_titre(main), "", "| étape | gestes | secondes |", "| --- | --- | --- |"]
    whole = [
        f"| **en tout** | **{main.total}** | **{seconds:.0f}** |",
        f"| **avant** | environ {AVANT} | non mesurées |",
    ]
    return "\n".join([*head, *rows, *whole])


def _avec(table: str, main: Doigts) -> str:
    """The page with this table in place of the one made the same way before."""
    before = TABLE.read_text(encoding="utf-8").split("\n## ")[1:] if TABLE.exists() else []
    others = [part.strip() for part in before if not part.startswith(_titre(main))]
    return "\n\n## ".join([INTRO, *sorted([table, *others], reverse=True)]) + "\n"
