"""The table: its colleges and its members."""

from collections.abc import Iterable, Mapping

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.souvenir import partagee
from data.base.store import writing
from data.seances.etat import mots
from data.seances.presences import MEMBRES, verifier_mandats


@partagee
def colleges(db: Database) -> pd.DataFrame:
    """Every college, closed ones last, indexed by code: nom, ordre, usagers (0/1), sieges, ferme (0/1)."""
    rows = db.query("SELECT * FROM colleges ORDER BY ferme, ordre")
    return pd.DataFrame(rows, columns=["code", "nom", "ordre", "usagers", "sieges", "ferme"]).set_index("code")


def ouverts(db: Database) -> pd.DataFrame:
    """The colleges that someone may still join: what every choice offers."""
    table = colleges(db)
    return table[table["ferme"] == 0]


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


def fiches(db: Database) -> dict[str, dict[str, object]]:
    """What is kept of everyone the table has known, by name: college, organisation, suppleant, vote (0/1)."""
    return {
        str(row.pop("nom")): row for row in db.query("SELECT nom, college, organisation, suppleant, vote FROM membres")
    }


def regler_college(db: Database, acteur: Acteur, code: str, nom: str, usagers: bool, sieges: int) -> None:
    """Add or amend a college. Votes already declared keep theirs."""
    wanted = mots(nom, "Donnez un nom au collège.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        others = db.conn.execute("SELECT nom FROM colleges WHERE code <> ?", (code,)).fetchall()
        if wanted.casefold() in {name.casefold() for (name,) in others}:
            raise Refus(f"Un autre collège s'appelle « {wanted} », ou s'est appelé ainsi. Rien n'a été modifié.")
        acteurs.record(db, acteur, "régler un collège", code, {"nom": wanted, "usagers": usagers, "sieges": sieges})
        db.conn.execute(
            "INSERT INTO colleges (code, nom, ordre, usagers, sieges) "
            "VALUES (?, ?, (SELECT coalesce(max(ordre), 0) + 1 FROM colleges), ?, ?) "
            "ON CONFLICT (code) DO UPDATE SET nom = excluded.nom, usagers = excluded.usagers, sieges = excluded.sieges",
            (code, wanted, int(usagers), sieges),
        )


def ajouter_college(db: Database, acteur: Acteur, nom: str, usagers: bool, sieges: int) -> str:
    """Add a college, or open again one of the same name that was closed; returns its code. Raises `Refus` when an open
    one has this name."""
    wanted = mots(nom, "Donnez un nom au collège.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        table = colleges(db)
        same = table[table["nom"].str.casefold() == wanted.casefold()]
        if (same["ferme"] == 0).any():
            raise Refus(f"Un collège s'appelle déjà « {wanted} ». Rien n'a été modifié.")
        if len(same):
            code = str(same.index[0])
            db.conn.execute("UPDATE colleges SET ferme = 0 WHERE code = ?", (code,))
        else:
            code = f"college_{len(table) + 1}"
        regler_college(db, acteur, code, wanted, usagers, sieges)
    return code


def fermer_college(db: Database, acteur: Acteur, code: str) -> None:
    """Close a college: nobody joins it any more, and what it did stays. Raises `Refus` while it has members."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        people = membres(db)
        count = int((people["college"] == code).sum())
        if count:
            raise Refus(
                f"Ce collège a encore {count} membre{'s' if count > 1 else ''} : changez leur collège, ou retirez-les. "
                "Rien n'a été modifié."
            )
        acteurs.record(db, acteur, "fermer un collège", code)
        db.conn.execute("UPDATE colleges SET ferme = 1 WHERE code = ?", (code,))


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
