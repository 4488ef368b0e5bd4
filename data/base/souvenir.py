"""A reading asked again, nothing having been written meanwhile, is not made again, whoever asks: a hundred screens that
draw the same table read it once.

What a file holds is known by the mark of its last group of writes (`marque`), whatever program wrote it, and, for what
is written otherwise, by the size, place and instants of the file and of its journal. These are only looked at: opening
either by ourselves would drop the locks of this process's other connections. A file written an instant ago is read
again, since the clock of a disk is coarser than two writings. Inside a transaction nothing is kept, as what it read may
be taken back; nor of a file that is not on a disk.
"""

import os
import time
from collections import OrderedDict
from collections.abc import Callable
from copy import copy
from dataclasses import fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import pandas as pd
from sqlite_utils import Database

from data.base import marque

FICHIERS, LECTURES = 4, 256  # the most that is kept: files, and readings of each
A_L_INSTANT = 0.05  # s

Lecture = TypeVar("Lecture", bound=Callable[..., Any])
Etat = tuple[object, ...]

_LUS: "OrderedDict[str, tuple[Etat, OrderedDict[Any, Any]]]" = OrderedDict()


def partagee(lire: Lecture) -> Lecture:
    """Decorate a reading of the file, whose arguments are plain values.

    Each caller gets its own frames, lists and dictionaries: adding a column to one changes nobody else's. What says it
    is `immuable` is given to all as it is.
    """

    @wraps(lire)
    def lu(db: Database, *args: Any, **kwargs: Any) -> Any:
        file = str(db.conn.execute("PRAGMA database_list").fetchone()[2])
        state = None if db.conn.in_transaction else _etat(db, file)
        if state is None:
            return lire(db, *args, **kwargs)
        key = (lire, args, tuple(sorted(kwargs.items())))
        try:
            hash(key)
        except TypeError:  # a frame among the arguments
            return lire(db, *args, **kwargs)
        readings = _de(file, state)
        if key not in readings:
            reading = lire(db, *args, **kwargs)
            readings[key] = reading
            if len(readings) > LECTURES:
                readings.popitem(last=False)
            return _a_soi(reading)
        return _a_soi(readings[key])

    return cast(Lecture, lu)


def oublier() -> None:
    """Forget every reading, as a program that starts."""
    _LUS.clear()


def _de(file: str, state: Etat) -> "OrderedDict[Any, Any]":
    """What is kept of a file in this state; nothing of what it was before."""
    remembered = _LUS.get(file)
    if remembered is None or remembered[0] != state:
        remembered = _LUS[file] = (state, OrderedDict())
    _LUS.move_to_end(file)
    while len(_LUS) > FICHIERS:
        _LUS.popitem(last=False)
    return remembered[1]


def _etat(db: Database, file: str) -> Etat | None:
    """What a file holds, as a mark that every writing changes; None when nothing may be kept of it: a copy in memory,
    where a load is tried, has no file."""
    if not file:
        return None
    try:
        stats = [Path(file).stat(), *_plein(marque.journal(Path(file)))]
    except OSError:
        return None
    if any(abs(time.time() - one.st_mtime) < A_L_INSTANT for one in stats):
        return None
    return marque.lire(db.conn), *((one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns) for one in stats)


def _plein(journal: Path) -> list[os.stat_result]:
    """What the disk says of a journal that holds something: the last connection to close takes an empty one away, the
    next to open makes another."""
    try:
        stat = journal.stat()
    except FileNotFoundError:
        return []
    return [stat] if stat.st_size else []


def _a_soi(reading: Any) -> Any:
    if isinstance(reading, pd.DataFrame | pd.Series):
        return reading.copy(deep=False)
    if isinstance(reading, dict):
        return {key: _a_soi(part) for key, part in reading.items()}
    if isinstance(reading, list):
        return [_a_soi(part) for part in reading]
    if type(reading) is tuple:
        return tuple(_a_soi(part) for part in reading)
    if is_dataclass(reading) and not isinstance(reading, type) and not getattr(reading, "immuable", False):
        mine = copy(reading)
        for field in fields(reading):
            object.__setattr__(mine, field.name, _a_soi(getattr(reading, field.name)))
        return mine
    return reading
