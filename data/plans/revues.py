"""The review of actions at a séance: the promise as it stood, the observed, what the table says."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.mots import jours_pretes
from components.core.refus import Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.plans import plans
from data.seances import seances

REVUES = ["id", "seance", "action", "promis", "observe", "mot", "acteur", "le"]


def read(db: Database) -> pd.DataFrame:
    """Every review, oldest first, with `REVUES` plus titre and jour of the séance; promis and observe are dicts."""
    rows = db.query(
        "SELECT r.*, s.titre, s.jour FROM revues r JOIN seances s ON s.id = r.seance ORDER BY s.jour, r.seance, r.id"
    )
    revues = pd.DataFrame(rows, columns=[*REVUES, "titre", "jour"])
    for name in ("promis", "observe"):
        revues[name] = [json.loads(text) for text in revues[name]]
    return revues


def enregistrer(
    db: Database,
    acteur: Acteur,
    seance: int,
    ident: int,
    promis: Mapping[str, Any],
    observe: Mapping[str, Any],
    mot: str,
) -> None:
    """Keep the review of an action at a séance (it replaces the former one of that séance, until it is closed)."""
    if not mot.strip() and all(value is None for name, value in observe.items() if name != "jours"):
        raise Refus("Une revue dit ce qui est observé, ou pourquoi rien ne l'est encore. Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        if seances.seance(db, seance)["etat"] == seances.CLOSE:
            raise Refus("Cette séance est close : sa revue ne change plus. Rien n'a été enregistré.")
        plans.marquer(db, acteur, ident, "revue en séance", {"observé": _said(observe), "mot": mot.strip()})
        row = {
            "seance": seance, "action": ident, "promis": json.dumps(dict(promis), ensure_ascii=False),
            "observe": json.dumps(dict(observe), ensure_ascii=False), "mot": mot.strip(), "acteur": acteur.id,
            "le": acteurs.now(),
        }  # fmt: skip
        db.conn.execute("DELETE FROM revues WHERE seance = ? AND action = ?", (seance, ident))
        db["revues"].insert(row)


def _said(observe: Mapping[str, Any]) -> str:
    figures = [f"{name} {value}" for name, value in observe.items() if value is not None and name != "jours"]
    return ", ".join([*figures, *([jours_pretes(observe["jours"])] if observe.get("jours") else [])])
