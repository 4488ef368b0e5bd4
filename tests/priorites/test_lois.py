"""Laws that every kind of ballot keeps, on seeded random elections: the count needs nothing but the tallies."""

import json
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from components.priorites.regles import decompte
from components.priorites.regles.comptage import compter
from components.priorites.regles.scrutin import College, Definition, depouiller
from components.priorites.regles.vote import APPROBATION, JUGEMENT, LISTE, POINTS, Option
from tests.conftest import EXEMPLES

GENRES = (JUGEMENT, POINTS, APPROBATION)


def _definition(rng: Random, genre: str) -> Definition:
    options = tuple(Option(f"o{k}", f"Option {k}", rng.randint(10, 60)) for k in range(rng.randint(2, 5)))
    colleges = tuple(College(c, c.upper(), str(Fraction(rng.randint(1, 6), 6)), c == "u") for c in "pue")
    return Definition("Q", genre, options, colleges, LISTE, "1/2", 3, 1, points=10, budget=rng.randint(30, 150))


def _ballots(rng: Random, declared: Definition) -> list[tuple[str, str]]:
    return [(c, _one(rng, declared)) for c in "pue" for _ in range(rng.randint(1, 6))]


def _one(rng: Random, declared: Definition) -> str:
    count = len(declared.options)
    if declared.genre == JUGEMENT:
        return "".join(str(rng.randrange(5)) for _ in range(count))
    if declared.genre == APPROBATION:
        return "".join(rng.choice("01") for _ in range(count))
    cuts = sorted(rng.randint(0, declared.points) for _ in range(count - 1))
    return ",".join(str(b - a) for a, b in zip([0, *cuts], [*cuts, declared.points], strict=True))


@pytest.mark.parametrize("genre", GENRES)
def test_a_recount_from_the_exported_tallies_is_the_count(genre: str) -> None:
    rng = Random(1785)
    for _ in range(EXEMPLES):
        declared = _definition(rng, genre)
        ballots = _ballots(rng, declared)
        tallies = depouiller(declared, [("p",), ("u", "e")], ballots)
        phrases = [f"mot mot {k}" for k in range(len(ballots))]
        exported = json.dumps(decompte.ecrire(declared, "0" * 64, tallies, phrases, {"bulletins": len(ballots)}))
        assert decompte.recompter(json.loads(exported))[1] == compter(declared.regle, tallies)


@pytest.mark.parametrize("genre", GENRES)
def test_who_voted_and_in_which_order_changes_nothing(genre: str) -> None:
    rng = Random(1884)
    for _ in range(EXEMPLES):
        declared = _definition(rng, genre)
        ballots = _ballots(rng, declared)
        before = compter(declared.regle, depouiller(declared, [("p",), ("u",), ("e",)], ballots))
        rng.shuffle(ballots)
        assert compter(declared.regle, depouiller(declared, [("p",), ("u",), ("e",)], ballots)) == before


@pytest.mark.parametrize("genre", GENRES)
def test_weights_count_by_their_proportions_alone(genre: str) -> None:
    rng = Random(1951)
    for _ in range(EXEMPLES):
        declared = _definition(rng, genre)
        tallies = depouiller(declared, [("p",), ("u",), ("e",)], _ballots(rng, declared))
        scaled = tuple(replace(group, poids=group.poids * 7) for group in tallies)
        assert compter(declared.regle, scaled).ensemble == compter(declared.regle, tallies).ensemble


def test_more_points_never_lower_a_rank() -> None:
    rng = Random(1972)
    for _ in range(EXEMPLES):
        declared = _definition(rng, POINTS)
        ballots = _ballots(rng, declared)
        winner, loser = rng.sample(range(len(declared.options)), 2)
        before = compter(declared.regle, depouiller(declared, [("p", "u", "e")], ballots)).ensemble
        moved = [(college, _given(content, loser, winner)) for college, content in ballots]
        after = compter(declared.regle, depouiller(declared, [("p", "u", "e")], moved)).ensemble
        assert after.rang(f"o{winner}") <= before.rang(f"o{winner}")


def _given(content: str, loser: int, winner: int) -> str:
    """One point from an option to another, when there is one."""
    points = [int(part) for part in content.split(",")]
    if points[loser]:
        points[loser], points[winner] = points[loser] - 1, points[winner] + 1
    return ",".join(map(str, points))
