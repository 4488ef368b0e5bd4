"""The method of equal shares with approvals under a budget (Peters, Pierczyński and Skowron, 2021), exact.

Every unit of mass gets an equal share of the budget. An option is affordable when those who approve it can pay it
together, each paying the same, or all they have left if that is less; the one that asks least of each is bought
first. What is left then goes, while it lasts, to the options with the widest support.

Exact and fast: what each purse has left is a whole number over one denominator they all share, and an option is
priced again only when the last price known could still be the lowest (prices never fall, as purses only empty).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

CHEMINS = 200  # ways of settling ties followed before the table is asked to settle all of them


@dataclass(frozen=True)
class Decision:
    """What is decided: the options funded, and those whose fate depends on how ties are settled (left to the table)."""

    retenues: frozenset[str]
    a_departager: frozenset[str] = frozenset()


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
    support = dict.fromkeys(options, 0)
    for mass, voters in zip(masses, electeurs, strict=True):
        for option in voters.approuve:
            support[option] += mass
    return {option: Fraction(mass, unit) for option, mass in support.items()}


@dataclass(frozen=True)
class Etat:
    """Where the buying stands: what a unit of mass of each purse has left (`restes` over `echelle`), what is bought.

    `bornes`: prices known so far. An old one is a lower bound, and None (out of reach) stays None.
    """

    restes: tuple[int, ...]
    echelle: int = 1
    achats: tuple[Achat, ...] = ()
    bornes: dict[str, Fraction | None] = field(default_factory=dict, compare=False)

    @property
    def pris(self) -> frozenset[str]:
        return frozenset(achat.option for achat in self.achats)

    @property
    def soldes(self) -> tuple[Fraction, ...]:
        """What is left, whatever the order of the purchases that led there."""
        return tuple(Fraction(left, self.echelle) for left in self.restes)


class Marche:
    """The options (id to cost) and the purses; `prochaines` and `acheter` do one step, so that ties can be followed."""

    def __init__(self, couts: Mapping[str, int], electeurs: Sequence[Electeurs], budget: int) -> None:
        self.couts, self.budget = couts, budget
        self.unite, self.masses = _masses(electeurs)
        self.soutien = soutiens(couts, electeurs)
        self.soutiens = {o: [v for v, voters in enumerate(electeurs) if o in voters.approuve] for o in couts}

    def depart(self) -> Etat:
        """Nobody has paid anything."""
        return Etat((self.budget,) * len(self.masses))

    def prochaines(self, etat: Etat) -> dict[str, Fraction | None]:
        """The options that come next, all equal in price, then support, then cost, with their price.

        The price is None once equal shares buy nothing more: what is left goes to the widest support that fits.
        """
        left = [o for o in self.couts if o not in etat.pris and self.soutien[o] > 0]
        best = self._cheapest(etat, left) if not etat.achats or etat.achats[-1].prix is not None else None
        if best is None:
            money = self.budget - sum(self.couts[option] for option in etat.pris)
            rivals = [o for o in left if self.couts[o] <= money]
        else:
            rivals = [o for o in left if etat.bornes[o] == best]
        ranks = {o: (-self.soutien[o], self.couts[o]) for o in rivals}
        first = min(ranks.values(), default=None)
        return {option: best for option, rank in ranks.items() if rank == first}

    def acheter(self, etat: Etat, option: str, prix: Fraction | None) -> Etat:
        """Buy an option: each of its supporters pays its price, or all it has left."""
        left, scale = etat.restes, etat.echelle
        if prix:
            left, scale = _paid(left, scale, self.soutiens[option], prix)
        return Etat(left, scale, (*etat.achats, Achat(option, prix)), dict(etat.bornes))

    def _cheapest(self, etat: Etat, left: list[str]) -> Fraction | None:
        """The lowest price; every option at that price has it in `etat.bornes`, the others a bound above it."""
        best: Fraction | None = None
        for option in sorted(left, key=lambda o: etat.bornes.get(o) or Fraction(0)):
            bound = etat.bornes.get(option, Fraction(0))
            if bound is None or (best is not None and bound > best):
                continue
            price = etat.bornes[option] = self.prix(option, etat)
            best = price if best is None or (price is not None and price < best) else best
        return best

    def prix(self, option: str, etat: Etat) -> Fraction | None:
        """What each unit of mass of the supporters would pay at most; None when they cannot afford it together.

        Those who have less than the price give all they have, and the others share the rest.
        """
        who, due = self.soutiens[option], self.couts[option] * self.unite * etat.echelle
        mass = sum(self.masses[v] for v in who)
        for voter in sorted(who, key=etat.restes.__getitem__):
            if etat.restes[voter] * mass >= due:
                return Fraction(due, mass * etat.echelle)
            due -= self.masses[voter] * etat.restes[voter]
            mass -= self.masses[voter]
        return None


def parcours(marche: Marche, ordre: Sequence[str]) -> tuple[list[Achat], bool]:
    """What is bought, in order, `ordre` settling what price, support and cost leave equal; and whether it had to."""
    place = {option: rank for rank, option in enumerate(ordre)}
    state, tied = marche.depart(), False
    while equals := marche.prochaines(state):
        option = min(equals, key=place.__getitem__)
        state, tied = marche.acheter(state, option, equals[option]), tied or len(equals) > 1
    return list(state.achats), tied


def decider(marche: Marche, ordre: Sequence[str], rangs: Mapping[str, Fraction], tranche: bool) -> Decision:
    """What is funded. `ordre` settles what price, support and cost leave equal; `rangs`: what the declared tie-break
    looks at; `tranche`: whether it settles everything."""
    bought, tied = parcours(marche, ordre)
    unsure = a_departager(marche, rangs) if tied and not tranche else frozenset()
    return Decision(frozenset(achat.option for achat in bought) - unsure, unsure)


def a_departager(marche: Marche, rangs: Mapping[str, Fraction]) -> frozenset[str]:
    """Options funded in one way of settling the ties and not in another: every way is followed.

    Beyond `CHEMINS` of them, all that was not bought before the first tie is left to the table.
    """
    waiting, seen, ends, sure = [marche.depart()], set(), set(), None
    while waiting:
        state = waiting.pop()
        equals = _settled(marche.prochaines(state), rangs)
        if not equals:
            ends.add(state.pris)
        if len(equals) > 1 and sure is None:
            sure = state.pris
        for key, price in equals.items():
            after = marche.acheter(state, key, price)
            if (after.pris, after.soldes) not in seen:
                seen.add((after.pris, after.soldes))
                waiting.append(after)
        if sure is not None and len(seen) > CHEMINS:
            return frozenset(option for option in marche.couts if marche.soutien[option] > 0) - sure
    return frozenset().union(*ends) - frozenset.intersection(*ends)


def _settled(equals: dict[str, Fraction | None], rangs: Mapping[str, Fraction]) -> dict[str, Fraction | None]:
    """Those of equal options that the declared tie-break puts first."""
    best = min((rangs[key] for key in equals), default=None)
    return {key: price for key, price in equals.items() if rangs[key] == best}


def _paid(restes: tuple[int, ...], scale: int, who: list[int], price: Fraction) -> tuple[tuple[int, ...], int]:
    """The purses after each supporter paid the price, or all it had, over a denominator that holds both."""
    common = lcm(scale, price.denominator)
    step, asked = common // scale, price.numerator * (common // price.denominator)
    after = [purse * step for purse in restes]
    for voter in who:
        after[voter] = max(0, after[voter] - asked)
    return tuple(after), common


def _masses(electeurs: Sequence[Electeurs]) -> tuple[int, list[int]]:
    """The masses as whole numbers of one unit: how many units make one, and each mass."""
    unit = lcm(*{voters.masse.denominator for voters in electeurs}) if electeurs else 1
    return unit, [voters.masse.numerator * (unit // voters.masse.denominator) for voters in electeurs]
