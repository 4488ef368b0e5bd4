"""Sharing an envelope: readings that propose a set of actions, exact optima, with the reason of every answer."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
from scipy.optimize import LinearConstraint

from components.core.acces.travel import Floats
from components.core.francais import compte, liste
from components.plans.regles.enveloppe import Choix, Demande, Regles, refus, resoudre


def comble(demandes: Sequence[Demande], niveau: str, ecart: Floats, habitants: Floats) -> float:
    """Consultations per year that a set of actions brings below the repère, less those it takes there.

    `ecart`: gap of each commune to the repère, negative above it (−∞: unknown, counts for nothing).
    """
    if not demandes:
        return 0.0
    total = np.sum([demande.gains[niveau] for demande in demandes], axis=0)
    return float(habitants @ ferme(ecart, total))


def ferme(ecart: Floats, gains: Floats) -> Floats:
    """How much of each gap gains close; negative where what is taken opens it."""
    return np.asarray(np.where(ecart > 0, np.minimum(ecart, gains), np.minimum(0.0, gains - ecart)))


def meilleur_comblement(
    demandes: Sequence[Demande],
    regles: Regles,
    niveau: str,
    ecart: Floats,
    habitants: Floats,
) -> tuple[Demande, ...]:
    """The affordable set that closes most of the gap, what it opens deducted, without an action that brings nothing."""
    if not demandes:
        return ()
    gains = np.array([demande.gains[niveau] for demande in demandes])
    most, least = gains.clip(min=0.0).sum(axis=0), gains.clip(max=0.0).sum(axis=0)
    if not ((ecart > 0) & (habitants > 0) & (most > 0)).any():
        return ()
    # Where all that is gained stays under the gap, each brings its whole gain or loss; where all that is taken stays
    # above the repère, nothing counts. Elsewhere an unknown holds the gap left, in units of the widest it may be.
    apart = (habitants > 0) & (ecart > 0) & (most <= ecart)
    crowded = np.flatnonzero((habitants > 0) & ~apart & (ecart > least) & (gains != 0).any(axis=0))
    m, widest = len(crowded), (ecart - least)[crowded]
    alone = -(gains[:, apart] @ habitants[apart])
    objective = np.concatenate([alone, np.zeros(len(regles.fleches)), habitants[crowded] * widest])
    left = np.hstack([gains[:, crowded].T, np.zeros((m, len(regles.fleches))), np.diag(widest)])
    rows = [LinearConstraint(left, lb=ecart[crowded])] if m else []
    best = resoudre(
        demandes, regles, objective, rows, m, np.ones(m), lambda funded: -comble(funded, niveau, ecart, habitants)
    )
    return _without_useless(best, niveau, ecart, habitants)


def lecture_comblement(
    demandes: Sequence[Demande], regles: Regles, niveau: str, ecart: Floats, habitants: Floats
) -> Choix:
    """The reading « gap closed », with what each yes brings and what each no would cost."""
    best = meilleur_comblement(demandes, regles, niveau, ecart, habitants)
    value = comble(best, niveau, ecart, habitants)
    retained = {d.action for d in best}
    left = regles.montant - sum(d.cout for d in best)

    def reason(demande: Demande) -> str:
        if demande.action in retained:
            others = [d for d in best if d is not demande]
            return f"Oui : sans elle, {_acts(value - comble(others, niveau, ecart, habitants))} de moins."
        refused = refus(demande, regles)
        if refused:
            return refused
        if demande.hors:
            return f"Hors de cette lecture : {demande.hors}"
        if not demande.gains[niveau].any():
            return "Non : aucun effet chiffré, cette lecture ne peut pas la retenir."
        if comble([demande], niveau, ecart, habitants) <= 0:
            return "Non : sous le repère, elle ne donne pas plus qu'elle ne prend là d'où viennent ses jours."
        if regles.possible((*best, demande)):
            more = comble([*best, demande], niveau, ecart, habitants) - value
            if more < -0.5:
                return f"Non : ajoutée aux autres, elle ferait perdre {_acts(-more)}."
            return "Non : n'ajoute rien à ce que comblent déjà les actions retenues."
        given_up, lost = echange(demande, best, regles, lambda chosen: comble(chosen, niveau, ecart, habitants))
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


def _without_useless(funded: tuple[Demande, ...], niveau: str, ecart: Floats, habitants: Floats) -> tuple[Demande, ...]:
    """Take out, dearest first, the actions that bring nothing: the optimum is as good, and cheaper."""
    for demande in sorted(funded, key=lambda d: (-d.cout, d.action)):
        others = tuple(d for d in funded if d is not demande)
        whole = comble(funded, niveau, ecart, habitants)
        if comble(others, niveau, ecart, habitants) >= whole * (1 - 1e-12):
            funded = others
    return funded


def proposer(
    best: Sequence[Demande], value: Fraction, left: int, demandes: Sequence[Demande], reason: Callable[[Demande], str]
) -> Choix:
    """A reading's proposal with the reason of every request."""
    return Choix(tuple(sorted(d.action for d in best)), value, left, {d.action: reason(d) for d in demandes})


def _acts(value: float) -> str:
    return compte(value, "consultation par an", "consultations par an")
