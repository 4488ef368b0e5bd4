"""A map before it is drawn: what it shows, its legend, its title, its source. The same for the screen, the projector
and a slide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import pandas as pd

from components.ui.cartes.couleurs import Couleur, encre_hexa, hexa

MANQUANT, SECRET = "?", "s"  # marks of what is missing and withheld: hatched and dotted, whatever the size of the cell
ADRESSE = "/carte/"


@dataclass(frozen=True)
class LigneDeLegende:
    """A colour, what is written on it, what it means."""

    fond: str
    encre: str
    marque: str
    mots: str

    @classmethod
    def de(cls, couleur: Couleur, marque: str, mots: str) -> "LigneDeLegende":
        return cls(hexa(couleur), encre_hexa(couleur), marque, mots)


@dataclass(frozen=True)
class LegendeDeCarte:
    """What a map's colours mean."""

    titre: str
    lignes: tuple[LigneDeLegende, ...]
    note: str = ""


@dataclass(frozen=True, eq=False)
class Panneau:
    """One map of a sheet. `cellules`, indexed by code: couleur (RGB), marque (text in the cell, or ""), texte (its
    value in words)."""

    titre: str
    cellules: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Planche:
    """One map, or several that show the same places: they move together.

    `niveau`: commune|territoire. `territoires`, indexed by code: trame (hatching or ""), marque. `sites`: columns of
    `carte_sites`. `source`: what, year, level, status, producer. `adresse`: where the same is projected, "" nowhere.
    `phrase`: what it answers, said before it; "" when only its title is.
    """

    titre: str
    niveau: str
    panneaux: tuple[Panneau, ...]
    legendes: tuple[LegendeDeCarte, ...]
    alt: str
    source: str = ""
    territoires: pd.DataFrame | None = None
    sites: pd.DataFrame | None = None
    adresse: str = ""
    choisi: str = field(default="")
    phrase: str = ""

    def choisissant(self, code: str | None) -> "Planche":
        """The same, with a place outlined."""
        return replace(self, choisi=code or "")


def adresse(nom: str, valeurs: Mapping[str, object]) -> str:
    """The address of a map, from what was chosen: « /carte/diagnostic?serie=apl_mg »; nothing for what is not."""
    chosen = {key: str(value) for key, value in valeurs.items() if value not in (None, "")}
    return f"{ADRESSE}{nom}?{urlencode(chosen)}" if chosen else f"{ADRESSE}{nom}"


def fichier(adresse_de_la_planche: str, genre: str) -> str:
    """The address of the same as a file: svg or png."""
    path, _, query = adresse_de_la_planche.partition("?")
    return f"{path}.{genre}{'?' if query else ''}{query}"


def classes(panneau: Panneau, codes: Sequence[str]) -> tuple[list[tuple[Couleur, str]], list[int]]:
    """The distinct (colour, mark) of a panel, and the rank of each cell's, -1 for a cell without any."""
    drawn = panneau.cellules
    pairs = {
        str(code): (tuple(colour), str(mark))
        for code, colour, mark in zip(drawn.index, drawn["couleur"], drawn["marque"], strict=True)
    }
    ranks = {pair: rank for rank, pair in enumerate(dict.fromkeys(pairs.values()))}
    return list(ranks), [ranks[pairs[code]] if code in pairs else -1 for code in codes]
