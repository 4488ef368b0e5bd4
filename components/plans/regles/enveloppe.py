"""An envelope to share: requests, rules that constrain, a choice with its reasons, and the exact optimum over actions.

Amounts are whole cents. HiGHS searches whole actions with no gap; what it returns is checked again in integers, and
refused and cut off when it breaks a rule by a single cent. Where it fails, a few actions are enumerated, and more are
an error in words: to retain nothing is never what a failure answers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from components.core.acces.travel import Floats
from components.core.refus import EntreeInvalide

NIVEAUX = ("bas", "central", "haut")
ESSAIS = 200
ENUMERABLES = 16  # actions whose every set can be tried
FLECHES = "Les crédits fléchés dépassent l'enveloppe : rien ne peut être retenu. Corrigez-les."
ECHEC = (
    "Le partage n'a pas pu être calculé : le solveur n'a pas conclu. Rien n'est proposé ; changez un montant ou "
    "retirez une action de cette enveloppe, et recommencez."
)


@dataclass(frozen=True, eq=False)
class Demande:
    """A request: cost in cents, and for each hypothesis the gain of access by commune (consultations per year and
    resident, negative where its days are taken). `hors`: why a reading of these gains says nothing of it, in words."""

    action: int
    titre: str
    territoire: str
    cout: int
    gains: Mapping[str, Floats]
    hors: str = ""


@dataclass(frozen=True)
class Regles:
    """What constrains: the amount, the actions that are eligible, credits earmarked for groups of actions.

    A group's credits that its actions do not use cannot go to others.
    """

    montant: int
    eligibles: frozenset[int]
    fleches: tuple[tuple[frozenset[int], int], ...] = ()

    def possible(self, retenues: Sequence[Demande]) -> bool:
        """Whether a set of actions respects every rule, to the cent."""
        if any(demande.action not in self.eligibles for demande in retenues):
            return False
        free = sum(d.cout for d in retenues if not any(d.action in group for group, _ in self.fleches))
        over = sum(
            max(0, sum(d.cout for d in retenues if d.action in group) - earmark) for group, earmark in self.fleches
        )
        return free + over <= self.montant - sum(earmark for _, earmark in self.fleches)


@dataclass(frozen=True)
class Choix:
    """A reading's proposal: actions retained, its value, cents left, and the reason of every yes and no."""

    retenues: tuple[int, ...]
    valeur: Fraction
    reste: int
    raisons: Mapping[int, str]


def resoudre(
    demandes: Sequence[Demande],
    regles: Regles,
    objective: Floats,
    rows: list[LinearConstraint],
    extra: int,
    upper: Floats,
    valeur: Callable[[Sequence[Demande]], Fraction | float],
) -> tuple[Demande, ...]:
    """The set of requests that minimises an objective within the rules.

    `valeur` is the same objective on a set, to enumerate a few actions when the solver fails.

    Unknowns of `objective`: retained (one per request), overflow (one per earmark), then `extra` of the caller, at
    most `upper`, tied to the others by `rows`. Raises `EntreeInvalide` when the rules allow nothing, or when no answer
    was found.
    """
    if not regles.possible(()):
        raise EntreeInvalide(FLECHES)
    n, k = len(demandes), len(regles.fleches)
    costs = np.array([d.cout for d in demandes], dtype=float)
    allowed = np.array([float(d.action in regles.eligibles) for d in demandes])
    bounds = Bounds(np.zeros(n + k + extra), np.concatenate([allowed, np.full(k, np.inf), upper]))
    constraints = [*rows, *_budget(demandes, regles, costs, extra)]
    integrality = np.concatenate([np.ones(n), np.zeros(k + extra)])
    for _ in range(ESSAIS):
        done = milp(
            objective, integrality=integrality, bounds=bounds, constraints=constraints, options={"mip_rel_gap": 0}
        )
        if done.status != 0:
            break
        chosen = done.x[:n] > 0.5
        funded = tuple(d for d, yes in zip(demandes, chosen, strict=True) if yes)
        if regles.possible(funded):
            return funded
        cut = np.concatenate([np.where(chosen, 1.0, -1.0), np.zeros(k + extra)])
        constraints.append(LinearConstraint(cut[None, :], ub=float(chosen.sum()) - 1.0))
    return enumerer(demandes, regles, valeur)


def enumerer(
    demandes: Sequence[Demande], regles: Regles, valeur: Callable[[Sequence[Demande]], Fraction | float]
) -> tuple[Demande, ...]:
    """The possible set of least `valeur`, all of them tried; of two equal, the one with fewer actions.

    Raises `EntreeInvalide` beyond `ENUMERABLES` eligible actions: the failure is said, never an empty set.
    """
    open_ones = [d for d in demandes if d.action in regles.eligibles]
    if len(open_ones) > ENUMERABLES:
        raise EntreeInvalide(ECHEC)
    sets = (chosen for size in range(len(open_ones) + 1) for chosen in combinations(open_ones, size))
    return min((chosen for chosen in sets if regles.possible(chosen)), key=valeur)


def _budget(demandes: Sequence[Demande], regles: Regles, costs: Floats, extra: int) -> list[LinearConstraint]:
    k = len(regles.fleches)
    inside = np.array([[float(d.action in group) for d in demandes] for group, _ in regles.fleches]).reshape(
        k, len(demandes)
    )
    free = costs * (1 - inside.sum(axis=0)) if k else costs
    room = regles.montant - sum(earmark for _, earmark in regles.fleches)
    general = np.concatenate([free, np.ones(k), np.zeros(extra)])
    constraints = [LinearConstraint(general[None, :], ub=float(room))]
    if k:
        over = np.hstack([inside * costs, -np.eye(k), np.zeros((k, extra))])
        constraints.append(LinearConstraint(over, ub=np.array([float(earmark) for _, earmark in regles.fleches])))
    return constraints


def refus(demande: Demande, regles: Regles) -> str:
    """Why the rules alone exclude a request, in words; empty when they do not."""
    if demande.action not in regles.eligibles:
        return "Non : hors des règles d'éligibilité de l'enveloppe."
    return "" if regles.possible((demande,)) else "Non : coûte à elle seule plus que ce que l'enveloppe lui permet."
