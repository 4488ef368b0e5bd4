"""What a count refuses, how small groups merge, and the ranks of a budget: worked by hand."""

import re
from fractions import Fraction

import pytest

from components.core.parts_egales import Decision
from components.priorites.regles.comptage import compter
from components.priorites.regles.decompte import Decompte, Vote
from components.priorites.regles.parts import entiers, par_soutien, parts_egales
from components.priorites.regles.points import reste
from components.priorites.regles.scrutin import (
    BulletinImpossible,
    College,
    Definition,
    conditions,
    lire_bulletin,
    regrouper,
    tenue,
)
from components.priorites.regles.vote import (
    APPROBATION,
    JUGEMENT,
    LISTE,
    POINTS,
    REFUSER,
    SOUTIENS,
    USAGERS,
    Classement,
    Groupe,
    Option,
    Rang,
    Regle,
    verifier,
)

NAMES = "abcdef"
OPTIONS = tuple(Option(name, name.upper(), 10) for name in NAMES)


def _declared(genre: str, options: int = 2) -> Definition:
    listed = tuple(Option(f"o{k}", f"Option {k}") for k in range(options))
    return Definition("Q", genre, listed, (College("u", "U", "1", True),), REFUSER, "1/2", 3, 5)


def test_the_smallest_group_joins_the_next_smallest_and_who_is_not_counted_weighs_nothing() -> None:
    alone = [(name,) for name in "abcd"]
    assert regrouper(alone, {"a": 9, "b": 2, "c": 3, "d": 8}, 5) == [("a",), ("b", "c"), ("d",)]
    assert regrouper([("a",), ("b", "c")], {"a": 9, "c": 5}, 5) == [("a",), ("b", "c")]
    assert regrouper(alone[:3], {"a": 1, "b": 9, "c": 1}, 2) == [("a", "c"), ("b",)], "the first declared of two alike"


def test_a_blank_ballot_names_twelve_services_at_most() -> None:
    with pytest.raises(BulletinImpossible) as refused:
        lire_bulletin(_declared(JUGEMENT, 14), {})
    assert len(re.findall(r"Option \d+", str(refused.value))) == 12


def test_nothing_is_shared_out_where_nothing_was_declared() -> None:
    declared = _declared(POINTS)
    assert (declared.points, declared.budget, declared.regle.points, declared.regle.budget) == (0, 0, 0, 0)
    assert (declared.tours, declared.tour, declared.retenues_second_tour) == (1, 1, 0)


def test_guards_under_the_floors_are_raised_to_them_and_higher_ones_stay() -> None:
    held = tenue(_declared(JUGEMENT), 4, 2)
    assert (held.usagers_min, held.groupe_min) == (4, 5)
    held = tenue(_declared(JUGEMENT), 2, 9)
    assert (held.usagers_min, held.groupe_min) == (3, 9)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (["3", "4"], "Il vous reste 3 points."), (["9", ""], "Il vous reste 1 point."),
        ([" 6 ", "4"], "Il ne vous reste aucun point : tout est réparti."), (["", ""], "Il vous reste 10 points."),
        (["10", "1"], "Vous avez réparti 1 point de trop."), (["999999"], "Vous avez réparti 999 989 points de trop."),
        (["1000000"], ""), (["10000000"], ""), (["x", "4"], ""), (["²"], ""), (["-1"], ""), (["4", "1,5"], ""),
    ],
)  # fmt: skip
def test_what_is_left_to_share_is_said_where_numbers_are_written(fields: list[str], words: str) -> None:
    assert re.sub(r"\s", " ", reste(10, fields)) == words


def test_one_unreadable_pattern_of_ticks_refuses_its_group() -> None:
    rule = Regle(APPROBATION, OPTIONS[:2], budget=20)
    for ticks in ("111", "1", "1x"):
        group = Groupe("g", "G", Fraction(1), 2, {"10": (1,), ticks: (1,)})
        with pytest.raises(ValueError, match="illisibles"):
            entiers(rule, (group,))


def test_a_pattern_that_nobody_ticked_refuses_nothing() -> None:
    rule = Regle(APPROBATION, OPTIONS[:2], budget=20)
    (whole,) = entiers(rule, (Groupe("g", "G", Fraction(1), 5, {"10": (5,), "01": (0,)}),))
    assert whole.profils == {"10": 5, "01": 0}


def test_equal_supports_follow_the_list_where_users_do_not_settle_ties() -> None:
    """A and B have four supports of eight each; users prefer B."""
    users = Groupe("u", "U", Fraction(1), 4, {"a": (1,), "b": (3,)}, True)
    others = Groupe("e", "E", Fraction(1), 4, {"a": (3,), "b": (1,)})
    nothing = Decision(frozenset())
    for tie, first in ((LISTE, "a"), (REFUSER, "a"), (USAGERS, "b")):
        ranking = parts_egales(Regle(APPROBATION, OPTIONS[:2], tie, budget=5), (users, others), nothing)
        assert ranking.rangs[0].option == first, tie


def test_no_point_to_share_is_no_share_of_points() -> None:
    group = Groupe("g", "G", Fraction(1), 5, {"a": (0,), "b": (0,)})
    assert not group.usagers, "who is not said to be of the users is not"
    (first, _) = compter(Regle(POINTS, OPTIONS[:2], points=0), (group,)).ensemble.rangs
    assert "soit 0,0 % des points" in re.sub(r"\s", " ", first.motif)


def test_a_college_without_anybody_adds_no_voter() -> None:
    colleges = (College("u", "U", "1", True), College("e", "E", "1", False))
    declared = Definition("Q", JUGEMENT, OPTIONS[:2], colleges, REFUSER, "1/2", 3, 5)
    assert "au moins 5 votants" in " ".join(conditions(declared, {"u": 4}, 4, 4, 4)).replace("\u00a0", " ")
    assert conditions(declared, {"u": 5}, 5, 5, 5) == []


@pytest.mark.parametrize(("rule", "named", "sealed"), [
    (Regle(APPROBATION, OPTIONS), (), True), (Regle(APPROBATION, OPTIONS), (Vote("N", "g", "1"),), False),
    (Regle(JUGEMENT, OPTIONS), (), False), (Regle(APPROBATION, OPTIONS, methode=SOUTIENS), (), False),
])  # fmt: skip
def test_only_secret_equal_shares_are_counted_again_on_sealed_ballots(
    rule: Regle, named: tuple[Vote, ...], sealed: bool
) -> None:
    count = Decompte("Q", "", rule, (), (), {}, named)
    assert count.scellable is sealed and count.avant is False


@pytest.mark.parametrize(
    ("rule", "whole"),
    [
        (Regle(APPROBATION, OPTIONS), True), (Regle(APPROBATION, OPTIONS, methode=SOUTIENS), False),
        (Regle(JUGEMENT, OPTIONS), False), (Regle(POINTS, OPTIONS), False),
    ],
)  # fmt: skip
def test_whole_ballots_are_needed_for_equal_shares_alone(rule: Regle, whole: bool) -> None:
    assert rule.entiers == whole


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (None, "manque, ou porte sur d'autres actions"),
        (Decision(frozenset("z")), "manque, ou porte sur d'autres actions"),
        (Decision(frozenset("a"), frozenset("z")), "manque, ou porte sur d'autres actions"),
        (Decision(frozenset("a"), frozenset("a")), "à la fois retenue et à départager"),
        (Decision(frozenset("f")), "retenue sans soutien"),
        (Decision(frozenset("abc")), "coûtent plus que le budget"),
        (Decision(frozenset("a"), frozenset("b")), "aucune action ne peut rester"),
    ],
)
def test_a_decision_that_no_ballots_make_is_refused(decision: Decision | None, words: str) -> None:
    backed = Groupe("g", "G", Fraction(1), 5, {name: (0 if name == "f" else 3,) for name in NAMES})
    with pytest.raises(ValueError, match=words):
        verifier(Regle(APPROBATION, OPTIONS, LISTE, budget=20), (backed,), decision)
    verifier(Regle(APPROBATION, OPTIONS, LISTE, budget=20), (backed,), Decision(frozenset("ab")))


def test_points_are_one_sum_for_each_option() -> None:
    rule = Regle(POINTS, OPTIONS[:2], points=2)
    verifier(rule, (Groupe("g", "G", Fraction(1), 5, {"a": (4,), "b": (6,)}),))
    for values in ({"a": (4,), "b": (5,)}, {"a": (4, 6), "b": (6, 4)}, {"a": (4,), "b": (3, 3)}, {"a": (10,)}):
        with pytest.raises(ValueError, match="ne correspondent pas"):
            verifier(rule, (Groupe("g", "G", Fraction(1), 5, values),))


def test_options_of_equal_rank_are_told_together() -> None:
    def line(rank: int, option: str, tie: bool) -> Rang:
        return Rang(rank, option, "", "", tie)

    ranking = Classement((line(1, "a", True), line(1, "b", True), line(3, "c", False), line(4, "d", True)))
    assert ranking.egalites == (("a", "b"), ("d",)) and ranking.rang("c") == 3


def test_ranks_of_a_budget_funded_then_to_settle_then_later() -> None:
    counts = dict(zip(NAMES, (3, 5, 4, 2, 2, 1), strict=True))
    group = Groupe("g", "G", Fraction(1), 5, {name: (count,) for name, count in counts.items()})
    rule = Regle(APPROBATION, OPTIONS, budget=30)
    ranking = parts_egales(rule, (group,), Decision(frozenset("ab"), frozenset("c")))
    assert [(line.option, line.rang, line.retenue, line.ex_aequo) for line in ranking.rangs] == [
        ("b", 1, True, False), ("a", 2, True, False), ("c", 3, None, True),
        ("d", 4, False, True), ("e", 4, False, True), ("f", 6, False, False),
    ]  # fmt: skip
    assert ranking.bascules == (None,) * 5
    first = Groupe("g", "G", Fraction(1), 5, {"a": (3,)})
    lone = par_soutien(Regle(APPROBATION, OPTIONS[:1], budget=30), first, Decision(frozenset("a")))
    assert lone.bascules == ()
    alone = par_soutien(rule, group, Decision(frozenset("ab")))
    assert [(line.option, line.rang) for line in alone.rangs] == [
        ("b", 1), ("c", 2), ("a", 3), ("d", 4), ("e", 4), ("f", 6),
    ]  # fmt: skip
