"""Where a structure is: communes, territories of a mesh, or the whole département; which places that makes today."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd
from sqlite_utils import Database

from components.core.communes import interieures
from components.core.refus import Introuvable
from data.territoire import territoire

COMMUNE, DEPARTEMENT = "commune", "departement"  # beside the meshes of the file


class Lieu(NamedTuple):
    """A place covered: a mesh of the file, `COMMUNE` or `DEPARTEMENT`, and a code in it."""

    maille: str
    code: str


def territoire_en_usage(db: Database, code: str) -> Lieu:
    """A territory of the mesh in use, as a place covered."""
    return Lieu(territoire.setting(db, "maille"), code)


def tout_le_departement(db: Database) -> Lieu:
    """The whole département, as a place covered."""
    return Lieu(DEPARTEMENT, territoire.setting(db, "departement"))


def lieux(db: Database, structure: int) -> set[Lieu]:
    """The places that a structure covers, as they were noted."""
    rows = db.conn.execute("SELECT maille, code FROM couvertures WHERE structure = ?", (structure,))
    return {Lieu(str(maille), str(code)) for maille, code in rows}


def verifier(db: Database, places: Iterable[Lieu]) -> None:
    """Raise `Introuvable` when a place is not in this file."""
    for place in places:
        whole = place.maille == DEPARTEMENT and place.code == territoire.setting(db, "departement")
        if not whole and _nom(db, place) is None:
            raise Introuvable(f"« {place.code} » n'est pas un lieu de ce fichier. Rien n'a été enregistré.")


def ecrire(db: Database, structure: int, places: Iterable[Lieu]) -> None:
    """Write the places that a structure covers in place of those of before, inside the gesture of its caller."""
    db.conn.execute("DELETE FROM couvertures WHERE structure = ?", (structure,))
    db.conn.executemany(
        "INSERT INTO couvertures (structure, maille, code) VALUES (?, ?, ?)",
        [(structure, place.maille, place.code) for place in sorted(places)],
    )


def communes(db: Database) -> pd.DataFrame:
    """Every structure with each commune of the département that it covers today, once. Columns: structure, commune."""
    rows = db.conn.execute(
        "SELECT structure, code AS commune FROM couvertures WHERE maille = ? "
        "UNION SELECT c.structure, a.commune FROM couvertures c JOIN appartenances a "
        "ON a.maille = c.maille AND a.territoire = c.code "
        "UNION SELECT c.structure, k.code FROM couvertures c JOIN communes k ON k.role = 'interieure' "
        "WHERE c.maille = ? ORDER BY 1, 2",
        (COMMUNE, DEPARTEMENT),
    ).fetchall()
    covered = pd.DataFrame(rows, columns=["structure", "commune"])
    return covered[covered["commune"].isin(interieures(territoire.communes(db)).index)].reset_index(drop=True)


def territoires(db: Database) -> pd.DataFrame:
    """Every structure with each territory of the mesh in use where it covers something, by its communes, and a
    territory noted whole. Columns: structure, territoire."""
    places = territoire.communes(db)["territoire"]
    met = communes(db).assign(territoire=lambda f: f["commune"].map(places)).dropna()[["structure", "territoire"]]
    rows = db.conn.execute(
        "SELECT structure, code FROM couvertures WHERE maille = ?", (territoire.setting(db, "maille"),)
    ).fetchall()
    noted = pd.DataFrame(rows, columns=["structure", "territoire"])
    return pd.concat([met, noted]).drop_duplicates().sort_values(["structure", "territoire"], ignore_index=True)


def mots(db: Database, places: Iterable[Lieu]) -> str:
    """Places in words, in a fixed order."""
    names = [
        "tout le département"
        if place.maille == DEPARTEMENT
        else _nom(db, place) or f"{place.code} (lieu qui n'est plus chargé)"
        for place in sorted(places)
    ]
    return ", ".join(names) or "aucun lieu"


def _nom(db: Database, place: Lieu) -> str | None:
    if place.maille == COMMUNE:
        row = db.conn.execute("SELECT nom FROM communes WHERE code = ?", (place.code,)).fetchone()
    else:
        row = db.conn.execute("SELECT nom FROM territoires WHERE maille = ? AND code = ?", tuple(place)).fetchone()
    return str(row[0]) if row else None


def lisible(db: Database, place: Lieu) -> bool:
    """Whether a place can be chosen on screens today: its mesh is the one in use, or it is one of ours."""
    return place.maille in (COMMUNE, DEPARTEMENT, territoire.setting(db, "maille"))
