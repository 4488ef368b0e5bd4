"""How many ballots swap two neighbours, worked by hand: ties under each rule of settling them, bounds, comparisons."""

from fractions import Fraction

import pytest

from components.priorites.regles.fragilite import Bascule, Duel, des_points, meilleur
from components.priorites.regles.vote import LISTE, POINTS, REFUSER, USAGERS, Groupe, Option, Regle


def _groupe(bulletins: int, devant: int, derriere: int, poids: int = 1, usagers: bool = False) -> Groupe:
    return Groupe("g", "G", Fraction(poids), bulletins, {"devant": (devant,), "derriere": (derriere,)}, usagers)


@pytest.mark.parametrize(
    ("departage", "ballots"),
    [(REFUSER, (2, 2)), (LISTE, (1, 1)), (USAGERS, (2, 2))],
    ids=["refuser", "liste", "usagers"],
)
def test_a_tie_goes_to_the_one_behind_where_the_list_says_so(departage: str, ballots: Bascule) -> None:
    """Three ballots of 2 points, 5 against 1: one ballot moves 2 + 2, exactly what separates them."""
    rule = Regle(POINTS, (Option("derriere", "B"), Option("devant", "A")), departage, points=2)
    assert des_points(rule, (_groupe(3, 5, 1, usagers=True),), "devant", "derriere") == ballots


@pytest.mark.parametrize(
    ("users", "others", "least"),
    [
        ((10, 10), (14, 6), 1),  # a ballot of users moves the 8 points, and they prefer the one behind from then on
        ((14, 6), (10, 10), 2),  # it moves 8 points again, which leaves the users themselves undecided
    ],
)
def test_users_settle_a_tie_by_what_stands_between_the_two_among_them(
    users: tuple[int, int], others: tuple[int, int], least: int
) -> None:
    rule = Regle(POINTS, (Option("devant", "A"), Option("derriere", "B")), USAGERS, points=4)
    groups = (_groupe(5, *users, usagers=True), _groupe(5, *others))
    assert des_points(rule, groups, "devant", "derriere")[0] == least


def test_ballots_of_others_never_count_among_the_users() -> None:
    """Two ballots of the others, twice as heavy, move the 16 points: a tie, on which no user has moved."""
    rule = Regle(POINTS, (Option("devant", "A"), Option("derriere", "B")), USAGERS, points=4)
    groups = (_groupe(5, 10, 10, usagers=True), _groupe(5, 18, 2, poids=2))
    assert des_points(rule, groups, "devant", "derriere")[0] == 3


def test_a_bound_of_one_group_is_exact() -> None:
    """Five ballots, four at the best grade and one at the next; all at the worst. Three are the majority."""
    duel = Duel((1,), (5,), (False,), ((1, 0, 0, 0),), ((5, 5, 5, 5),), False)
    assert [duel.possible(count) for count in range(6)] == [False, False, False, True, True, True]
    assert [duel.passe((count,), (count,)) for count in range(6)] == [False, False, False, True, True, True]


def test_a_bound_compares_from_the_middle_of_all_the_ballots() -> None:
    """Of five, four are worse than the best grade, none worse than the next; or two at the best, two at the worst."""
    assert Duel((1,), (5,), (False,), ((4, 0, 0, 0),), ((2, 2, 2, 2),), False).possible(0)
    assert not Duel((1,), (5,), (False,), ((2, 2, 2, 2),), ((4, 0, 0, 0),), False).possible(0)


def test_the_difference_nearest_to_the_middle_decides() -> None:
    assert meilleur([4, 0], [2, 2], 5) == 1
    assert meilleur([2, 2], [4, 0], 5) == -1
    assert meilleur([4, 2], [4, 2], 5) == 0
