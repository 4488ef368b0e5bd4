"""Sharing an envelope: readings that propose a set of actions, exact optima, with the reason of every answer."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
from scipy.optimize import LinearConstraint

from components.core.acces.travel import Floats
from components.core.francais import liste
from components.plans.regles.enveloppe import Choix, Demande, Regles, refus, resoudre


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
) -> tuple[Demande, ...]:
    """The affordable set that closes most of the gap, without an action that would bring nothing to it."""
    if not demandes:
        return ()
    useful = (manque > 0) & (habitants > 0) & np.any([d.gains[niveau] > 0 for d in demandes], axis=0)
    if not useful.any():
        return ()
    # Where all the actions together stay under the gap, each brings its whole gain: no unknown is needed there.
    whole = np.sum([d.gains[niveau] for d in demandes], axis=0)
    apart, crowded = useful & (whole <= manque), np.flatnonzero(useful & (whole > manque))
    m = len(crowded)
    alone = -np.array([habitants[apart] @ d.gains[niveau][apart] for d in demandes])
    gains = np.array([d.gains[niveau][crowded] for d in demandes]).T
    # Unknowns: x (retained), o (overflow of each earmark), y (gap closed in a crowded commune, in units of its gap).
    objective = np.concatenate([alone, np.zeros(len(regles.fleches)), -habitants[crowded] * manque[crowded]])
    closed = np.hstack([gains, np.zeros((m, len(regles.fleches))), -np.diag(manque[crowded])])
    rows = [LinearConstraint(closed, lb=0.0)] if m else []
    best = resoudre(
        demandes, regles, objective, rows, m, np.ones(m), lambda funded: -comble(funded, niveau, manque, habitants)
    )
    return _without_useless(best, niveau, manque, habitants)


def lecture_comblement(
    demandes: Sequence[Demande], regles: Regles, niveau: str, manque: Floats, habitants: Floats
) -> Choix:
    """The reading « gap closed », with what each yes brings and what each no would cost."""
    best = meilleur_comblement(demandes, regles, niveau, manque, habitants)
    value = comble(best, niveau, manque, habitants)
    retained = {d.action for d in best}
    left = regles.montant - sum(d.cout for d in best)

    def reason(demande: Demande) -> str:
        if demande.action in retained:
            others = [d for d in best if d is not demande]
            return f"Oui : sans elle, {_acts(value - comble(others, niveau, manque, habitants))} de moins."
        refused = refus(demande, regles)
        if refused:
            return refused
        if demande.hors:
            return f"Hors de cette lecture : {demande.hors}"
        if comble([demande], niveau, manque, habitants) <= 0:
            return "Non : aucun effet chiffré, cette lecture ne peut pas la retenir."
        if regles.possible((*best, demande)):
            return "Non : n'ajoute rien à ce que comblent déjà les actions retenues."
        given_up, lost = echange(demande, best, regles, lambda chosen: comble(chosen, niveau, manque, habitants))
        return f"Non : à la place de {given_up}, elle ferait perdre {_acts(value - lost)}."

    return proposer(best, Fraction(value), left, demandes, reason)


def echange(
    demande: Demande, best: Sequence[Demande], regles: Regles, valeur: Callable[[Sequence[Demande]], float]
) -> tuple[str, float]:
    """What an action would take the place of, at the least loss: words, and the value of the set then.

    One or two retained actions are tried out; beyond, those that bring least leave until the action fits.
    """
    tries = []
    for out in (*combinations(best, 1), *combinations(best, 2)):
        others = [d for d in best if d not in out]
        if regles.possible((*others, demande)):
            tries.append((valeur([*others, demande]), tuple(d.titre for d in out)))
    if not tries:
        left, gone = list(best), []
        while not regles.possible((*left, demande)):
            least = _least(left, valeur)
            left.remove(least)
            gone.append(least.titre)
        tries = [(valeur([*left, demande]), tuple(gone))]
    worth, titles = max(tries, key=lambda one: (one[0], -len(one[1])))
    return liste([f"« {title} »" for title in titles], 3), worth


def _least(funded: Sequence[Demande], valeur: Callable[[Sequence[Demande]], float]) -> Demande:
    return max(funded, key=lambda out: valeur([d for d in funded if d is not out]))


def _without_useless(
    funded: tuple[Demande, ...], niveau: str, manque: Floats, habitants: Floats
) -> tuple[Demande, ...]:
    """Take out, dearest first, the actions that bring nothing: the optimum is as good, and cheaper."""
    for demande in sorted(funded, key=lambda d: (-d.cout, d.action)):
        others = tuple(d for d in funded if d is not demande)
        whole = comble(funded, niveau, manque, habitants)
        if comble(others, niveau, manque, habitants) >= whole * (1 - 1e-12):
            funded = others
    return funded


def proposer(
    best: Sequence[Demande], value: Fraction, left: int, demandes: Sequence[Demande], reason: Callable[[Demande], str]
) -> Choix:
    """A reading's proposal with the reason of every request."""
    return Choix(tuple(sorted(d.action for d in best)), value, left, {d.action: reason(d) for d in demandes})


def _acts(value: float) -> str:
    return f"{value:,.0f} consultations par an".replace(",", "\u202f")
