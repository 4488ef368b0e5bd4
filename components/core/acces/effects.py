"""The effect of moves on every commune: our estimated change, its range, added to the published APL.

The result is an estimate (« variation estimée, ajoutée à l'APL publiée »), never what DREES would publish.
Units: acts per year and standardised resident for levels and changes, acts per year for supply.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd

from components.core.acces.access import Kernel, KernelFamily
from components.core.acces.moves import NIVEAUX, Bornes, Hypotheses, Mouvement, Niveau, actes_par_site, actes_retenus
from components.core.acces.travel import Floats
from components.core.refus import refuser_ceux

TOLERANCE = 1e-9  # below, a level under zero is rounding


@dataclass(frozen=True)
class Retenu:
    """One move as counted: signed acts per year under the central, low and high hypotheses, and why; `pris`: what
    changes at its other end, in the central one."""

    mouvement: Mouvement
    actes: float
    actes_min: float
    actes_max: float
    explication: str
    pris: float = 0.0


@dataclass(frozen=True, eq=False)
class Conjointe:
    """One hypothesis for the whole computation: the same times, weights and activity for every move and commune.

    What is summed (over communes, moves or actions) is summed under one of these: no place has its own worst case.
    """

    variation: Floats
    actes: tuple[float, ...]


Hypothese = tuple[str, Niveau, Niveau]  # the kernel, the activity of doctors, that of days on site


@dataclass(frozen=True, eq=False)
class Effet:
    """What a list of moves changes, taken together.

    `communes` is indexed by commune code: `publie` (NaN: missing), `variation`, `variation_min`, `variation_max` (over
    all hypotheses), `estime` = publie + variation (NaN stays missing). No access falls below 0: where the loss exceeds
    what is published, the commune stays at 0; `sans_plancher` is the central change before that floor.
    In acts per year, for the central hypothesis: `actes` is Σ ΔS, both ends of each move, `retires` what leaves the
    places that lose, `absorbe` what the floor takes from their losses, and `ecart_conservation` is
    Σ P*·Δ − Σ ΔS − absorbe (0 up to rounding).
    `hypotheses` counts the hypotheses behind the range; `conjointes` holds each of them whole: the change by commune,
    in the order of `communes`, and the acts of each move.
    """

    communes: pd.DataFrame
    mouvements: tuple[Retenu, ...]
    actes: float
    ecart_conservation: float
    hypotheses: int
    absorbe: float = 0.0
    retires: float = 0.0
    conjointes: Mapping[Hypothese, Conjointe] = field(default_factory=dict)

    @property
    def au_plancher(self) -> "pd.Index[str]":
        """Communes whose loss exceeds their published access: they stay at 0."""
        level = self.communes["publie"] + self.communes["sans_plancher"]
        return self.communes.index[level < -TOLERANCE]

    @property
    def part_absorbee(self) -> float:
        """Share of the acts withdrawn that the floor takes (0 to 1): nobody in the published access loses them."""
        return self.absorbe / self.retires if self.retires else 0.0


def effet(
    famille: KernelFamily,
    publie: "pd.Series[float]",
    mouvements: Sequence[Mouvement],
    bornes: Bornes,
    hypotheses: Hypotheses,
) -> Effet:
    """Return the effect of `mouvements`, taken together, on every commune of the family.

    `publie` maps commune code to published APL; NaN or an absent commune is missing, and stays so.
    No move at all gives a null effect.
    All moves are summed by place first, then the floor applies once: a departure and the same arrival are nothing.
    Raises `EntreeInvalide` on a bad baseline, an unknown place or a missing age.
    """
    retained = {niveau: [actes_retenus(m, bornes, hypotheses, niveau) for m in mouvements] for niveau in NIVEAUX}
    acts = {niveau: [acts for acts, _ in pairs] for niveau, pairs in retained.items()}
    change = actes_par_site(mouvements, acts["central"])
    baseline = _baseline(publie, famille.central)
    variation = famille.central.delta(change)
    floored = _floored(variation.to_numpy(), baseline.to_numpy())
    joint = _conjointes(famille, mouvements, acts, baseline)
    deltas = list({id(one.variation): one.variation for one in joint.values()}.values())
    table = pd.DataFrame(
        {
            "publie": baseline,
            "variation": floored,
            "variation_min": np.min(deltas, axis=0),
            "variation_max": np.max(deltas, axis=0),
            "estime": baseline + floored,
            "sans_plancher": variation,
        }
    )
    why = [sentence for _, sentence in retained["central"]]
    counted = tuple(_retenu(m, k, acts, why[k]) for k, m in enumerate(mouvements))
    gap = famille.central.conservation_gap(change)
    absorbed = float(famille.central.trajets.population @ (floored - variation.to_numpy()))
    withdrawn = math.fsum(-acts for acts in change.values() if acts < 0)
    return Effet(table, counted, math.fsum(change.values()), gap, len(deltas), absorbed, withdrawn, joint)


def _retenu(move: Mouvement, k: int, acts: Mapping[Niveau, Sequence[float]], why: str) -> Retenu:
    values = [acts[niveau][k] for niveau in NIVEAUX]
    central = acts["central"][k]
    return Retenu(move, central, min(values), max(values), why, move.pris(central))


def _baseline(published: "pd.Series[float]", kernel: Kernel) -> "pd.Series[float]":
    codes, repeated = published.index, published.index.duplicated()
    refuser_ceux("Commune présente deux fois dans l'APL publiée", codes, repeated, "Gardez une seule ligne.")
    unknown = kernel.communes.get_indexer(codes) < 0
    refuser_ceux("APL publiée pour des communes inconnues", codes, unknown, "Vérifiez le millésime des communes.")
    values = published.astype(float)
    wrong = (values < 0) | np.isinf(values)
    refuser_ceux("APL publiée négative ou infinie", codes, wrong, "Corrigez le fichier chargé.")
    return values.reindex(kernel.communes)


def _conjointes(
    family: KernelFamily,
    moves: Sequence[Mouvement],
    acts: Mapping[Niveau, Sequence[float]],
    baseline: "pd.Series[float]",
) -> dict[Hypothese, Conjointe]:
    """Every hypothesis: a kernel, and levels of doctors' and of days' activity (two shared unknowns).

    Hypotheses that give the moves the same acts share one change.
    """
    conjointes: dict[Hypothese, Conjointe] = {}
    published = baseline.to_numpy()
    for name, kernel in family.kernels.items():
        by_acts: dict[tuple[float, ...], Conjointe] = {}
        for doctors, days in product(NIVEAUX, NIVEAUX):
            values = tuple(acts[doctors if move.medecin else days][k] for k, move in enumerate(moves))
            if values not in by_acts:
                change = kernel.gain @ kernel.vector(actes_par_site(moves, values))
                by_acts[values] = Conjointe(_floored(change, published), values)
            conjointes[(name, doctors, days)] = by_acts[values]
    return conjointes


def _floored(variation: Floats, published: Floats) -> Floats:
    """The change, a loss never being larger than the published access; a missing access bounds nothing."""
    return np.where(published + variation < 0, 0.0 - published, variation)
