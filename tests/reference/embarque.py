"""The Saône-et-Loire of a fresh clone is its original, figure by figure, and its published mean."""

import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.communes import interieures
from components.core.geometrie import KM_PAR_DEGRE
from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.territoire import indicateurs, territoire

FICHIER = "embedded/saone_et_loire_communes.csv"
COPIE = Path(__file__).resolve().parents[2] / "data/sources/saone_et_loire_communes.csv"
COLONNES = {"apl_mg_2023": "apl_mg", "fdep_2020": "fdep", "population_totale_2023": "population_totale"}
PLUS_LOIN_KM = 4.0  # a town hall of 71 is nearer than that to the middle of its commune
MOYENNE = "2.86"  # weighted by total population, as the file's own note gives it


def check(folder: Path) -> int:
    """Print the published mean found again; return 1 when a figure differs from the original."""
    found = problems(folder)
    for problem in found:
        print(f"département embarqué : {problem}", file=sys.stderr)
    return 1 if found else 0


def problems(folder: Path) -> list[str]:
    """One French sentence per difference."""
    if not (folder / FICHIER).is_file():
        return [f"fichier absent : {FICHIER}"]
    if (folder / FICHIER).read_bytes() != COPIE.read_bytes():
        return [f"{COPIE.name} n'est plus le fichier d'origine, octet pour octet."]
    wanted = pd.read_csv(folder / FICHIER, dtype={"code_commune": str}).set_index("code_commune").sort_index()
    with tempfile.TemporaryDirectory() as place, store.connect(Path(place) / "table.db") as db:
        creation.creer(db, TERMINAL, "71")
        found = _columns(db, wanted) | _places(db, wanted)
    mean = f"{np.average(wanted['apl_mg_2023'], weights=wanted['population_totale_2023']):.2f}"
    print("71 embarqué", len(wanted), "communes, APL 2023", mean)
    wrong = [f"{column} : {count} communes diffèrent" for column, count in found.items() if count]
    return wrong + ([] if mean == MOYENNE else [f"moyenne {mean}, attendu {MOYENNE}"])


def _columns(db: Database, wanted: pd.DataFrame) -> dict[str, int]:
    differing = {}
    for column, name in COLONNES.items():
        serie = next(s for s in indicateurs.series(db, "commune") if s.indicateur == name)
        read = indicateurs.values(db, serie.id)["valeur"].reindex(wanted.index)
        differing[column] = int((read != wanted[column].astype(float)).sum())
    return differing


def _places(db: Database, wanted: pd.DataFrame) -> dict[str, int]:
    """The same communes; their centre is the town hall, never far from the middle of the commune that the file has."""
    inside = interieures(territoire.communes(db)).sort_index()
    if not inside.index.equals(wanted.index):
        return {"communes": len(inside.index.symmetric_difference(wanted.index))}
    apart = np.hypot((inside["lon"] - wanted["lon"]) * np.cos(np.radians(wanted["lat"])), inside["lat"] - wanted["lat"])
    return {"centres": int((apart * KM_PAR_DEGRE > PLUS_LOIN_KM).sum())}
