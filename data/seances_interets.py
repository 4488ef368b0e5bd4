"""Interests declared in a séance, and withdrawals from debate, vote and quorum."""

import pandas as pd
from sqlite_utils import Database

from data import acteurs
from data.acteurs import Acteur
from data.seances_etat import exiger_non_close, mots
from data.store import writing


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
    """Record an interest on an object (a service, an action), and whether the member leaves debate, vote and quorum."""
    wanted, words = mots(objet, "Sur quoi porte l'intérêt ?"), mots(lien, "Dites en quoi consiste l'intérêt.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        exiger_non_close(db, identifiant, "les intérêts déclarés ne changent plus")
        acteurs.record(db, acteur, "déclarer un intérêt", str(membre), {"objet": wanted, "retrait": retrait})
        row = {"seance": identifiant, "membre": membre, "objet": wanted, "lien": words, "retrait": int(retrait)}
        db["interets"].insert(row | {"le": acteurs.now()})
