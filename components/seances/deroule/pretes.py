"""What other rooms lend to the screen of a séance, so that their gestures are made where the table is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database


def _rien(*_: object) -> None:
    """Draw nothing: the screen stands alone."""


def _aucune(*_: object) -> Mapping[str, Sequence[str]]:
    """Bring nothing to an agenda."""
    return {}


@dataclass(frozen=True)
class Pretes:
    """Screens of other rooms. `vote`: the votes of a point, newest first (none: the declaration), with what draws the
    slips; `constat` and `action`: those of a territory, by its code; `salle`: what the phones of a séance sent;
    `a_porter`: what plans wait for that day, as names by reason, for an agenda."""

    vote: Callable[[Database, int, Sequence[int], Callable[[], None]], None] = _rien
    constat: Callable[[Database, str], None] = _rien
    action: Callable[[Database, str], None] = _rien
    salle: Callable[[Database, int], None] = _rien
    a_porter: Callable[[Database, date], Mapping[str, Sequence[str]]] = _aucune
