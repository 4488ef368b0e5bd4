"""Sizes: of what is read at a desk (rem), and of what a room reads from the back (points of a screen 1280 wide)."""

from dataclasses import dataclass
from math import atan, degrees

# On a desk, in rem: 16 points unless the reader asked for more. Titles are those of `.streamlit/config.toml` too.
TITRES = (1.7, 1.25, 1.1)
REPONSE, TEXTE, ETIQUETTE, SOURCE = 1.25, 1.0, 0.95, 0.92
ESPACES = {0.35: "dans une ligne", 0.6: "entre deux lignes", 1.0: "entre deux blocs", 1.5: "avant une partie"}  # rem
CIBLE = 24  # points: the least side of what is clicked (WCAG 2.2)

# In the room: a screen two metres wide, seen at eight metres.
ECRAN, RECUL, LARGE, HAUT = 2.0, 8.0, 1280, 720  # metres, metres, points, points
DISTANCES = "Un écran de deux mètres de large, vu à huit mètres ; les tailles suivent la largeur de l'écran."
CAPITALE = 0.66  # height of a capital, in parts of the size of its type
SEUIL = 5.0  # minutes of arc: the least that an eye of ten tenths tells apart


@dataclass(frozen=True)
class Taille:
    """A size of the room: what it is for, and its points on a screen 1280 wide."""

    usage: str
    points: int

    @property
    def millimetres(self) -> float:
        """Height of a capital on the screen."""
        return self.points * CAPITALE * ECRAN * 1000 / LARGE

    @property
    def minutes(self) -> float:
        """The angle of a capital from the back of the room, in minutes of arc; `SEUIL` is the least seen."""
        return degrees(atan(self.millimetres / 1000 / RECUL)) * 60

    @property
    def css(self) -> str:
        """The same share of any screen, and never less than the text of a desk."""
        return f"max({TEXTE}rem, {100 * self.points / LARGE:.3g}vw)"


CHIFFRE = Taille("le chiffre, seul", 150)
SEULE = Taille("une phrase courte, seule à l'écran", 76)
PHRASE = Taille("la phrase, en premier", 46)
PHRASE_LONGUE = Taille("une phrase longue", 36)
LISTE = Taille("les lignes d'une liste, ce qui explique", 30)
DESSIN = Taille("les mots d'un dessin, au plus grand", 28)
DESSIN_SERRE = Taille("les mots d'un dessin de dix lignes", 22)
PROVENANCE = Taille("la source, l'heure", 22)
SALLE = (CHIFFRE, SEULE, PHRASE, PHRASE_LONGUE, LISTE, DESSIN, DESSIN_SERRE, PROVENANCE)
