"""The national cohort of liberal GPs, with the same laws as the territories, held against published anchors.

It validates the laws of exit and the path of entries together, at the national level only: entries are fitted to
the level of the anchors, so the level proves little; the trough year and the answer to more entries prove more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from components.effectifs.moteur.departs import Lois, Reels, deja_en_cumul, survie, survie_melee

PREMIER, DERNIER = 25, 95
BANDES = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Cohorte:
    """Headcount by calendar year, and what it says: density per 100,000, trough, growth 2030-2050."""

    effectif: Mapping[int, float]
    habitants: Mapping[int, float]

    def densite(self, annee: int) -> float:
        """Doctors per 100,000 residents."""
        return self.effectif[annee] / self.habitants[annee] * 100_000

    @property
    def creux(self) -> int:
        """Year of the lowest headcount."""
        return min(self.effectif, key=lambda year: self.effectif[year])

    def croissance(self, de: int, a: int) -> float:
        """Mean yearly growth between two years."""
        return float((self.effectif[a] / self.effectif[de]) ** (1 / (a - de)) - 1)


@dataclass(frozen=True)
class Ancre:
    """One published anchor and what the cohort gives; `tenue` when it lies within the bounds."""

    nom: str
    publie: str
    obtenu: float
    bas: float
    haut: float
    unite: str
    ajustee: bool

    @property
    def tenue(self) -> bool:
        return self.bas <= self.obtenu <= self.haut


def ages(gabarit: BANDES) -> list[tuple[float, float]]:
    """A template of rows (first age, last age, share) as single ages with weights."""
    weighted: list[tuple[float, float]] = []
    for first, last, share in gabarit:
        span = range(int(first), int(last) + 1)
        weighted += [(float(age), share / len(span)) for age in span]
    return weighted


def vieillir(gabarit: BANDES, part: float, seuil: float = 60) -> BANDES:
    """The same template with a share `part` of people of `seuil` and over, each side in its own proportions; as it is
    when it has as many already, or nobody on a side."""
    single = ages(gabarit)
    whole, old = sum(weight for _, weight in single), sum(weight for age, weight in single if age >= seuil)
    if not 0 < old < part * whole:
        return gabarit
    return tuple(
        (age, age, weight * (part / old if age >= seuil else (1 - part) / (whole - old))) for age, weight in single
    )


def part_des(gabarit: BANDES, seuil: float = 60) -> float:
    """Share of a template that is `seuil` and over."""
    single = ages(gabarit)
    return sum(weight for age, weight in single if age >= seuil) / sum(weight for _, weight in single)


def lire(courbe: BANDES, annees: Sequence[int]) -> dict[int, float]:
    """A curve of rows (year, value) read at each year: straight lines between, flat outside."""
    points = np.array(courbe)
    return {year: float(np.interp(year, points[:, 0], points[:, 1])) for year in annees}


def projeter(
    depart: int,
    effectif: float,
    gabarit: BANDES,
    lois: Lois,
    entrees: Mapping[int, float],
    age_entree: float,
    habitants: Mapping[int, float],
    fin: int,
    champ: float,
) -> Cohorte:
    """Expected headcount under the age `champ`, from `depart` to `fin`: survivors of the first stock (`effectif` people
    under that age) plus survivors of each year's entries.

    Entries of year t are present from year t + 1 on.
    """
    horizon = fin - depart
    inside = [(age, weight) for age, weight in ages(gabarit) if age < champ]
    span = np.arange(horizon + 1)
    stays = [weight * survie_melee([(age, 1.0)], lois, horizon) * (age + span < champ) for age, weight in inside]
    stock = effectif * np.sum(stays, axis=0) / sum(weight for _, weight in inside)
    stay = survie([(age_entree, 1.0)], lois, horizon)
    total: Reels = stock.copy()
    for k in range(horizon):
        total[k + 1 :] += entrees[depart + k] * stay[: horizon - k]
    years = range(depart, fin + 1)
    return Cohorte({year: float(total[year - depart]) for year in years}, {year: habitants[year] for year in years})


@dataclass(frozen=True)
class PratiqueTardive:
    """Practice after retirement that laws of exit give once arrivals are steady: share of those at work who are in
    cumul, their mean age, and share still at work from 70 to 79 of those whom nothing but retirement took away."""

    part: float
    age: float
    de_70_a_79: float


def pratique_tardive(lois: Lois, age_entree: float) -> PratiqueTardive:
    """What these laws say of practice after retirement."""
    span = np.arange(int(DERNIER - age_entree) + 1)
    old = age_entree + span
    here = survie([(age_entree, 1.0)], lois, len(span) - 1)
    begun = here * np.array([deja_en_cumul(float(age), lois) for age in old])
    late = (old >= 70) & (old < 80)
    practising = here / (1.0 - lois.sorties) ** span
    return PratiqueTardive(
        float(begun.sum() / here.sum()), float(np.dot(begun, old) / begun.sum()), float(practising[late].mean())
    )


def hausse(entrees: Mapping[int, float], depart: int, delai: int, part: float) -> dict[int, float]:
    """Entries when the intake of students rises by `part` in year `depart`: felt `delai` years later."""
    return {year: value * (1 + part * (year >= depart + delai)) for year, value in entrees.items()}


def ancres(
    centrale: Cohorte, plus: Cohorte, tardive: PratiqueTardive, cibles: Mapping[str, tuple[float, float, float]]
) -> list[Ancre]:  # fmt: skip
    """The criteria, in the order of the page. `cibles`: name → (published, low, high)."""
    five, ten = centrale.effectif[2027], centrale.effectif[2032]
    gain = {5: plus.effectif[2027] / five - 1, 10: plus.effectif[2032] / ten - 1}
    rows = [
        ("densite_2022", "Densité 2022", centrale.densite(2022), "pour 100 000", True),
        ("densite_2027", "Densité 2027", centrale.densite(2027), "pour 100 000", True),
        ("densite_2050", "Densité 2050", centrale.densite(2050), "pour 100 000", True),
        ("creux", "Année du creux (publié : tous généralistes)", float(centrale.creux), "année", False),
        ("croissance", "Croissance 2030-2050", 100 * centrale.croissance(2030, 2050), "% par an", True),
        ("hausse_5", "Effet à 5 ans de +20 % d'entrées en études", 100 * gain[5], "%", False),
        ("hausse_10", "Effet à 10 ans de +20 % d'entrées en études", 100 * gain[10], "%", False),
        ("cumul_part", "Généralistes en cumul", 100 * tardive.part, "% des libéraux", True),
        ("cumul_age", "Âge moyen des cumulants", tardive.age, "ans", True),
        ("70_79", "Encore en exercice de 70 à 79 ans", 100 * tardive.de_70_a_79, "%", True),
    ]
    return [
        Ancre(words, _words(*cibles[key]), value, cibles[key][1], cibles[key][2], unit, fitted)
        for key, words, value, unit, fitted in rows
    ]


def _words(publie: float, bas: float, haut: float) -> str:
    return f"{publie:g} (de {bas:g} à {haut:g})".replace(".", ",")
