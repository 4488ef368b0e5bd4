"""Exact distributions of whole people: who is still there in year t, and how many of a small team.

Survival laws are per person and per year from today (index 0 = now). A team of independent people has a
Poisson-binomial count, computed by exact convolution; people yet to come add a Poisson count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Reels = npt.NDArray[np.float64]
QUEUE = 1e-12  # probability left out of a Poisson tail
JEUNE = 30  # years before an age from which a career is followed to know who of that age already retired once


@dataclass(frozen=True)
class Lois:
    """Laws of exit of a profession: `age_retraite` and `etalement` of a logistic end of career (years), share of
    people who go on in cumul, its mean `duree_cumul` (years), and yearly probability of any other exit.

    `reports`: what levers do, oldest first: from which year index, and by how many more years retirement is put off."""

    age_retraite: float
    etalement: float
    part_cumul: float
    duree_cumul: float
    sorties: float
    reports: tuple[tuple[int, float], ...] = ()


def retraite(ages: Sequence[tuple[float, float]], lois: Lois, annees: int) -> Reels:
    """P(retired within k years), k = 1…annees, for ages given as (age, weight), active today."""
    years = np.arange(1, annees + 1, dtype=float)
    parts = [weight * (1.0 - _encore(age, years, lois)) for age, weight in ages]
    return np.asarray(np.sum(parts, axis=0) / sum(weight for _, weight in ages), dtype=float)


def autres_sorties(lois: Lois, annees: int) -> Reels:
    """P(gone for another reason within k years), k = 1…annees."""
    return np.asarray(1.0 - (1.0 - lois.sorties) ** np.arange(1, annees + 1), dtype=float)


def deja_en_cumul(age: float, lois: Lois) -> float:
    """P(already retired and working on), for someone at work at this age of whom nothing else is known."""
    years = np.arange(JEUNE + 1)
    active = _active(np.asarray(age - JEUNE + years, dtype=float), lois)
    leave = 1.0 - 1.0 / lois.duree_cumul
    going_on = lois.part_cumul * float(np.dot(-np.diff(active), leave ** (JEUNE - years[1:])))
    return going_on / (going_on + float(active[-1]))


@lru_cache(maxsize=256)  # a team is hundreds of people of the same few pyramids
def demeler(ages: tuple[tuple[float, float], ...], lois: Lois) -> tuple[tuple[tuple[float, float], ...], float]:
    """People at work known by their ages only, as those who have not retired yet (ages with weights) and the share of
    all who are in cumul already."""
    apart = [(age, weight, deja_en_cumul(age, lois)) for age, weight in ages]
    whole = sum(weight for _, weight, _ in apart)
    return tuple((age, weight * (1.0 - q)) for age, weight, q in apart), sum(w * q for _, w, q in apart) / whole


def survie_melee(ages: Sequence[tuple[float, float]], lois: Lois, annees: int) -> Reels:
    """P(still there at year k), k = 0…annees, of people at work known by their ages only: in cumul already, or not."""
    actifs, deja = demeler(tuple(ages), lois)
    begun = survie(actifs, lois, annees, en_cumul=True)
    return np.asarray(deja * begun + (1.0 - deja) * survie(actifs, lois, annees), dtype=float)


def survie(ages: Sequence[tuple[float, float]], lois: Lois, annees: int, en_cumul: bool = False) -> Reels:
    """P(still there at year k), k = 0…annees: not retired, or in cumul, and no other exit.

    `en_cumul`: already retired and still working today; else nobody is, yet.
    """
    years = np.arange(annees + 1)
    retired = np.concatenate([[0.0], retraite(ages, lois, annees)])
    leave = 1.0 - 1.0 / lois.duree_cumul
    if en_cumul:
        working = np.asarray(leave**years, dtype=float)
    else:
        at_year = np.diff(retired, prepend=0.0)
        going_on = [lois.part_cumul * np.dot(at_year[: k + 1], leave ** (k - years[: k + 1])) for k in years]
        working = 1.0 - retired + np.asarray(going_on)
    return np.asarray(working * (1.0 - lois.sorties) ** years, dtype=float)


def poisson_binomiale(probabilites: Sequence[float]) -> Reels:
    """Exact law of the number of successes of independent people: P(0), P(1), …, P(n)."""
    law = np.ones(1)
    for p in probabilites:
        law = np.append(law, 0.0) * (1.0 - p) + np.append(0.0, law) * p
    return law


def poisson(moyenne: float) -> Reels:
    """Law of a Poisson count, cut where less than `QUEUE` is left, and summing to one."""
    if moyenne <= 0:
        return np.ones(1)
    logs, k = [-moyenne], 0
    while k < moyenne or logs[-1] > np.log(QUEUE):
        k += 1
        logs.append(logs[-1] + np.log(moyenne / k))
    law = np.exp(np.array(logs))
    return np.asarray(law / law.sum(), dtype=float)


def somme(*lois: Reels) -> Reels:
    """Law of the sum of independent counts."""
    total = np.ones(1)
    for law in lois:
        total = np.convolve(total, law)
    return total


def au_moins(loi: Reels, cible: int) -> float:
    """P(count >= cible)."""
    return 1.0 if cible <= 0 else float(loi[cible:].sum())


def quantile(loi: Reels, part: float) -> int:
    """Smallest count reached with probability `part`."""
    return min(int(np.searchsorted(np.cumsum(loi), part - 1e-12)), len(loi) - 1)


def moyenne(loi: Reels) -> float:
    """Expected count."""
    return float(np.dot(np.arange(len(loi)), loi))


def _encore(age: float, years: Reels, lois: Lois) -> Reels:
    """P(not retired after `years`): each law holds until a lever puts retirement off further."""
    starts = [start for start, _ in lois.reports]
    first = np.minimum(years, starts[0]) if starts else years
    active = np.asarray(_active(age + first, lois) / _active(age, lois))
    off = 0.0
    for rank, (start, more) in enumerate(lois.reports):
        off += more
        reached = np.maximum(years, start)
        if rank + 1 < len(starts):
            reached = np.minimum(reached, starts[rank + 1])
        active = active * (_active(age + (reached - off), lois) / _active(age + start - off, lois))
    return active


def _active(age: float | Reels, lois: Lois) -> Reels:
    return np.asarray(1.0 / (1.0 + np.exp((age - lois.age_retraite) / lois.etalement)), dtype=float)
