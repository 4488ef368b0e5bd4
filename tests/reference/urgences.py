"""Minutes from every commune of France to the nearest emergency department, by the curve of the product."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from components.core.acces.assemblage import courbe
from components.core.acces.distance import great_circle_km
from data.base.parameters import EnVigueur
from data.territoire import france, sources

JOUR = date(2026, 11, 26)
ACTIVITES = "finess_activites_urgences_maternites_france.csv"
ETABLISSEMENTS = "finess_etablissements_sanitaires_france_2020_eurostat.csv"
URGENCES = "SU Structure des urgences"
PAQUET = 2_000  # communes at a time


def minutes(folder: Path) -> "pd.Series[float]":
    """By commune, from its town hall; missing on the islands that no bridge links, whose boats are not known."""
    activities = pd.read_csv(folder / ACTIVITES, dtype=str)
    wanted = activities.loc[activities["libmodalite"] == URGENCES, "nofinesset"].unique()
    places = pd.read_csv(folder / ETABLISSEMENTS, dtype={"finess_et": str}).drop_duplicates("finess_et")
    sites = places.set_index("finess_et").reindex(wanted)[["lat", "lon"]].dropna().to_numpy(float)
    halls = sources.read_csv("mairies_2025").set_index("code")[["lat", "lon"]].astype(float)
    values = EnVigueur(JOUR)
    nearest = [_au_plus_pres(halls.iloc[k : k + PAQUET], sites) for k in range(0, len(halls), PAQUET)]
    times = courbe(values, values.number("facteur_temps")).minutes(np.concatenate(nearest))
    found = pd.Series(times, index=halls.index)
    return found.drop(index=[code for code in france.iles() if code in found.index])


def _au_plus_pres(halls: pd.DataFrame, sites: np.ndarray) -> np.ndarray:
    lat, lon = (halls[name].to_numpy()[:, None] for name in ("lat", "lon"))
    return great_circle_km(lat, lon, sites[:, 0], sites[:, 1]).min(axis=1)
