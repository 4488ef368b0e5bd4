"""The register: everything the table adopts, append-only and hash-chained.

Each row's hash covers all its columns and the hash of the row before, so a changed, removed, inserted or
swapped row breaks the chain from there on. What a chain cannot prove: that the whole file was not rewritten
from the start. Compare its head with the one printed elsewhere (`check`, and later the minutes).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.textes import nets
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing

ORIGINE = "0" * 64
SCEAU = "sceau:"  # what the object of a seal starts with
COLUMNS = ("rang", "le", "acteur", "nature", "objet", "intitule", "contenu", "preuve", "precedente", "empreinte")


@dataclass(frozen=True)
class Verification:
    """Outcome of a check of the chain: its length, its head hash, and the first bad rank if any."""

    nombre: int
    tete: str
    premiere_fausse: int | None

    @property
    def intacte(self) -> bool:
        return self.premiere_fausse is None


def adopter(
    db: Database,
    acteur: Acteur,
    nature: str,
    objet: str,
    intitule: str,
    contenu: Mapping[str, object],
    preuve: Mapping[str, object],
) -> str:
    """Add a decision at the head of the chain and return its hash.

    `nature`: what kind of act (avis, constat, engagement, décision…); `objet`: what it bears on
    (`territoire:200071884`); `preuve`: the evidence, frozen as it stands now.
    """
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        return _append(db, acteur, nature, objet, intitule, contenu, preuve)


def sceller(
    db: Database,
    acteur: Acteur,
    nature: str,
    objet: str,
    intitule: str,
    contenu: Mapping[str, object],
    preuve: Mapping[str, object],
) -> str:
    """Add at the head of the chain what rows say now, and return its hash: whoever prepares may write them
    (`data.base.sceaux`)."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        return _append(db, acteur, nature, objet, intitule, contenu, preuve)


def contenus(db: Database, objet: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rank and content of each entry that bears on `objet`, oldest first."""
    rows = db.conn.execute("SELECT rang, contenu FROM decisions WHERE objet = ? ORDER BY rang", (objet,))
    return ((int(rang), json.loads(text)) for rang, text in rows.fetchall())


def premiere_preuve(db: Database, prefixe: str) -> dict[str, Any] | None:
    """The evidence of the first entry whose object starts with `prefixe`; None before any."""
    row = db.conn.execute(
        "SELECT preuve FROM decisions WHERE substr(objet, 1, ?) = ? ORDER BY rang LIMIT 1", (len(prefixe), prefixe)
    ).fetchone()
    return json.loads(row[0]) if row else None


def verify(db: Database) -> Verification:
    """Recompute the whole chain. Read only."""
    previous, count = ORIGINE, 0
    for count, row in enumerate(db.query("SELECT * FROM decisions ORDER BY rang"), start=1):
        if row["rang"] != count or row["precedente"] != previous or row["empreinte"] != fingerprint(row):
            return Verification(count, previous, count)
        previous = row["empreinte"]
    return Verification(count, previous, None)


def holds(db: Database, tete: str) -> bool:
    """Whether a head hash printed elsewhere is (still) in the chain; that of an empty register always is."""
    wanted = tete.strip().lower()
    if wanted == ORIGINE:
        return True
    return db.conn.execute("SELECT 1 FROM decisions WHERE empreinte = ?", (wanted,)).fetchone() is not None


def read(db: Database) -> pd.DataFrame:
    """All that the table adopted, newest first, with the columns `COLUMNS` (contenu and preuve as JSON text)."""
    rows = entrees(db)
    seals = rows["objet"].astype(str).str.startswith(SCEAU)
    return rows[~seals.astype(bool)].reset_index(drop=True)


def entrees(db: Database) -> pd.DataFrame:
    """Every row of the register, newest first: what was adopted, and the seals of the rows that gestures write."""
    return pd.DataFrame(db.query("SELECT * FROM decisions ORDER BY rang DESC"), columns=list(COLUMNS))


def canonical(value: object) -> str:
    """JSON whose bytes depend on the content alone. Raises ValueError on NaN: evidence must say « manquant »."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def fingerprint(row: Mapping[str, object]) -> str:
    """SHA-256 over every column but the hash itself, unambiguously framed (canonical JSON list)."""
    framed = canonical([row[column] for column in COLUMNS if column != "empreinte"])
    return hashlib.sha256(framed.encode()).hexdigest()


def _append(
    db: Database,
    acteur: Acteur,
    nature: str,
    objet: str,
    intitule: str,
    contenu: Mapping[str, object],
    preuve: Mapping[str, object],
) -> str:
    acteurs.register(db, acteur)
    rang, previous = _head(db)
    row = {
        "rang": rang + 1,
        "le": acteurs.now(),
        "acteur": acteur.id,
        "nature": nature,
        "objet": nets(objet),
        "intitule": nets(intitule),
        "contenu": canonical(nets(dict(contenu))),
        "preuve": canonical(nets(dict(preuve))),
        "precedente": previous,
    }
    row["empreinte"] = fingerprint(row)
    db["decisions"].insert(row)
    return str(row["empreinte"])


def _head(db: Database) -> tuple[int, str]:
    row = db.conn.execute("SELECT rang, empreinte FROM decisions ORDER BY rang DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, ORIGINE)
