"""Approval votes counted by number of supports, and a count of before read without what its ballots give away."""

from fractions import Fraction
from typing import Any

import pytest

from components.core.approbation import (
    FORMAT,
    FORMAT_SANS_PROFILS,
    GENRE,
    LISTE,
    USAGERS,
    Entier,
    au_nombre,
    decision,
    poids_declare,
    rangs,
    sans_profils,
    sommes,
)  # fmt: skip
from components.core.parts_egales import Decision

RIEN = dict.fromkeys("abcd", Fraction(0))


def _nombre(budget: int, supports: dict[str, int], costs: dict[str, int], tranche: bool = False) -> Decision:
    return au_nombre(costs, {o: Fraction(n, 10) for o, n in supports.items()}, budget, RIEN, tranche)


def test_the_widest_support_that_still_fits_is_funded_first() -> None:
    costs = {"a": 60, "b": 50, "c": 40, "d": 1}
    assert _nombre(100, {"a": 5, "b": 4, "c": 3, "d": 0}, costs) == Decision(frozenset({"a", "c"}))
    assert _nombre(59, {"a": 5, "b": 4, "c": 3, "d": 1}, costs) == Decision(frozenset({"b", "d"}))


def test_without_a_support_nothing_is_funded_whatever_is_left() -> None:
    assert _nombre(100, {"a": 0, "b": 0}, {"a": 1, "b": 1}) == Decision(frozenset())


def test_of_equals_all_that_fit_are_funded_and_some_that_do_not_all_fit_are_left_to_the_table() -> None:
    alike = {"a": 3, "b": 3}
    assert _nombre(20, alike, {"a": 10, "b": 10}) == Decision(frozenset({"a", "b"}))
    assert _nombre(19, alike, {"a": 10, "b": 10}) == Decision(frozenset(), frozenset({"a", "b"}))
    assert _nombre(19, alike, {"a": 10, "b": 10}, tranche=True) == Decision(frozenset({"a"}))
    assert _nombre(9, alike, {"a": 10, "b": 10}) == Decision(frozenset())
    assert _nombre(12, alike, {"a": 10, "b": 9}) == Decision(frozenset({"b"}))


def test_the_users_settle_when_they_are_declared_to_and_only_they() -> None:
    users, others = Entier(Fraction(1), {"10": 3, "01": 1}, usagers=True), Entier(Fraction(1), {"01": 4, "10": 2})
    assert rangs(["a", "b"], USAGERS, [users, others]) == {"a": Fraction(-3, 4), "b": Fraction(-1, 4)}
    assert rangs(["a", "b"], LISTE, [users, others]) == {"a": 0, "b": 0}
    assert rangs(["a", "b"], USAGERS, [others]) == {"a": 0, "b": 0}
    assert not others.usagers and (users.bulletins, others.bulletins) == (4, 6)


def test_equal_options_go_to_the_one_that_users_support() -> None:
    users = Entier(Fraction(1), {"10": 2, "01": 3}, usagers=True)
    others = Entier(Fraction(1), {"10": 3, "01": 2})
    costs = {"a": 10, "b": 10}
    assert decision(costs, 10, USAGERS, [users, others]) == Decision(frozenset({"b"}))
    assert decision(costs, 10, LISTE, [users, others]) == Decision(frozenset({"a"}))


def _avant(**changes: Any) -> dict[str, Any]:
    rule = {"genre": GENRE, "options": [{"id": "a", "cout": 10}, {"id": "b", "cout": 20}], "budget": 30,
            "departage": LISTE}  # fmt: skip
    group = {"id": "u", "poids": "1", "usagers": True, "bulletins": 3, "valeurs": {"10": [2, 9], "01": [0], "11": [1]}}
    return {"format": FORMAT, "regle": rule, "groupes": [group | changes]}


def test_a_count_of_before_keeps_its_sums_and_its_decision_and_loses_its_patterns() -> None:
    read = sans_profils({"scrutins": [_avant(), "mots"], "autre": 3})
    (count, words), other = read["scrutins"], read["autre"]
    assert (words, other) == ("mots", 3)
    assert (
        count["groupes"][0]["valeurs"]
        == {"a": [3], "b": [1]}
        == {o: [n] for o, n in sommes(["a", "b"], {"10": 2, "11": 1}).items()}
    )
    assert count["decision"] == {"retenues": ["a", "b"], "a_departager": []}
    assert (count["format"], count["scelle"], count["profils_retires"]) == (FORMAT_SANS_PROFILS, "", True)


@pytest.mark.parametrize(
    "changes",
    [
        {"valeurs": {"1": [3]}}, {"valeurs": {"100": [3]}}, {"valeurs": {"12": [3]}},
        {"valeurs": {"10": [4], "01": [-1]}}, {"bulletins": 2}, {"bulletins": 4},
        {"valeurs": {"10": [0]}, "bulletins": 0}, {"valeurs": {}, "bulletins": 0}, {"poids": "1e9"}, {"poids": "-1"},
    ],
)  # fmt: skip
def test_tallies_that_do_not_hold_together_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"illisible|cochées"):
        sans_profils(_avant(**changes))


PAID = "Retenue : 12 soutiens ; chaque soutien y met au plus 3,20 €."


@pytest.mark.parametrize(
    ("document", "read"),
    [
        ({"motif": PAID}, {"motif": "Retenue : 12 soutiens."}),
        ({"motif": "Retenue : 4 soutiens ; payée sur le reste, 3 €."}, {"motif": "Retenue : 4 soutiens."}),
        ({"motif": "Retenue ; 4 soutiens."}, {"motif": "Retenue ; 4 soutiens."}),
        ({"motif": 3}, {"motif": 3}),
        ({"titre": PAID}, {"titre": PAID}),
        ({"raisons": {"a": PAID, "b": 1}}, {"raisons": {"a": "Retenue : 12 soutiens.", "b": 1}}),
        ({"raisons": [PAID]}, {"raisons": [PAID]}),
        ({"autres": {"a": PAID}}, {"autres": {"a": PAID}}),
        ([{"vote": {"motif": PAID}}], [{"vote": {"motif": "Retenue : 12 soutiens."}}]),
    ],
)
def test_a_reason_loses_what_each_support_paid_and_nothing_else(document: Any, read: Any) -> None:
    assert sans_profils(document) == read


@pytest.mark.parametrize("words", ["", "1.5", "1/", "/2", "1/2/3", "٣", "1e3", " 1", "1" * 19])
def test_a_declared_weight_that_is_not_one_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="poids illisible"):
        poids_declare(words)
    assert (poids_declare("3"), poids_declare("1/5")) == (3, Fraction(1, 5))
