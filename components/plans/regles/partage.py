"""Sharing an envelope: readings that propose a set of actions, exact optima, with the reason of every answer."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
from scipy.optimize import LinearConstraint

from components.core.acces.travel import Floats
from components.core.francais import liste
from components.core.refus import EntreeInvalide
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
    found = resoudre(
        demandes, regles, objective, rows, m, np.ones(m), lambda kept: -comble(kept, niveau, manque, habitants)
    )
    return _without_useless(found, niveau, manque, habitants)


def lecture_comblement(
    demandes: Sequence[Demande], regles: Regles, niveau: str, manque: Floats, habitants: Floats
) -> Choix:
    """The reading « gap closed », with what each yes brings and what each no would cost."""
    best = meilleur_comblement(demandes, regles, niveau, manque, habitants)
    value = comble(best, niveau, manque, habitants)
    kept = {d.action for d in best}
    left = regles.montant - sum(d.cout for d in best)

    def reason(demande: Demande) -> str:
        if demande.action in kept:
            others = [d for d in best if d is not demande]
            return f"Oui : sans elle, {_acts(value - comble(others, niveau, manque, habitants))} de moins."
        refused = refus(demande, regles)
        if refused:
            return refused
        if comble([demande], niveau, manque, habitants) <= 0:
            return "Non : aucun effet chiffré sur l'accès, cette lecture ne peut pas la retenir."
        if regles.possible((*best, demande)):
            return "Non : n'ajoute rien à ce que comblent déjà les actions retenues."
        given_up, lost = _echange(demande, best, regles, lambda chosen: comble(chosen, niveau, manque, habitants))
        return f"Non : à la place de {given_up}, elle ferait perdre {_acts(value - lost)}."

    return _choix(best, Fraction(value), left, demandes, reason)


def _echange(
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
    kept, titles = max(tries, key=lambda one: (one[0], -len(one[1])))
    return liste([f"« {title} »" for title in titles], 3), kept


def _least(kept: Sequence[Demande], valeur: Callable[[Sequence[Demande]], float]) -> Demande:
    return max(kept, key=lambda out: valeur([d for d in kept if d is not out]))


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
        refused = refus(demande, regles)
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
    return resoudre(
        demandes, regles, objective, rows, m, np.full(m, np.inf), lambda kept: distance(kept, regles.montant, cibles)
    )


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


def _without_useless(kept: tuple[Demande, ...], niveau: str, manque: Floats, habitants: Floats) -> tuple[Demande, ...]:
    """Take out, dearest first, the actions that bring nothing: the optimum is as good, and cheaper."""
    for demande in sorted(kept, key=lambda d: (-d.cout, d.action)):
        others = tuple(d for d in kept if d is not demande)
        whole = comble(kept, niveau, manque, habitants)
        if comble(others, niveau, manque, habitants) >= whole * (1 - 1e-12):
            kept = others
    return kept


def _choix(
    best: Sequence[Demande], value: Fraction, left: int, demandes: Sequence[Demande], reason: Callable[[Demande], str]
) -> Choix:
    return Choix(tuple(sorted(d.action for d in best)), value, left, {d.action: reason(d) for d in demandes})


def _acts(value: float) -> str:
    return f"{value:,.0f} consultations par an".replace(",", "\u202f")
