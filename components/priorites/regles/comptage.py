"""One signature that counts every rule: `compter(regle, groupes)` reads nothing but published tallies."""

from collections.abc import Callable

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


def compter(regle: Regle, groupes: tuple[Groupe, ...]) -> Resultat:
    """Count: each group alone, then all together. Raises ValueError on tallies that do not hold together."""
    from components.priorites.regles.jugement import jugement
    from components.priorites.regles.parts import parts_egales
    from components.priorites.regles.points import points

    rules: dict[str, Comptage] = {JUGEMENT: jugement, POINTS: points, APPROBATION: parts_egales}
    verifier(regle, groupes)
    count = rules[regle.genre]
    alone = tuple((group.id, count(regle, (group,))) for group in groupes)
    return Resultat(alone, count(regle, groupes))
