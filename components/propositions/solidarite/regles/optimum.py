"""The best loans: the territory that is worst off rises most, then most of the gap closes, then nobody drives for less.

Whole days a month. HiGHS proves each step; what is not proven in the time given says how far it may be.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from components.core.acces.travel import Floats
from components.propositions.solidarite.regles.pret import TOLERANCE, Probleme

ROUTE = 1e-3  # consultations a year that an hour of road, or a day, is worth when all the rest is equal


@dataclass(frozen=True)
class PretsProposes:
    """Days a month of each pair; the mean access of the worst-off territory that a loan can raise, before and after;
    people × consultations closed; the share of it that a better answer could still add (0: proven)."""

    jours: tuple[int, ...]
    pire_avant: float | None
    pire_apres: float | None
    comble: float
    ecart: float

    @property
    def prouve(self) -> bool:
        """Whether no better answer exists."""
        return self.ecart <= 1e-6


def atteignables(probleme: Probleme) -> list[int]:
    """Receivers that at least one pair raises: positions."""
    ground = probleme.bassin
    rise = ground.parts @ probleme.effets.T
    reached = []
    for k, one in enumerate(probleme.receveurs):
        row = rise[ground.codes.index(one.code)]
        if any(pair.receveur == k and row[j] > 0 and pair.jours_max > 0 for j, pair in enumerate(probleme.paires)):
            reached.append(k)
    return reached


def resoudre(probleme: Probleme, secondes: float) -> PretsProposes:
    """The best loans, each of the two steps within so many seconds."""
    reached = atteignables(probleme)
    if not reached:
        return PretsProposes((0,) * len(probleme.paires), None, None, 0.0, 0.0)
    nothing = np.zeros(len(probleme.bassin.publie))
    rows = [probleme.bassin.codes.index(probleme.receveurs[k].code) for k in reached]
    before = probleme.bassin.moyennes(nothing)[rows]
    first = _pire(probleme, rows, before, secondes)
    worst = min(probleme.bassin.seuil, float((before + _hausse(probleme, rows) @ first.jours).min()))
    second = _total(probleme, rows, before, worst, secondes)
    days = second.jours if second.jours is not None else first.jours
    days = days if probleme.possible(days) else np.zeros(len(probleme.paires))
    change = probleme.variation(days)
    closed = probleme.bassin.manque(nothing) - probleme.bassin.manque(change)
    after = float((before + _hausse(probleme, rows) @ days).min())
    gap = max(first.ecart, second.ecart)
    return PretsProposes(tuple(round(float(d)) for d in days), float(before.min()), after, closed, gap)


@dataclass(frozen=True, eq=False)
class _Essai:
    jours: Floats
    ecart: float


def _hausse(probleme: Probleme, rows: Sequence[int]) -> Floats:
    return np.asarray(probleme.bassin.parts[list(rows)] @ probleme.effets.T)


def _pire(probleme: Probleme, rows: Sequence[int], before: Floats, seconds: float) -> _Essai:
    """The days that raise the worst-off most, up to the repère: no further, since others need them."""
    n, rise = len(probleme.paires), _hausse(probleme, rows)
    worst = np.hstack([rise, -np.ones((len(rows), 1))])
    limits, bounds = probleme.limites
    constraints = [
        LinearConstraint(worst, lb=-before),
        LinearConstraint(np.hstack([limits, np.zeros((len(bounds), 1))]), lb=bounds),
    ]
    objective = np.concatenate([np.zeros(n), [-1.0]])
    upper = np.concatenate([_caps(probleme), [probleme.bassin.seuil]])
    lower = np.concatenate([np.zeros(n), [0.0]])
    done = milp(
        objective, integrality=np.concatenate([np.ones(n), [0.0]]), bounds=Bounds(lower, upper),
        constraints=constraints, options={"time_limit": seconds, "mip_rel_gap": 0},
    )  # fmt: skip
    return _lu(done, n)


def _total(probleme: Probleme, rows: Sequence[int], before: Floats, worst: float, seconds: float) -> _Essai:
    """Of the days that leave the worst-off no lower than `worst`, those that close most of the gap."""
    ground, effects, n = probleme.bassin, probleme.effets, len(probleme.paires)
    gap, caps = ground.seuil - ground.publie, _caps(probleme)
    least = caps @ effects.clip(max=0.0)
    moved = (ground.habitants > 0) & (effects != 0).any(axis=0) & (gap - least > 0)  # NaN compares to nothing
    m, widest = int(moved.sum()), (gap - least)[moved]
    left = np.hstack([effects.T[moved], np.diag(widest)])
    limits, bounds = probleme.limites
    constraints = [
        LinearConstraint(left, lb=gap[moved]),
        LinearConstraint(np.hstack([limits, np.zeros((len(bounds), m))]), lb=bounds),
        LinearConstraint(np.hstack([_hausse(probleme, rows), np.zeros((len(rows), m))]), lb=worst - before - 1e-9),
    ]
    road = np.array([ROUTE * (1.0 + pair.minutes / 60.0) for pair in probleme.paires])
    objective = np.concatenate([road, ground.habitants[moved] * widest])
    done = milp(
        objective, integrality=np.concatenate([np.ones(n), np.zeros(m)]),
        bounds=Bounds(np.zeros(n + m), np.concatenate([caps, np.ones(m)])), constraints=constraints,
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )  # fmt: skip
    return _lu(done, n)


def _caps(probleme: Probleme) -> Floats:
    return np.array([pair.jours_max for pair in probleme.paires], dtype=float)


def _lu(done: OptimizeResult, n: int) -> _Essai:
    """The whole days of an answer, nothing at all when there is none: to lend nothing is always possible."""
    if done.x is None:
        return _Essai(np.zeros(n), 1.0)
    gap = 0.0 if done.status == 0 else float(done.mip_gap if done.mip_gap is not None else 1.0)
    return _Essai(np.round(done.x[:n]), gap)


def perdants(probleme: Probleme, pretes: PretsProposes) -> Floats:
    """What each commune loses, 0 where it loses nothing."""
    change = probleme.variation(np.array(pretes.jours, dtype=float))
    return np.asarray(np.where(change < -TOLERANCE, -change, 0.0))
