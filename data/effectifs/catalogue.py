"""One catalogue for scenarios and plans, from `catalogue.toml`: under one key, what an entry does to the workforce
(`levier`), and what the table writes in a plan to do it (`action`)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".toml")
LEVIER, ACTION = "levier", "action"


@cache
def entrees() -> dict[str, dict[str, Any]]:
    """Every entry by key, in the order of the file: levier, action, anciens (keys of before), national (why none)."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def _anciens() -> dict[str, str]:
    return {old: key for key, entry in entrees().items() for old in entry.get("anciens", ())}


def cle(nom: str) -> str:
    """The key of today for one that a file may hold: itself, or what it has become."""
    return _anciens().get(nom, nom)


def du_genre(genre: str) -> dict[str, dict[str, Any]]:
    """The entries that are a lever, or an action, each a copy of what the file says of it as such."""
    return {key: dict(entry[genre]) for key, entry in entrees().items() if genre in entry}


def sans_action(nom: str) -> str:
    """Why an entry is no action of a plan; empty when it is one."""
    entry = entrees().get(cle(nom), {})
    return "" if ACTION in entry else str(entry.get("national", "Le catalogue n'en décrit pas l'action."))
