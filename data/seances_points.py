"""The agenda of a séance: its points, in order, and where each stands."""

import pandas as pd
from sqlite_utils import Database

from data import acteurs
from data.acteurs import Acteur
from data.seances_etat import mots
from data.store import writing

GENRES = ("sans débat", "débat", "vote", "information")


def points(db: Database, identifiant: int) -> pd.DataFrame:
    """The agenda, in order, indexed by id: rang, titre, note, genre, etat."""
    rows = db.query(
        "SELECT id, rang, titre, note, genre, etat FROM points WHERE seance = ? ORDER BY rang", [identifiant]
    )
    return pd.DataFrame(rows, columns=["id", "rang", "titre", "note", "genre", "etat"]).set_index("id")


def ajouter_point(db: Database, acteur: Acteur, identifiant: int, titre: str, genre: str, note: str = "") -> int:
    """Add a point at the end of the agenda and return its id."""
    wanted = mots(titre, "Donnez un titre au point.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        rank = db.conn.execute(
            "SELECT coalesce(max(rang), 0) + 1 FROM points WHERE seance = ?", (identifiant,)
        ).fetchone()[0]
        acteurs.record(db, acteur, "ajouter un point", wanted)
        row = {"seance": identifiant, "rang": rank, "titre": wanted, "note": note.strip(), "genre": genre}
        return int(db["points"].insert(row | {"etat": "à venir"}).last_pk)


def traiter(db: Database, acteur: Acteur, point: int, etat: str) -> None:
    """Set the state of a point; a point « en cours » takes the place of the one before."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, f"point {etat}", str(point))
        if etat == "en cours":
            db.conn.execute(
                "UPDATE points SET etat = 'traité' WHERE etat = 'en cours' "
                "AND seance = (SELECT seance FROM points WHERE id = ?)",
                (point,),
            )
        db.conn.execute("UPDATE points SET etat = ? WHERE id = ?", (etat, point))
