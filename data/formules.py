"""The formulas in use, from `formules.toml`: what each says, its parameters, the code that computes it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class Formule:
    """One formula: LaTeX, French text, names of the parameters it reads, `module:object` that computes it."""

    titre: str
    formule: str
    texte: str
    parametres: tuple[str, ...]
    code: str
    source: str


@cache
def catalogue() -> dict[str, Formule]:
    """Every formula by name, in the order of the page."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {nom: Formule(**entry | {"parametres": tuple(entry["parametres"])}) for nom, entry in entries.items()}
