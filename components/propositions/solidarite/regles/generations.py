"""Who gives time, by age: shares of the days given, no class of fewer than five volunteers ever told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.core.francais import liste, pourcent

AU_MOINS = 5  # volunteers of a class that is told: fewer would name someone
BORNES = (0, 40, 55, 65)  # first age of each class that the table fills in
TROP_PEU = f"Moins de {AU_MOINS} volontaires : leurs âges ne se disent pas."


@dataclass(frozen=True)
class ClasseDAge:
    """Volunteers from an age to another (excluded; None: no end), and the days a month that they give together."""

    de: int
    a: int | None
    medecins: int
    jours: float

    @property
    def nom(self) -> str:
        """« les moins de 40 ans », « les 40 à 54 ans », « les 65 ans et plus »."""
        if not self.de:
            return f"les moins de {self.a} ans" if self.a else "tous les âges"
        return f"les {self.de} à {self.a - 1} ans" if self.a else f"les {self.de} ans et plus"


def classes(saisies: Mapping[int, tuple[int, float]]) -> list[ClasseDAge]:
    """The classes that the table filled in: first age → volunteers, days."""
    ends = [*BORNES[1:], None]
    return [ClasseDAge(age, end, *saisies.get(age, (0, 0.0))) for age, end in zip(BORNES, ends, strict=True)]


def regrouper(rangees: Sequence[ClasseDAge]) -> list[ClasseDAge]:
    """Neighbouring classes brought together until each has five volunteers; none when they are fewer in all.

    A class of nobody is brought in too: that it is empty would say who the others are.
    """
    if sum(one.medecins for one in rangees) < AU_MOINS:
        return []
    merged: list[ClasseDAge] = []
    for one in rangees:
        if merged and merged[-1].medecins < AU_MOINS:
            merged[-1] = _ensemble(merged[-1], one)
        else:
            merged.append(one)
    while len(merged) > 1 and merged[-1].medecins < AU_MOINS:
        last = merged.pop()
        merged[-1] = _ensemble(merged[-1], last)
    return merged


def _ensemble(first: ClasseDAge, second: ClasseDAge) -> ClasseDAge:
    return ClasseDAge(first.de, second.a, first.medecins + second.medecins, first.jours + second.jours)


def phrase(rangees: Sequence[ClasseDAge]) -> str:
    """« Qui donne du temps : les moins de 40 ans 12 %, les 40 à 54 ans 88 % des jours. »; "" when nobody told."""
    if not any(one.medecins for one in rangees):
        return ""
    told = regrouper(rangees)
    whole = sum(one.jours for one in told)
    if not told or not whole:
        return TROP_PEU
    shares = liste([f"{one.nom} {pourcent(one.jours / whole, 0)}" for one in told])
    return f"Qui donne du temps : {shares} des jours."
