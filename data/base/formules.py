"""The formulas in use, from `formules.toml`: what each says, its parameters, the code that computes it."""

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.base import parameters

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


def dit(formule: Formule) -> dict[str, Any]:
    """What a formula says: its words, and the dated values of its parameters as shipped. Where its code and its
    parameters live, what they are called there and when a value was last checked change nothing to it."""
    words = {name: getattr(formule, name) for name in ("titre", "formule", "texte", "source")}
    return words | {"parametres": [_parameter(parameters.catalogue()[nom]) for nom in formule.parametres]}


def _parameter(parametre: parameters.Parametre) -> dict[str, Any]:
    words = {name: getattr(parametre, name) for name in ("label", "unit", "description")}
    return words | {"valeurs": [asdict(valeur) for valeur in parametre.valeurs]}


def empreinte(content: object) -> str:
    """A short hash of what a formula, or several, say."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:12]


@cache
def version() -> str:
    """What names the method in force: a short hash of what every formula says, whatever their order."""
    return empreinte(sorted(empreinte(dit(formule)) for formule in catalogue().values()))
