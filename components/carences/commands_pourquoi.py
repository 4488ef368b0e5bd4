"""Why a commune has the access it has: the places it reaches, how far, with whom it shares them."""

from dataclasses import dataclass

import pandas as pd
from sqlite_utils import Database

from components.carences import commands
from components.carences.commands_contributions import actes_par_lieu
from components.carences.model_pourquoi import contributions
from data import indicateurs
from data.indicateurs import Serie
from data.parameters import EnVigueur


@dataclass(frozen=True, eq=False)
class Pourquoi:
    """Places reached, nearest first (nom, minutes, poids, population_concurrente, and contribution with an offre
    file), the published access, and the gap to it when contributions are known."""

    lieux: pd.DataFrame
    publie: float
    ecart: float | None
    precautions: tuple[str, ...]


def pourquoi(db: Database, serie: Serie, commune: str, valeurs: EnVigueur) -> Pourquoi:
    """Explain the published access of a commune. Raises `EntreeInvalide` when the commune has no position."""
    access = commands.acces(db, valeurs)
    kernel = access.famille.central
    places = kernel.reached_from(commune)
    places.insert(0, "nom", [access.noms[code] for code in places.index])
    published = float(indicateurs.values(db, serie.id)["valeur"].get(commune, float("nan")))
    supply = actes_par_lieu(db, serie, valeurs)
    if supply.empty:
        return Pourquoi(places, published, None, access.precautions)
    explained, gap = contributions(places, supply, published)
    return Pourquoi(explained, published, gap, access.precautions)
