"""Counting: hand-made cases and laws. Independent oracles are in `test_oracles`."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.core.parts_egales import parcours
from components.priorites.regles.comptage import compter
from components.priorites.regles.jugement import jugement, mediane, repartitions
from components.priorites.regles.parts import marche
from components.priorites.regles.points import points
from components.priorites.regles.vote import (
    APPROBATION,
    JUGEMENT,
    LISTE,
    POINTS,
    REFUSER,
    USAGERS,
    Groupe,
    Option,
    Regle,
)
from tests.conftest import EXEMPLES

Bulletins = list[list[int]]


def groupe(nom: str, ballots: Bulletins, poids: Fraction = Fraction(1), usagers: bool = False) -> Groupe:
    """Tallies of graded ballots (0 best … 4 worst), options named o0, o1…"""
    count = len(ballots[0])
    values = {f"o{k}": tuple(sum(b[k] == g for b in ballots) for g in range(5)) for k in range(count)}
    return Groupe(nom, nom, poids, len(ballots), values, usagers)


def regle(count: int, genre: str = JUGEMENT, **more: object) -> Regle:
    return Regle(genre, tuple(Option(f"o{k}", f"Option {k}") for k in range(count)), **more)  # type: ignore[arg-type]


ballots_of = st.integers(1, 4).flatmap(
    lambda options: st.lists(
        st.tuples(
            st.lists(st.lists(st.integers(0, 4), min_size=options, max_size=options), min_size=1, max_size=7),
            st.integers(1, 3),
        ),
        min_size=1,
        max_size=3,
    )
)


def test_half_and_half_takes_the_lower_grade() -> None:
    masses = repartitions(regle(1), (groupe("g", [[0], [4]]),))["o0"]
    assert mediane(masses) == 4


def _orders(found: object) -> list[tuple[int, str]]:
    return sorted((line.rang, line.option) for line in found.rangs)  # type: ignore[attr-defined]


@settings(max_examples=2 * EXEMPLES, deadline=None)
@given(ballots_of, st.randoms(use_true_random=False))
def test_anonymity_neutrality_and_dropping_a_loser(groups: list[tuple[Bulletins, int]], rng: object) -> None:
    options = len(groups[0][0][0])
    tallies = tuple(groupe(str(k), b, Fraction(w)) for k, (b, w) in enumerate(groups))
    whole = jugement(regle(options), tallies)
    shuffled = [(rng.sample(b, len(b)), w) for b, w in groups]  # type: ignore[attr-defined]
    again = jugement(regle(options), tuple(groupe(str(k), b, Fraction(w)) for k, (b, w) in enumerate(shuffled)))
    assert whole == again
    reversed_options = Regle(JUGEMENT, tuple(reversed(regle(options).options)))
    assert _orders(jugement(reversed_options, tallies)) == _orders(whole)
    loser = whole.rangs[-1].option
    if options > 1:
        kept = tuple(option for option in regle(options).options if option.id != loser)
        fewer = jugement(Regle(JUGEMENT, kept), tallies)
        assert _orders(fewer) == [(r, o) for r, o in _orders(whole) if o != loser]


@settings(max_examples=2 * EXEMPLES, deadline=None)
@given(ballots_of, st.data())
def test_monotonicity_a_better_grade_never_lowers_the_rank(
    groups: list[tuple[Bulletins, int]], data: st.DataObject
) -> None:
    options = len(groups[0][0][0])
    before = jugement(regle(options), tuple(groupe(str(k), b, Fraction(w)) for k, (b, w) in enumerate(groups)))
    g = data.draw(st.integers(0, len(groups) - 1))
    voter, option = data.draw(st.integers(0, len(groups[g][0]) - 1)), data.draw(st.integers(0, options - 1))
    groups[g][0][voter][option] = max(0, groups[g][0][voter][option] - 1)
    after = jugement(regle(options), tuple(groupe(str(k), b, Fraction(w)) for k, (b, w) in enumerate(groups)))
    assert after.rang(f"o{option}") <= before.rang(f"o{option}")


def test_weights_are_the_declared_ones() -> None:
    """A hundred professionals and five users at equal weights: half the mass each."""
    users, pros = groupe("u", [[0]] * 5, Fraction(1, 2)), groupe("p", [[4]] * 100, Fraction(1, 2))
    assert repartitions(regle(1), (users, pros))["o0"] == (Fraction(1, 2), 0, 0, 0, Fraction(1, 2))


def test_a_swap_that_is_announced_exists_and_one_less_is_not_enough() -> None:
    ballots = [[0, 1]] * 3 + [[1, 0]] * 2
    found = jugement(regle(2), (groupe("g", ballots),))
    assert found.bascules == (1,)


@pytest.mark.parametrize("users_prefer", [0, 1])
def test_the_users_break_a_tie_when_it_was_declared(users_prefer: int) -> None:
    """Two options that all together judge alike: the users' own grades, points or ticks put one ahead."""
    other = 1 - users_prefer
    graded = regle(2, departage=USAGERS)
    users = groupe("u", [[0, 2] if users_prefer == 0 else [2, 0]], usagers=True)
    rest = groupe("r", [[2, 0] if users_prefer == 0 else [0, 2]])
    wanted = [(1, f"o{users_prefer}"), (2, f"o{other}")]
    assert _orders(jugement(graded, (rest, users))) == wanted
    assert _orders(jugement(graded, (rest, replace(users, usagers=False)))) == [(1, "o0"), (1, "o1")]
    shared = regle(2, POINTS, points=3, departage=USAGERS)
    mine = Groupe("u", "u", Fraction(1), 1, {f"o{users_prefer}": (2,), f"o{other}": (1,)}, True)
    yours = Groupe("r", "r", Fraction(1), 1, {f"o{users_prefer}": (1,), f"o{other}": (2,)}, False)
    assert _orders(points(shared, (yours, mine))) == wanted
    assert _orders(points(shared, (yours, replace(mine, usagers=False)))) == [(1, "o0"), (1, "o1")]


@pytest.mark.parametrize("departage", [REFUSER, LISTE])
def test_ties_are_shown_or_broken_as_declared(departage: str) -> None:
    found = jugement(regle(3, departage=departage), (groupe("g", [[1, 1, 2], [2, 2, 3]]),))
    assert [line.rang for line in found.rangs] == ([1, 1, 3] if departage == REFUSER else [1, 2, 3])
    assert bool(found.egalites) == (departage == REFUSER)


@settings(max_examples=3 * EXEMPLES, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=9))
def test_points_are_means(pairs: list[tuple[int, int]]) -> None:
    ballots = [(a, min(b, 10 - a), 10 - a - min(b, 10 - a)) for a, b in pairs]
    values = {f"o{k}": (sum(b[k] for b in ballots),) for k in range(3)}
    found = points(regle(3, POINTS, points=10), (Groupe("g", "g", Fraction(1), len(ballots), values),))
    expected = sorted(values, key=lambda o: -values[o][0])
    assert [values[line.option] for line in found.rangs] == [values[o] for o in expected]


costs_and_profiles = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(1, 60), min_size=n, max_size=n),
        st.lists(st.lists(st.sampled_from("01"), min_size=n, max_size=n).map("".join), min_size=1, max_size=12),
        st.integers(1, 150),
    )
)


def approbation(costs: list[int], profiles: list[str], budget: int) -> tuple[Regle, tuple[Groupe, ...]]:
    options = tuple(Option(f"o{k}", f"Action {k}", cost) for k, cost in enumerate(costs))
    counts = {profile: (profiles.count(profile),) for profile in set(profiles)}
    return Regle(APPROBATION, options, LISTE, budget=budget), (Groupe("g", "g", Fraction(1), len(profiles), counts),)


@settings(max_examples=2 * EXEMPLES, deadline=None)
@given(costs_and_profiles)
def test_equal_shares_dropping_an_unfunded_action_changes_nothing(case: tuple[list[int], list[str], int]) -> None:
    rule, groups = approbation(*case)
    whole = compter(rule, groups).ensemble
    unfunded = [line.option for line in whole.rangs if line.retenue is False]
    if not unfunded or len(rule.options) == 1:
        return
    gone = int(unfunded[-1][1:])
    costs = [c for k, c in enumerate(case[0]) if k != gone]
    profiles = [p[:gone] + p[gone + 1 :] for p in case[1]]
    fewer, tallies = approbation(costs, profiles, case[2])
    names = [f"o{k}" for k in range(len(case[0])) if k != gone]
    kept = [names[int(line.option[1:])] for line in compter(fewer, tallies).ensemble.rangs if line.retenue]
    assert kept == [line.option for line in whole.rangs if line.retenue]


def test_weights_in_equal_shares_are_copies_of_ballots() -> None:
    """Weights 2 to 1 for groups of the same size: as if each ballot of the first were cast twice."""
    options = tuple(Option(f"o{k}", str(k), c) for k, c in enumerate((40, 50, 30)))
    first, second = {"110": (3,), "011": (2,)}, {"001": (4,), "100": (1,)}
    rule = Regle(APPROBATION, options, LISTE, budget=90)
    weighted = (Groupe("a", "a", Fraction(2), 5, first), Groupe("b", "b", Fraction(1), 5, second))
    copies = {"110": (6,), "011": (4,), "001": (4,), "100": (1,)}
    order = ["o0", "o1", "o2"]
    alone = (Groupe("c", "c", Fraction(1), 15, copies),)
    assert parcours(marche(rule, weighted), order)[0] == parcours(marche(rule, alone), order)[0]


def test_a_share_says_what_it_is_a_share_of() -> None:
    """In a group, of ballots; together, of the declared weights: 50 % of weight is not 50 % of people."""
    rule = Regle(APPROBATION, (Option("o0", "Action", 10),), budget=10)
    small, large = ({"1": (1,)}, {"0": (9,)})
    result = compter(rule, (Groupe("a", "a", Fraction(1), 1, small), Groupe("b", "b", Fraction(1), 9, large)))
    assert "50,0\u00a0% du poids des votes" in result.ensemble.rangs[0].motif
    assert "100,0\u00a0% des bulletins" in dict(result.par_groupe)["a"].rangs[0].motif


@pytest.mark.parametrize(
    ("hundredths", "words"),
    [(0, "0,00 point"), (99, "0,99 point"), (100, "1,00 point"), (199, "1,99 point"), (200, "2,00 points"),
     (999, "9,99 points"), (1000, "10,00 points")],
)  # fmt: skip
def test_a_mean_of_points_in_words(hundredths: int, words: str) -> None:
    options = (Option("o0", "Une"), Option("o1", "Autre"))
    tallies = Groupe("g", "g", Fraction(1), 100, {"o0": (hundredths,), "o1": (1000 - hundredths,)})
    found = points(Regle(POINTS, options, points=10), (tallies,))
    assert next(line.valeur for line in found.rangs if line.option == "o0") == words


@pytest.mark.parametrize("equal", [{1, 2}, {0, 1}, {2, 3}, set()])
def test_a_tie_of_points_is_said_of_the_next_and_of_no_other(equal: set[int]) -> None:
    given = [40, 30, 20, 10]
    for place in sorted(equal)[1:]:
        given[place - 1] = given[place] = sum(given[place - 1 : place + 1]) // 2
    options = tuple(Option(f"o{k}", f"Option {k}") for k in range(4))
    tallies = Groupe("g", "g", Fraction(1), 10, {f"o{k}": (number,) for k, number in enumerate(given)})
    found = points(Regle(POINTS, options, points=10), (tallies,))
    said = ["À égalité avec « Option" in line.motif for line in found.rangs]
    assert said == [place == min(equal, default=-1) for place in range(4)]
    assert all(f"« Option {k + 1} »" in found.rangs[k].motif for k in range(4) if said[k])


def test_a_point_is_singular_below_two() -> None:
    tallies = (Groupe("g", "g", Fraction(1), 2, {"o0": (2,), "o1": (4,)}),)
    ranks = compter(regle(2, POINTS, points=3), tallies).ensemble.rangs
    assert [line.valeur for line in ranks] == ["2,00 points", "1,00 point"]


IMPOSSIBLE: list[Callable[[], object]] = [
    lambda: compter(regle(1), ()),
    lambda: compter(regle(2), (groupe("g", [[0]]),)),
    lambda: compter(regle(1), (Groupe("g", "g", Fraction(1), 3, {"o0": (1, 0, 0, 0, 1)}),)),
    lambda: compter(regle(1), (Groupe("g", "g", Fraction(0), 2, {"o0": (1, 0, 0, 0, 1)}),)),
    lambda: compter(regle(1, POINTS, points=10), (Groupe("g", "g", Fraction(1), 2, {"o0": (19,)}),)),
]


@pytest.mark.parametrize("attempt", IMPOSSIBLE)
def test_tallies_that_no_ballots_could_give_are_refused(attempt: Callable[[], object]) -> None:
    with pytest.raises(ValueError):
        attempt()
