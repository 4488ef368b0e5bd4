"""Back-test of the laws of exit: fitted to one past year, predicting a later one, beside two naive baselines.

Per département and profession, on the past headcounts at hand; figures are given as found, none is a pass mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from components.core.refus import EntreeInvalide
from components.effectifs.moteur.departs import Lois, survie

Reels = npt.NDArray[np.float64]
Ages = Sequence[tuple[float, float]]
Z80 = 1.2815515655446004  # normal quantile of an 80 % band
MODELE, LOCAL, IDEM, DROITE = (
    "modèle, arrivées nationales", "modèle, arrivées locales", "rien ne change", "ligne droite",
)  # fmt: skip


@dataclass(frozen=True)
class Prevision:
    """One way to predict: mean absolute percentage error over départements, error on their total, and share of them
    inside the 80 % band (None: it has none); shares of one."""

    nom: str
    erreur: float
    total: float
    couverture: float | None


@dataclass(frozen=True)
class Retro:
    """A back-test: who, how many départements, first year, year fitted to, year predicted, and each prediction."""

    profession: str
    departements: int
    debut: int
    ajuste: int
    prevu: int
    previsions: tuple[Prevision, ...]

    def de(self, nom: str) -> Prevision:
        """A prediction by its name."""
        return next(found for found in self.previsions if found.nom == nom)


def annees(connues: Sequence[int]) -> tuple[int, int, int]:
    """First year, year to fit to (the middle) and year to predict. Raises `EntreeInvalide` under four years of past."""
    first, last = min(connues, default=0), max(connues, default=0)
    middle = (first + last) // 2
    if last - first < 4 or middle not in connues:
        raise EntreeInvalide("Il faut au moins quatre ans de passé, année du milieu comprise.")
    return first, middle, last


def eprouver(
    profession: str, effectifs: Mapping[int, Mapping[str, float]], pyramides: Mapping[int, Ages], lois: Lois,
    age_entree: float,
) -> Retro:  # fmt: skip
    """Fit the arrivals to the first half of the past, predict the end, compare. `effectifs`: year → département →
    people; `pyramides`: year → ages with weights, of the whole country. Raises `EntreeInvalide` without enough past."""
    first, middle, last = annees(sorted(effectifs))
    places = sorted(set.intersection(*(set(counts) for counts in effectifs.values())))
    counts = {year: np.array([found[code] for code in places]) for year, found in effectifs.items()}
    if not places or {first, middle} - set(pyramides):
        raise EntreeInvalide("Il faut des effectifs par département et les âges nationaux des mêmes années.")
    kept, before = (
        float(survie(pyramides[y], lois, n)[-1]) for y, n in ((middle, last - middle), (first, middle - first))
    )
    stay = survie([(age_entree, 1.0)], lois, last - middle)
    young = float(stay[: last - middle].mean())
    # Arrivals of the first half, still there at its end, come again at the same yearly pace over the second.
    pace = (last - middle) / (middle - first)
    national = counts[middle] * max(
        float((counts[middle].sum() - counts[first].sum() * before) / counts[first].sum()), 0.0
    )
    local = np.maximum(counts[middle] - counts[first] * before, 0.0)
    found = [_modele(nom, counts, (middle, last), kept, coming * pace, young) for nom, coming in
             ((MODELE, national), (LOCAL, local))]  # fmt: skip
    found += [
        _mesurer(IDEM, counts[middle], counts[last], None),
        _mesurer(DROITE, _droite(counts, middle, last), counts[last], None),
    ]
    return Retro(profession, len(places), first, middle, last, tuple(found))


def _modele(
    nom: str, counts: Mapping[int, Reels], when: tuple[int, int], kept: float, coming: Reels, young: float
) -> Prevision:
    stayers = counts[when[0]] * kept
    spread = np.sqrt(stayers * (1 - kept) + coming / young)
    return _mesurer(nom, stayers + coming, counts[when[1]], Z80 * spread)


def _droite(counts: Mapping[int, Reels], middle: int, last: int) -> Reels:
    years = [year for year in sorted(counts) if year <= middle]
    slopes, levels = np.polyfit(years, np.array([counts[year] for year in years]), 1)
    return np.asarray(slopes * last + levels, dtype=float)


def _mesurer(nom: str, prevu: Reels, reel: Reels, demi_bande: Reels | None) -> Prevision:
    error = float((np.abs(prevu - reel) / reel).mean())
    inside = None if demi_bande is None else float((np.abs(prevu - reel) <= demi_bande).mean())
    return Prevision(nom, error, float(prevu.sum() / reel.sum() - 1), inside)
