"""How access is shared among people: the worst-off, the ratio between extremes, the Lorenz curve. Pure.

Each function takes people and their level of access, in the same order; who has no known level is left out by the
caller, who says it.
"""

from dataclasses import dataclass

import numpy as np

from components.core.acces.travel import Floats
from components.core.refus import EntreeInvalide


@dataclass(frozen=True)
class MesuresDEquite:
    """`bas` and `haut`: mean access of the worst-off and the best-off share of people; `gini`: 0 when all have the
    same, towards 1 when a few have all."""

    part: float
    moyenne: float
    bas: float
    haut: float
    gini: float

    @property
    def rapport(self) -> float | None:
        """How many times what the worst-off have the best-off have; None when the worst-off have nothing."""
        return self.haut / self.bas if self.bas > 0 else None


def mesurer(habitants: Floats, niveaux: Floats, part: float) -> MesuresDEquite:
    """The measures of one sharing. Raises `EntreeInvalide` without people, or for a share outside ]0, 1[."""
    _verifier(habitants, niveaux, part)
    mean = float(habitants @ niveaux) / float(habitants.sum())
    best = -moyenne_du_bas(habitants, -niveaux, part)
    return MesuresDEquite(part, mean, moyenne_du_bas(habitants, niveaux, part), best, _gini(habitants, niveaux))


def moyenne_du_bas(habitants: Floats, niveaux: Floats, part: float) -> float:
    """Mean level of the share of people who have least: the commune at the edge counts for the people still needed."""
    order = np.argsort(niveaux, kind="stable")
    people, wanted = habitants[order], part * float(habitants.sum())
    counted = np.clip(wanted - (np.cumsum(people) - people), 0.0, people)
    return float(counted @ niveaux[order]) / wanted


def seuil_du_bas(habitants: Floats, niveaux: Floats, part: float) -> float:
    """The level under or at which the worst-off share of people lives."""
    order = np.argsort(niveaux, kind="stable")
    reached = np.cumsum(habitants[order]) >= part * float(habitants.sum()) * (1 - 1e-12)
    return float(niveaux[order][int(np.argmax(reached))])


def lorenz(habitants: Floats, niveaux: Floats) -> tuple[Floats, Floats]:
    """The curve: cumulated share of people, from the least served, and of all the access they have; from (0, 0) to
    (1, 1)."""
    order = np.argsort(niveaux, kind="stable")
    people, acts = habitants[order], (habitants * niveaux)[order]
    total = float(acts.sum())
    x = np.concatenate([[0.0], np.cumsum(people) / people.sum()])
    y = np.concatenate([[0.0], np.cumsum(acts) / total]) if total > 0 else x.copy()
    return x, y


def _gini(people: Floats, levels: Floats) -> float:
    x, y = lorenz(people, levels)
    return float(1 - np.sum(np.diff(x) * (y[1:] + y[:-1])))


def _verifier(people: Floats, levels: Floats, part: float) -> None:
    if not 0 < part < 1:
        raise EntreeInvalide("La part des habitants les moins bien desservis est entre 0 et 100 % (exclus).")
    if not len(people) or people.sum() <= 0 or not np.isfinite(levels).all():
        raise EntreeInvalide("Il faut des habitants, et un accès connu pour chaque commune.")
