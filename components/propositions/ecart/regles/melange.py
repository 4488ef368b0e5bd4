"""What is asked of a mix: places or territories to bring to a level, means of known effect, cost and cap; and what a
mix of them is worth. Pure.

A mix is a whole number of units of each means in each place: an option is a means in a place, means by means in the
order of the places. Effects add up (ΔA = G·ΔS), so that what a mix leaves lacking is exact for the kernel.
"""

from dataclasses import dataclass
from hashlib import blake2b
from math import inf

import numpy as np
import numpy.typing as npt

from components.core.acces.travel import Floats
from components.core.refus import EntreeInvalide

Unites = npt.NDArray[np.int64]
ATTEINT = 1e-9  # below, a level is reached


@dataclass(frozen=True, eq=False)
class QuestionDeMelange:
    """`habitants` and `niveau` by target; `effet`, targets × options, of one unit; `cout`, euros a year of one unit,
    and `par_lieu`, most units there, by option; `plafond`, most units in all, by means; `budget`: most euros a year."""

    cibles: tuple[str, ...]
    habitants: Floats
    niveau: Floats
    repere: float
    moyens: tuple[str, ...]
    lieux: tuple[str, ...]
    effet: Floats
    cout: Floats
    par_lieu: Unites
    plafond: Unites
    budget: float = inf

    def __post_init__(self) -> None:
        options = len(self.moyens) * len(self.lieux)
        if self.effet.shape != (len(self.cibles), options) or {len(self.cout), len(self.par_lieu)} != {options}:
            raise EntreeInvalide("Effets, coûts et plafonds n'ont pas la même longueur.")
        if (self.effet < 0).any() or (self.cout < 0).any() or (self.plafond < 0).any() or (self.par_lieu < 0).any():
            raise EntreeInvalide("Un effet, un coût ou un plafond est négatif. Corrigez-le.")

    @property
    def manquant(self) -> Floats:
        """What each target lacks before any means."""
        return np.maximum(0.0, self.repere - self.niveau)

    @property
    def empreinte(self) -> str:
        """What the question is, in short."""
        plain = (self.cibles, self.moyens, self.lieux, self.repere, self.budget)
        whole = blake2b(repr(plain).encode(), digest_size=16)
        for values in (self.habitants, self.niveau, self.effet, self.cout, self.par_lieu, self.plafond):
            whole.update(np.ascontiguousarray(values).tobytes())
        return whole.hexdigest()

    def par_moyen(self, unites: Unites) -> Unites:
        """Units of each means, all places together."""
        return np.asarray(unites.reshape(len(self.moyens), len(self.lieux)).sum(axis=1))


def reste(question: QuestionDeMelange, unites: Unites) -> Floats:
    """What each target still lacks with a mix."""
    return np.maximum(0.0, question.manquant - question.effet @ unites)


def manque(question: QuestionDeMelange, unites: Unites) -> float:
    """Consultations a year that people of the targets still lack with a mix."""
    return float(question.habitants @ reste(question, unites))


def depense(question: QuestionDeMelange, unites: Unites) -> float:
    """Euros of a full year of a mix."""
    return float(question.cout @ unites)


def atteintes(question: QuestionDeMelange, unites: Unites) -> npt.NDArray[np.bool_]:
    """Which targets a mix brings to the level."""
    return np.asarray(reste(question, unites) <= ATTEINT)


def tenue(question: QuestionDeMelange, unites: Unites) -> bool:
    """Whether a mix breaks no limit: places, means, budget."""
    within = (unites >= 0).all() and (unites <= question.par_lieu).all()
    capped = (question.par_moyen(unites) <= question.plafond).all()
    return bool(within and capped and depense(question, unites) <= question.budget * (1 + 1e-9) + 1e-6)


def au_mieux(question: QuestionDeMelange) -> Floats:
    """The level of each target if every unit served it: caps alone say it, not money."""
    best = question.niveau.copy()
    size = len(question.lieux)
    for rank, cap in enumerate(question.plafond):
        part = slice(rank * size, (rank + 1) * size)
        order = np.argsort(-question.effet[:, part], axis=1, kind="stable")
        sizes = question.par_lieu[part][order]
        before = np.cumsum(sizes, axis=1) - sizes
        used = np.clip(int(cap) - before, 0, sizes)
        best += (np.take_along_axis(question.effet[:, part], order, axis=1) * used).sum(axis=1)
    return best


def hors_d_atteinte(question: QuestionDeMelange) -> npt.NDArray[np.bool_]:
    """Which targets no mix can bring to the level."""
    return np.asarray(question.repere - au_mieux(question) > ATTEINT)
