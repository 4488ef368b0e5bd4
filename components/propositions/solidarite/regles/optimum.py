"""The best loans: the territory that is worst off rises most, then most of the gap closes, then nobody drives for less.

Whole days a month. HiGHS proves each of the two steps, from an answer in hand (`premier.py`); what is not proven in the
time given says how far it may be.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_array

from components.core.acces.travel import Floats
from components.propositions.preuves import solveur
from components.propositions.preuves.solveur import SANS_BORNE, Programme
from components.propositions.solidarite.regles.pret import TOLERANCE, Probleme

ROUTE = 1e-3  # consultations a year that an hour of road, or a day, is worth when all the rest is equal
SERRE = 1e-9  # consultations a year and resident: what the second step may lose of the first


@dataclass(frozen=True)
class PretsProposes:
    """Days a month of each pair; the mean access of the worst-off territory that a loan can raise, before and after;
    people × consultations closed; the share of either gain that a better answer could still add (0: proven); the
    seconds it took."""

    jours: tuple[int, ...]
    pire_avant: float | None
    pire_apres: float | None
    comble: float
    ecart: float
    secondes: float = 0.0

    @property
    def prouve(self) -> bool:
        """Whether no better answer exists."""
        return self.ecart <= 1e-6


@dataclass(frozen=True, eq=False)
class _Etape:
    """What a step reached: days, what no days exceed of what it looks for, seconds, whether it is proven."""

    jours: Floats
    borne: float
    secondes: float
    prouvee: bool


def atteignables(probleme: Probleme) -> list[int]:
    """Receivers that at least one pair raises: positions."""
    reached = []
    for k, one in enumerate(probleme.receveurs):
        row = probleme.hausses[probleme.bassin.codes.index(one.code)]
        if any(pair.receveur == k and row[j] > 0 and pair.jours_max > 0 for j, pair in enumerate(probleme.paires)):
            reached.append(k)
    return reached


def lignes(probleme: Probleme) -> list[int]:
    """The territories that a loan can raise: ranks among `bassin.codes`."""
    return [probleme.bassin.codes.index(probleme.receveurs[k].code) for k in atteignables(probleme)]


def pire(probleme: Probleme, jours: Floats) -> float:
    """The mean access of the worst-off territory that a loan can raise, whatever it is above the repère."""
    rows = lignes(probleme)
    before = probleme.bassin.moyennes(np.zeros(len(probleme.bassin.publie)))[rows]
    return float((before + probleme.hausses[rows] @ jours).min())


def comble(probleme: Probleme, jours: Floats) -> float:
    """People × consultations under the repère that these days close."""
    nothing = np.zeros(len(probleme.bassin.publie))
    return probleme.bassin.manque(nothing) - probleme.bassin.manque(probleme.variation(jours))


def resoudre(
    probleme: Probleme, depart: Floats, secondes: float, dire: Callable[[PretsProposes], None] = lambda told: None
) -> PretsProposes:
    """The best loans within so many seconds, from days in hand; `dire` is told of each progress."""
    if not lignes(probleme):
        return PretsProposes((0,) * len(probleme.paires), None, None, 0.0, 0.0)
    first = _pire(probleme, depart, secondes / 2, lambda step: dire(_dite(probleme, step, None)))
    second = _total(probleme, first.jours, secondes - first.secondes, lambda step: dire(_dite(probleme, first, step)))
    return _dite(probleme, first, second)


def mesurer(probleme: Probleme, jours: Floats) -> PretsProposes:
    """What given days are worth; how far they are from the best is not known."""
    whole = tuple(round(float(d)) for d in jours)
    return PretsProposes(whole, pire(probleme, 0 * jours), pire(probleme, jours), comble(probleme, jours), 1.0)


def _dite(probleme: Probleme, first: _Etape, second: _Etape | None) -> PretsProposes:
    """An answer with how far it may be from the best: of the rise of the worst-off, then of what is closed."""
    days = first.jours if second is None else second.jours
    before, after, closed = pire(probleme, 0 * days), pire(probleme, days), comble(probleme, days)
    gap = 0.0 if first.prouvee else _ecart(after - before, first.borne - before)
    if second is None or not second.prouvee:
        gap = max(gap, 1.0 if second is None else _ecart(closed, second.borne))
    time = first.secondes + (second.secondes if second else 0.0)
    return PretsProposes(tuple(round(float(d)) for d in days), before, after, closed, gap, time)


def _ecart(reached: float, bound: float) -> float:
    """The share of what no answer exceeds that is not reached; all of it when no bound is there yet."""
    if not np.isfinite(bound):
        return 1.0
    return max(0.0, bound - reached) / bound if bound > 0 else 0.0


def _pire(probleme: Probleme, depart: Floats, seconds: float, dire: Callable[[_Etape], None]) -> _Etape:
    """The days that raise the worst-off most, up to the repère: no further, since others need them."""
    rows, top, n = lignes(probleme), probleme.bassin.seuil, len(probleme.paires)
    before = probleme.bassin.moyennes(np.zeros(len(probleme.bassin.publie)))[rows]
    start = min(top, pire(probleme, depart))
    if start >= top:
        return _Etape(depart, top, 0.0, True)
    limits, bounds = probleme.limites
    rise = np.hstack([probleme.hausses[rows], -np.ones((len(rows), 1))])
    program = Programme(
        np.concatenate([np.zeros(n), [-1.0]]), np.zeros(n + 1), np.concatenate([probleme.au_plus, [top]]),
        csr_array(np.vstack([rise, _elargies(limits, 1)])), np.concatenate([-before, bounds]),
        np.full(len(rows) + len(bounds), SANS_BORNE), n,
    )  # fmt: skip
    solver = solveur.charger(program, seconds, np.append(depart, start))
    days, bound, time, proven = _courir(
        probleme, solver, depart, lambda bound, time: dire(_Etape(depart, min(top, -bound), time, False))
    )
    better = pire(probleme, days) > start
    return _Etape(days if better else depart, min(top, -bound), time, proven)


def _total(probleme: Probleme, depart: Floats, seconds: float, dire: Callable[[_Etape], None]) -> _Etape:
    """Of the days that leave the worst-off no lower than those in hand do, those that close most of the gap."""
    worst = min(probleme.bassin.seuil, pire(probleme, depart))
    ground, effects, caps, n = probleme.bassin, probleme.effets, probleme.au_plus, len(probleme.paires)
    gap, least = ground.seuil - ground.publie, caps @ effects.clip(max=0.0)
    moved = (ground.habitants > 0) & (effects != 0).any(axis=0) & (gap - least > 0)  # NaN compares to nothing
    m, widest = int(moved.sum()), (gap - least)[moved]
    rows = lignes(probleme)
    before = ground.moyennes(np.zeros(len(ground.publie)))[rows]
    limits, bounds = probleme.limites
    lines = [np.hstack([effects.T[moved], np.diag(widest)]), _elargies(limits, m),
             _elargies(probleme.hausses[rows], m)]  # fmt: skip
    floor = np.concatenate([gap[moved], bounds, worst - before - SERRE])
    people = ground.habitants[moved] * widest
    program = Programme(
        np.concatenate([_route(probleme), people]), np.zeros(n + m), np.concatenate([caps, np.ones(m)]),
        csr_array(np.vstack(lines)), floor, np.full(len(floor), SANS_BORNE), n,
    )  # fmt: skip
    short = np.maximum(0.0, gap[moved] - (depart @ effects)[moved]) / widest
    lacking, cost = float(ground.habitants[moved] @ np.maximum(0.0, gap[moved])), _route(probleme)
    solver = solveur.charger(program, seconds, np.concatenate([depart, short]))
    days, bound, time, proven = _courir(
        probleme, solver, depart, lambda bound, time: dire(_Etape(depart, lacking - bound, time, False))
    )
    better = comble(probleme, days) - cost @ days >= comble(probleme, depart) - cost @ depart
    holds = min(ground.seuil, pire(probleme, days)) >= worst - TOLERANCE
    return _Etape(days if better and holds else depart, lacking - bound, time, proven)


def _courir(
    probleme: Probleme, solver: highspy.Highs, depart: Floats, dire: Callable[[float, float], None]
) -> tuple[Floats, float, float, bool]:
    """Run a step: whole days (those in hand when none better holds), the bound of the objective, seconds, whether it is
    proven."""

    def logged(event: highspy.highs.HighsCallbackEvent) -> None:
        if np.isfinite(event.data_out.mip_dual_bound):
            dire(float(event.data_out.mip_dual_bound), float(event.data_out.running_time))

    solver.cbMipLogging.subscribe(logged)
    solver.run()
    values = solveur.solution(solver)
    days = depart if values is None else np.round(values[: len(depart)])
    holds = probleme.possible(days)
    bound, time = float(solver.getInfo().mip_dual_bound), float(solver.getRunTime())
    return days if holds else depart, bound, time, holds and solveur.prouvee(solver)


def _elargies(lines: Floats, columns: int) -> Floats:
    return np.hstack([lines, np.zeros((len(lines), columns))])


def _route(probleme: Probleme) -> Floats:
    return np.array([ROUTE * (1.0 + pair.minutes / 60.0) for pair in probleme.paires])


def perdants(probleme: Probleme, pretes: PretsProposes) -> Floats:
    """What each commune loses, 0 where it loses nothing."""
    change = probleme.variation(np.array(pretes.jours, dtype=float))
    return np.asarray(np.where(change < -TOLERANCE, -change, 0.0))


def preferee(probleme: Probleme, une: PretsProposes, autre: PretsProposes) -> PretsProposes:
    """The better of two answers: the worst-off first, up to the repère, then what is closed; the first when equal."""

    def rank(told: PretsProposes) -> Sequence[float]:
        worst = probleme.bassin.seuil if told.pire_apres is None else min(probleme.bassin.seuil, told.pire_apres)
        return round(worst, 6), round(told.comble, 3), -told.ecart

    return autre if tuple(rank(autre)) > tuple(rank(une)) else une
