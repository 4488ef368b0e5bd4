"""The method of equal shares with approvals under a budget (Peters, Pierczyński and Skowron, 2021), exact.

Every unit of mass gets an equal share of the budget. An option is affordable when those who approve it can pay it
together, each paying the same, or all they have left if that is less; the one that asks least of each is bought
first. What is left then goes, while it lasts, to the options with the widest support.

Exact and fast: what each purse has left is a whole number over one denominator they all share, and an option is
priced again only when the last price known could still be the lowest (prices never fall, as purses only empty).
"""

import heapq
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm


@dataclass(frozen=True)
class Achat:
    """One option bought, and what each unit of mass of its supporters paid at most (None: from what was left)."""

    option: str
    prix: Fraction | None


@dataclass(frozen=True)
class Electeurs:
    """Voters alike: their mass (the masses of an election add up to one) and what they approve."""

    masse: Fraction
    approuve: frozenset[str]


def soutiens(options: Collection[str], electeurs: Sequence[Electeurs]) -> dict[str, Fraction]:
    """The mass that approves each option."""
    unit, masses = _masses(electeurs)
    found = dict.fromkeys(options, 0)
    for mass, voters in zip(masses, electeurs, strict=True):
        for option in voters.approuve:
            found[option] += mass
    return {option: Fraction(mass, unit) for option, mass in found.items()}


def acheter(
    couts: Mapping[str, int], electeurs: Sequence[Electeurs], budget: int, ordre: Sequence[str], completer: bool = True
) -> list[Achat]:
    """What is bought, in order: equal shares first, then, if asked, the completion (price None).

    `ordre` settles what price, support and cost leave equal.
    """
    support = soutiens(couts, electeurs)
    place = {option: rank for rank, option in enumerate(ordre)}
    bought = _equal_shares(couts, electeurs, budget, support, place)
    if not completer:
        return bought
    taken = {achat.option for achat in bought}
    left = sorted(
        (o for o in couts if o not in taken and support[o] > 0), key=lambda o: (-support[o], couts[o], place[o])
    )
    money = budget - sum(couts[option] for option in taken)
    for option in left:
        if couts[option] <= money:
            money -= couts[option]
            bought.append(Achat(option, None))
    return bought


def _equal_shares(
    couts: Mapping[str, int],
    electeurs: Sequence[Electeurs],
    budget: int,
    support: Mapping[str, Fraction],
    place: Mapping[str, int],
) -> list[Achat]:
    unit, masses = _masses(electeurs)
    purses, scale = [budget] * len(electeurs), 1  # what a unit of mass has left is purses[v] / scale
    mine = {option: [v for v, voters in enumerate(electeurs) if option in voters.approuve] for option in couts}
    queue: list[tuple[Fraction, tuple[Fraction, int, int], str]] = [
        (Fraction(0), (-support[o], couts[o], place[o]), o) for o in couts if support[o] > 0
    ]
    heapq.heapify(queue)
    bought: list[Achat] = []
    while queue:
        _, ties, option = heapq.heappop(queue)
        price = _price(couts[option] * unit * scale, mine[option], purses, masses, scale)
        if price is None:
            continue
        if queue and (price, ties, option) > queue[0]:
            heapq.heappush(queue, (price, ties, option))
            continue
        bought.append(Achat(option, price))
        purses, scale = _paid(purses, scale, mine[option], price)
    return bought


def _price(due: int, supporters: list[int], purses: list[int], masses: list[int], scale: int) -> Fraction | None:
    """What each unit of mass of the supporters would pay at most; None when they cannot afford it together."""
    mass = sum(masses[v] for v in supporters)
    for voter in sorted(supporters, key=purses.__getitem__):
        if purses[voter] * mass >= due:
            return Fraction(due, mass * scale)
        due -= masses[voter] * purses[voter]
        mass -= masses[voter]
    return None


def _paid(purses: list[int], scale: int, supporters: list[int], price: Fraction) -> tuple[list[int], int]:
    """The purses after each supporter paid the price, or all it had, over a denominator that holds both."""
    common = lcm(scale, price.denominator)
    step, asked = common // scale, price.numerator * (common // price.denominator)
    after = purses if step == 1 else [purse * step for purse in purses]
    for voter in supporters:
        after[voter] = max(0, after[voter] - asked)
    return after, common


def _masses(electeurs: Sequence[Electeurs]) -> tuple[int, list[int]]:
    """The masses as whole numbers of one unit: how many units make one, and each mass."""
    unit = lcm(*{voters.masse.denominator for voters in electeurs}) if electeurs else 1
    return unit, [voters.masse.numerator * (unit // voters.masse.denominator) for voters in electeurs]
