"""The register: everything the table adopts, append-only and hash-chained.

Each row's hash covers all its columns and the hash of the row before, so a changed, removed, inserted or
swapped row breaks the chain from there on. What a chain cannot prove: that the whole file was not rewritten
from the start. Compare its head with the one printed elsewhere (`check`, and later the minutes).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from sqlite_utils import Database

from components.core.textes import nets
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing

ORIGINE = "0" * 64
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
    """All decisions, newest first, with the columns `COLUMNS` (contenu and preuve as JSON text)."""
    return pd.DataFrame(db.query("SELECT * FROM decisions ORDER BY rang DESC"), columns=list(COLUMNS))


def canonical(value: object) -> str:
    """JSON whose bytes depend on the content alone. Raises ValueError on NaN: evidence must say « manquant »."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def fingerprint(row: Mapping[str, object]) -> str:
    """SHA-256 over every column but the hash itself, unambiguously framed (canonical JSON list)."""
    framed = canonical([row[column] for column in COLUMNS if column != "empreinte"])
    return hashlib.sha256(framed.encode()).hexdigest()


def _head(db: Database) -> tuple[int, str]:
    row = db.conn.execute("SELECT rang, empreinte FROM decisions ORDER BY rang DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, ORIGINE)
