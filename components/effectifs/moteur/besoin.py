"""Need: population and its ageing, from yearly growths or from a loaded projection by age."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from components.core.refus import EntreeInvalide

Reels = npt.NDArray[np.float64]


def tendance(annees: int, population: float, par_habitant: float) -> Reels:
    """Need relative to today, index 0…annees, from yearly growths of population and of need per person."""
    return np.asarray(((1 + population) * (1 + par_habitant)) ** np.arange(annees + 1), dtype=float)


def lire(courbe: Mapping[int, float], annees: Sequence[int]) -> Reels:
    """A need curve at each year: straight lines between known years, flat outside."""
    years = sorted(courbe)
    return np.asarray(np.interp(annees, years, [courbe[year] for year in years]), dtype=float)


def recours(classe: tuple[int, int | None], paliers: Sequence[tuple[int, float]], fin: int) -> float:
    """Mean use of care of an age class (first age, last age or None when open), from steps (from age, relative use).

    Ages of a class weigh the same; an open class stops at `fin`.
    """
    first, last = classe
    ages = range(first, max(fin if last is None else last, first) + 1)
    uses = [max((step for step in paliers if step[0] <= age), default=(0, 1.0))[1] for age in ages]
    return sum(uses) / len(uses)


def tranche(libelle: str) -> tuple[int, int | None]:
    """Bounds of an age class from its words: « 0-14 ans », « de 60 à 74 ans », « moins de 20 ans », « 75 ans et plus ».

    Raises `EntreeInvalide` when no age is named.
    """
    ages = [int(part) for part in re.findall(r"\d+", libelle)]
    if not ages:
        raise EntreeInvalide(f"« {libelle} » n'est pas une tranche d'âge.")
    if len(ages) > 1:
        return ages[0], ages[1]
    if "moins" in libelle.lower() or "avant" in libelle.lower():
        return 0, ages[0] - (0 if "et moins" in libelle.lower() else 1)
    return ages[0], None if "plus" in libelle.lower() else ages[0]


def courbe(
    populations: Mapping[int, Mapping[str, float]], paliers: Sequence[tuple[int, float]], fin: int
) -> tuple[tuple[int, float], ...]:
    """Need by year (people × relative use of care) from populations by year and age class."""
    return tuple(
        (year, sum(people * recours(tranche(words), paliers, fin) for words, people in classes.items()))
        for year, classes in sorted(populations.items())
    )
