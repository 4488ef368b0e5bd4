"""Why an option stands where it does: each sentence of a result, on elections worked by hand."""

from fractions import Fraction

import pytest

from components.priorites.regles.comptage import compter
from components.priorites.regles.parts import entiers
from components.priorites.regles.vote import (
    APPROBATION,
    LISTE,
    POINTS,
    REFUSER,
    USAGERS,
    Groupe,
    Option,
    Regle,
)
from tests.priorites.test_model import groupe, regle

INSECABLE = "\u00a0"


def _motifs(rule: Regle, *groups: Groupe) -> dict[str, str]:
    return {line.option: line.motif.replace(INSECABLE, " ") for line in compter(rule, groups).ensemble.rangs}


def test_a_grade_is_explained_with_its_better_and_its_worse_and_its_neighbour() -> None:
    graded = groupe("g", [[0, 2, 1], [1, 2, 1], [1, 0, 3], [2, 2, 1], [4, 2, 3]])
    assert _motifs(regle(3, departage=REFUSER), graded) == {
        "o0": "Mention majoritaire « Prioritaire » : 20,0 % des bulletins jugent mieux, 40,0 % jugent moins. "
        "Même mention que « Option 2 », départagée par les jugements autour de cette mention.",
        "o2": "Mention majoritaire « Prioritaire » : 0,0 % des bulletins jugent mieux, 40,0 % jugent moins.",
        "o1": "Mention majoritaire « Assez prioritaire » : 20,0 % des bulletins jugent mieux, 0,0 % jugent moins.",
    }


@pytest.mark.parametrize(
    ("departage", "first", "words"),
    [
        (REFUSER, "o0", "Elle est à égalité parfaite avec « Option 1 »."),
        (LISTE, "o0", "Elle est à égalité, départagée devant « Option 1 »."),
        (USAGERS, "o1", "Elle est à égalité, départagée devant « Option 0 »."),
    ],
)
def test_a_tie_of_grades_says_how_it_was_broken(departage: str, first: str, words: str) -> None:
    experts, users = groupe("e", [[0, 1], [1, 2]]), groupe("u", [[1, 0], [2, 1]], usagers=True)
    result = compter(regle(2, departage=departage), (experts, users)).ensemble.rangs
    assert result[0].option == first and result[0].motif.endswith(words)
    assert [line.ex_aequo for line in result] == [departage == REFUSER] * 2


@pytest.mark.parametrize(("groups", "mean"), [(1, "en moyenne"), (2, "en moyenne pondérée")])
def test_points_are_a_mean_weighted_where_there_are_several_groups(groups: int, mean: str) -> None:
    one = Groupe("a", "a", Fraction(1), 2, {"o0": (4,), "o1": (4,)})
    other = Groupe("b", "b", Fraction(3), 2, {"o0": (6,), "o1": (2,)})
    said = _motifs(regle(2, POINTS, points=4), *(one, other)[:groups])
    if groups == 1:
        assert said["o0"] == f"2,00 points par bulletin {mean}, soit 50,0 % des points. À égalité avec « Option 1 »."
        assert said["o1"] == f"2,00 points par bulletin {mean}, soit 50,0 % des points."
    else:
        assert said["o0"] == f"2,75 points par bulletin {mean}, soit 68,8 % des points."
        assert said["o1"] == f"1,25 point par bulletin {mean}, soit 31,2 % des points."


@pytest.mark.parametrize(("poids", "bulletins"), [(Fraction(0), 5), (Fraction(-1), 5), (Fraction(1), 0)])
def test_one_group_without_weight_or_ballots_is_refused_beside_a_good_one(poids: Fraction, bulletins: int) -> None:
    rule = Regle(APPROBATION, (Option("a", "A", 10),), REFUSER, budget=10)
    good = Groupe("g", "G", Fraction(1), 5, {"1": (5,)})
    bad = Groupe("b", "B", poids, bulletins, {"1": (bulletins,)})
    for groups in ((), (bad,), (good, bad)):
        with pytest.raises(ValueError, match="au moins un groupe, avec des bulletins et un poids"):
            entiers(rule, groups)
    assert len(entiers(rule, (good,))) == 1


def test_users_who_grade_both_alike_leave_the_tie_as_it_is() -> None:
    users = groupe("u", [[0, 0], [0, 0]], usagers=True)
    assert [line.ex_aequo for line in compter(regle(2, departage=USAGERS), (users,)).ensemble.rangs] == [True, True]
