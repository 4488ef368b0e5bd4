"""Proposals kept as they were: the question, the answer and their mark, so that an action says what it was decided on.

Keeping a proposal adopts nothing: it is evidence. Its mark is that of its own words, and tells whether they changed.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing

IMPLANTATION, ECART, SOLIDARITE = "implantation", "ecart", "solidarite"
COLONNES = ["id", "genre", "phrase", "empreinte", "acteur", "le"]


def garder(
    db: Database, acteur: Acteur, genre: str, phrase: str, question: Mapping[str, Any], reponse: Mapping[str, Any]
) -> int:
    """Keep a proposal and return its id; the same one is kept once. `phrase`: its answer in French; `question` and
    `reponse`: plain values."""
    asked, answered = (_texte(part) for part in (question, reponse))
    mark = _empreinte(genre, phrase, asked, answered)
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        row = db.conn.execute("SELECT id FROM propositions WHERE empreinte = ?", (mark,)).fetchone()
        if row is not None:
            return int(row[0])
        acteurs.record(db, acteur, "garder une proposition", phrase, {"empreinte": mark[:16]})
        fields = {"genre": genre, "phrase": phrase, "question": asked, "reponse": answered, "empreinte": mark,
                  "acteur": acteur.id, "le": acteurs.now()}  # fmt: skip
        return int(db["propositions"].insert(fields).last_pk)


def lire(db: Database) -> pd.DataFrame:
    """Every proposal kept, newest first, indexed by id: genre, phrase, empreinte, acteur (name), le."""
    rows = db.query(
        "SELECT p.id, p.genre, p.phrase, p.empreinte, a.nom AS acteur, p.le FROM propositions p "
        "JOIN acteurs a ON a.id = p.acteur ORDER BY p.id DESC"
    )
    return pd.DataFrame(rows, columns=COLONNES).set_index("id")


def proposition(db: Database, ident: int) -> dict[str, Any]:
    """One proposal, its question and its answer read. `intacte`: whether its words are those that were kept. Raises
    `Introuvable`."""
    row = next(db.query("SELECT * FROM propositions WHERE id = ?", [ident]), None)
    if row is None:
        raise Introuvable("Cette proposition n'est pas dans ce fichier.")
    whole = row["empreinte"] == _empreinte(row["genre"], row["phrase"], row["question"], row["reponse"])
    read = {name: json.loads(row[name]) for name in ("question", "reponse")}
    return row | read | {"intacte": whole}


def relier(db: Database, acteur: Acteur, ident: int, action: int) -> None:
    """Say that an action of a plan was made from a proposal. The same one twice changes nothing."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        db.conn.execute(
            "INSERT OR IGNORE INTO propositions_actions (proposition, action) VALUES (?, ?)", (ident, action)
        )


def actions_de(db: Database, ident: int) -> list[int]:
    """The actions made from a proposal, oldest first."""
    rows = db.conn.execute("SELECT action FROM propositions_actions WHERE proposition = ? ORDER BY action", (ident,))
    return [int(action) for (action,) in rows]


def _texte(part: Mapping[str, Any]) -> str:
    return json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _empreinte(genre: str, phrase: str, question: str, reponse: str) -> str:
    return sha256("\n".join((genre, phrase, question, reponse)).encode()).hexdigest()
