"""The analyst's questions on one team: exact laws, goal-seek, share of each factor, tornado, what tips it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from components.effectifs.moteur import departs
from components.effectifs.moteur.cadre import Groupe
from components.effectifs.moteur.departs import Reels
from components.effectifs.moteur.effectif import PEU, SAISI, Ligne, effectifs
from components.effectifs.moteur.projection import CHAINE, TEMPS, TETES, TOUS, Monde, projeter
from components.effectifs.moteur.registre import PLEIN
from components.effectifs.moteur.scenario import Entrees, calculer, monde, survie

Cellule = tuple[str, str]  # a way of practising and a sector

NOMS = {
    "vieillissement": "Vieillissement (le temps passe)",
    "retraite": "Retraites et départs annoncés",
    "cumul": "Cumul emploi-retraite",
    "autres_sorties": "Autres sorties",
    "arrivees": "Arrivées",
    "heures": "Heures par personne",
    "leviers": "Leviers et mouvements",
}


def loi_effectif(world: Monde, groupe: int, annee: int) -> Reels:
    """Exact law of the number of people of a group at a year index: today's team, announced people, arrivals."""
    people = world.personnes
    mine = np.flatnonzero((people.groupe == groupe) & (people.debut <= annee))
    laws = {int(k): survie(world, int(k)) for k in np.unique(people.profil[mine])}
    presences = [float(_presence(world, int(line), annee, laws)) for line in mine]
    stay = survie(world, int(world.entrant[groupe]))
    coming = sum(float(mean) * float(stay[annee - year]) for year, mean in _attendues(world, groupe) if year <= annee)
    return departs.somme(departs.poisson_binomiale(presences), departs.poisson(coming))


def _presence(world: Monde, line: int, annee: int, laws: Mapping[int, Reels]) -> float:
    profile, start = int(world.personnes.profil[line]), int(world.personnes.debut[line])
    law = world.profils[profile]
    return float(annee < law.depart) if law.depart is not None else float(laws[profile][annee - start])


def _attendues(world: Monde, groupe: int) -> list[tuple[int, float]]:
    return [(year, float(mean)) for year, mean in enumerate(world.arrivees[groupe], start=1)]


@dataclass(frozen=True)
class Objectif:
    """How many more people must come at the start of `arrivee` to have `cible` people in `echeance`.

    `probabilites[n]`: probability with n more people; `il_faut`: the smallest n that reaches the asked probability,
    None when no n tried does.
    """

    cible: int
    echeance: int
    arrivee: int
    il_faut: int | None
    probabilites: tuple[float, ...]


def objectif(
    world: Monde, groupe: int, annee0: int, cible: int, echeance: int, arrivee: int, avec: float, loi: Reels
) -> Objectif:  # fmt: skip
    """Goal-seek on `loi`, the law of the number of people at the due year without one more. Years are calendar years;
    `avec`: probability asked for, between 0 and 1."""
    stay = float(survie(world, int(world.entrant[groupe]))[max(echeance - arrivee, 0)])
    tried: list[float] = []
    for extra in range(cible + 20):
        reached = departs.somme(loi, departs.poisson_binomiale([stay] * extra))
        tried.append(departs.au_moins(reached, cible))
        if tried[-1] >= avec:
            return Objectif(cible, echeance, arrivee, extra, tuple(tried))
    return Objectif(cible, echeance, arrivee, None, tuple(tried))


@dataclass(frozen=True)
class Part:
    """What one factor adds when it joins those before it in the chain: exact number of people and of full times."""

    facteur: str
    tetes: Fraction
    temps: Fraction


def attribution(entrees: Entrees, groupe: Groupe, annee: int) -> tuple[list[Part], Part]:
    """Share of each factor in the change from the count of the team to a year index, and the whole change.

    Factors join in the order of the chain (levers last, with the moves): the shares telescope, so they add up
    exactly, with no interaction left over; another order would give other shares.
    """
    rank = entrees.groupes.index(groupe)
    bare = monde(replace(entrees, actions=(), mouvements=()))
    full = monde(entrees)
    points, annee = [_totaux(bare, entrees, rank, 0, frozenset())], annee + entrees.avance
    for k in range(len(CHAINE) + 1):
        active = frozenset(CHAINE[:k])
        world = full if active == TOUS else bare
        points.append(_totaux(world, entrees, rank, annee, active))
    names = ["Arrivées annoncées", *(NOMS[name] for name in CHAINE)]
    parts = [Part(name, *_minus(points[k + 1], points[k])) for k, name in enumerate(names)]
    return parts, Part("Ensemble", *_minus(points[-1], points[0]))


def _totaux(world: Monde, entrees: Entrees, rank: int, annee: int, active: frozenset[str]) -> tuple[Fraction, Fraction]:
    runs = projeter(world, entrees.tirages, entrees.graine, active)
    heads, times = int(runs.somme(TETES)[rank, annee]), int(runs.somme(TEMPS)[rank, annee])
    return Fraction(heads, entrees.tirages), Fraction(times, entrees.tirages * PLEIN)


def _minus(after: tuple[Fraction, Fraction], before: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    return after[0] - before[0], after[1] - before[1]


@dataclass(frozen=True)
class Secteur:
    """People of one way of practising in a sector: today, and expected at a year index (arrivals of the trend are
    shared as today's people are); `nom` alone for what levers and moves add, and for the whole."""

    nom: str
    aujourdhui: float
    attendus: float


def par_secteur(entrees: Entrees, groupe: Groupe, annee: int) -> list[Secteur]:
    """Exact expected people by mode and sector, small ones put together; with levers and moves apart, the lines add up
    to the last one."""
    rank = entrees.groupes.index(groupe)
    rows = [row for row in entrees.lignes if (row.territoire, row.profession) == groupe]
    sectors, span = [], (entrees.avance, annee + entrees.avance)
    for cells in regrouper(rows, entrees.annee):
        part = tuple(row for row in rows if (row.mode, row.secteur) in cells)
        world = monde(replace(entrees, lignes=part, actions=(), mouvements=()))
        sectors.append(Secteur(_nommer(cells), *(attendus(world, rank, year) for year in span)))
    whole = Secteur("Ensemble", *(attendus(monde(entrees), rank, year) for year in span))
    moved = whole.attendus - sum(part.attendus for part in sectors)
    return [*sectors, Secteur("Leviers et mouvements", 0.0, moved), whole]


def regrouper(lignes: Sequence[Ligne], annee: int) -> list[list[Cellule]]:
    """Ways of practising and sectors that may stand on one line.

    What the table entered of fewer than five people present is put together, then with the smallest other line, so that
    neither a line nor a difference tells of them.
    """
    here = {(row.mode, row.secteur): 0 for row in lignes}
    entered = {(row.mode, row.secteur) for row in lignes if row.statut == SAISI}
    for row in lignes:
        here[row.mode, row.secteur] += sum(effectifs([row], annee).values())
    small = sorted(cell for cell, people in here.items() if people < PEU and cell in entered)
    others = sorted((cell for cell in here if cell not in small), key=lambda cell: (-here[cell], cell))
    while small and others and sum(here[cell] for cell in small) < PEU:
        small.append(others.pop())
    alone = sorted([cell] for cell in others)
    return [*alone, sorted(small)] if small else alone


def _nommer(cells: Sequence[Cellule]) -> str:
    return " ; ".join(f"{mode}, {sector}" for mode, sector in cells)


def attendus(world: Monde, groupe: int, annee: int) -> float:
    """Exact expected number of people of a group at a year index."""
    return departs.moyenne(loi_effectif(world, groupe, annee))


@dataclass(frozen=True)
class Barre:
    """One bar of the tornado: a parameter at its low and high values, all others central."""

    nom: str
    bas: float
    haut: float
    valeur_bas: float
    valeur_haut: float

    @property
    def amplitude(self) -> float:
        return abs(self.valeur_haut - self.valeur_bas)


def tornade(
    entrees: Entrees, bornes: Mapping[str, Sequence[float]], mesure: Callable[[Entrees], float]
) -> tuple[float, list[Barre]]:
    """Central value of a measure, and each parameter's effect on it, one at a time, largest first."""
    bars = []
    for name, (low, _, high) in bornes.items():
        if low == high:
            continue
        at_low, at_high = (mesure(replace(entrees, parametres={**entrees.parametres, name: v})) for v in (low, high))
        bars.append(Barre(name, low, high, at_low, at_high))
    return mesure(entrees), sorted(bars, key=lambda bar: (-bar.amplitude, bar.nom))


def bascules(centre: float, barres: Sequence[Barre], repere: float) -> list[Barre]:
    """Parameters whose admissible range alone moves the measure across the reference level."""
    side = centre < repere
    return [bar for bar in barres if (bar.valeur_bas < repere) != side or (bar.valeur_haut < repere) != side]


def temps_a(entrees: Entrees, groupe: Groupe, annee: int) -> float:
    """Mean full times of a group at a year index."""
    result = calculer(entrees)
    return float(result.temps_moyens[result.rang(groupe), annee])
