"""Equal shares against a plain second writing of the method: every way of settling ties is followed, purse by purse."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random

import pytest

from components.core.parts_egales import CHEMINS, Decision, Electeurs, Marche, a_departager, decider

Cas = tuple[dict[str, int], list[Electeurs], int]


def _prix(cost: int, purses: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """The least that (mass, purse) supporters pay each at most for the sum of min(price, purse) to make the cost."""
    for emptied in range(len(purses)):
        poor, rich = sorted(purses, key=lambda one: one[1])[:emptied], sorted(purses, key=lambda one: one[1])[emptied:]
        price = (cost - sum((m * p for m, p in poor), Fraction(0))) / sum((m for m, _ in rich), Fraction(0))
        if price <= rich[0][1]:
            return price
    return None


def issues(case: Cas, rangs: Mapping[str, int]) -> set[frozenset[str]]:
    """Every set that the method may fund, each tie settled each way, after `rangs`."""
    costs, voters, budget = case
    support = {o: sum((v.masse for v in voters if o in v.approuve), Fraction(0)) for o in costs}
    ends: set[frozenset[str]] = set()

    def suite(purses: tuple[Fraction, ...], taken: frozenset[str], shares: bool) -> None:
        left = [o for o in costs if o not in taken and support[o] > 0]
        prices = {
            o: _prix(costs[o], [(v.masse, p) for v, p in zip(voters, purses, strict=True) if o in v.approuve])
            for o in left
        }
        priced = {o: p for o, p in prices.items() if shares and p is not None}
        fit = [o for o in left if costs[o] <= budget - sum(costs[t] for t in taken)]
        rivals = [o for o, p in priced.items() if p == min(priced.values())] if priced else fit
        if not rivals:
            ends.add(taken)
            return
        first = min((-support[o], costs[o], rangs[o]) for o in rivals)
        for one in rivals:
            if (-support[one], costs[one], rangs[one]) == first:
                asked = priced.get(one, Fraction(0))
                after = tuple(max(Fraction(0), p - asked) if one in v.approuve else p
                              for v, p in zip(voters, purses, strict=True))  # fmt: skip
                suite(after, taken | {one}, bool(priced))

    suite((Fraction(budget),) * len(voters), frozenset(), True)
    return ends


def tirer(rng: Random) -> Cas:
    """Few costs and few voters: ties are many, and purses of unlike masses run out."""
    costs = {f"o{k}": rng.choice([1, 2, 2, 2, 3, 6]) for k in range(rng.randint(1, 5))}
    parts = [rng.choice([1, 1, 1, 2, 3]) for _ in range(rng.randint(1, 5))]
    voters = [
        Electeurs(Fraction(part, sum(parts)), frozenset(o for o in costs if rng.random() < 0.45)) for part in parts
    ]
    return costs, voters, rng.randint(1, 12)


def test_what_is_funded_and_what_ties_leave_open_are_those_of_every_way_followed() -> None:
    rng, ties, tails = Random(21), 0, 0
    for _ in range(500):
        case = tirer(rng)
        costs, voters, budget = case
        for ranks in (dict.fromkeys(costs, 0), {o: rng.randint(0, 1) for o in costs}):
            every = issues(case, ranks)
            sure, some = frozenset.intersection(*every), frozenset[str]().union(*every)
            market, exact = Marche(costs, voters, budget), {o: Fraction(rank) for o, rank in ranks.items()}
            assert a_departager(market, exact) == some - sure
            order = sorted(costs, key=lambda o: (ranks[o], o))
            assert decider(market, order, exact, tranche=False) == Decision(sure, some - sure)
            settled = decider(market, order, exact, tranche=True)
            assert settled.retenues in every and not settled.a_departager
            ties += len(every) > 1
        bought = market.depart()
        while nexts := market.prochaines(bought):
            option = min(nexts)
            tails += nexts[option] is None
            bought = market.acheter(bought, option, nexts[option])
    assert ties > 20 and tails > 20, "the draw meets ties, and options paid from what was left"


@pytest.mark.parametrize(("alike", "left"), [(7, 0), (8, 8)])
def test_beyond_the_ways_followed_all_that_is_not_bought_before_the_first_tie_is_left_to_the_table(
    alike: int, left: int
) -> None:
    """One voter for each of options alike, all funded whatever the order: as many states as sets of them."""
    assert 2**7 <= CHEMINS < 2**8
    names = [f"o{k}" for k in range(alike)]
    costs = {"sure": 1, "personne": 1, **dict.fromkeys(names, 1)}
    mass = Fraction(1, 2 * alike)
    voters = [Electeurs(mass, frozenset({name})) for name in names]
    voters += [Electeurs(Fraction(1, 2), frozenset({"sure"}))]
    decided = decider(Marche(costs, voters, 2 * alike), list(costs), dict.fromkeys(costs, Fraction(0)), tranche=False)
    assert decided.a_departager == frozenset(names[:left])
    assert decided.retenues == frozenset({"sure", *names}) - decided.a_departager
