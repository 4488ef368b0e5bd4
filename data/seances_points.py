"""The agenda of a séance: its points, in order, and where each stands."""

from typing import Any

import pandas as pd
from sqlite_utils import Database

from data import acteurs
from data.acteurs import Acteur
from data.erreurs import Introuvable, Refus
from data.seances_etat import OUVERTE, exiger_non_close, mots
from data.store import writing

GENRES = ("sans débat", "débat", "vote", "information")
A_VENIR, EN_COURS, TRAITE = "à venir", "en cours", "traité"


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
        exiger_non_close(db, identifiant, "son ordre du jour ne change plus")
        rank = db.conn.execute(
            "SELECT coalesce(max(rang), 0) + 1 FROM points WHERE seance = ?", (identifiant,)
        ).fetchone()[0]
        acteurs.record(db, acteur, "ajouter un point", wanted)
        row = {"seance": identifiant, "rang": rank, "titre": wanted, "note": note.strip(), "genre": genre}
        return int(db["points"].insert(row | {"etat": A_VENIR}).last_pk)


def traiter(db: Database, acteur: Acteur, point: int, etat: str) -> None:
    """Set the state of a point of an open séance; a point « en cours » takes the place of the one before."""
    if etat not in (A_VENIR, EN_COURS, TRAITE):
        raise Refus(f"« {etat} » n'est pas l'état d'un point. Rien n'a été modifié.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        meeting = int(_point(db, point)["seance"])
        if exiger_non_close(db, meeting, "son ordre du jour ne change plus")["etat"] != OUVERTE:
            raise Refus("Ouvrez d'abord la séance : un point se traite en séance. Rien n'a été modifié.")
        acteurs.record(db, acteur, f"point {etat}", str(point))
        if etat == EN_COURS:
            finir(db, meeting)
        db.conn.execute("UPDATE points SET etat = ? WHERE id = ?", (etat, point))


def finir(db: Database, identifiant: int) -> None:
    """Call « traité » the point of a séance that is « en cours », if any, inside the caller's group of writes."""
    db.conn.execute("UPDATE points SET etat = 'traité' WHERE etat = 'en cours' AND seance = ?", (identifiant,))


def _point(db: Database, point: int) -> dict[str, Any]:
    row = next(db.query("SELECT * FROM points WHERE id = ?", [point]), None)
    if row is None:
        raise Introuvable("Ce point n'existe plus. Rien n'a été modifié.")
    return row
