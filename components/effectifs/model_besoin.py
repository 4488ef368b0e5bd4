"""Need: population and its ageing, and the adults whose médecin traitant would stop, before anyone takes over."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from components.core.errors import EntreeInvalide

Reels = npt.NDArray[np.float64]


def tendance(annees: int, population: float, par_habitant: float) -> Reels:
    """Need relative to today, index 0…annees, from yearly growths of population and of need per person."""
    return np.asarray(((1 + population) * (1 + par_habitant)) ** np.arange(annees + 1), dtype=float)


def par_age(
    populations: Mapping[int, Mapping[str, float]], recours: Mapping[str, float], depart: int
) -> dict[int, float]:
    """Need relative to the base year when a projection by age is loaded.

    `populations`: year → age band → residents; `recours`: relative use of care of each band.
    Raises `EntreeInvalide` when the base year or a band is missing.
    """
    if depart not in populations:
        raise EntreeInvalide(f"La projection de population ne contient pas l'année de départ {depart}.")
    unknown = {band for bands in populations.values() for band in bands} - set(recours)
    if unknown:
        raise EntreeInvalide(f"Tranches d'âge sans recours connu : {', '.join(sorted(unknown))}.")
    total = {year: sum(n * recours[band] for band, n in bands.items()) for year, bands in populations.items()}
    return {year: value / total[depart] for year, value in total.items()}


def lire(courbe: Mapping[int, float], annees: Sequence[int]) -> Reels:
    """A need curve at each year: straight lines between known years, flat outside."""
    years = sorted(courbe)
    return np.asarray(np.interp(annees, years, [courbe[year] for year in years]), dtype=float)


def adultes_concernes(departs: Reels, liste: float) -> Reels:
    """« Adultes dont le médecin traitant cesserait, avant reprise »: expected departures × list of a doctor.

    A flow since today, never a stock of patients without a doctor.
    """
    return np.asarray(departs * liste, dtype=float)
