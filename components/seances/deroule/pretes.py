"""What other rooms lend to the screen of a séance, so that their gestures are made where the table is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database


def _rien(*_: object) -> None:
    """Draw nothing: the screen stands alone."""


@dataclass(frozen=True)
class Pretes:
    """Screens of other rooms. `vote`: the votes of a point, newest first (none: the declaration), with what draws the
    slips; `constat` and `action`: those of a territory, by its code; `salle`: what the phones of a séance sent."""

    vote: Callable[[Database, int, Sequence[int], Callable[[], None]], None] = _rien
    constat: Callable[[Database, str], None] = _rien
    action: Callable[[Database, str], None] = _rien
    salle: Callable[[Database, int], None] = _rien
