"""What levers do: effects are composed, never added, under the activity cap; patients and consultations kept apart."""

from collections.abc import Iterable, Sequence
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
    """Product of (1 + effect × share of people concerned), year by year, for one group.

    Nobody is concerned twice by one lever: the share stops at one. No one present, nothing to multiply.
    """
    factor = np.ones(len(annees))
    for action in actions:
        if action.cible == cible:
            share = np.minimum(action.quantite / np.maximum(personnes, 1e-9), 1.0) * (personnes > 0)
            factor = factor * (1.0 + action.effet * share * montee(action, annees))
    return factor


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


def report(actions: Iterable[Action], personnes: float) -> tuple[float, int | None]:
    """Years by which the end of career is put off on average in a group, and the first calendar year of it."""
    found = [action for action in actions if action.cible == CESSATION]
    if not found or personnes <= 0:
        return 0.0, None
    years = sum(action.effet * min(action.quantite / personnes, 1.0) for action in found)
    return years, min(int(np.ceil(action.annee + action.delai)) for action in found)
