"""Counting, against independent implementations on thousands of seeded random elections, and published cases."""

from fractions import Fraction
from itertools import permutations
from math import lcm
from random import Random

from pabutools.election import ApprovalBallot, ApprovalProfile, Cardinality_Sat, Instance, Project
from pabutools.rules import method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule

from components.core.mots import MENTIONS
from components.core.parts_egales import parcours
from components.priorites.regles.comptage import compter
from components.priorites.regles.jugement import jugement
from components.priorites.regles.parts import decider, marche
from components.priorites.regles.vote import APPROBATION, REFUSER, Groupe, Option, Regle
from tests.conftest import EXEMPLES
from tests.priorites.test_model import Bulletins, approbation, groupe, regle

JUGEMENTS, BUDGETS, EGALITES = 33 * EXEMPLES, 33 * EXEMPLES, 5 * EXEMPLES


def majority_values(groups: list[tuple[Bulletins, Fraction]]) -> list[list[int]]:
    """Majority value of each option from its definition (Balinski and Laraki): copies of ballots in the weights'
    proportion, then the lower middle is written down and removed, until nothing is left. 0 is the best grade."""
    scale = lcm(*((weight / len(ballots)).denominator for ballots, weight in groups))
    found = []
    for option in range(len(groups[0][0][0])):
        copies = [(b[option], int(scale * weight / len(ballots))) for ballots, weight in groups for b in ballots]
        grades = sorted((grade for grade, times in copies for _ in range(times)), reverse=True)  # worst first
        value = []
        while grades:
            value.append(grades.pop((len(grades) - 1) // 2))
        found.append(value)
    return found


def test_majority_judgment_agrees_with_the_definition_on_thousands_of_elections() -> None:
    rng = Random(2007)
    for _ in range(JUGEMENTS):
        options, spread = rng.randint(1, 4), rng.choice([2, 5])
        groups = [
            (
                [[rng.randrange(spread) for _ in range(options)] for _ in range(rng.choice([1, 2, 3, 4, 6]))],
                Fraction(weight),
            )
            for weight in rng.choices([1, 2, 3], k=rng.randint(1, 3))
        ]
        found = jugement(regle(options), tuple(groupe(str(k), b, w) for k, (b, w) in enumerate(groups)))
        values = {f"o{k}": value for k, value in enumerate(majority_values(groups))}
        for line in found.rangs:
            assert line.rang == 1 + sum(value < values[line.option] for value in values.values()), groups
            assert MENTIONS.index(line.valeur) == values[line.option][0], groups


def test_equal_shares_agrees_with_pabutools_on_thousands_of_elections() -> None:
    rng = Random(2021)
    for _ in range(BUDGETS):
        size = rng.randint(1, 6)
        costs = [rng.randint(1, 60) for _ in range(size)]
        profiles = ["".join(rng.choice("01") for _ in range(size)) for _ in range(rng.randint(1, 12))]
        budget = rng.randint(1, 150)
        rule, groups = approbation(costs, profiles, budget)
        ours, _ = parcours(marche(rule, groups), [option.id for option in rule.options])
        assert [a.option for a in ours if a.prix is not None] == _pabutools(costs, profiles, budget)
        assert sum(costs[int(a.option[1:])] for a in ours) <= budget


def _pabutools(costs: list[int], profiles: list[str], budget: int) -> list[str]:
    projects = [Project(f"o{k}", cost) for k, cost in enumerate(costs)]
    ballots = [ApprovalBallot(p for p, m in zip(projects, profile, strict=True) if m == "1") for profile in profiles]
    instance = Instance(projects, budget_limit=budget)

    def same_order(instance: object, profile: object, project: object) -> tuple[int, object, int]:
        support = sum(project in ballot for ballot in ballots)
        return -support, project.cost, int(project.name[1:])  # type: ignore[attr-defined]

    found = method_of_equal_shares(
        instance, ApprovalProfile(ballots, instance=instance), sat_class=Cardinality_Sat,
        tie_breaking=TieBreakingRule(same_order),
    )  # fmt: skip
    return [project.name for project in found]


def test_every_action_that_some_order_of_ties_funds_and_another_does_not_is_left_to_the_table() -> None:
    rng = Random(33)
    ties = 0
    for _ in range(EGALITES):
        size = rng.randint(2, 4)
        rule, groups = approbation(
            [rng.choice([20, 30]) for _ in range(size)],
            ["".join(rng.choice("01") for _ in range(size)) for _ in range(rng.randint(1, 4))],
            rng.choice([30, 40, 60]),
        )
        open_rule = Regle(APPROBATION, rule.options, REFUSER, budget=rule.budget)
        ends = [
            {a.option for a in parcours(marche(rule, groups), list(order))[0]}
            for order in permutations(o.id for o in rule.options)
        ]
        expected = set().union(*ends) - set.intersection(*ends)
        assert expected <= decider(open_rule, groups).a_departager
        ties += bool(expected)
    assert ties > EGALITES // 10, "the draw meets enough ties"


def test_three_equal_actions_and_money_for_one_are_all_left_to_the_table() -> None:
    options = tuple(Option(f"o{k}", f"Action {k}", 60) for k in range(3))
    tallies = (Groupe("g", "g", Fraction(1), 6, {"111": (6,)}),)
    found = compter(Regle(APPROBATION, options, REFUSER, budget=100), tallies).ensemble
    assert [line.retenue for line in found.rangs if line.ex_aequo] == [None] * 3


def _percents(table: dict[str, list[int]]) -> Groupe:
    """Tallies given in percents or tenths of percents, best grade first."""
    size = sum(next(iter(table.values())))
    return Groupe("g", "g", Fraction(1), size, {name: tuple(cells) for name, cells in table.items()})


def _named(names: list[str]) -> Regle:
    return Regle("jugement", tuple(Option(name, name) for name in names))


def test_the_capital_of_tennessee() -> None:
    """The voters of the textbook example, graded here: 42 % live in Memphis, 26 in Nashville, 15 in Chattanooga, 17 in
    Knoxville, and each judges its own town excellent, the next ones good and fair, the farthest poor."""
    table = {
        "Memphis": [42, 0, 0, 58, 0],
        "Nashville": [26, 42, 32, 0, 0],
        "Chattanooga": [15, 43, 42, 0, 0],
        "Knoxville": [17, 15, 26, 42, 0],
    }
    found = jugement(_named(list(table)), (_percents(table),))
    assert found.rangs[0].option == "Nashville"
    assert {line.option: MENTIONS.index(line.valeur) for line in found.rangs}["Memphis"] == 3


def test_the_orsay_experiment_of_2007() -> None:
    """Balinski and Laraki's polling-place experiment, first four of twelve as published: Bayrou (Good+), Royal
    (Good−), Sarkozy (Good−), Voynet (Acceptable−). Tenths of percents; the two lowest of their six grades are
    read as one here, which no middle grade of these four reaches."""
    table = {
        "Royal": [167, 227, 191, 168, 247],
        "Voynet": [29, 93, 175, 237, 466],
        "Sarkozy": [191, 198, 143, 115, 353],
        "Bayrou": [136, 307, 251, 148, 158],
    }
    found = jugement(_named(list(table)), (_percents(table),))
    assert [line.option for line in found.rangs] == ["Bayrou", "Royal", "Sarkozy", "Voynet"]
    assert [MENTIONS.index(line.valeur) for line in found.rangs] == [2, 2, 2, 3]


def test_same_middle_grade_more_above_wins_then_fewer_below() -> None:
    """Counted by hand on five ballots: 40 % above and 20 % below, then 20 and 20, then 20 and 40."""
    columns = {"o0": [0, 0, 1, 1, 2], "o1": [0, 1, 1, 2, 2], "o2": [0, 1, 1, 1, 2]}
    ballots = [list(row) for row in zip(*columns.values(), strict=True)]
    found = jugement(regle(3), (groupe("g", ballots),))
    assert [line.option for line in found.rangs] == ["o0", "o2", "o1"]
