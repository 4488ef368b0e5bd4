"""The chain of factors, one short function each: ageing, retirement, cumul, other exits, arrivals, hours, levers.

People are whole: in each run each person leaves in one year. Counts and working times are integers (people,
millionths of a full time), so that sums are exact, attribution adds up exactly, and a run is the same bits everywhere.
Years are indexes: 0 is today; someone who leaves at index y is absent from y on.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from components.effectifs.moteur import arrivees as arrivees_moteur
from components.effectifs.moteur import departs as departs_moteur
from components.effectifs.moteur.departs import Lois
from components.effectifs.moteur.hasard import ECHELLE, PAS, Cles, Hauts, deux_par_tirage, melanger, seuils
from components.effectifs.moteur.registre import PLEIN, Entiers, Registre

VIEILLISSEMENT, RETRAITE, CUMUL, SORTIES = "vieillissement", "retraite", "cumul", "autres_sorties"
ARRIVEES, HEURES, LEVIERS = "arrivees", "heures", "leviers"
CHAINE = (VIEILLISSEMENT, RETRAITE, CUMUL, SORTIES, ARRIVEES, HEURES, LEVIERS)
TOUS = frozenset(CHAINE)
MILLE, JAMAIS = 1_000, 1_000
TETES, TEMPS = "tetes", "temps"


@dataclass(frozen=True)
class Profil:
    """How a set of people ends its career: ages with weights, the laws of its profession, cumul already begun, or a
    known departure (year index), which is then certain. `deja`: the share of them in cumul already, when nothing tells
    who is; the ages are then those of the others."""

    ages: tuple[tuple[float, float], ...]
    lois: Lois
    en_cumul: bool = False
    depart: int | None = None
    deja: float = 0.0


@dataclass(frozen=True, eq=False)
class Personnes:
    """The people of every group, sorted by profile, one line each.

    `cles`: their number in the draw; `groupe`, `profil`: indexes; `temps`: millionths of a full time today; `debut`:
    index of their first year (0: here today); `cinquante`: index of their 50th birthday (`JAMAIS`: no effect), and
    `gain`: the millionths it brings; `listes`: adults followed (NaN when not known), which no draw depends on.
    """

    cles: Cles
    groupe: Entiers
    profil: Entiers
    temps: Entiers
    debut: Entiers
    cinquante: Entiers
    gain: Entiers
    listes: npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Monde:
    """Everything a run needs.

    `entrant` (profile) and `temps_entrant` (millionths, without and with the hours factor) of people who arrive, by
    group; `arrivees`: expected arrivals, (groups, years); `ajouts`: millionths of full time brought by levers,
    (groups, years + 1); `part_cumul`: thousandths of working time kept in cumul; `tendance`: thousandths of working
    time left, (groups, years + 1).
    """

    annees: int
    profils: tuple[Profil, ...]
    personnes: Personnes
    cles_groupes: Cles
    entrant: Entiers
    temps_entrant: tuple[Entiers, Entiers]
    arrivees: npt.NDArray[np.float64]
    ajouts: Entiers
    part_cumul: int
    tendance: Entiers

    @property
    def groupes(self) -> int:
        return len(self.cles_groupes)


@dataclass(frozen=True, eq=False)
class Tirages:
    """Runs: `tetes` (people) and `temps` (millionths of a full time), shape (groups, years + 1, runs)."""

    tetes: Entiers
    temps: Entiers

    def quantiles(self, quoi: str, parts: tuple[float, ...] = (0.1, 0.5, 0.9)) -> npt.NDArray[np.float64]:
        """Quantiles over the runs, shape (parts, groups, years + 1), in people or full times."""
        ordered = np.sort(self.tetes if quoi == TETES else self.temps, axis=2)
        ranks = [max(int(np.ceil(part * ordered.shape[2])) - 1, 0) for part in parts]
        return np.stack([ordered[:, :, rank] for rank in ranks]) / (1 if quoi == TETES else PLEIN)

    def moyenne(self, quoi: str) -> npt.NDArray[np.float64]:
        """Means over the runs, shape (groups, years + 1)."""
        return self.somme(quoi) / self.tetes.shape[2] / (1 if quoi == TETES else PLEIN)

    def somme(self, quoi: str) -> Entiers:
        """Exact sums over the runs, in people or millionths, shape (groups, years + 1)."""
        return np.asarray((self.tetes if quoi == TETES else self.temps).sum(axis=2), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Sorties:
    """The draws that end within the horizon: their `rang`, index of reduced time (`reduit`) and of the end (`fin`)."""

    rang: Entiers
    reduit: Entiers
    fin: Entiers


def projeter(monde: Monde, tirages: int, graine: int, facteurs: frozenset[str] = TOUS) -> Tirages:
    """Run the chain with the factors asked for (all by default)."""
    book = Registre(monde.groupes, monde.annees, tirages)
    vieillissement(monde, book, facteurs)
    people = monde.personnes
    bounds = np.flatnonzero(np.diff(people.profil, prepend=-1, append=-1))
    for first, last in pairwise(bounds):
        departs(monde, slice(int(first), int(last)), book, graine, facteurs)
    if ARRIVEES in facteurs:
        arrivees(monde, book, graine, facteurs)
    heads, times = book.clore()
    return Tirages(heads, leviers(heures(times, monde, facteurs), monde, facteurs))


def vieillissement(monde: Monde, book: Registre, facteurs: frozenset[str]) -> None:
    """Write who is here, who is announced and, as time passes, the birthdays that change working time."""
    people = monde.personnes
    book.fixer(people.groupe, people.debut, 1, people.temps)
    if VIEILLISSEMENT in facteurs:
        book.fixer(people.groupe, people.cinquante, 0, people.gain)


def departs(monde: Monde, lignes: slice, book: Registre, graine: int, facteurs: frozenset[str]) -> None:
    """Write the departures of the people of one profile: retirement, cumul, other exits, or the known date."""
    law = monde.profils[int(monde.personnes.profil[lignes.start])]
    shape = (lignes.stop - lignes.start, book.tirages)
    if law.depart is not None:
        leave = law.depart if VIEILLISSEMENT in facteurs and RETRAITE in facteurs else JAMAIS
        rank = np.arange(shape[0] * shape[1])
        always = np.full(len(rank), leave)
        _ecrire(monde, lignes, book, Sorties(rank, always, always), facteurs)
        return
    high, low = deux_par_tirage(monde.personnes.cles[lignes], graine, book.tirages)
    _ecrire(monde, lignes, book, _sorties(law, monde.annees, high.ravel(), low.ravel(), facteurs), facteurs)


def retraite(profil: Profil, annees: int, tirage: Hauts) -> Entiers:
    """Index at which each draw retires (1: within a year, 0: already in cumul); `JAMAIS` beyond the horizon."""
    if profil.en_cumul:
        return np.zeros(len(tirage), dtype=np.int64)
    law = departs_moteur.retraite(profil.ages, profil.lois, annees)
    if profil.deja <= 0:
        return _rang(law, tirage)
    ranks = _rang(np.concatenate([[profil.deja], profil.deja + (1.0 - profil.deja) * law]), tirage)
    return np.where(ranks < JAMAIS, ranks - 1, JAMAIS)


def autres_sorties(profil: Profil, annees: int, tirage: Hauts) -> Entiers:
    """Index at which each draw leaves for any other reason; `JAMAIS` beyond the horizon."""
    return _rang(departs_moteur.autres_sorties(profil.lois, annees), tirage)


def cumul(profil: Profil, retraite_a: Entiers, tirage: Hauts) -> Entiers:
    """Index of the end of work of people who retire: at once, or after a geometric time in cumul."""
    chance = (tirage + 1.0) / ECHELLE
    share: float | npt.NDArray[np.float64] = 1.0 if profil.en_cumul else profil.lois.part_cumul
    if profil.deja > 0:
        share = np.where(retraite_a == 0, 1.0, profil.lois.part_cumul)
    elif share <= 0:
        return retraite_a
    uniform = np.minimum(chance / np.maximum(share, 1e-300), 1.0)
    extra = np.floor(np.log(uniform) / np.log1p(-1.0 / profil.lois.duree_cumul)) + 1
    longer = np.minimum(retraite_a + extra.astype(np.int64), JAMAIS)
    return np.where((chance <= share) & (retraite_a < JAMAIS), longer, retraite_a)


def arrivees(monde: Monde, book: Registre, graine: int, facteurs: frozenset[str]) -> None:
    """Write the people who arrive in each run, group by group of the same laws, and those who leave in turn."""
    hours = monde.temps_entrant[1 if HEURES in facteurs else 0]
    counts, states = arrivees_moteur.tirer(monde.cles_groupes, monde.arrivees, book.tirages, graine)
    book.ajouter(counts, hours)
    for profile in np.unique(monde.entrant):
        groups = np.flatnonzero(monde.entrant == profile)
        cell, high, low = arrivees_moteur.chacun(counts[groups], states[groups])
        exits = _sorties(monde.profils[int(profile)], monde.annees, high, low, facteurs)
        place, run = np.divmod(cell[exits.rang], book.tirages)
        group, year = groups[place // monde.annees], place % monde.annees + 1
        _noter(monde, book, group, run, exits.reduit + year, exits.fin + year, hours[group])


def heures(times: Entiers, monde: Monde, facteurs: frozenset[str]) -> Entiers:
    """Working time per person drifts, in thousandths at each year index."""
    return times * monde.tendance[:, :, None] // MILLE if HEURES in facteurs else times


def leviers(times: Entiers, monde: Monde, facteurs: frozenset[str]) -> Entiers:
    """Working time brought by levers without a person of the team."""
    return times + monde.ajouts[:, :, None] if LEVIERS in facteurs and monde.ajouts.any() else times


def _sorties(profil: Profil, annees: int, high: Hauts, low: Hauts, facteurs: frozenset[str]) -> Sorties:
    """Which draws end within the horizon, and when: the first of the end of career and of another exit."""
    never = np.full(len(high), JAMAIS, dtype=np.int64)
    ageing = VIEILLISSEMENT in facteurs and RETRAITE in facteurs
    retired = retraite(profil, annees, high) if ageing else never
    other = autres_sorties(profil, annees, low) if SORTIES in facteurs else never
    rank = np.flatnonzero((retired < JAMAIS) | (other < JAMAIS))
    retired, other = retired[rank], other[rank]
    end = cumul(profil, retired, _remuer(low[rank])) if CUMUL in facteurs else retired
    end = np.minimum(np.maximum(end, 1), other)
    # Who is in cumul today already works reduced time.
    return Sorties(rank, end if profil.en_cumul else np.where(retired > 0, np.minimum(retired, end), end), end)


def _ecrire(monde: Monde, lignes: slice, book: Registre, exits: Sorties, facteurs: frozenset[str]) -> None:
    people = monde.personnes
    line, run = np.divmod(exits.rang, book.tirages)
    line += lignes.start
    start, worth = people.debut[line], people.temps[line]
    dated = monde.profils[int(people.profil[lignes.start])].depart is not None
    reduced, end = (exits.reduit, exits.fin) if dated else (exits.reduit + start, exits.fin + start)
    if VIEILLISSEMENT in facteurs:
        after = people.cinquante[line] >= reduced  # the birthday written for everyone comes too late for them
        group, gain = people.groupe[line[after]], people.gain[line[after]]
        book.noter(group, people.cinquante[line[after]], run[after], 0, -gain)
        worth = worth + np.where(after, 0, people.gain[line])
    _noter(monde, book, people.groupe[line], run, reduced, end, worth)


def _noter(
    monde: Monde, book: Registre, group: Entiers, run: Entiers, reduced: Entiers, end: Entiers, worth: Entiers
) -> None:
    """Write the end of work and, before it, the reduced time of those in cumul."""
    at_end = np.where(reduced < end, worth * monde.part_cumul // MILLE, worth)
    part = np.flatnonzero(reduced < end)
    book.noter(group[part], reduced[part], run[part], 0, at_end[part] - worth[part])
    book.noter(group, end, run, -1, -at_end)


def _rang(repartition: npt.NDArray[np.float64], draw: Hauts) -> Entiers:
    """1 + number of thresholds at or below the draw; `JAMAIS` when it passes them all."""
    limits = seuils(repartition)
    ranks = np.full(len(draw), JAMAIS, dtype=np.int64)
    early = np.flatnonzero(draw < limits[-1])
    ranks[early] = np.searchsorted(limits, draw[early], side="right") + 1
    return ranks


def _remuer(half: Hauts) -> Hauts:
    """A third draw from the second, which already decided the other exits."""
    return (melanger(half.astype(np.uint64) * PAS + PAS) >> np.uint64(32)).astype(np.uint32)
