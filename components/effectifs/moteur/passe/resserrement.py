"""Arrivals of each département relative to France, drawn towards 1 by how little its own past tells.

Empirical Bayes by the method of moments: with n people at first, s the national share still there at the end and a the
national arrivals per person, r = (end - s n) / (a n) is the raw ratio, v = (s (1 - s) + a) / (a² n) what chance alone
does to it, τ² the spread of ratios beyond chance (weighted by people, never under 0), and the estimate is
1 + τ² / (τ² + v) (r - 1). Source: R. J. Marshall, "Mapping disease and mortality rates using empirical Bayes
estimators", Applied Statistics 40 (1991), 283-294.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Reels = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rapports:
    """Arrivals per person relative to France (1: the national rhythm), by place: raw, drawn towards 1, and how far the
    latter may be off (standard deviation); `rythme`: national arrivals per person over the period."""

    bruts: Reels
    resserres: Reels
    ecarts: Reels
    rythme: float


def resserrer(avant: Reels, apres: Reels, reste: float) -> Rapports:
    """The ratios of places from their people before and after. `reste`: national share of those before who are still
    there after. Where nobody arrives in the country, every ratio is 1."""
    came = apres - avant * reste
    pace = float(came.sum() / avant.sum())
    if pace <= 0:
        return Rapports(np.ones_like(avant), np.ones_like(avant), np.zeros_like(avant), 0.0)
    raw = came / (avant * pace)
    chance = (reste * (1 - reste) + pace) / (pace**2 * avant)
    weights = avant / avant.sum()
    beyond = max(float(np.dot(weights, (raw - 1) ** 2 - chance)), 0.0)
    signal = beyond / (beyond + chance)
    return Rapports(raw, np.maximum(1 + signal * (raw - 1), 0.0), np.sqrt(signal * chance), pace)
