"""Written contributions received before a séance, and those their authors agreed to publish."""

import pandas as pd
from sqlite_utils import Database

from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.seances.etat import exiger_non_close, mots


def contributions(db: Database, identifiant: int) -> pd.DataFrame:
    """Written contributions: id, auteur, college, service (empty: none), texte, publiee (0/1), le."""
    rows = db.query("SELECT * FROM contributions WHERE seance = ? ORDER BY id", [identifiant])
    columns = ["id", "auteur", "college", "service", "texte", "publiee", "le"]
    return pd.DataFrame(rows, columns=["seance", *columns])[columns].fillna({"service": ""})


def contribuer(
    db: Database, acteur: Acteur, identifiant: int, auteur: str, college: str, service: str | None, texte: str
) -> None:
    """Keep a written contribution received before the séance."""
    who, words = mots(auteur, "De qui vient la contribution ?"), mots(texte, "La contribution est vide.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        exiger_non_close(db, identifiant, "elle ne reçoit plus de contribution")
        acteurs.record(db, acteur, "ajouter une contribution", who)
        row = {"seance": identifiant, "auteur": who, "college": college, "service": service, "texte": words}
        db["contributions"].insert(row | {"publiee": 0, "le": acteurs.now()})


def publier_contribution(db: Database, acteur: Acteur, contribution: int) -> None:
    """Show a contribution to readers, once its author agreed."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "publier une contribution", str(contribution))
        db.conn.execute("UPDATE contributions SET publiee = 1 WHERE id = ?", (contribution,))
