"""The agenda of a séance: its points, in order, and where each stands."""

from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.seances import notes
from data.seances.etat import OUVERTE, exiger_non_close, mots

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
    _check_kind(genre)
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        exiger_non_close(db, identifiant, "son ordre du jour ne change plus")
        rank = db.conn.execute(
            "SELECT coalesce(max(rang), 0) + 1 FROM points WHERE seance = ?", (identifiant,)
        ).fetchone()[0]
        acteurs.record(db, acteur, "ajouter un point", wanted)
        row = {"seance": identifiant, "rang": rank, "titre": wanted, "note": note.strip(), "genre": genre}
        return int(db["points"].insert(row | {"etat": A_VENIR}).last_pk)


def modifier_point(db: Database, acteur: Acteur, point: int, titre: str, genre: str, note: str) -> None:
    """Amend a point that is not treated: its title, its kind (someone asks to discuss it), its note."""
    wanted = mots(titre, "Donnez un titre au point.")
    _check_kind(genre)
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = _amendable(db, point)
        acteurs.record(db, acteur, "modifier un point", wanted, {"avant": [row["titre"], row["genre"], row["note"]]})
        db["points"].update(point, {"titre": wanted, "genre": genre, "note": note.strip()})


def deplacer_point(db: Database, acteur: Acteur, point: int, pas: int) -> None:
    """Move a point that is not treated one place up (`pas` < 0) or down; at the end of the agenda it stays there."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = _amendable(db, point)
        order = points(db, row["seance"]).index.tolist()
        here = order.index(point)
        there = min(max(here + (1 if pas > 0 else -1), 0), len(order) - 1)
        order[here], order[there] = order[there], order[here]
        acteurs.record(db, acteur, "déplacer un point", row["titre"], {"place": there + 1})
        for rank, ident in enumerate(order, start=1):
            db["points"].update(ident, {"rang": rank})


def supprimer_point(db: Database, acteur: Acteur, point: int) -> None:
    """Take a point that is still to come off the agenda; the journal keeps it."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = _amendable(db, point)
        if row["etat"] != A_VENIR:
            raise Refus("Ce point est en cours : terminez-le, il reste à l'ordre du jour. Rien n'a été modifié.")
        written = notes.note(db, point)
        gone = {"genre": row["genre"], "note": row["note"]} | ({"dit": written} if written else {})
        acteurs.record(db, acteur, "supprimer un point", row["titre"], gone)
        db.conn.execute("DELETE FROM points WHERE id = ?", (point,))


def _amendable(db: Database, point: int) -> dict[str, Any]:
    row = _point(db, point)
    exiger_non_close(db, row["seance"], "son ordre du jour ne change plus")
    if row["etat"] == TRAITE:
        raise Refus("Ce point est traité : il reste tel quel. Rien n'a été modifié.")
    return row


def _check_kind(genre: str) -> None:
    if genre not in GENRES:
        raise Refus(f"« {genre} » n'est pas un genre de point : {', '.join(GENRES)}. Rien n'a été modifié.")


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
