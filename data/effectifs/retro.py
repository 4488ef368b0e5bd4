"""The stored result of the back-test, written by `make check-reference` and never by hand."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FICHIER = Path(__file__).with_name("retro_epreuve.toml")
ENTETE = "# Written by « make check-reference » (GARDER=1): what the back-test found, with the parameters it used.\n"


@dataclass(frozen=True)
class Garde:
    """A stored result: the files in words, the parameters used, and one mapping per profession (`Retro`'s fields)."""

    fichiers: str
    parametres: Mapping[str, float]
    epreuves: Sequence[dict[str, Any]]


def lire() -> Garde:
    """The stored result."""
    raw = tomllib.loads(FICHIER.read_text(encoding="utf-8"))
    return Garde(raw["fichiers"], {name: float(value) for name, value in raw["parametres"].items()}, raw["epreuves"])


def texte(garde: Garde) -> str:
    """The result as the file holds it; shares at six decimals."""
    lines = [ENTETE + f'fichiers = "{garde.fichiers}"', "\n[parametres]"]
    lines += [f"{name} = {value!r}" for name, value in garde.parametres.items()]
    for row in garde.epreuves:
        told = [f"{name} = {_cell(v)}" for name, v in row.items() if name != "previsions" and v is not None]
        lines += ["\n[[epreuves]]", *told]
        for guess in row["previsions"]:
            told = [f"{name} = {_cell(value)}" for name, value in guess.items() if value is not None]
            lines += ["[[epreuves.previsions]]", *told]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return f"{value:.6f}" if isinstance(value, float) else str(value)
