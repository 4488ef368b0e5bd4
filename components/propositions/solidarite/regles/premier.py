"""Loans at once: a day at a time for the worst-off, then for whoever closes most; always possible, not proven. Pure."""

import numpy as np

from components.core.acces.travel import Floats
from components.propositions.solidarite.regles.optimum import lignes
from components.propositions.solidarite.regles.pret import TOLERANCE, Probleme

RIEN = 1e-9  # consultations: below, a day changes nothing


def proposer(probleme: Probleme) -> Floats:
    """Whole days of each pair within every limit: as long as one can, a day more to the territory that has least; then,
    nobody falling under what the worst-off has, a day more where it closes most."""
    days = np.zeros(len(probleme.paires))
    rows = lignes(probleme)
    if not rows:
        return days
    days = _relever(probleme, days, rows)
    return _combler(probleme, days, rows)


def _relever(problem: Probleme, days: Floats, rows: list[int]) -> Floats:
    rise, top = problem.hausses[rows], problem.bassin.seuil
    before = problem.bassin.moyennes(np.zeros(len(problem.bassin.publie)))[rows]
    while True:
        means = before + rise @ days
        worst = int(np.argmin(means))
        after = means[:, None] + rise
        helps = _permises(problem, days) & (rise[worst] > RIEN) & (after.min(axis=0) >= means[worst] - RIEN)
        if means[worst] >= top or not helps.any():
            return days
        days = days.copy()
        days[int(np.argmax(np.where(helps, rise[worst], -np.inf)))] += 1


def _combler(problem: Probleme, days: Floats, rows: list[int]) -> Floats:
    ground, effects = problem.bassin, problem.effets
    people = np.where(np.isnan(ground.publie), 0.0, ground.habitants)
    gap = np.nan_to_num(ground.seuil - ground.publie)
    before = ground.moyennes(np.zeros(len(ground.publie)))[rows]
    rise = problem.hausses[rows]
    floor = min(ground.seuil, float((before + rise @ days).min()))
    while True:
        left = gap - days @ effects
        worth = np.maximum(0.0, left) @ people - np.maximum(0.0, left[None, :] - effects) @ people
        keeps = ((before + rise @ days)[:, None] + rise).min(axis=0) >= floor - RIEN
        worth = np.where(_permises(problem, days) & keeps, worth, 0.0)
        if not len(worth) or worth.max() <= RIEN * (1 + people.sum()):
            return days
        days = days.copy()
        days[int(np.argmax(worth))] += 1


def _permises(problem: Probleme, days: Floats) -> np.ndarray:
    """Which pairs may lend a day more."""
    lines, bounds = problem.limites
    slack = lines @ days - bounds
    within = (slack[:, None] + lines >= -TOLERANCE / 2).all(axis=0) if len(bounds) else np.ones(len(days), dtype=bool)
    return np.asarray(within & (days + 1 <= problem.au_plus))
