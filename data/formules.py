"""The formulas in use, from `formules.toml`: what each says, its parameters, the code that computes it."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")
PARAMETRES = Path(__file__).with_name("parameters")


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


@cache
def version() -> str:
    """What names the method in force: a short hash of the formulas and of the dated parameters as shipped."""
    mark = hashlib.sha256()
    for file in (FILE, *sorted(PARAMETRES.glob("*.toml"))):
        mark.update(file.read_bytes())
    return mark.hexdigest()[:12]
