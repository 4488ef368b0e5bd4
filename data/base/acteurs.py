"""Who acts. Every gesture carries an `Acteur`, checks it against the store and leaves a line in the journal.

An `Acteur` is a claim: `exiger` believes only the account kept in the file, whatever the object says. The one
actor without an account is the terminal's, which already holds the file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Interdit


@dataclass(frozen=True)
class Acteur:
    """The person, or the door, behind a gesture. `role`: facilitateur, analyste or lecteur."""

    id: str
    nom: str
    role: str


LECTEUR = Acteur("lecteur", "Lecture", "lecteur")
TERMINAL = Acteur("terminal", "Ligne de commande", "facilitateur")
ANIMER = ("facilitateur",)
PREPARER = ("facilitateur", "analyste")
PERSONNELLES = ("age", "actes")  # of a doctor who comes or leaves: in a small place, they name someone
MOTS = {"facilitateur": "facilitation", "analyste": "analyse", "lecteur": "lecture"}
_DE = {"facilitateur": "de facilitation", "analyste": "d'analyse", "lecteur": "de lecture"}


def compte(*roles: str) -> str:
    """An account of one of these roles, in words: « compte de facilitation ou d'analyse »."""
    return "compte " + " ou ".join(_DE[role] for role in roles)


def exiger(db: Database, acteur: Acteur, *roles: str) -> None:
    """Raise `Interdit` unless the store says that this actor has one of `roles`. Read only."""
    mine = role_de(db, acteur)
    if mine not in roles:
        if mine != LECTEUR.role:
            raise Interdit(
                f"Ce geste demande un {compte(*roles)} ; le vôtre est un {compte(mine)}. Rien n'a été modifié."
            )
        raise Interdit(
            f"Ce geste demande un {compte(*roles)}. Rien n'a été modifié. Entrez avec votre compte (bas de page), "
            "puis recommencez."
        )


def role_de(db: Database, acteur: Acteur) -> str:
    """The role the store gives to an actor now: its account's, `lecteur` without one or when it was closed."""
    if acteur == TERMINAL:
        return TERMINAL.role
    row = db.conn.execute("SELECT role FROM comptes WHERE id = ? AND actif = 1", (acteur.id,)).fetchone()
    return str(row[0]) if row else LECTEUR.role


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


def derniere(db: Database) -> tuple[int, str]:
    """The rank and the instant of the last line of the journal: what was decided or amended has not changed since."""
    row = db.conn.execute("SELECT rang, le FROM gestes ORDER BY rang DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def journal(db: Database, limit: int = 200) -> pd.DataFrame:
    """The latest gestures, newest first. Columns: le, acteur (name), geste, objet, detail (JSON, nobody in it)."""
    rows = db.query(
        "SELECT g.le, a.nom AS acteur, g.geste, g.objet, g.detail FROM gestes g JOIN acteurs a ON a.id = g.acteur "
        "ORDER BY g.rang DESC LIMIT ?",
        [limit],
    )
    frame = pd.DataFrame(rows, columns=["le", "acteur", "geste", "objet", "detail"])
    return frame.assign(detail=[sans_personne(text) for text in frame["detail"]])


def sans_personne(detail: str) -> str:
    """A journal's detail without what may identify someone; journals of earlier versions held it."""
    return json.dumps(_bare(json.loads(detail)), ensure_ascii=False, sort_keys=True)


def _bare(part: object) -> object:
    if isinstance(part, dict):
        return {name: _bare(value) for name, value in part.items() if name not in PERSONNELLES}
    return [_bare(one) for one in part] if isinstance(part, list) else part
