"""A heavy reading made once as long as no gesture was made: ballots and texts leave no line in the journal, and do not
make it begin again while a room votes."""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar, cast

from sqlite_utils import Database

from data.base import acteurs, store

Lue = TypeVar("Lue", bound=Callable[..., Any])
GARDEES = 128
_LUES: "OrderedDict[object, Any]" = OrderedDict()
_VERROU = Lock()


def au_journal(lire: Lue) -> Lue:
    """Decorate a reading whose arguments are plain values and whose result nobody changes, of the file served: it holds
    until the next line of the journal."""

    @wraps(lire)
    def lue(db: Database, *args: Any) -> Any:
        key = (lire, store.path(), acteurs.derniere(db), args)
        with _VERROU:
            if key in _LUES:
                _LUES.move_to_end(key)
                return _LUES[key]
        read = lire(db, *args)
        with _VERROU:
            _LUES[key] = read
            while len(_LUES) > GARDEES:
                _LUES.popitem(last=False)
        return read

    return cast(Lue, lue)
