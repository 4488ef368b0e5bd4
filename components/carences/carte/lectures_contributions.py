"""Why this figure: the kernel, the supply and the published value of the place looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlite_utils import Database

from components.carences.indicateurs import lectures
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles import contributions
from components.carences.regles.contributions import Pourquoi
from components.core.acces import assemblage
from data.base.parameters import EnVigueur
from data.chargement import offre
from data.territoire import indicateurs
from data.territoire.indicateurs import Serie

MEDECIN = "médecin généraliste"


@dataclass(frozen=True, eq=False)
class Explication:
    """`detail` when a supply is loaded, else None; `portee`: places reached; `noms` by code; what must be said."""

    detail: Pourquoi | None
    portee: pd.DataFrame
    noms: Mapping[str, str]
    precautions: tuple[str, ...]


def expliquer(db: Database, lecture: IndicateurLu, code: str, jour: date) -> Explication:
    """Explain a published GP access at a place. Raises `EntreeInvalide` when no place has a position."""
    values = EnVigueur.read(db, jour)
    access = lectures.acces(db, values)
    kernel = access.famille.central
    communes, weights = _place(db, lecture, code)
    acts = actes_par_lieu(db, lecture.serie, values)
    detail = None
    row = lecture.table.loc[code]
    if len(acts) and row["etat"] == "valeur":
        detail = contributions.pourquoi(kernel, communes, weights, acts, float(row["valeur"]))
    reached = contributions.portee(kernel, communes, weights)
    return Explication(detail, reached, access.noms, access.precautions)


def actes_par_lieu(db: Database, serie: Serie, valeurs: EnVigueur) -> "pd.Series[float]":
    """Acts per year that the loaded supply of GPs counts for in a published series, by commune; empty without it."""
    supply = offre.lire(db, MEDECIN)
    limits = assemblage.bornes(valeurs, serie.serie)
    return contributions.actes(supply, limits, valeurs.number("actes_par_etp"))


def _place(db: Database, lecture: IndicateurLu, code: str) -> tuple[list[str], "pd.Series[float]"]:
    """The communes whose published values make the figure, with the weights that made it."""
    if lecture.niveau == "commune":
        return [code], pd.Series({code: 1.0})
    table = lectures.lire(db, lecture.serie, "commune").table
    inside = table[(table["territoire"] == code) & (table["etat"] == "valeur")]
    weighting = indicateurs.poids(db, lecture.serie)
    weights = inside["population"] if weighting is None else indicateurs.values(db, weighting.id)["valeur"]
    return inside.index.tolist(), weights.reindex(inside.index).fillna(0.0)
