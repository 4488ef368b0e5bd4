"""Files of a département for the tests: made once per process, then copied."""

import sqlite3
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation


def remplir(db: Database, code: str = "71") -> None:
    """Put a département in an open empty file, as `creation.creer` does; its journal is emptied, as it knows another
    mark than the copied one."""
    _modele(code).backup(db.conn)
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def sans_positions(db: Database) -> None:
    """Make the file one of before: the communes of a département other than 71 came without a position or a border."""
    db.conn.execute("DELETE FROM valeurs WHERE code IN (SELECT code FROM communes WHERE role = 'bordure')")
    db.conn.execute("DELETE FROM communes WHERE role = 'bordure'")
    db.conn.execute("UPDATE communes SET lat = NULL, lon = NULL, position_source = NULL")
    db.conn.execute("DELETE FROM sources WHERE id = 'mairies_2025'")
    db.conn.commit()


@cache
def _modele(code: str) -> sqlite3.Connection:
    """The département, in memory."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    with TemporaryDirectory() as folder, store.connect(Path(folder) / "modele.db") as db:
        creation.creer(db, TERMINAL, code)
        db.conn.backup(kept)
    return kept
