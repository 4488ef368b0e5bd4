"""The one way into the file: what is written is clean, whatever the door."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlite_utils import Database

from components.core.textes import nets


class Connexion(sqlite3.Connection):
    """The one way into the file: whatever the door, no text is written with a control character in it. What is looked
    for stays as asked, since files of before may hold some."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run a statement, the texts it writes without control characters."""
        return super().execute(sql, parameters if not parameters or _looks(sql) else nets(parameters))

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """Run a statement for many rows, the texts it writes without control characters."""
        return super().executemany(sql, map(nets, parameters))


def _looks(sql: str) -> bool:
    return sql.lstrip()[:6].upper() == "SELECT"


@contextmanager
def a_l_essai(db: Database) -> Iterator[Database]:
    """What an open file holds, in memory: what is written there is seen there, and nowhere else."""
    with closing(sqlite3.connect(":memory:", factory=Connexion)) as copy:
        db.conn.backup(copy)
        copy.execute("PRAGMA foreign_keys = ON")
        yield Database(copy)
