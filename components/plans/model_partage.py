"""Sharing an envelope: rules that constrain, and readings that propose a set of actions with its reasons.

Amounts are whole cents. Each reading is an exact optimum over whole actions (HiGHS, zero gap), checked again in
integers: what the solver returns is refused and cut off when it breaks a rule by a single cent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from components.core.errors import EntreeInvalide
from components.core.travel import Floats

NIVEAUX = ("bas", "central", "haut")
ESSAIS = 200


@dataclass(frozen=True, eq=False)
class Demande:
    """A request: cost in cents, and for each hypothesis the gain of access by commune (consultations per year and
    resident, never negative here)."""

    action: int
    titre: str
    territoire: str
    cout: int
    gains: Mapping[str, Floats]


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
        over = sum(max(0, sum(d.cout for d in retenues if d.action in group) - kept) for group, kept in self.fleches)
        return free + over <= self.montant - sum(kept for _, kept in self.fleches)


@dataclass(frozen=True)
class Choix:
    """A reading's proposal: actions retained, its value, cents left, and the reason of every yes and no."""

    retenues: tuple[int, ...]
    valeur: Fraction
    reste: int
    raisons: Mapping[int, str]


def comble(demandes: Sequence[Demande], niveau: str, manque: Floats, habitants: Floats) -> float:
    """Consultations per year that a set of actions brings below the repère: Σ residents × min(gap, Σ gains)."""
    if not demandes:
        return 0.0
    total = np.sum([demande.gains[niveau] for demande in demandes], axis=0)
    return float(habitants @ np.minimum(manque, total))


def meilleur_comblement(
    demandes: Sequence[Demande],
    regles: Regles,
    niveau: str,
    manque: Floats,
    habitants: Floats,
    impose: int | None = None,
) -> tuple[Demande, ...] | None:
    """The affordable set that closes most of the gap (`impose`: an action that must be in it); None if impossible."""
    if not demandes:
        return ()
    touched = np.flatnonzero((manque > 0) & (habitants > 0) & np.any([d.gains[niveau] > 0 for d in demandes], axis=0))
    m = len(touched)
    if m == 0 and impose is None:
        return ()
    gains = np.array([d.gains[niveau][touched] for d in demandes]).T
    people = habitants[touched]
    # Unknowns: x (retained), o (overflow of each earmark), y (gap closed in a commune, in units of its gap).
    objective = np.concatenate([np.zeros(len(demandes) + len(regles.fleches)), -people * manque[touched]])
    closed = np.hstack([gains, np.zeros((m, len(regles.fleches))), -np.diag(manque[touched])])
    rows = [LinearConstraint(closed, lb=0.0)] if m else []
    found = _solve(demandes, regles, objective, rows, m, np.ones(m), impose)
    return found if found is None else _without_useless(found, niveau, manque, habitants, impose)


def lecture_comblement(
    demandes: Sequence[Demande], regles: Regles, niveau: str, manque: Floats, habitants: Floats
) -> Choix:
    """The reading « gap closed », with what each yes brings and what each no would cost."""
    best = meilleur_comblement(demandes, regles, niveau, manque, habitants) or ()
    value = comble(best, niveau, manque, habitants)
    kept = {d.action for d in best}
    left = regles.montant - sum(d.cout for d in best)

    def reason(demande: Demande) -> str:
        if demande.action in kept:
            others = [d for d in best if d is not demande]
            return f"Oui : sans elle, {_acts(value - comble(others, niveau, manque, habitants))} de moins."
        refused = _refus(demande, regles)
        if refused:
            return refused
        if comble([demande], niveau, manque, habitants) <= 0:
            return "Non : aucun effet chiffré sur l'accès, cette lecture ne peut pas la retenir."
        forced = meilleur_comblement(demandes, regles, niveau, manque, habitants, demande.action)
        lost = value - comble(forced or (), niveau, manque, habitants)
        return f"Non : la retenir ferait perdre {_acts(lost)} au total, l'argent manquant ailleurs."

    return _choix(best, Fraction(value), left, demandes, reason)


def lecture_perequation(demandes: Sequence[Demande], regles: Regles, cibles: Mapping[str, Fraction]) -> Choix:
    """The reading « péréquation »: the affordable set whose money by territory is nearest to the declared shares.

    Distance: Σ over territories of |money − share × envelope|, exact, in cents (`valeur`).
    """
    best = meilleure_perequation(demandes, regles, cibles)
    left = regles.montant - sum(d.cout for d in best)
    kept = {d.action for d in best}
    gap = distance(best, regles.montant, cibles)

    def reason(demande: Demande) -> str:
        aim = f"{float(cibles.get(demande.territoire, Fraction(0))) * 100:.0f}\u00a0% visés"
        if demande.action in kept:
            return f"Oui : rapproche son territoire de sa part ({aim})."
        refused = _refus(demande, regles)
        if refused:
            return refused
        added = distance((*best, demande), regles.montant, cibles)
        if not regles.possible((*best, demande)):
            return (
                f"Non : l'enveloppe ne le permet plus, son territoire étant servi à hauteur de ce qu'il peut ({aim})."
            )
        return f"Non : éloignerait des parts visées ({aim})." if added > gap else f"Non : n'en rapproche pas ({aim})."

    return _choix(best, gap, left, demandes, reason)


def meilleure_perequation(
    demandes: Sequence[Demande], regles: Regles, cibles: Mapping[str, Fraction]
) -> tuple[Demande, ...]:
    """The affordable set nearest to the target shares."""
    places = sorted(set(cibles) | {d.territoire for d in demandes})
    n, m, k = len(demandes), len(places), len(regles.fleches)
    if n == 0:
        return ()
    spent = np.array([[d.cout if d.territoire == place else 0 for d in demandes] for place in places], dtype=float)
    aims = np.array([float(cibles.get(place, Fraction(0)) * regles.montant) for place in places])
    slack = np.hstack([np.zeros((m, k)), np.eye(m)])
    rows = [
        LinearConstraint(np.hstack([-spent, slack]), lb=-aims),
        LinearConstraint(np.hstack([spent, slack]), lb=aims),
    ]
    objective = np.concatenate([np.zeros(n + k), np.ones(m)])
    return _solve(demandes, regles, objective, rows, m, np.full(m, np.inf), None) or ()


def distance(retenues: Sequence[Demande], montant: int, cibles: Mapping[str, Fraction]) -> Fraction:
    """How far, in cents, the money by territory is from the target shares of an envelope."""
    places = set(cibles) | {d.territoire for d in retenues}
    return sum(
        (
            abs(sum(d.cout for d in retenues if d.territoire == place) - cibles.get(place, Fraction(0)) * montant)
            for place in places
        ),
        Fraction(0),
    )


def cibles(
    habitants: Mapping[str, float], ecart: Mapping[str, float], besoin: Mapping[str, float]
) -> dict[str, Fraction]:
    """Target share per territory: population × gap × need, over their sum. Raises `EntreeInvalide` when all are 0."""
    raw = {t: Fraction(habitants[t]) * Fraction(max(ecart[t], 0.0)) * Fraction(max(besoin[t], 0.0)) for t in habitants}
    total = sum(raw.values(), Fraction(0))
    if total == 0:
        raise EntreeInvalide("Aucun territoire n'est sous le repère : la clé de péréquation ne désigne personne.")
    return {t: value / total for t, value in raw.items()}


def _solve(
    demandes: Sequence[Demande],
    regles: Regles,
    objective: Floats,
    rows: list[LinearConstraint],
    extra: int,
    upper: Floats,
    impose: int | None,
) -> tuple[Demande, ...] | None:
    n, k = len(demandes), len(regles.fleches)
    costs = np.array([d.cout for d in demandes], dtype=float)
    allowed = np.array([float(d.action in regles.eligibles) for d in demandes])
    lower = np.array([float(d.action == impose) for d in demandes])
    if (lower > allowed).any():
        return None
    bounds = Bounds(np.concatenate([lower, np.zeros(k + extra)]), np.concatenate([allowed, np.full(k, np.inf), upper]))
    constraints = [*rows, *_budget(demandes, regles, costs, extra)]
    integrality = np.concatenate([np.ones(n), np.zeros(k + extra)])
    for _ in range(ESSAIS):
        done = milp(
            objective, integrality=integrality, bounds=bounds, constraints=constraints, options={"mip_rel_gap": 0}
        )
        if done.x is None:
            return None
        chosen = done.x[:n] > 0.5
        kept = tuple(d for d, yes in zip(demandes, chosen, strict=True) if yes)
        if regles.possible(kept):
            return kept
        cut = np.concatenate([np.where(chosen, 1.0, -1.0), np.zeros(k + extra)])
        constraints.append(LinearConstraint(cut[None, :], ub=float(chosen.sum()) - 1.0))
    raise EntreeInvalide("Le partage n'a pas pu être calculé au centime. Changez un montant et recommencez.")


def _budget(demandes: Sequence[Demande], regles: Regles, costs: Floats, extra: int) -> list[LinearConstraint]:
    k = len(regles.fleches)
    inside = np.array([[float(d.action in group) for d in demandes] for group, _ in regles.fleches]).reshape(
        k, len(demandes)
    )
    free = costs * (1 - inside.sum(axis=0)) if k else costs
    room = regles.montant - sum(kept for _, kept in regles.fleches)
    general = np.concatenate([free, np.ones(k), np.zeros(extra)])
    found = [LinearConstraint(general[None, :], ub=float(room))]
    if k:
        over = np.hstack([inside * costs, -np.eye(k), np.zeros((k, extra))])
        found.append(LinearConstraint(over, ub=np.array([float(kept) for _, kept in regles.fleches])))
    return found


def _without_useless(
    kept: tuple[Demande, ...], niveau: str, manque: Floats, habitants: Floats, impose: int | None
) -> tuple[Demande, ...]:
    """Take out, dearest first, the actions that bring nothing: the optimum is as good, and cheaper."""
    for demande in sorted(kept, key=lambda d: (-d.cout, d.action)):
        others = tuple(d for d in kept if d is not demande)
        whole = comble(kept, niveau, manque, habitants)
        if demande.action != impose and comble(others, niveau, manque, habitants) >= whole * (1 - 1e-12):
            kept = others
    return kept


def _refus(demande: Demande, regles: Regles) -> str:
    if demande.action not in regles.eligibles:
        return "Non : hors des règles d'éligibilité de l'enveloppe."
    return "" if regles.possible((demande,)) else "Non : coûte à elle seule plus que ce que l'enveloppe lui permet."


def _choix(
    best: Sequence[Demande], value: Fraction, left: int, demandes: Sequence[Demande], reason: Callable[[Demande], str]
) -> Choix:
    return Choix(tuple(sorted(d.action for d in best)), value, left, {d.action: reason(d) for d in demandes})


def _acts(value: float) -> str:
    return f"{value:,.0f} consultations par an".replace(",", "\u202f")
