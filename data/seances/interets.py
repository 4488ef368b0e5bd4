"""Interests declared in a séance, and withdrawals from debate, vote and quorum."""

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.seances.etat import exiger_non_close, mots


def interets(db: Database, identifiant: int) -> pd.DataFrame:
    """Interests declared: id, membre, nom, college, objet, lien, retrait (0/1)."""
    rows = db.query(
        "SELECT i.id, i.membre, coalesce(p.nom, m.nom) AS nom, coalesce(p.college, m.college) AS college, i.objet, "
        "i.lien, i.retrait FROM interets i JOIN membres m ON m.id = i.membre "
        "LEFT JOIN presences p ON p.seance = i.seance AND p.membre = i.membre WHERE i.seance = ? ORDER BY i.id",
        [identifiant],
    )
    return pd.DataFrame(rows, columns=["id", "membre", "nom", "college", "objet", "lien", "retrait"])


def declarer_interet(
    db: Database, acteur: Acteur, identifiant: int, membre: int, objet: str, lien: str, retrait: bool
) -> None:
    """Record an interest on an object (a service, an action), and whether the member leaves debate, vote and quorum.

    Declared again by the same member on the same object, it replaces what was said.
    """
    wanted, words = mots(objet, "Sur quoi porte l'intérêt ?"), mots(lien, "Dites en quoi consiste l'intérêt.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        exiger_non_close(db, identifiant, "les intérêts déclarés ne changent plus")
        key = {"seance": identifiant, "membre": membre, "objet": wanted}
        replaced = db.conn.execute(
            "DELETE FROM interets WHERE seance = :seance AND membre = :membre AND objet = :objet", key
        ).rowcount
        geste = "corriger un intérêt" if replaced else "déclarer un intérêt"
        acteurs.record(db, acteur, geste, str(membre), {"objet": wanted, "retrait": retrait})
        db["interets"].insert(key | {"lien": words, "retrait": int(retrait), "le": acteurs.now()})


def retirer_interet(db: Database, acteur: Acteur, interet: int) -> None:
    """Take a declaration back, as if it had not been made; the journal keeps both. Raises `Introuvable`."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = next(db.query("SELECT * FROM interets WHERE id = ?", [interet]), None)
        if row is None:
            raise Introuvable("Cette déclaration n'existe plus. Rechargez la page.")
        exiger_non_close(db, row["seance"], "les intérêts déclarés ne changent plus")
        acteurs.record(
            db,
            acteur,
            "retirer un intérêt",
            str(row["membre"]),
            {"objet": row["objet"], "retrait": row["retrait"] == 1},
        )
        db.conn.execute("DELETE FROM interets WHERE id = ?", (interet,))
