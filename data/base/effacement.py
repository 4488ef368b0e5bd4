"""What was deleted leaves the disk: the file rebuilt, and its journal emptied."""

import sqlite3
from collections.abc import Callable

from sqlite_utils import Database

from data.base.store import BUSY_MS

EFFACE_MS = 1_000  # an erasure that is not done in that time is tried again later
JOURNAL_MS = 200  # to empty the journal, while whoever writes waits


def efface(db: Database, patience_ms: int = EFFACE_MS) -> bool:
    """Rebuild the file without a trace of what was deleted, then empty its journal. True when all of it was done.

    Waits that long for whoever is reading what was there before, and rebuilds nothing meanwhile; call it outside a
    group of writes. Safe to repeat.
    """

    def rebuilt() -> bool:
        if not _vide_le_journal(db):
            return False
        db.conn.execute("VACUUM")
        return _vide_le_journal(db)

    return _patiente(db, patience_ms, rebuilt)


def vider_le_journal(db: Database) -> bool:
    """Put all that is written in its place and empty the journal, which holds the order of writes. True when done;
    outside a group of writes only, and waiting little for whoever is reading."""
    return not db.conn.in_transaction and _patiente(db, JOURNAL_MS, lambda: _vide_le_journal(db))


def _patiente(db: Database, patience_ms: int, act: Callable[[], bool]) -> bool:
    db.conn.execute(f"PRAGMA busy_timeout = {patience_ms}")
    try:
        return act()
    except sqlite3.OperationalError:
        return False
    finally:
        db.conn.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def _vide_le_journal(db: Database) -> bool:
    busy, *_ = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
