"""What a loaded file says beyond the département: a figure of every commune it names, the territory of each.

What a threshold is worth is counted on the very file that the table loaded. Each figure is one cell of text,
« code=valeur;code=valeur », with its digest, so that what is worked out of it is worked out once.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from sqlite_utils import Database

from components.core.communes import departement
from data.base.souvenir import partagee
from data.territoire import sources, territoire

FRANCE, EPCI = "communes_france_2026", "epci"
PLUSIEURS = 2  # départements: with fewer, a file says nothing beyond this one


@dataclass(frozen=True)
class Cellule:
    """A column of France as the file keeps it; the same text is the same column."""

    texte: str
    empreinte: str


VIDE = Cellule("", "")


def depasse(codes: Iterable[str]) -> bool:
    """Whether communes are of several départements."""
    return len({departement(code) for code in codes}) >= PLUSIEURS


def garder(db: Database, serie: str, valeurs: Mapping[str, float]) -> None:
    """Write the values of a series that is stored, for every commune of its file; inside a group of writes."""
    text = ";".join(f"{code}={value:.6g}" for code, value in sorted(valeurs.items()))
    db["valeurs_france"].upsert({"serie": serie, "valeurs": text, "empreinte": _empreinte(text)}, pk="serie")


def garder_maille(db: Database, maille: str, territoires: Mapping[str, str]) -> None:
    """Write the territory of every commune of the file of a mesh; inside a group of writes."""
    text = ";".join(f"{code}={target}" for code, target in sorted(territoires.items()))
    row = {"maille": maille, "territoires": text, "empreinte": _empreinte(text)}
    db["appartenances_france"].upsert(row, pk="maille")


@partagee
def cellule(db: Database, serie: str) -> Cellule:
    """The values of a series beyond the département; empty when its file said nothing there."""
    row = db.conn.execute("SELECT valeurs, empreinte FROM valeurs_france WHERE serie = ?", (serie,)).fetchone()
    return Cellule(*row) if row else VIDE


@partagee
def maille(db: Database) -> Cellule:
    """The territory of every commune in the mesh in use: that of its file, or the EPCI of France, which come with the
    product; empty when the file of the mesh did not go beyond."""
    mesh = territoire.setting(db, "maille")
    row = db.conn.execute(
        "SELECT territoires, empreinte FROM appartenances_france WHERE maille = ?", (mesh,)
    ).fetchone()
    if row:
        return Cellule(*row)
    return _epci() if mesh == EPCI else VIDE


@lru_cache(maxsize=24)
def valeurs(lue: Cellule) -> "pd.Series[float]":
    """The column as numbers by commune, in code order. To read only: all share it."""
    return _textes(lue).astype(float)


@lru_cache(maxsize=24)
def departements(lue: Cellule) -> int:
    """How many départements a column covers."""
    return len({departement(pair.partition("=")[0]) for pair in lue.texte.split(";") if pair})


@lru_cache(maxsize=4)
def territoires(lue: Cellule) -> "pd.Series[str]":
    """The column as codes of territories by commune. To read only: all share it."""
    return _textes(lue)


@lru_cache(maxsize=1)
def habitants() -> "pd.Series[float]":
    """Residents of every commune of France, which come with the product, by code. To read only: all share it."""
    table = _communes()
    return table["population_totale"].fillna(table["population_municipale"]).astype(float).dropna()


def _textes(lue: Cellule) -> "pd.Series[str]":
    pairs = [pair.split("=", 1) for pair in lue.texte.split(";") if pair]
    return pd.Series([value for _, value in pairs], index=[code for code, _ in pairs], dtype=object)


@lru_cache(maxsize=1)
def _epci() -> Cellule:
    table = _communes()
    groups = table["ept"].where(table["ept"] != "", table["epci"])
    text = ";".join(f"{code}={group}" for code, group in groups.items() if group)
    return Cellule(text, _empreinte(text))


def _communes() -> pd.DataFrame:
    """Communes of France, Paris, Lyon and Marseille by arrondissement, as figures are published."""
    table = sources.read_csv(FRANCE)
    return table[~table["code"].isin(table["parent"][table["parent"] != ""])].set_index("code")


def _empreinte(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
