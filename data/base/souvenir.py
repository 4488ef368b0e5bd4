"""A reading asked again on the same connection, nothing having been written meanwhile, is not made again.

A drawing asks for the same communes, residents and values from several rooms, which do not know each other; its
connection lives as long as it. Only these: what one room decides on, it gathers once itself.
SQLite itself says when something changed: `total_changes` for this connection, `data_version` for the others. Inside
a transaction nothing is kept, as what it read may be taken back.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

import pandas as pd
from sqlite_utils import Database

_LUS: "WeakKeyDictionary[Database, tuple[tuple[int, int], dict[Any, Any]]]" = WeakKeyDictionary()


Lecture = TypeVar("Lecture", bound=Callable[..., Any])


def une_fois(lire: Lecture) -> Lecture:
    """Decorate a reading that returns a frame, or a tuple of frames and plain values.

    Each caller gets its own frame: adding a column to it changes nobody else's.
    """

    @wraps(lire)
    def lu(db: Database, *args: Any, **kwargs: Any) -> Any:
        if db.conn.in_transaction:
            return lire(db, *args, **kwargs)
        mark = (db.conn.total_changes, db.conn.execute("PRAGMA data_version").fetchone()[0])
        kept = _LUS.get(db)
        if kept is None or kept[0] != mark:
            kept = _LUS[db] = (mark, {})
        key = (lire, args, tuple(kwargs.items()))
        if key not in kept[1]:
            kept[1][key] = lire(db, *args, **kwargs)
        return _own(kept[1][key])

    return cast(Lecture, lu)


def tant_que_rien_n_est_ecrit(lire: Lecture) -> Lecture:
    """Decorate a reading of the whole file: made once for the whole process, until the file or its journal changes.

    Nobody may change what it returns. The disk says when something is written, by whatever program: size, place and
    instants of both files. A journal that holds nothing is no journal: the last connection to close takes it away, the
    next to open makes another. Inside a transaction, and of a file that is not on a disk, nothing is kept.
    """
    known: dict[str, tuple[object, Any]] = {}

    @wraps(lire)
    def lu(db: Database) -> Any:
        file = db.conn.execute("PRAGMA database_list").fetchone()[2]
        if not file or db.conn.in_transaction:
            return lire(db)
        mark = (_seen(file), _seen(f"{file}-wal"))
        if file not in known or known[file][0] != mark:
            known[file] = (mark, lire(db))
        return known[file][1]

    return cast(Lecture, lu)


def _seen(file: str) -> tuple[int, ...]:
    try:
        found = Path(file).stat()
    except FileNotFoundError:
        return ()
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns) if found.st_size else ()


def _own(found: object) -> object:
    if isinstance(found, tuple):
        return tuple(_own(part) for part in found)
    return found.copy(deep=False) if isinstance(found, pd.DataFrame | pd.Series) else found
