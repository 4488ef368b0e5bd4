"""Names on ballots, for votes declared nominative only: the file itself refuses one in a secret vote.

A slip of the college, then a name of that college: each member once, who is there and did not withdraw. Names leave
the file's tables at closing, into the published tallies.
"""

import json

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Refus
from data.seances import seances

ELECTEURS = ["id", "nom", "college", "signe"]


class NomPris(Refus):
    """Another slip already carries this name, or the name cannot vote here."""


def electeurs(db: Database, scrutin: int) -> pd.DataFrame:
    """Members who may vote by name in a vote, indexed by id: nom, college, signe (a ballot carries their name)."""
    row = db.conn.execute("SELECT seance, definition FROM scrutins WHERE id = ?", (scrutin,)).fetchone()
    declared = json.loads(row[1])
    objects = {declared["question"], *(option["libelle"] for option in declared["options"])}
    interests = seances.interets(db, int(row[0]))
    gone = interests[(interests["retrait"] == 1) & interests["objet"].isin(objects)]["membre"]
    table = seances.presences(db, int(row[0]))
    table = table[(table["vote"] == 1) & (table["statut"] != "absent")]
    table = table[~table.index.isin(gone) & ~table["mandataire"].isin(gone)]
    signed = [one for (one,) in db.conn.execute("SELECT membre FROM signatures WHERE scrutin = ?", (scrutin,))]
    return table.assign(signe=table.index.isin(signed))[ELECTEURS[1:]]


def signer(db: Database, scrutin: int, cle: bytes, college: str, membre: int | None) -> None:
    """Put a name on the ballot kept under a key, inside the caller's group of writes. Raises `NomPris`."""
    people = electeurs(db, scrutin)
    if membre not in people.index or people.at[membre, "college"] != college:
        raise NomPris("Choisissez votre nom dans la liste de votre collège. Rien n'a été enregistré.")
    other = db.conn.execute(
        "SELECT 1 FROM signatures WHERE scrutin = ? AND membre = ? AND cle <> ?", (scrutin, membre, cle)
    ).fetchone()
    if other:
        raise NomPris(
            f"Un bulletin porte déjà le nom de {people.at[membre, 'nom']}. Rien n'a été enregistré ; "
            "prévenez la personne qui anime si ce n'est pas le vôtre."
        )
    db.conn.execute(
        "INSERT INTO signatures (scrutin, cle, membre) VALUES (?, ?, ?) "
        "ON CONFLICT (scrutin, cle) DO UPDATE SET membre = excluded.membre",
        (scrutin, cle, membre),
    )


def de_la_cle(db: Database, scrutin: int, cle: bytes) -> int | None:
    """The member whose name is on the ballot kept under a key."""
    row = db.conn.execute("SELECT membre FROM signatures WHERE scrutin = ? AND cle = ?", (scrutin, cle)).fetchone()
    return int(row[0]) if row else None


def votes(db: Database, scrutin: int) -> list[dict[str, str]]:
    """Of an open nominative vote: nom, college (code) and content of each ballot, by name."""
    rows = db.conn.execute(
        "SELECT m.nom, b.college, b.contenu FROM signatures s JOIN membres m ON m.id = s.membre "
        "JOIN bulletins b ON b.scrutin = s.scrutin AND b.cle = s.cle WHERE s.scrutin = ? ORDER BY m.nom",
        (scrutin,),
    )
    return [{"nom": name, "college": college, "contenu": content} for name, college, content in rows]
