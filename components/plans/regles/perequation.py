"""The reading « péréquation »: the affordable set that leaves least missing to the declared shares. Exact, in cents.

Only what is missing counts: a territory beyond its share is no fault where nobody else can use the money. Between sets
that leave as little missing, the one that uses most of the envelope: nothing stays idle that a request could use.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.optimize import LinearConstraint

from components.core.acces.travel import Floats
from components.core.refus import EntreeInvalide
from components.plans.regles.actions import euros
from components.plans.regles.enveloppe import ENUMERABLES, FLECHES, Choix, Demande, Regles, refus, resoudre
from components.plans.regles.partage import echange, proposer

Cents = npt.NDArray[np.int64]


def cibles(
    habitants: Mapping[str, float], ecart: Mapping[str, float], besoin: Mapping[str, float]
) -> dict[str, Fraction]:
    """Target share per territory: population × gap × need, over their sum. Raises `EntreeInvalide` when all are 0."""
    raw = {t: Fraction(habitants[t]) * Fraction(max(ecart[t], 0.0)) * Fraction(max(besoin[t], 0.0)) for t in habitants}
    total = sum(raw.values(), Fraction(0))
    if total == 0:
        raise EntreeInvalide("Aucun territoire n'est sous le repère : la clé de péréquation ne désigne personne.")
    return {t: value / total for t, value in raw.items()}


def objectifs(montant: int, cibles: Mapping[str, Fraction]) -> dict[str, int]:
    """The share of each territory in whole cents; the cents left go to the largest remainders, so that they add up."""
    exact = {place: share * montant for place, share in cibles.items()}
    shares = {place: int(amount) for place, amount in exact.items()}
    left = int(sum(exact.values(), Fraction(0))) - sum(shares.values())
    for place in sorted(exact, key=lambda p: (shares[p] - exact[p], p))[:left]:
        shares[place] += 1
    return shares


def recu(retenues: Sequence[Demande], lieu: str) -> int:
    """Cents that a territory receives from a set of requests."""
    return sum(d.cout for d in retenues if d.territoire == lieu)


def manque(retenues: Sequence[Demande], parts: Mapping[str, int]) -> int:
    """Cents missing to the shares (in cents), territory by territory; what exceeds one makes up for no other."""
    return sum(max(0, share - recu(retenues, place)) for place, share in parts.items())


def hors_d_atteinte(demandes: Sequence[Demande], regles: Regles, parts: Mapping[str, int]) -> int:
    """Cents missing to the shares whatever is retained: nobody asks for them."""
    return manque([d for d in demandes if not refus(d, regles)], parts)


def lecture_perequation(demandes: Sequence[Demande], regles: Regles, cibles: Mapping[str, Fraction]) -> Choix:
    """The reading « péréquation », with the reason of every yes and no; its value: the cents still missing."""
    parts = objectifs(regles.montant, cibles)
    best = meilleure_perequation(demandes, regles, cibles)
    retained, gap = {d.action for d in best}, manque(best, parts)

    def reason(demande: Demande) -> str:
        aim = f"{float(cibles.get(demande.territoire, Fraction(0))) * 100:.0f}\u00a0% visés"
        if demande.action in retained:
            lost = manque([d for d in best if d is not demande], parts) - gap
            if lost:
                return f"Oui : sans elle, il manquerait {euros(lost)} de plus à la part de son territoire ({aim})."
            return f"Oui : emploie un argent qui ne rapprocherait aucun territoire de sa part ({aim})."
        refused = refus(demande, regles)
        if refused:
            return refused
        given_up, value = echange(demande, best, regles, lambda chosen: -manque(chosen, parts))
        more = round(-value) - gap
        lost_words = f"il manquerait {euros(more)} de plus aux parts visées" if more else "aucun n'en serait plus près"
        full = (
            " Son territoire est servi à hauteur de ce qu'il peut." if _comble(demande, demandes, best, regles) else ""
        )
        return f"Non : à la place de {given_up}, {lost_words} ({aim}).{full}"

    return proposer(best, Fraction(gap), regles.montant - sum(d.cout for d in best), demandes, reason)


def _comble(demande: Demande, demandes: Sequence[Demande], retenues: Sequence[Demande], regles: Regles) -> bool:
    """Whether the territory of a request receives the most that any set the rules allow would give it. False when that
    takes too many sets to try."""
    mine = [d for d in demandes if d.territoire == demande.territoire and d.action in regles.eligibles]
    if len(mine) > ENUMERABLES:
        return False
    sets = _ensembles(len(mine))
    costs = np.array([d.cout for d in mine], dtype=np.int64)
    return recu(retenues, demande.territoire) == int((sets @ costs)[_permis(sets, mine, regles)].max())


def meilleure_perequation(
    demandes: Sequence[Demande], regles: Regles, cibles: Mapping[str, Fraction]
) -> tuple[Demande, ...]:
    """The affordable set that leaves least missing, then uses most. Every set is tried up to `ENUMERABLES` eligible
    requests; beyond, the solver, whose answer is checked in cents. Raises `EntreeInvalide` as `resoudre` does."""
    if not regles.possible(()):
        raise EntreeInvalide(FLECHES)
    parts = objectifs(regles.montant, cibles)
    asked = [d for d in demandes if d.action in regles.eligibles]
    return par_enumeration(asked, regles, parts) if len(asked) <= ENUMERABLES else par_solveur(asked, regles, parts)


def _ensembles(n: int) -> npt.NDArray[np.int64]:
    """Every set of n things, one a row of 0 and 1: those with fewer of the first come first."""
    return (np.arange(2**n)[:, None] >> np.arange(n)[None, :]) & 1


def _permis(ensembles: npt.NDArray[np.int64], demandes: Sequence[Demande], regles: Regles) -> npt.NDArray[np.bool_]:
    """The sets that respect every rule, to the cent: `Regles.possible`, for all of them at once."""
    costs = np.array([d.cout for d in demandes], dtype=np.int64)
    marked = np.array([any(d.action in group for group, _ in regles.fleches) for d in demandes], dtype=bool)
    taken = ensembles @ np.where(marked, 0, costs)
    for group, earmark in regles.fleches:
        inside = np.array([d.action in group for d in demandes], dtype=bool)
        taken = taken + np.maximum(0, ensembles @ np.where(inside, costs, 0) - earmark)
    allowed: npt.NDArray[np.bool_] = taken <= regles.montant - sum(earmark for _, earmark in regles.fleches)
    return allowed


def par_enumeration(demandes: Sequence[Demande], regles: Regles, parts: Mapping[str, int]) -> tuple[Demande, ...]:
    """Every set of eligible requests, compared in whole cents."""
    sets = _ensembles(len(demandes))
    sets = sets[_permis(sets, demandes, regles)]
    missing: Cents = np.zeros(len(sets), dtype=np.int64)
    for place, share in parts.items():
        local = np.array([d.cout if d.territoire == place else 0 for d in demandes], dtype=np.int64)
        missing += np.maximum(0, share - sets @ local)
    spent = sets @ np.array([d.cout for d in demandes], dtype=np.int64)
    best = sets[np.lexsort((-spent, missing))[0]]
    return tuple(d for d, yes in zip(demandes, best, strict=True) if yes)


def par_solveur(demandes: Sequence[Demande], regles: Regles, parts: Mapping[str, int]) -> tuple[Demande, ...]:
    """Least missing, then most used with no more missing, then whatever still fits (which never makes more missing)."""
    n, m, k = len(demandes), len(parts), len(regles.fleches)
    costs = np.array([d.cout for d in demandes], dtype=float)
    local = np.array([[d.cout if d.territoire == place else 0.0 for d in demandes] for place in parts]).reshape(m, n)
    served = LinearConstraint(np.hstack([local, np.zeros((m, k)), np.eye(m)]), lb=np.array([*parts.values()], float))
    missing = np.concatenate([np.zeros(n + k), np.ones(m)])

    def solve(objective: Floats, *more: LinearConstraint) -> tuple[Demande, ...]:
        ceiling = np.full(m, np.inf)
        return resoudre(demandes, regles, objective, [served, *more], m, ceiling, lambda funded: manque(funded, parts))

    answers = [solve(missing)]
    least = manque(answers[0], parts)
    try:
        used = np.concatenate([-costs, np.zeros(k + m)])
        answers.append(solve(used, LinearConstraint(missing[None, :], ub=least + 0.5)))
    except EntreeInvalide:
        pass  # the first answer stands, completed below
    first: tuple[Demande, ...] = min(answers, key=lambda funded: (manque(funded, parts), -sum(d.cout for d in funded)))
    best = [*first]
    for demande in sorted(demandes, key=lambda d: (-d.cout, d.action)):
        if demande not in best and regles.possible([*best, demande]):
            best.append(demande)
    return tuple(best)
