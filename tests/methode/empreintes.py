"""The committed table `empreintes.toml`: per formula, a hash of what it says and of the code behind it.

`python -m tests.methode` writes anew what changed. A code that changes under a text and parameters that do not is
refused, unless it changes no figure: `python -m tests.methode --neutre "why no figure changes"`.
"""

import hashlib
import tomllib
from pathlib import Path
from typing import NamedTuple

from data.base import formules
from tests.methode import code

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("empreintes.toml")


class Ligne(NamedTuple):
    """One formula: what it says, the code behind it, and why the last change of code alone changes no figure."""

    dit: str
    code: str
    neutre: str = ""


def actuelles(root: Path = ROOT) -> dict[str, Ligne]:
    """Every formula as it is now."""
    return {nom: _ligne(root, formule) for nom, formule in formules.catalogue().items()}


def _ligne(root: Path, formule: formules.Formule) -> Ligne:
    written = hashlib.sha256(code.texte(root, formule.code).encode()).hexdigest()[:12]
    return Ligne(formules.empreinte(formules.dit(formule)), written)


def lues(text: str) -> tuple[str, dict[str, Ligne]]:
    """The version of the method and the formulas of a table."""
    entries = tomllib.loads(text) if text else {"version": ""}
    return entries.pop("version"), {nom: Ligne(**entry) for nom, entry in entries.items()}


def muettes(avant: dict[str, Ligne], maintenant: dict[str, Ligne]) -> list[str]:
    """Formulas whose code is no longer the same although they say the same."""
    known = {nom: (avant[nom], ligne) for nom, ligne in maintenant.items() if nom in avant}
    return [nom for nom, (old, new) in known.items() if old.dit == new.dit and old.code != new.code]


def renouvelee(avant: dict[str, Ligne], maintenant: dict[str, Ligne], neutre: str) -> dict[str, Ligne]:
    """The table to keep. Raises SystemExit when a code changed silently and nothing says that it is neutral."""
    silent = muettes(avant, maintenant)
    if silent and not neutre.strip():
        raise SystemExit(
            f"The code of {', '.join(silent)} changed, its text and parameters did not. Say what changed in "
            'data/formules.toml, or: python -m tests.methode --neutre "why no figure changes"'
        )
    return {
        nom: ligne._replace(neutre=neutre.strip() if nom in silent else _kept(avant.get(nom), ligne))
        for nom, ligne in maintenant.items()
    }


def _kept(old: Ligne | None, new: Ligne) -> str:
    return old.neutre if old and old.dit == new.dit else ""


def ecrite(version: str, lignes: dict[str, Ligne]) -> str:
    """The table as TOML."""
    parts = [f'# Written by: python -m tests.methode\nversion = "{version}"\n']
    for nom, ligne in lignes.items():
        values = "".join(f'{k} = "{_plain(v)}"\n' for k, v in ligne._asdict().items() if v)
        parts.append(f"[{nom}]\n{values}")
    return "\n".join(parts)


def _plain(text: str) -> str:
    return " ".join(text.replace("\\", "/").replace('"', "'").split())
