"""The rules of an envelope to the cent, and the exact optimum beyond what can be enumerated."""

from collections.abc import Sequence
from itertools import combinations
from random import Random

import numpy as np
import pytest
from scipy.optimize import LinearConstraint

from components.core.refus import EntreeInvalide
from components.plans.regles.enveloppe import ENUMERABLES, Demande, Regles, enumerer, refus, resoudre


def demande(action: int, cout: int) -> Demande:
    return Demande(action, f"Action {action}", "A", cout, {})


def _worth(values: Sequence[int], asked: Sequence[Demande], rules: Regles) -> int:
    """Of whole values, the worth of the best set, by the rules of the solver alone."""
    best = resoudre(
        asked, rules, np.concatenate([-np.array(values, dtype=float), np.zeros(len(rules.fleches))]), [], 0,
        np.zeros(0), lambda kept: -sum(values[d.action] for d in kept),
    )  # fmt: skip
    assert rules.possible(best)
    return sum(values[d.action] for d in best)


def _knapsack(values: Sequence[int], costs: Sequence[int], amount: int) -> int:
    best = [0] * (amount + 1)
    for value, cost in zip(values, costs, strict=True):
        for money in range(amount, cost - 1, -1):
            best[money] = max(best[money], best[money - cost] + value)
    return best[amount]


def test_beyond_what_can_be_enumerated_the_optimum_is_that_of_dynamic_programming() -> None:
    rng = Random(5)
    for _ in range(6):
        costs = [rng.randint(1, 40) for _ in range(ENUMERABLES + 8)]
        values = [rng.randint(0, 30) for _ in costs]
        asked = [demande(k, cost) for k, cost in enumerate(costs)]
        amount = rng.randint(20, 200)
        rules = Regles(amount, frozenset(range(len(costs))))
        assert _worth(values, asked, rules) == _knapsack(values, costs, amount)


def test_with_earmarks_and_exclusions_the_optimum_is_that_of_every_set() -> None:
    rng = Random(6)
    for _ in range(25):
        asked = [demande(k, rng.randint(1, 30)) for k in range(8)]
        values = [rng.randint(1, 30) for _ in asked]
        groups = ((frozenset({0, 1, 2}), rng.randint(0, 30)), (frozenset({3, 4}), rng.randint(0, 20)))
        rules = Regles(rng.randint(50, 90), frozenset(range(1, 8)), groups)
        sets = (chosen for size in range(9) for chosen in combinations(asked, size))
        best = max(sum(values[d.action] for d in chosen) for chosen in sets if rules.possible(chosen))
        assert _worth(values, asked, rules) == best


class SansEllesDeux(Regles):
    """Rules that also refuse the first two actions together: the rows given to the solver do not know it."""

    def possible(self, retenues: Sequence[Demande]) -> bool:
        return super().possible(retenues) and not {0, 1} <= {d.action for d in retenues}


@pytest.mark.parametrize("count", [3, ENUMERABLES + 4])
def test_a_set_that_breaks_the_rules_is_cut_off_and_the_next_best_is_found(count: int) -> None:
    """Sets are refused one by one, dearest first: with the two, then without the second."""
    asked = [demande(k, 10) for k in range(count)]
    values = [30, 20, 10, *[1] * (count - 3)]
    assert _worth(values, asked, SansEllesDeux(30, frozenset(range(count)))) == 30 + 10 + (count > 3)
    assert _worth(values, asked, SansEllesDeux(20, frozenset(range(count)))) == 30 + 10


def test_amounts_as_large_as_a_public_budget_are_respected_to_the_cent() -> None:
    third = 10**13 // 3
    asked = [*(demande(k, third + 1) for k in range(3)), *(demande(k, 1) for k in range(3, 20))]
    values = [30, 20, 10, *[1] * 17]
    rules = Regles(10**13, frozenset(range(20)))
    assert not rules.possible(asked[:3])
    assert _worth(values, asked, rules) == 30 + 20 + 17


def test_an_earmark_is_for_its_group_and_what_goes_beyond_it_comes_from_the_rest() -> None:
    rules = Regles(100, frozenset({0, 1, 2}), ((frozenset({0}), 40),))
    zero, one, two = demande(0, 70), demande(1, 60), demande(2, 31)
    assert rules.possible([one]) and not rules.possible([demande(1, 61)])
    assert rules.possible([demande(0, 100)]) and not rules.possible([demande(0, 101)])
    assert rules.possible([zero, demande(1, 30)]) and not rules.possible([zero, two])
    assert not rules.possible([demande(3, 1)])


def test_why_the_rules_alone_exclude() -> None:
    rules = Regles(100, frozenset({0, 1}))
    assert refus(demande(0, 100), rules) == ""
    assert refus(demande(1, 101), rules) == "Non : coûte à elle seule plus que ce que l'enveloppe lui permet."
    assert refus(demande(2, 1), rules) == "Non : hors des règles d'éligibilité de l'enveloppe."


def test_as_many_actions_as_can_be_tried_are_tried_and_one_more_is_said() -> None:
    asked = [demande(k, 99) for k in range(ENUMERABLES + 1)]
    few, many = (Regles(99, frozenset(range(n))) for n in (ENUMERABLES, ENUMERABLES + 1))
    assert enumerer(asked, few, lambda kept: -sum(d.action for d in kept)) == (asked[ENUMERABLES - 1],)
    with pytest.raises(EntreeInvalide, match="le solveur n'a pas conclu"):
        enumerer(asked, many, lambda kept: 0.0)


def test_of_equal_sets_the_one_with_fewer_actions_is_taken() -> None:
    asked = [demande(0, 1), demande(1, 1)]
    assert enumerer(asked, Regles(2, frozenset({0, 1})), lambda kept: 0.0) == ()


def test_a_row_of_the_caller_binds() -> None:
    asked = [demande(k, 1) for k in range(ENUMERABLES + 4)]
    rules = Regles(100, frozenset(range(len(asked))))
    three = LinearConstraint(np.ones((1, len(asked))), ub=3.0)
    best = resoudre(asked, rules, -np.arange(len(asked), dtype=float), [three], 0, np.zeros(0), lambda kept: 0.0)
    assert [d.action for d in best] == [17, 18, 19]
