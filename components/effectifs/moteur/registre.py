"""The register of a run: every yearly change of people and working time, added once at the end, in integers.

People and time travel in one number (people × 2^40 + millionths of a full time), exact in a float64 sum.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Entiers = npt.NDArray[np.int64]
UNE_TETE = 1 << 40
PLEIN = 1_000_000  # a full time, in millionths


@dataclass(eq=False)
class Registre:
    """Changes by group, year index (0…annees) and run."""

    groupes: int
    annees: int
    tirages: int
    places: list[Entiers] = field(default_factory=list)
    poids: list[Entiers] = field(default_factory=list)
    fixes: Entiers = field(init=False)
    denses: Entiers | None = None

    def __post_init__(self) -> None:
        self.fixes = np.zeros((self.groupes, self.annees + 1), dtype=np.int64)

    def fixer(self, groupe: Entiers, annee: Entiers, tetes: int, temps: Entiers) -> None:
        """A change that happens in every run."""
        within = annee <= self.annees
        np.add.at(self.fixes, (groupe[within], annee[within]), tetes * UNE_TETE + temps[within])

    def noter(self, groupe: Entiers, annee: Entiers, run: Entiers, tetes: int, temps: Entiers) -> None:
        """A change in one run; what happens after the horizon is not written."""
        within = np.flatnonzero(annee <= self.annees)
        place = (groupe[within] * (self.annees + 1) + annee[within]) * self.tirages + run[within]
        self.places.append(place)
        self.poids.append(tetes * UNE_TETE + temps[within])

    def ajouter(self, nombres: Entiers, temps: Entiers) -> None:
        """People who arrive, by group, year index from 1, and run; `temps`: what each brings, by group."""
        self.denses = nombres * (UNE_TETE + temps)[:, None, None]

    def clore(self) -> tuple[Entiers, Entiers]:
        """Stocks of people and of working time, shape (groups, years + 1, runs)."""
        shape = (self.groupes, self.annees + 1, self.tirages)
        total = np.zeros(shape, dtype=np.int64)
        if self.places:
            flat, weight = np.concatenate(self.places), np.concatenate(self.poids)
            total += np.bincount(flat, weights=weight, minlength=total.size).astype(np.int64).reshape(shape)
        if self.denses is not None:
            total[:, 1:] += self.denses
        total += self.fixes[:, :, None]
        np.cumsum(total, axis=1, out=total)
        heads = (total + UNE_TETE // 2) >> 40
        total -= heads << 40
        return heads, total
