"""What is read of a kept count: of an approval vote, never a pattern of ticks, whatever the file holds.

Votes published before kept theirs, in their row, in the register and in minutes: these bytes do not change (the
register verifies), and nothing that shows, prints or exports reads them in any other way than this one.
"""

import json
from functools import lru_cache
from typing import Any

from components.core.approbation import FORMAT, PRIX, sans_profils

ILLISIBLE = '{"format": "illisible"}'
MARQUES = (FORMAT, *(words.removeprefix(" ; ") for words in PRIX))


@lru_cache(maxsize=32)
def public(texte: str) -> str:
    """A kept JSON text as it may be read: itself, unless it holds patterns of ticks or what each support paid.

    `ILLISIBLE` for one that was changed and does not hold together any more: better nothing than a pattern.
    """
    if not any(mark in texte for mark in MARQUES):
        return texte
    try:
        return json.dumps(sans_profils(json.loads(texte)), ensure_ascii=False, allow_nan=False)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, IndexError):
        return ILLISIBLE


def lire(texte: str) -> Any:
    """The JSON value of a kept text, as it may be read."""
    return json.loads(public(texte))
