"""Back-test of the laws of exit: fitted to one past year, predicting a later one, beside two naive baselines.

Per département and profession, on the past headcounts at hand; figures are given as found, none is a pass mark. The
band adds to chance the level error: what predictions made inside the fitting window missed beyond chance, per year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from components.core.refus import EntreeInvalide
from components.effectifs.moteur.departs import Lois, survie, survie_melee
from components.effectifs.moteur.passe.resserrement import resserrer

Reels = npt.NDArray[np.float64]
Ages = Sequence[tuple[float, float]]
Z80 = 1.2815515655446004  # normal quantile of an 80 % band
AVANCE = 2  # years ahead of the predictions that the level error is read from
VIEUX = 65
MODELE, LOCAL, IDEM, DROITE = (
    "modèle, arrivées nationales", "modèle, arrivées du département", "rien ne change", "ligne droite",
)  # fmt: skip


@dataclass(frozen=True)
class Prevision:
    """One way to predict: mean absolute percentage error over départements, error on their total, and share of them
    inside the 80 % band, of chance and level error (`couverture`), of chance alone (`hasard`); None: it has no band.
    Shares of one."""

    nom: str
    erreur: float
    total: float
    couverture: float | None
    hasard: float | None = None


@dataclass(frozen=True)
class Retro:
    """A back-test: who, how many départements, first year, year fitted to, year predicted, and each prediction.

    `reste`: national share of the people of the first year still there in the last, by the laws; `niveau`: level error
    a year of the model kept (None: too little past to read it); `vieux`: error on those of 65 and over of the last
    year, by the laws (None: ages not known)."""

    profession: str
    departements: int
    debut: int
    ajuste: int
    prevu: int
    reste: float
    niveau: float | None
    vieux: float | None
    previsions: tuple[Prevision, ...]

    def de(self, nom: str) -> Prevision:
        """A prediction by its name."""
        return next(prevision for prevision in self.previsions if prevision.nom == nom)

    @property
    def retenue(self) -> Prevision:
        """The model that projections use: arrivals of each département only where they predict better."""
        return min(self.de(MODELE), self.de(LOCAL), key=lambda guess: guess.erreur)


@dataclass(frozen=True)
class Passe:
    """A known past: people by year and place (same places), ages of the country by year, laws, age at entry."""

    comptes: Mapping[int, Reels]
    pyramides: Mapping[int, Ages]
    lois: Lois
    age_entree: float

    def reste(self, debut: int, fin: int) -> float:
        """National share of the people of a year still there in another."""
        return float(survie_melee(self.pyramides[debut], self.lois, fin - debut)[-1])

    def prevoir(self, debut: int, milieu: int, fin: int, local: bool) -> tuple[Reels, Reels]:
        """People expected in `fin`, and the variance of chance, from what happened from `debut` to `milieu`: arrivals
        of that time, still there at its end, come again at the same yearly pace."""
        here, ahead = self.comptes[milieu], fin - milieu
        seen = resserrer(self.comptes[debut], here, self.reste(debut, milieu))
        coming = here * seen.rythme * (seen.resserres if local else 1.0) * (ahead / (milieu - debut))
        stay = self.reste(milieu, fin)
        young = float(survie([(self.age_entree, 1.0)], self.lois, ahead)[:ahead].mean())
        return here * stay + coming, here * stay * (1 - stay) + coming / young

    def niveau(self, debut: int, milieu: int, local: bool) -> float | None:
        """Level error a year: root mean square of the relative errors of every prediction `AVANCE` years ahead that
        the window holds, less what chance explains."""
        errors = []
        for last in range(debut, milieu + 1):
            for first in range(debut, last - AVANCE):
                if {first, last - AVANCE, last} <= set(self.comptes) and {first, last - AVANCE} <= set(self.pyramides):
                    guess, chance = self.prevoir(first, last - AVANCE, last, local)
                    real = self.comptes[last]
                    errors.append(float((((guess - real) ** 2 - chance) / real**2).mean()))
        return max(sum(errors) / len(errors), 0.0) ** 0.5 / AVANCE if errors else None


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
    counts = {year: np.array([people[code] for code in places]) for year, people in effectifs.items()}
    if not places or {first, middle} - set(pyramides):
        raise EntreeInvalide("Il faut des effectifs par département et les âges nationaux des mêmes années.")
    past = Passe(counts, pyramides, lois, age_entree)
    levels = {name: past.niveau(first, middle, name == LOCAL) for name in (MODELE, LOCAL)}
    previsions = [_modele(past, name, (first, middle, last), levels[name]) for name in (MODELE, LOCAL)]
    previsions += [
        _mesurer(IDEM, counts[middle], counts[last]),
        _mesurer(DROITE, _droite(counts, middle, last), counts[last]),
    ]
    whole = Retro(profession, len(places), first, middle, last, past.reste(first, last), None,
                  _vieux(pyramides, first, last, lois), tuple(previsions))  # fmt: skip
    return replace(whole, niveau=levels[whole.retenue.nom])


def _modele(past: Passe, nom: str, when: tuple[int, int, int], niveau: float | None) -> Prevision:
    _, middle, last = when
    guess, chance = past.prevoir(*when, nom == LOCAL)
    level = guess * (niveau or 0.0) * (last - middle)
    return _mesurer(nom, guess, past.comptes[last], Z80 * np.sqrt(chance + level**2), Z80 * np.sqrt(chance))


def _vieux(pyramides: Mapping[int, Ages], first: int, last: int, lois: Lois) -> float | None:
    """Error of the laws on those of 65 and over of the last year, who were all at work in the first one."""
    real = sum(people for age, people in pyramides.get(last, ()) if age >= VIEUX)
    if not real:
        return None
    span = last - first
    old = [(age, people) for age, people in pyramides[first] if age + span >= VIEUX]
    return float(sum(n * survie_melee([(age, 1.0)], lois, span)[-1] for age, n in old)) / real - 1


def _droite(counts: Mapping[int, Reels], middle: int, last: int) -> Reels:
    years = [year for year in sorted(counts) if year <= middle]
    slopes, levels = np.polyfit(years, np.array([counts[year] for year in years]), 1)
    return np.asarray(slopes * last + levels, dtype=float)


def _mesurer(nom: str, prevu: Reels, reel: Reels, *demi_bandes: Reels) -> Prevision:
    error = float((np.abs(prevu - reel) / reel).mean())
    inside = [float((np.abs(prevu - reel) <= half).mean()) for half in demi_bandes]
    whole, alone = inside or (None, None)
    return Prevision(nom, error, float(prevu.sum() / reel.sum() - 1), whole, alone)
