"""How much of the screen of the room is left for its figure, once its sentences are written."""

from components.ui.cartes import noms
from components.ui.langage.echelle import HAUT, LARGE, LISTE, PHRASE, PHRASE_LONGUE, PROVENANCE, Taille

MARGE = 28  # points, left and right
LONGUE = 110  # characters of a sentence from which its letters are smaller
BORDS = 2 * 0.024 * HAUT + 4 * 0.012 * HAUT  # above and below, and between the five rows


def taille(phrase: str) -> Taille:
    """The letters of a sentence: smaller when it is long."""
    return PHRASE if len(phrase) <= LONGUE else PHRASE_LONGUE


def reste(phrase: str, pourquoi: str) -> float:
    """Points of height for the figure, on a screen 1280 × 720."""
    head = 1.15 * _haute(phrase, taille(phrase))
    why = 1.25 * _haute(pourquoi, LISTE)
    return HAUT - BORDS - head - why - 2 * 1.25 * PROVENANCE.points


def _haute(texte: str, letters: Taille) -> float:
    return letters.points * len(noms.lignes(texte, 0.9 * letters.points, LARGE - 2 * MARGE))
