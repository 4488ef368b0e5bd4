"""Who may lend what to whom: territories above the repère, territories under it, and what no loan may do.

A loan takes a day at one place and gives it at another: `Paire.effet` holds both ends, commune by commune. No limit is
about the central figure of one place alone: a lender stays above the repère, nobody more lives under it there or
anywhere else, and no territory under the repère falls. The mean of a lender stays above by itself, counting on no day
lent to it: a table may keep a part of the plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from components.core.acces.travel import Floats
from components.core.refus import EntreeInvalide

TOLERANCE = 1e-6  # consultations per year and resident: what a solver may leave


@dataclass(frozen=True, eq=False)
class Bassin:
    """Communes, each with its published access (NaN: unknown), residents, weight in the mean of its territory and the
    territory itself (its code); and the repère."""

    publie: Floats
    habitants: Floats
    poids: Floats
    territoires: npt.NDArray[np.object_]
    seuil: float

    @cached_property
    def codes(self) -> list[str]:
        """Every territory that has a mean, in the order of `moyennes`."""
        weighted = self._connus > 0
        return sorted({str(code) for code in self.territoires[weighted]})

    @cached_property
    def _connus(self) -> Floats:
        return np.asarray(np.where(np.isnan(self.publie), 0.0, self.poids))

    @cached_property
    def parts(self) -> Floats:
        """Territories × communes: the share of each commune in the mean of its territory."""
        rows = np.array([np.where(self.territoires == code, self._connus, 0.0) for code in self.codes])
        rows = rows.reshape(len(self.codes), len(self.publie))
        return np.asarray(rows / rows.sum(axis=1, keepdims=True))

    def moyennes(self, variation: Floats) -> Floats:
        """Mean access of each territory once communes have changed by so much."""
        return np.asarray(self.parts @ (np.nan_to_num(self.publie) + variation))

    def manque(self, variation: Floats) -> float:
        """People × consultations under the repère once communes have changed by so much."""
        short = np.nan_to_num(self.seuil - self.publie - variation).clip(min=0.0)
        return float(self.habitants @ np.where(np.isnan(self.publie), 0.0, short))

    def sous(self, variation: Floats) -> dict[str, float]:
        """People under the repère in each territory once communes have changed by so much."""
        after = self.publie + variation
        below = np.where(after < self.seuil - TOLERANCE, self.habitants, 0.0)
        return {code: float(below[self.territoires == code].sum()) for code in self.codes}


@dataclass(frozen=True)
class Preteur:
    """A territory above the repère: its code, and the whole days a month that it can lend."""

    code: str
    jours: int


@dataclass(frozen=True)
class Receveur:
    """A territory under the repère: its code, and the days a month that its rooms can hold (None: not declared)."""

    code: str
    jours: int | None = None


@dataclass(frozen=True, eq=False)
class Paire:
    """One day a month from a lender to a receiver (positions in their lists): minutes of road one way, what it changes
    in each commune (both ends), and the most days that one pair may move."""

    preteur: int
    receveur: int
    minutes: float
    effet: Floats
    jours_max: int


@dataclass(frozen=True, eq=False)
class Probleme:
    """What may be lent. Raises `EntreeInvalide` when an end is not on its side of the repère."""

    bassin: Bassin
    preteurs: Sequence[Preteur]
    receveurs: Sequence[Receveur]
    paires: Sequence[Paire]

    def __post_init__(self) -> None:
        means = dict(zip(self.bassin.codes, self.bassin.moyennes(np.zeros(len(self.bassin.publie))), strict=True))
        low = [one.code for one in self.preteurs if means.get(one.code, -np.inf) < self.bassin.seuil]
        high = [one.code for one in self.receveurs if means.get(one.code, np.inf) >= self.bassin.seuil]
        if low or high:
            raise EntreeInvalide(
                "Un territoire qui prête est au-dessus du repère, un territoire qui reçoit est dessous."
            )

    @cached_property
    def effets(self) -> Floats:
        """Pairs × communes."""
        return np.array([pair.effet for pair in self.paires]).reshape(len(self.paires), len(self.bassin.publie))

    @cached_property
    def hausses(self) -> Floats:
        """Territories × pairs: what a day of each pair changes in the mean of each, in the order of `bassin.codes`."""
        return np.asarray(self.bassin.parts @ self.effets.T)

    @cached_property
    def au_plus(self) -> Floats:
        """The most days of each pair alone."""
        return np.array([pair.jours_max for pair in self.paires], dtype=float)

    def variation(self, jours: Floats) -> Floats:
        """What so many days of each pair change in each commune."""
        return np.asarray(np.asarray(jours, dtype=float) @ self.effets)

    @cached_property
    def limites(self) -> tuple[Floats, Floats]:
        """Rows A and bounds b such that days are possible when A·days ≥ b."""
        parts = [self._capacites(), self._territoires(), self._communes()]
        return np.vstack([rows for rows, _ in parts]), np.concatenate([bounds for _, bounds in parts])

    def possible(self, jours: Floats) -> bool:
        """Whether these days respect every limit: days, rooms, lenders, communes."""
        rows, bounds = self.limites
        days = np.asarray(jours, dtype=float)
        return bool((days >= 0).all() and (days <= self.au_plus).all() and (rows @ days >= bounds - TOLERANCE).all())

    def _capacites(self) -> tuple[Floats, Floats]:
        lent = [[-float(pair.preteur == k) for pair in self.paires] for k in range(len(self.preteurs))]
        bounds = [-float(one.jours) for one in self.preteurs]
        for k, one in enumerate(self.receveurs):
            if one.jours is not None:
                lent.append([-float(pair.receveur == k) for pair in self.paires])
                bounds.append(-float(one.jours))
        return np.array(lent).reshape(len(bounds), len(self.paires)), np.array(bounds)

    def _territoires(self) -> tuple[Floats, Floats]:
        """A territory above the repère stays there, whatever loan to it is cancelled; one under it does not fall."""
        ground = self.bassin
        before = ground.moyennes(np.zeros(len(ground.publie)))
        above = before >= ground.seuil
        return np.where(above[:, None], self.hausses.clip(max=0.0), self.hausses), np.minimum(
            ground.seuil, before
        ) - before

    def _communes(self) -> tuple[Floats, Floats]:
        """A commune at or above the repère stays there: only those that every loan together could lower below it."""
        ground, caps = self.bassin, self.au_plus
        room = ground.publie - ground.seuil
        worst = caps @ self.effets.clip(max=0.0) if len(caps) else np.zeros(len(room))
        at_risk = (ground.habitants > 0) & (room >= 0) & (room + worst < 0)
        return self.effets.T[at_risk], -room[at_risk]
