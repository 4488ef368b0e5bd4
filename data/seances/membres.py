"""The table: its colleges and its members."""

from collections.abc import Iterable, Mapping

import pandas as pd
from sqlite_utils import Database

from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.souvenir import partagee
from data.base.store import writing
from data.seances.etat import mots
from data.seances.presences import MEMBRES, verifier_mandats


@partagee
def colleges(db: Database) -> pd.DataFrame:
    """Colleges in order, indexed by code: nom, ordre, usagers (0/1), sieges."""
    rows = db.query("SELECT * FROM colleges ORDER BY ordre")
    return pd.DataFrame(rows, columns=["code", "nom", "ordre", "usagers", "sieges"]).set_index("code")


def nom_college(db: Database, code: str) -> str:
    """The name of one college."""
    return str(db.conn.execute("SELECT nom FROM colleges WHERE code = ?", (code,)).fetchone()[0])


@partagee
def membres(db: Database) -> pd.DataFrame:
    """Active members by college then name, indexed by id: nom, college, organisation, suppleant, vote (0/1)."""
    rows = db.query(
        "SELECT m.id, m.nom, m.college, m.organisation, m.suppleant, m.vote FROM membres m "
        "JOIN colleges c ON c.code = m.college WHERE m.actif = 1 ORDER BY c.ordre, m.nom"
    )
    return pd.DataFrame(rows, columns=MEMBRES).set_index("id")


def noms(db: Database) -> dict[str, bool]:
    """Every name the table has known, and whether it is a member's now; members first."""
    rows = db.conn.execute("SELECT nom, actif FROM membres ORDER BY actif DESC, id")
    return {str(nom): bool(actif) for nom, actif in rows}


def regler_college(db: Database, acteur: Acteur, code: str, nom: str, usagers: bool, sieges: int) -> None:
    """Add or amend a college. Votes already declared keep theirs."""
    wanted = mots(nom, "Donnez un nom au collège.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "régler un collège", code, {"nom": wanted, "usagers": usagers, "sieges": sieges})
        db.conn.execute(
            "INSERT INTO colleges (code, nom, ordre, usagers, sieges) "
            "VALUES (?, ?, (SELECT coalesce(max(ordre), 0) + 1 FROM colleges), ?, ?) "
            "ON CONFLICT (code) DO UPDATE SET nom = excluded.nom, usagers = excluded.usagers, sieges = excluded.sieges",
            (code, wanted, int(usagers), sieges),
        )


def ajouter_membres(db: Database, acteur: Acteur, nouveaux: Iterable[Mapping[str, object]]) -> int:
    """Add members (nom, college, organisation, suppleant, vote), or amend those of the same name; all or none."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        rows = [{**row, "actif": 1} for row in nouveaux]
        for row in rows:
            db.conn.execute(
                "INSERT INTO membres (nom, college, organisation, suppleant, vote, actif) "
                "VALUES (:nom, :college, :organisation, :suppleant, :vote, :actif) ON CONFLICT (nom) DO UPDATE SET "
                "college = excluded.college, organisation = excluded.organisation, suppleant = excluded.suppleant, "
                "vote = excluded.vote, actif = 1",
                row,
            )
        verifier_mandats(db)
        acteurs.record(db, acteur, "ajouter des membres", f"{len(rows)}")
    return len(rows)


def retirer_membre(db: Database, acteur: Acteur, membre: int) -> None:
    """Take a member out of the table; past presences stay. Raises `Refus` while they carry someone's mandate."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "retirer un membre", str(membre))
        db.conn.execute("UPDATE membres SET actif = 0 WHERE id = ?", (membre,))
        verifier_mandats(db)
