"""The weights that a vote applies: of each published group, and of one ballot in it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from components.core.poids import Pesee, Poids
from components.priorites.regles.scrutin import Definition, regrouper
from components.priorites.regles.vote import USAGERS


def peser(
    definition: Definition, groupes: Iterable[tuple[str, ...]], votants: Mapping[str, int], poursuivi: bool = False
) -> Pesee:
    """The weights announced for groups of colleges (codes), with those who may vote in each college."""
    groups = tuple(_groupe(definition, codes, votants) for codes in groupes)
    tie = definition.departage == USAGERS
    return Pesee(_declare(definition), definition.publication_min, groups, groups, tie, poursuivi)


def reunir(pesee: Pesee, definition: Definition, votants: Mapping[str, int], bulletins: Mapping[str, int]) -> Pesee:
    """The weights that closing would apply: turnout may merge groups further, never split them."""
    opened = [tuple(group.id.split("+")) for group in pesee.annonces]
    groups = regrouper(opened, bulletins, definition.publication_min)
    return replace(pesee, applique=tuple(_groupe(definition, codes, votants) for codes in groups))


def _groupe(definition: Definition, codes: tuple[str, ...], votants: Mapping[str, int]) -> Poids:
    colleges = {college.code: college for college in definition.colleges}
    inside = [colleges[code] for code in codes]
    share = sum((Fraction(college.poids) for college in inside), Fraction(0)) / _total(definition)
    users = sum(votants.get(college.code, 0) for college in inside if college.usagers)
    voters = sum(votants.get(code, 0) for code in codes)
    return Poids("+".join(codes), " + ".join(college.nom for college in inside), share, voters, users)


def _declare(definition: Definition) -> Fraction:
    users = (Fraction(college.poids) for college in definition.colleges if college.usagers)
    return sum(users, Fraction(0)) / _total(definition)


def _total(definition: Definition) -> Fraction:
    return sum((Fraction(college.poids) for college in definition.colleges), Fraction(0))
