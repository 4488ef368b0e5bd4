"""One signature that counts every rule: `compter(regle, groupes)` reads nothing but tallies."""

from collections.abc import Callable

from components.core.parts_egales import Decision
from components.priorites.regles.vote import (
    APPROBATION,
    JUGEMENT,
    POINTS,
    Classement,
    Groupe,
    Regle,
    Resultat,
    verifier,
)

Comptage = Callable[[Regle, tuple[Groupe, ...]], Classement]


def compter(regle: Regle, groupes: tuple[Groupe, ...], decision: Decision | None = None) -> Resultat:
    """Count: each group alone, then all together. Raises ValueError on tallies that do not hold together.

    `decision`: of an approval vote, what its whole ballots decided, `groupes` then holding its sums; without it,
    `groupes` are the tallies of the whole ballots, and the result is the same.
    """
    from components.priorites.regles.jugement import jugement
    from components.priorites.regles.points import points

    if regle.genre == APPROBATION:
        return _approbation(regle, groupes, decision)
    rules: dict[str, Comptage] = {JUGEMENT: jugement, POINTS: points}
    verifier(regle, groupes)
    count = rules[regle.genre]
    alone = tuple((group.id, count(regle, (group,))) for group in groupes)
    return Resultat(alone, count(regle, groupes))


def _approbation(regle: Regle, groupes: tuple[Groupe, ...], decision: Decision | None) -> Resultat:
    from components.priorites.regles.parts import decider, marges, par_soutien, parts_egales

    if decision is None:
        decision, groupes = decider(regle, groupes), marges(regle, groupes)
    verifier(regle, groupes, decision)
    alone = tuple((group.id, par_soutien(regle, group, decision)) for group in groupes)
    return Resultat(alone, parts_egales(regle, groupes, decision))
