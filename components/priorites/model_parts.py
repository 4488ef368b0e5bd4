"""Approval under a budget, by the method of equal shares (Peters, Pierczyński and Skowron, 2021), exact.

Every unit of weight gets an equal share of the budget. An action is affordable when those who approve it can
pay it together, each paying the same, or all they have left if that is less; the action that asks least of
each is bought first. What is left then goes, while it lasts, to the actions with the widest support.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from components.priorites.model import (
    LISTE,
    USAGERS,
    Classement,
    Groupe,
    Option,
    Rang,
    Regle,
    poids_normes,
    pourcent,
)

CHEMINS = 200  # ways of settling ties followed before the table is asked to settle all of them


@dataclass(frozen=True)
class Achat:
    """One action bought: how, and what each unit of weight of its supporters paid at most (share of the budget)."""

    option: str
    prix: Fraction | None


@dataclass(frozen=True)
class Etat:
    """Where the buying stands: what each purse has left per unit of mass, what is bought, in order.

    `bornes`: prices known so far. A price never falls while money is spent, so an old one is a lower bound, and
    None (out of reach) stays None.
    """

    restes: tuple[Fraction, ...]
    achats: tuple[Achat, ...] = ()
    bornes: dict[str, Fraction | None] = field(default_factory=dict, compare=False)

    @property
    def pris(self) -> frozenset[str]:
        return frozenset(achat.option for achat in self.achats)


class Marche:
    """The purses (voters alike: a mass, what they approve) and the actions; `prochaines` and `acheter` do one step."""

    def __init__(self, regle: Regle, groupes: tuple[Groupe, ...]) -> None:
        self.regle = regle
        self.masses, approved = _purses(regle, groupes)
        self.total = sum(self.masses)
        self.soutiens = {o.id: [k for k, ids in enumerate(approved) if o.id in ids] for o in regle.options}
        self.soutien = {o: Fraction(sum(self.masses[k] for k in who), self.total) for o, who in self.soutiens.items()}

    def depart(self) -> Etat:
        """Nobody has paid anything."""
        return Etat((Fraction(self.regle.budget),) * len(self.masses))

    def prochaines(self, etat: Etat) -> dict[str, Fraction | None]:
        """The actions that come next, all equal in price, then support, then cost, with their price.

        The price is None once equal shares buy nothing more: what is left goes to the widest support that fits.
        """
        left = [o for o in self.regle.options if o.id not in etat.pris and self.soutien[o.id] > 0]
        best = self._cheapest(etat, left) if not etat.achats or etat.achats[-1].prix is not None else None
        if best is None:
            money = self.regle.budget - sum(o.cout for o in self.regle.options if o.id in etat.pris)
            rivals = [o for o in left if o.cout <= money]
        else:
            rivals = [o for o in left if etat.bornes[o.id] == best]
        ranks = {o.id: (-self.soutien[o.id], o.cout) for o in rivals}
        first = min(ranks.values(), default=None)
        return {key: best for key, rank in ranks.items() if rank == first}

    def acheter(self, etat: Etat, option: str, prix: Fraction | None) -> Etat:
        """Buy an action: its supporters pay its price, or all they have left."""
        left = list(etat.restes)
        for k in self.soutiens[option] if prix else ():
            left[k] -= min(left[k], prix or Fraction(0))
        return Etat(tuple(left), (*etat.achats, Achat(option, prix)), dict(etat.bornes))

    def _cheapest(self, etat: Etat, left: list[Option]) -> Fraction | None:
        """The lowest price; every action at that price has it in `etat.bornes`, the others a bound above it."""
        best: Fraction | None = None
        for option in sorted(left, key=lambda o: etat.bornes.get(o.id) or Fraction(0)):
            bound = etat.bornes.get(option.id, Fraction(0))
            if bound is None or (best is not None and bound > best):
                continue
            price = etat.bornes[option.id] = self._price(option, etat)
            best = price if best is None or (price is not None and price < best) else best
        return best

    def _price(self, option: Option, etat: Etat) -> Fraction | None:
        """What each unit of mass of the supporters would pay at most; None when they cannot afford it together.

        Those who have less than the price give all they have, and the others share the rest.
        """
        who, due = self.soutiens[option.id], Fraction(option.cout * self.total)
        mass = sum(self.masses[k] for k in who)
        while mass:
            price = due / mass
            poor = [k for k in who if etat.restes[k] < price]
            if not poor:
                return price
            due -= sum((self.masses[k] * etat.restes[k] for k in poor), Fraction(0))
            mass -= sum(self.masses[k] for k in poor)
            who = [k for k in who if etat.restes[k] >= price]
        return None


def parts_egales(regle: Regle, groupes: tuple[Groupe, ...]) -> Classement:
    """Fund actions by equal shares; the others come « plus tard », by support."""
    support = soutiens(regle, groupes)
    order = _order(regle, groupes)
    bought, tied = _achats(regle, groupes, order)
    funded = {achat.option for achat in bought}
    unsure = a_departager(regle, groupes) if tied and regle.departage != LISTE else frozenset()
    lines = [_funded(regle, achat, support, place, unsure) for place, achat in enumerate(bought, start=1)]
    rest = sorted((o for o in regle.options if o.id not in funded), key=lambda o: (-support[o.id], order.index(o.id)))
    places: list[int] = []
    for offset, option in enumerate(rest):
        same = offset > 0 and support[option.id] == support[rest[offset - 1].id]
        places.append(places[-1] if same else len(bought) + offset + 1)
    lines += [
        _later(option, place, support, places.count(place) > 1, unsure)
        for place, option in zip(places, rest, strict=True)
    ]
    return Classement(tuple(lines), (None,) * max(0, len(lines) - 1))


def soutiens(regle: Regle, groupes: tuple[Groupe, ...]) -> dict[str, Fraction]:
    """Weighted share of ballots that approve each option."""
    return Marche(regle, groupes).soutien


def acheter(regle: Regle, groupes: tuple[Groupe, ...], ordre: list[str]) -> list[Achat]:
    """The actions bought, in order. `ordre` settles what price, support and cost leave equal."""
    return _achats(regle, groupes, ordre)[0]


def _achats(regle: Regle, groupes: tuple[Groupe, ...], ordre: list[str]) -> tuple[list[Achat], bool]:
    """The actions bought in this order of ties, and whether any tie was met."""
    market = Marche(regle, groupes)
    state, tied = market.depart(), False
    while equals := market.prochaines(state):
        key = min(equals, key=ordre.index)
        state, tied = market.acheter(state, key, equals[key]), tied or len(equals) > 1
    return list(state.achats), tied


def a_departager(regle: Regle, groupes: tuple[Groupe, ...]) -> frozenset[str]:
    """Actions funded in one way of settling the ties and not in another: every way is followed.

    Beyond `CHEMINS` of them, all that was not bought before the first tie is left to the table.
    """
    market, ranks = Marche(regle, groupes), _tie_ranks(regle, groupes)
    waiting, seen, ends, sure = [market.depart()], set(), set(), None
    while waiting:
        state = waiting.pop()
        equals = _settled(market.prochaines(state), ranks)
        if not equals:
            ends.add(state.pris)
        if len(equals) > 1 and sure is None:
            sure = state.pris
        for key, price in equals.items():
            after = market.acheter(state, key, price)
            if (after.pris, after.restes) not in seen:
                seen.add((after.pris, after.restes))
                waiting.append(after)
        if sure is not None and len(seen) > CHEMINS:
            return frozenset(o.id for o in regle.options if market.soutien[o.id] > 0) - sure
    return frozenset().union(*ends) - frozenset.intersection(*ends)


def _settled(equals: dict[str, Fraction | None], ranks: dict[str, Fraction]) -> dict[str, Fraction | None]:
    """Those of equal actions that the declared tie-break puts first."""
    best = min((ranks[key] for key in equals), default=None)
    return {key: price for key, price in equals.items() if ranks[key] == best}


def _tie_ranks(regle: Regle, groupes: tuple[Groupe, ...]) -> dict[str, Fraction]:
    """What the declared tie-break looks at: the support of the users' group, or nothing."""
    users = tuple(group for group in groupes if group.usagers)
    if regle.departage == USAGERS and users:
        return {option: -share for option, share in soutiens(regle, users).items()}
    return {option.id: Fraction(0) for option in regle.options}


def _purses(regle: Regle, groupes: tuple[Groupe, ...]) -> tuple[list[int], list[frozenset[str]]]:
    """Masses (whole numbers, in proportion) of voters alike, and what they approve."""
    ids = [option.id for option in regle.options]
    purses = [
        (weight * Fraction(count, group.bulletins), frozenset(i for i, m in zip(ids, profile, strict=True) if m == "1"))
        for weight, group in zip(poids_normes(groupes), groupes, strict=True)
        for profile, (count,) in group.valeurs.items()
        if count
    ]
    scale = lcm(*(mass.denominator for mass, _ in purses))
    return [int(mass * scale) for mass, _ in purses], [approved for _, approved in purses]


def _order(regle: Regle, groupes: tuple[Groupe, ...]) -> list[str]:
    ids, ranks = [option.id for option in regle.options], _tie_ranks(regle, groupes)
    return sorted(ids, key=lambda i: (ranks[i], ids.index(i)))


def _funded(regle: Regle, achat: Achat, support: dict[str, Fraction], place: int, unsure: frozenset[str]) -> Rang:
    words, bar = pourcent(support[achat.option]), float(support[achat.option] * 100)
    if achat.option in unsure:
        reason = f"{words} la soutiennent, mais à égalité avec une autre : la table tranche."
        return Rang(place, achat.option, words, reason, True, None, bar)
    if achat.prix is None:
        reason = f"{words} la soutiennent ; payée sur le reste du budget, une fois les parts égales servies."
    else:
        share = pourcent(achat.prix / regle.budget) if regle.budget else "0\u00a0%"
        reason = f"{words} la soutiennent ; chaque soutien y met au plus {share} de sa part du budget."
    return Rang(place, achat.option, words, reason, False, True, bar)


def _later(option: Option, place: int, support: dict[str, Fraction], tie: bool, unsure: frozenset[str]) -> Rang:
    words, bar = pourcent(support[option.id]), float(support[option.id] * 100)
    if option.id in unsure:
        reason = f"{words} la soutiennent, à égalité avec une autre : la table tranche."
        return Rang(place, option.id, words, reason, True, None, bar)
    reason = f"Plus tard : {words} la soutiennent, ce qui ne suffit pas dans ce budget."
    return Rang(place, option.id, words, reason, tie, False, bar)
