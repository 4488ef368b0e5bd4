"""The band that means what it says: chance, exact for a team, widened by the level error measured on the past.

The level error grows with the years since the count, in proportion to the people expected; it is taken as normal and
independent of chance. `bande` gives that of chance alone too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import erf, sqrt

import numpy as np

from components.effectifs.moteur import cohorte, departs
from components.effectifs.moteur.cadre import gabarit, lignes_de
from components.effectifs.moteur.departs import Reels
from components.effectifs.moteur.passe.retro import Z80
from components.effectifs.moteur.projection import Monde
from components.effectifs.moteur.scenario import Entrees, Projete
from components.effectifs.regles import analyse

FOULE = 60  # beyond, chance is read from the draws: a sampling error of one person does not matter
LARGE = 4.5  # standard deviations of the level error that are followed
Bornes = tuple[list[int], list[int]]


def niveau(parametres: Mapping[str, object], profession: str) -> float:
    """Level error a year of a profession among the parameters of a run; none in runs of before."""
    own, others = f"erreur_niveau_{profession}", "erreur_niveau_autres"
    level = parametres.get(own, parametres.get(others, 0.0))
    return float(str(level))


def elargir(loi: Reels, ecart: float) -> Reels:
    """Law of a count widened by a normal error of mean zero and standard deviation `ecart`, in whole people; what would
    fall under nobody is nobody."""
    if ecart <= 0:
        return loi
    reach = max(int(np.ceil(LARGE * ecart)), 1)
    edges = (np.arange(-reach, reach + 2) - 0.5) / ecart
    upto = np.array([0.5 * (1 + erf(edge / sqrt(2))) for edge in edges])
    error = np.diff(upto)
    wide = np.convolve(loi, error / error.sum())
    return np.concatenate([[wide[: reach + 1].sum()], wide[reach + 1 :]])


def loi(world: Monde, groupe: int, annee: int, erreur: float) -> Reels:
    """Law of the number of people of a group at a year index, chance and level error (`erreur`: a year) together."""
    chance = analyse.loi_effectif(world, groupe, annee)
    return elargir(chance, erreur * annee * departs.moyenne(chance))


def equipe(world: Monde, groupe: int, erreur: float, debut: int = 0) -> Bornes:
    """80 % band of a team at each year index from `debut`; it holds that of chance alone, and the expected number."""
    low, high = [], []
    for year in range(debut, world.annees + 1):
        chance = analyse.loi_effectif(world, groupe, year)
        wide = elargir(chance, erreur * year * departs.moyenne(chance))
        mean = departs.moyenne(chance)
        low.append(min(departs.quantile(wide, 0.1), departs.quantile(chance, 0.1), int(mean)))
        high.append(max(departs.quantile(wide, 0.9), departs.quantile(chance, 0.9), int(np.ceil(mean - 1e-9))))
    return low, high


def foule(result: Projete, rang: int, erreur: float) -> Bornes:
    """The same for a crowd: the spread of the draws and the level error add up as variances do."""
    low, high, mean = result.tetes[0, rang], result.tetes[2, rang], result.tetes_moyennes[rang]
    level = Z80 * erreur * (result.entrees.avance + np.arange(len(mean))) * mean
    under = np.floor(mean - np.hypot(mean - low, level) + 1e-9)
    over = np.ceil(mean + np.hypot(high - mean, level) - 1e-9)
    return _entiers(np.maximum(under, 0)), _entiers(over)


def bande(world: Monde, result: Projete, rang: int, hasard: bool = False) -> Bornes:
    """The band of a group of a run at each year told, read as its number of people wants; `hasard`: chance alone."""
    error = 0.0 if hasard else niveau(result.entrees.parametres, result.entrees.groupes[rang][1])
    if result.tetes_moyennes[rang, 0] > FOULE:
        return foule(result, rang, error)
    return equipe(world, rang, error, result.entrees.avance)


def agee(entrees: Entrees, profession: str, part: float) -> tuple[Entrees | None, float]:
    """The same inputs with an older template (`part` of 60 and over) where it stands in for ages of a profession, and
    the share that it has now; None when it has as many already."""
    own = gabarit(profession)
    name = own if own in entrees.parametres else "gabarit_ages_autres"
    bands = lignes_de(entrees.parametres, name)
    older = cohorte.vieillir(bands, part)
    changed = None if older == bands else replace(entrees, parametres={**entrees.parametres, own: older})
    return changed, cohorte.part_des(bands)


def _entiers(values: Sequence[float] | Reels) -> list[int]:
    return [int(value) for value in values]
