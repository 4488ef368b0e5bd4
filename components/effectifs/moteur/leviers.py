"""What levers do: effects are composed, never added, under the activity cap; patients and consultations kept apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Reels = npt.NDArray[np.float64]
PATIENTELE, PATIENTS, CONSULTATIONS, ACTES = "patientele", "patients", "consultations", "actes"
ETP, CESSATION, ARRIVEES, SANS_CHIFFRE = "etp", "cessation", "arrivees", "sans_chiffre"
CIBLES = (PATIENTELE, PATIENTS, CONSULTATIONS, ACTES, ETP, CESSATION, ARRIVEES, SANS_CHIFFRE)


@dataclass(frozen=True)
class Action:
    """A lever at work: `quantite` units (doctors concerned, posts, contracts, days a month) in a group from `annee`.

    `effet` per unit (a share for patientele and consultations, patients, acts a year, full times, years of career,
    or people), reached `delai` years after the start, then over `montee` years.
    """

    nom: str
    cible: str
    territoire: str
    profession: str
    annee: int
    quantite: float
    effet: float
    delai: float
    montee: float


def montee(action: Action, annees: Sequence[int]) -> Reels:
    """Share of the effect reached each year, from 0 to 1."""
    since = np.asarray(annees, dtype=float) - action.annee - action.delai
    if action.montee <= 0:
        return np.asarray(since >= 0, dtype=float)
    return np.clip(since / action.montee, 0.0, 1.0)


def composer(actions: Iterable[Action], cible: str, personnes: Reels, annees: Sequence[int]) -> Reels:
    """Product over levers of (1 + effect × share of people concerned), year by year, for one group.

    Nobody is concerned twice by one lever, on however many lines it stands: its shares together stop at one. No one
    present, nothing to multiply.
    """
    factor = np.ones(len(annees))
    for lines in _par_levier(actions, cible):
        added = np.zeros(len(annees))
        for action, share in _parts(lines, personnes):
            added = added + action.effet * share * montee(action, annees)
        factor = factor * (1.0 + added)
    return factor


def _par_levier(actions: Iterable[Action], cible: str) -> list[list[Action]]:
    """The lines of each lever that act on a target, oldest start first."""
    by_lever: dict[str, list[Action]] = {}
    for action in sorted(actions, key=lambda action: action.annee):
        if action.cible == cible:
            by_lever.setdefault(action.nom, []).append(action)
    return list(by_lever.values())


def _parts(lignes: Sequence[Action], personnes: Reels) -> Iterator[tuple[Action, Reels]]:
    """Share of people each line concerns: first come, first served, until everyone is concerned."""
    left = np.ones(len(personnes))
    for action in lignes:
        share = np.minimum(action.quantite / np.maximum(personnes, 1e-9), left) * (personnes > 0)
        left = left - share
        yield action, share


def plafonner(actes_par_etp: float, facteur: Reels, plafond: float) -> Reels:
    """Acts per full time after levers: never above the official cap, unless they were before."""
    return np.minimum(actes_par_etp * facteur, max(plafond, actes_par_etp))


def somme(actions: Iterable[Action], cible: str, annees: Sequence[int]) -> Reels:
    """What levers bring by themselves (patients, acts, full times, people), year by year."""
    total = np.zeros(len(annees))
    for action in actions:
        if action.cible == cible:
            total = total + action.quantite * action.effet * montee(action, annees)
    return total


def reports(actions: Iterable[Action], personnes: float) -> tuple[tuple[int, float], ...]:
    """What puts the end of career off in a group: from which calendar year, and by how many more years on average.

    Each line acts from its own date; nobody is concerned twice by one lever.
    """
    if personnes <= 0:
        return ()
    by_year: dict[int, float] = {}
    for lines in _par_levier(actions, CESSATION):
        for action, share in _parts(lines, np.array([personnes])):
            since = int(np.ceil(action.annee + action.delai))
            by_year[since] = by_year.get(since, 0.0) + action.effet * float(share[0])
    return tuple(sorted(by_year.items()))
