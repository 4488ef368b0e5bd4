"""What the room looks at, as plain values: a sentence, one figure, why, a source. `feuille` writes it."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlite_utils import Database

from components.ui.cartes.planche import LegendeDeCarte


@dataclass(frozen=True)
class ChiffreDeSalle:
    """One large figure and what it counts. `part`: how much of the whole it is, as a bar under it; None without one."""

    valeur: str
    mots: str
    part: float | None = None


@dataclass(frozen=True)
class DessinDeSalle:
    """A drawing in SVG, in light and in dark (empty: the same), and what it says in words."""

    clair: str
    mots: str
    sombre: str = ""


@dataclass(frozen=True)
class Legendes:
    """What the colours of a map mean, written in the letters of the room."""

    cartes: tuple[LegendeDeCarte, ...]


@dataclass(frozen=True)
class Lignes:
    """Few lines: what each is, and its state or its figure."""

    lignes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OuVoter:
    """Where phones go: a code to scan and the same address to type."""

    code: DessinDeSalle
    adresse: str


Figure = ChiffreDeSalle | DessinDeSalle | Legendes | Lignes | OuVoter


@dataclass(frozen=True)
class Affiche:
    """A view of the room: the sentence first, one figure (and what reads it, beside), why, where it comes from."""

    phrase: str
    figures: tuple[Figure, ...] = ()
    surtitre: str = ""
    pourquoi: str = ""
    source: str = ""
    immuable = True  # of `data.base.souvenir`: nobody changes it, all read the same


@dataclass(frozen=True)
class VueDemandee:
    """What is asked of a room: the séance, the target of the view, the address that phones can open."""

    seance: int
    cible: str
    adresse: str


Vue = Callable[[Database, VueDemandee], Affiche]
