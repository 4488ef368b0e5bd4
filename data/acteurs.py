"""Who acts. Every gesture carries an `Acteur` and leaves a line in the journal.

Until identity arrives the table is open: `OUVERT` may do everything, and the journal says so.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
from sqlite_utils import Database


@dataclass(frozen=True)
class Acteur:
    """The person, or the door, behind a gesture. `role`: facilitateur, analyste or lecteur."""

    id: str
    nom: str
    role: str


OUVERT = Acteur("ouvert", "Accès ouvert", "facilitateur")
TERMINAL = Acteur("terminal", "Ligne de commande", "facilitateur")


def now() -> str:
    """The instant of a gesture, UTC, to the second (ISO 8601)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def register(db: Database, acteur: Acteur) -> None:
    """Make sure the actor has a row, so that the gestures it signs can refer to it."""
    db.conn.execute(
        "INSERT INTO acteurs (id, nom, role, cree_le) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (acteur.id, acteur.nom, acteur.role, now()),
    )


def record(db: Database, acteur: Acteur, geste: str, objet: str, detail: Mapping[str, object] | None = None) -> None:
    """Write one line of the journal, in the transaction of the gesture itself."""
    register(db, acteur)
    text = json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True)
    db.conn.execute(
        "INSERT INTO gestes (le, acteur, geste, objet, detail) VALUES (?, ?, ?, ?, ?)",
        (now(), acteur.id, geste, objet, text),
    )


def journal(db: Database, limit: int = 200) -> pd.DataFrame:
    """The latest gestures, newest first. Columns: le, acteur (name), geste, objet, detail (JSON)."""
    rows = db.query(
        "SELECT g.le, a.nom AS acteur, g.geste, g.objet, g.detail FROM gestes g JOIN acteurs a ON a.id = g.acteur "
        "ORDER BY g.rang DESC LIMIT ?",
        [limit],
    )
    return pd.DataFrame(rows, columns=["le", "acteur", "geste", "objet", "detail"])
