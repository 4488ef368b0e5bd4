"""« Adultes dont le médecin cesserait »: mean lists times departures, with the range of that sum by the laws."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from components.effectifs.moteur import departs
from components.effectifs.moteur.departs import Reels
from components.effectifs.moteur.effectif import LISTE_MAX
from components.effectifs.moteur.projection import Monde
from components.effectifs.moteur.scenario import survie

MAILLE = 20  # adults: lists that differ are added on this grid


@dataclass(frozen=True)
class ListeMoyenne:
    """Mean list of a département: `adultes` who have a doctor (and their share of all adults) over `medecins`."""

    adultes: float
    part_suivie: float
    medecins: int

    @property
    def moyenne(self) -> float:
        return min(self.adultes / self.medecins, float(LISTE_MAX))


def arretes(world: Monde, groupe: int, annee: int, defaut: float) -> tuple[float, float, float]:
    """Adults whose doctor, at work today, would have stopped at a year index: low and high of eight times in ten,
    around the mean. `defaut`: the list of who has none known. Returns (low, mean, high)."""
    people = world.personnes
    mine = np.flatnonzero((people.groupe == groupe) & (people.debut == 0))
    gone = {int(k): 1.0 - float(survie(world, int(k))[annee]) for k in np.unique(people.profil[mine])}
    chances = [gone[int(profile)] for profile in people.profil[mine]]
    lists = np.where(np.isnan(people.listes[mine]), defaut, people.listes[mine])
    mean = float(np.dot(lists, chances))
    if len(set(lists.tolist())) <= 1:
        law, size = departs.poisson_binomiale(chances), float(lists[0]) if len(lists) else 0.0
    else:
        law, size = _somme(lists, chances), float(MAILLE)
    return departs.quantile(law, 0.1) * size, mean, departs.quantile(law, 0.9) * size


def _somme(listes: Sequence[float] | Reels, chances: Sequence[float]) -> Reels:
    """Law of a sum of independent lists, each lost or not, on a grid."""
    law = np.ones(1)
    for size, chance in zip(listes, chances, strict=True):
        steps = round(float(size) / MAILLE)
        law = np.append(law, np.zeros(steps)) * (1.0 - chance) + np.append(np.zeros(steps), law) * chance
    return law
