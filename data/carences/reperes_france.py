"""What published national files say of the signals, written by `make check-reference` and never by hand."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FICHIER = Path(__file__).with_name("reperes_france.toml")
ENTETE = "# Written by « make check-reference » (GARDER=1): what national files say of the signals and of the kernel.\n"

PARTIES = (
    "quantiles", "propositions", "zonage", "discrimination", "baisses", "vitesse", "departements", "courbe",
)  # fmt: skip


@dataclass(frozen=True)
class ReperesDeFrance:
    """Results on France's territories. `champ`: which, in words. `quantiles`: of each figure, evenly spaced, by key.
    `propositions`: share of territories whose offer signals, by threshold and series. `zonage`: rule → sensibilité,
    spécificité. `discrimination`: figure → area. `baisses`: class of size → shares that signal with the threshold
    alone, then with chance. `vitesse`: what the calibration found (`facteur`, by factor the share explained) and, by
    département, the share explained at 1 and at the factor kept, and the effect at the place relative to 1. `courbe`:
    bias of the curve by band of road, in minutes."""

    champ: str
    quantiles: Mapping[str, Sequence[float]]
    propositions: Mapping[str, float]
    zonage: Mapping[str, Sequence[float]]
    discrimination: Mapping[str, float]
    baisses: Mapping[str, Sequence[float]]
    vitesse: Mapping[str, float]
    departements: Mapping[str, Sequence[float]]
    courbe: Mapping[str, Sequence[float]]


@cache
def lire() -> ReperesDeFrance:
    """The stored results."""
    return ReperesDeFrance(**tomllib.loads(FICHIER.read_text(encoding="utf-8")))


def texte(reperes: ReperesDeFrance) -> str:
    """The results as the file holds them; four decimals."""
    lines = [ENTETE + f'champ = "{reperes.champ}"']
    for name in (
        "quantiles",
        "propositions",
        "zonage",
        "discrimination",
        "baisses",
        "vitesse",
        "departements",
        "courbe",
    ):
        lines += [f"\n[{name}]"] + [f'"{key}" = {_cell(value)}' for key, value in getattr(reperes, name).items()]
    return "\n".join(lines) + "\n"


def _cell(value: float | Sequence[float]) -> str:
    if isinstance(value, int | float):
        return f"{value:.4f}"
    return f"[{', '.join(f'{one:.4f}' for one in value)}]"
