"""Sharing an envelope: the readings equal brute force, respect every rule, and say why."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint

from components.core.parts_egales import Electeurs, Marche, parcours
from components.core.refus import EntreeInvalide
from components.plans.regles.enveloppe import ENUMERABLES, Demande, Regles, enumerer, resoudre
from components.plans.regles.partage import (
    comble,
    lecture_comblement,
)
from components.plans.regles.perequation import cibles, lecture_perequation
from tests.conftest import EXEMPLES

PLACES = ["A", "B", "C"]


@st.composite
def instances(draw: st.DrawFn) -> tuple[list[Demande], Regles, np.ndarray, np.ndarray]:
    n = draw(st.integers(1, 7))
    gain = st.sampled_from([0.0, 0.05, 0.1, 0.3])
    asked = [
        Demande(
            k, f"Action {k}", draw(st.sampled_from(PLACES)), draw(st.integers(1, 100_000_01)),
            {"central": np.array(draw(st.lists(gain, min_size=4, max_size=4)))},
        )
        for k in range(n)
    ]  # fmt: skip
    amount = draw(st.integers(1, 250_000_03))
    eligible = frozenset(draw(st.sets(st.integers(0, n - 1), min_size=1)))
    marks: tuple[tuple[frozenset[int], int], ...] = ()
    if draw(st.booleans()):
        kept = draw(st.integers(1, amount))
        marks = ((frozenset(d.action for d in asked if d.territoire == "A"), kept),)
    gap = np.array(draw(st.lists(st.sampled_from([0.0, 0.2, 0.5]), min_size=4, max_size=4)))
    people = np.array(draw(st.lists(st.integers(0, 5_000), min_size=4, max_size=4)), dtype=float)
    return asked, Regles(amount, eligible, marks), gap, people


def _sets(asked: list[Demande], rules: Regles) -> list[tuple[Demande, ...]]:
    everything = (c for k in range(len(asked) + 1) for c in combinations(asked, k))
    return [chosen for chosen in everything if rules.possible(chosen)]


@given(instances())
def test_the_gap_closed_is_the_brute_force_optimum(instance: tuple) -> None:
    asked, rules, gap, people = instance
    found = lecture_comblement(asked, rules, "central", gap, people)
    best = max((comble(chosen, "central", gap, people) for chosen in _sets(asked, rules)), default=0.0)
    assert float(found.valeur) == pytest.approx(best, rel=1e-9, abs=1e-9)
    assert rules.possible([d for d in asked if d.action in found.retenues])
    assert set(found.raisons) == {d.action for d in asked}
    assert all(found.raisons[a].startswith("Oui") == (a in found.retenues) for a in found.raisons)


def _failing(n: int) -> tuple[Demande, ...]:
    """A solver that cannot conclude: a row that no set satisfies."""
    asked = [Demande(k, f"Action {k}", "A", 10 + k, {}) for k in range(n)]
    rules = Regles(10_000, frozenset(range(n)))
    impossible = LinearConstraint(np.zeros((1, n)), lb=1.0)
    return resoudre(asked, rules, -np.ones(n), [impossible], 0, np.zeros(0), lambda kept: -len(kept))


def test_a_solver_that_fails_is_never_an_empty_answer() -> None:
    assert len(_failing(5)) == 5  # few actions: every set is tried
    with pytest.raises(EntreeInvalide, match="le solveur n'a pas conclu"):
        _failing(ENUMERABLES + 1)


def test_earmarked_credits_beyond_the_envelope_are_an_error_in_words() -> None:
    asked = [Demande(1, "Une", "A", 60, {"central": np.ones(1)})]
    rules = Regles(100, frozenset({1}), ((frozenset({1}), 101),))
    with pytest.raises(EntreeInvalide, match="crédits fléchés"):
        lecture_perequation(asked, rules, {"A": Fraction(1)})


@given(instances())
def test_the_enumeration_and_the_solver_agree(instance: tuple) -> None:
    asked, rules, gap, people = instance
    tried = enumerer(asked, rules, lambda kept: -comble(kept, "central", gap, people))
    found = lecture_comblement(asked, rules, "central", gap, people)
    assert rules.possible(tried)
    assert comble(tried, "central", gap, people) == pytest.approx(float(found.valeur), rel=1e-9, abs=1e-9)


def test_unused_earmarked_credits_do_not_go_to_others() -> None:
    asked = [Demande(1, "Une", "A", 60, {}), Demande(2, "Autre", "B", 60, {})]
    rules = Regles(100, frozenset({1, 2}), ((frozenset({1}), 50),))
    assert rules.possible([asked[0]])  # 50 earmarked, 10 from the free part
    assert not rules.possible([asked[1]])  # only 50 are free


def test_the_target_shares_add_up_and_follow_population_gap_and_need() -> None:
    shares = cibles({"A": 100.0, "B": 100.0}, {"A": 0.5, "B": 1.0}, {"A": 1.0, "B": 1.0})
    assert shares == {"A": Fraction(1, 3), "B": Fraction(2, 3)}
    with pytest.raises(EntreeInvalide, match="sous le repère"):
        cibles({"A": 100.0}, {"A": 0.0}, {"A": 1.0})


def test_an_action_without_effect_is_never_hidden_in_the_optimum() -> None:
    asked = [Demande(1, "Sans effet", "A", 10, {"central": np.zeros(2)})]
    rules = Regles(100, frozenset({1}))
    found = lecture_comblement(asked, rules, "central", np.ones(2), np.ones(2))
    assert found.retenues == () and "aucun effet chiffré" in found.raisons[1]


costs_and_ballots = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(1, 60), min_size=n, max_size=n),
        st.lists(st.frozensets(st.integers(0, n - 1)), min_size=1, max_size=10),
        st.integers(1, 150),
    )
)


@settings(max_examples=2 * EXEMPLES, deadline=None)
@given(costs_and_ballots)
def test_the_equal_shares_of_the_plans_are_those_of_pabutools(
    case: tuple[list[int], list[frozenset[int]], int],
) -> None:
    from pabutools.election import ApprovalBallot, ApprovalProfile, Cardinality_Sat, Instance, Project
    from pabutools.rules import method_of_equal_shares
    from pabutools.tiebreaking import TieBreakingRule

    costs, approved, budget = case
    projects = [Project(f"o{k}", cost) for k, cost in enumerate(costs)]
    instance = Instance(projects, budget_limit=budget)
    ballots = [ApprovalBallot(projects[k] for k in ballot) for ballot in approved]
    profile = ApprovalProfile(ballots, instance=instance)

    def order(_: object, __: object, project: Project) -> tuple[int, object, int]:
        return -sum(project in ballot for ballot in ballots), project.cost, int(project.name[1:])

    theirs = method_of_equal_shares(instance, profile, sat_class=Cardinality_Sat, tie_breaking=TieBreakingRule(order))
    voters = [Electeurs(Fraction(1, len(approved)), frozenset(f"o{k}" for k in ballot)) for ballot in approved]
    market = Marche({p.name: int(p.cost) for p in projects}, voters, budget)
    ours = [bought for bought in parcours(market, [p.name for p in projects])[0] if bought.prix is not None]
    assert [bought.option for bought in ours] == [project.name for project in theirs]
