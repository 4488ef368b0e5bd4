"""Majority judgment (Balinski and Laraki, 2007), exact on weighted ballots.

The majority grade is the (lower) middle grade. Ties are broken by the majority value: remove one middle ballot
from each option, again and again, until their middles differ. With weights a ballot has a mass, and the same
walk goes from the middle outwards on both sides at once: at the first distance where two options differ, the
lower side decides, then the upper one. For ballots of equal mass it is the published rule, ballot by ballot.
Each option is judged alone, so dropping one never reorders the others.
"""

from fractions import Fraction
from functools import cmp_to_key, partial

from components.core.mots import MENTIONS
from components.priorites.regles.fragilite import du_jugement, voisins
from components.priorites.regles.vote import (
    LISTE,
    USAGERS,
    Classement,
    Groupe,
    Rang,
    Regle,
    part_de,
    poids_normes,
    pourcent,
    ranger,
)

HALF = Fraction(1, 2)
Masses = tuple[Fraction, ...]  # share of each grade, best first, sum one


def jugement(regle: Regle, groupes: tuple[Groupe, ...]) -> Classement:
    """Rank the options by majority value of the weighted grades."""
    masses = repartitions(regle, groupes)
    ties = _tie_keys(regle, groupes)

    def behind(a: str, b: str) -> int:
        return -_compare(a, b, masses, ties)

    order = sorted(masses, key=cmp_to_key(behind))
    keyed: list[tuple[str, object]] = [(option, option) for option in order]
    ranked = ranger(keyed, lambda a, b: _compare(str(a), str(b), masses, ties) == 0)
    lines = tuple(
        Rang(rank, option, MENTIONS[mediane(masses[option])], _reason(regle, groupes, order, masses, ties, place), tie)
        for place, (rank, option, tie) in enumerate(ranked)
    )
    return Classement(lines, *voisins(order, partial(du_jugement, regle, groupes)))


def repartitions(regle: Regle, groupes: tuple[Groupe, ...]) -> dict[str, Masses]:
    """Weighted share of each grade for each option, best grade first."""
    weights = poids_normes(groupes)
    return {
        option.id: tuple(
            sum(
                (w * Fraction(g.valeurs[option.id][k], g.bulletins) for w, g in zip(weights, groupes, strict=True)),
                Fraction(0),
            )
            for k in range(len(MENTIONS))
        )
        for option in regle.options
    }


def mediane(masses: Masses) -> int:
    """Index of the majority grade: the best grade that at least half of the mass reaches (lower middle)."""
    reached = Fraction(0)
    for grade, mass in enumerate(masses):
        reached += mass
        if reached > HALF:
            return grade
    return len(masses) - 1


def comparer(a: Masses, b: Masses) -> int:
    """1 when `a` is ahead of `b`, -1 when behind, 0 when every grade has the same share."""
    points = sorted({HALF} | _breaks(a) | _breaks(b))
    start = Fraction(0)
    for end in points:
        middle = (start + end) / 2
        for side in (-1, 1):
            left, right = _grade(a, HALF + side * middle), _grade(b, HALF + side * middle)
            if left != right:
                return 1 if left < right else -1
        start = end
    return 0


def _breaks(masses: Masses) -> set[Fraction]:
    breaks, reached = set(), Fraction(0)
    for mass in reversed(masses):
        reached += mass
        breaks.add(abs(HALF - reached))
    return {t for t in breaks if 0 < t < HALF}


def _grade(masses: Masses, position: Fraction) -> int:
    """Index of the grade at a position counted from the worst (0) to the best (1)."""
    reached = Fraction(0)
    for grade in range(len(masses) - 1, -1, -1):
        reached += masses[grade]
        if position < reached:
            return grade
    return 0


def _tie_keys(regle: Regle, groupes: tuple[Groupe, ...]) -> dict[str, object]:
    """What breaks a tie: nothing, the order of the list, or the grades of the users' group."""
    users = tuple(group for group in groupes if group.usagers)
    if regle.departage == LISTE:
        return {option.id: place for place, option in enumerate(regle.options)}
    if regle.departage == USAGERS and users:
        return dict(repartitions(regle, users))
    return {option.id: None for option in regle.options}


def _compare(a: str, b: str, masses: dict[str, Masses], ties: dict[str, object]) -> int:
    order = comparer(masses[a], masses[b])
    if order:
        return order
    left, right = ties[a], ties[b]
    if isinstance(left, tuple) and isinstance(right, tuple):
        return comparer(left, right)
    if isinstance(left, int) and isinstance(right, int):
        return 1 if left < right else -1
    return 0


def _reason(
    regle: Regle,
    groupes: tuple[Groupe, ...],
    order: list[str],
    masses: dict[str, Masses],
    ties: dict[str, object],
    place: int,
) -> str:
    mine = masses[order[place]]
    grade = mediane(mine)
    above, below = sum(mine[:grade], Fraction(0)), sum(mine[grade + 1 :], Fraction(0))
    better, worse = part_de(above, groupes), pourcent(below)
    text = f"Mention majoritaire « {MENTIONS[grade]} » : {better} jugent mieux, {worse} jugent moins."
    if place + 1 == len(order):
        return text
    following = masses[order[place + 1]]
    name = regle.libelle(order[place + 1])
    if comparer(mine, following) == 0:
        broken = _compare(order[place], order[place + 1], masses, ties)
        words = "à égalité, départagée devant" if broken else "à égalité parfaite avec"
        return f"{text} Elle est {words} « {name} »."
    if mediane(following) != grade:
        return text
    return f"{text} Même mention que « {name} », départagée par les jugements autour de cette mention."
