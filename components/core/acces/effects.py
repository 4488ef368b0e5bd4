"""The effect of moves on every commune: our estimated change, its range, added to the published APL.

The result is an estimate (« variation estimée, ajoutée à l'APL publiée »), never what DREES would publish.
Units: acts per year and standardised resident for levels and changes, acts per year for supply.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from components.core.acces.access import Kernel, KernelFamily
from components.core.acces.moves import NIVEAUX, Bornes, Hypotheses, Mouvement, Niveau, actes_par_site, actes_retenus
from components.core.acces.travel import Floats
from components.core.francais import liste, nombre
from components.core.refus import CODES_CITES, EntreeInvalide, refuser

TOLERANCE = 1e-9  # below, a level under zero is rounding
ROUNDING_ACTS = 1e-6  # 2,999.9999999 acts are 3,000
Names = Mapping[str, str]


@dataclass(frozen=True)
class Retenu:
    """One move as counted: signed acts per year under the central, low and high hypotheses, and why."""

    mouvement: Mouvement
    actes: float
    actes_min: float
    actes_max: float
    explication: str


@dataclass(frozen=True, eq=False)
class Effet:
    """What a list of moves changes.

    `communes` is indexed by commune code: `publie` (NaN: missing), `variation`, `variation_min`,
    `variation_max` (over all hypotheses), `estime` = publie + variation (NaN stays missing). `actes` is
    Σ ΔS, `ecart_conservation` is Σ P*·Δ − Σ ΔS, both in acts per year for the central hypothesis;
    `hypotheses` counts the hypotheses behind the range.
    """

    communes: pd.DataFrame
    mouvements: tuple[Retenu, ...]
    actes: float
    ecart_conservation: float
    hypotheses: int


class MouvementRefuse(EntreeInvalide):
    """Moves that would make a published APL negative.

    `communes` (index code: `publie`, `variation`) lists them, worst first; `retrait_maximal` maps each place
    of withdrawal to the most acts per year that can leave it, all withdrawals being reduced in proportion
    and the additions kept.
    """

    def __init__(self, message: str, communes: pd.DataFrame, retrait_maximal: Mapping[str, float]) -> None:
        super().__init__(message)
        self.communes = communes
        self.retrait_maximal = retrait_maximal


def effet(
    famille: KernelFamily,
    publie: "pd.Series[float]",
    mouvements: Sequence[Mouvement],
    bornes: Bornes,
    hypotheses: Hypotheses,
    noms: Names | None = None,
) -> Effet:
    """Return the effect of `mouvements`, taken together, on every commune of the family.

    `publie` maps commune code to published APL; NaN or an absent commune is missing, and stays so.
    `noms` maps codes to names for the messages. No move at all gives a null effect.
    Raises `EntreeInvalide` on a bad baseline, an unknown place or a missing age, `MouvementRefuse` when a
    published APL would become negative under the central hypothesis (nothing is ever clamped).
    """
    retained = {niveau: [actes_retenus(m, bornes, hypotheses, niveau) for m in mouvements] for niveau in NIVEAUX}
    acts = {niveau: [acts for acts, _ in pairs] for niveau, pairs in retained.items()}
    change = actes_par_site(mouvements, acts["central"])
    baseline = _baseline(publie, famille.central)
    variation = famille.central.delta(change)
    _refuse_negative(famille.central, baseline, variation, change, noms or {})
    changes = _changes(famille.central, mouvements, acts)
    deltas = [kernel.delta(vector).to_numpy() for kernel in famille.kernels.values() for vector in changes]
    table = pd.DataFrame(
        {
            "publie": baseline,
            "variation": variation,
            "variation_min": np.min(deltas, axis=0),
            "variation_max": np.max(deltas, axis=0),
            "estime": baseline + variation,
        }
    )
    why = [sentence for _, sentence in retained["central"]]
    counted = tuple(_retenu(m, k, acts, why[k]) for k, m in enumerate(mouvements))
    gap = famille.central.conservation_gap(change)
    return Effet(table, counted, math.fsum(change.values()), gap, len(deltas))


def _retenu(move: Mouvement, k: int, acts: Mapping[Niveau, Sequence[float]], why: str) -> Retenu:
    values = [acts[niveau][k] for niveau in NIVEAUX]
    return Retenu(move, acts["central"][k], min(values), max(values), why)


def _baseline(published: "pd.Series[float]", kernel: Kernel) -> "pd.Series[float]":
    repeated = published.index[published.index.duplicated()]
    refuser("Commune présente deux fois dans l'APL publiée", repeated, "Gardez une seule ligne.")
    unknown = published.index[kernel.communes.get_indexer(published.index) < 0]
    refuser("APL publiée pour des communes inconnues", unknown, "Vérifiez le millésime des communes.")
    values = published.astype(float)
    wrong = values.index[(values < 0) | np.isinf(values)]
    refuser("APL publiée négative ou infinie", wrong, "Corrigez le fichier chargé.")
    return values.reindex(kernel.communes)


def _changes(kernel: Kernel, moves: Sequence[Mouvement], acts: Mapping[Niveau, Sequence[float]]) -> list[Floats]:
    """Return the distinct ΔS vectors of doctors' × consultations' activity levels (two shared unknowns)."""
    crossed = [
        tuple(acts[doctors if move.medecin else days][k] for k, move in enumerate(moves))
        for doctors, days in product(NIVEAUX, NIVEAUX)
    ]
    return [kernel.vector(actes_par_site(moves, values)) for values in dict.fromkeys(crossed)]


def _refuse_negative(
    kernel: Kernel,
    published: "pd.Series[float]",
    variation: "pd.Series[float]",
    change: Mapping[str, float],
    names: Names,
) -> None:
    table = pd.DataFrame({"publie": published, "variation": variation})
    negative = table[table["publie"] + table["variation"] < -TOLERANCE]
    if negative.empty:
        return
    worst = negative.loc[negative.sum(axis=1).sort_values(kind="stable").index]
    ceiling = _largest_withdrawals(kernel, published, change)
    raise MouvementRefuse(_refusal(worst, ceiling, names), worst, ceiling)


def _largest_withdrawals(
    kernel: Kernel, published: "pd.Series[float]", change: Mapping[str, float]
) -> Mapping[str, float]:
    leaving = {code: -acts for code, acts in change.items() if acts < 0}
    room = published + kernel.delta({code: acts for code, acts in change.items() if acts > 0})
    loss = kernel.delta(leaving)
    share = float((room / loss)[loss > 0].min())
    return {code: acts * share for code, acts in leaving.items()}


def _refusal(worst: pd.DataFrame, ceiling: Mapping[str, float], names: Names) -> str:
    places = [
        f"{names.get(code, code)} (APL publiée {nombre(published, 2)}, variation estimée {nombre(change, 2)})"
        for code, published, change in worst.itertuples()
    ]
    limits = [
        f"{nombre(math.floor(acts + ROUNDING_ACTS))} actes par an à {names.get(code, code)}"
        for code, acts in ceiling.items()
    ]
    return (
        f"Ce retrait rendrait l'APL négative : {liste(places, CODES_CITES)}. "
        f"Au plus, on peut retirer {liste(limits)}. "
        "Vérifiez le lieu, l'activité réelle et la série : ce médecin n'est peut-être pas dans l'APL publiée."
    )
