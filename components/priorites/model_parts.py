"""Approval under a budget, by the method of equal shares (Peters, Pierczyński and Skowron, 2021), exact.

Every unit of weight gets an equal share of the budget. An action is affordable when those who approve it can
pay it together, each paying the same, or all they have left if that is less; the action that asks least of
each is bought first. What is left then goes, while it lasts, to the actions with the widest support.
"""

from dataclasses import dataclass
from fractions import Fraction

from components.priorites.model import (
    LISTE,
    REFUSER,
    USAGERS,
    Classement,
    Groupe,
    Option,
    Rang,
    Regle,
    poids_normes,
    pourcent,
)


@dataclass
class Bourse:
    """Voters alike: their mass, what they approve, what each unit of mass has left."""

    masse: Fraction
    approuve: frozenset[str]
    reste: Fraction


@dataclass(frozen=True)
class Achat:
    """One action bought: how, and what each unit of weight of its supporters paid at most (share of the budget)."""

    option: str
    prix: Fraction | None


def parts_egales(regle: Regle, groupes: tuple[Groupe, ...]) -> Classement:
    """Fund actions by equal shares; the others come « plus tard », by support."""
    support = soutiens(regle, groupes)
    order = _order(regle, groupes)
    bought = acheter(regle, groupes, order)
    funded = {achat.option for achat in bought}
    unsure: set[str] = set()
    if regle.departage != LISTE:
        unsure = _unsettled(regle, groupes, funded)
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
    purses = _purses(regle, groupes)
    return {
        option.id: sum((p.masse for p in purses if option.id in p.approuve), Fraction(0)) for option in regle.options
    }


def acheter(regle: Regle, groupes: tuple[Groupe, ...], ordre: list[str]) -> list[Achat]:
    """The actions bought, in order: equal shares first, then the completion (price None)."""
    purses = _purses(regle, groupes)
    support = soutiens(regle, groupes)
    left = {option.id: option for option in regle.options if support[option.id] > 0}
    bought: list[Achat] = []
    while True:
        prices = {key: _price(option, purses) for key, option in left.items()}
        known = [
            (price, -support[key], left[key].cout, ordre.index(key), key)
            for key, price in prices.items()
            if price is not None
        ]
        if not known:
            break
        price, *_, key = min(known)
        for purse in purses:
            if key in purse.approuve:
                purse.reste -= min(purse.reste, price)
        bought.append(Achat(key, price))
        del left[key]
    return bought + _completion(regle, bought, left, support, ordre)


def _completion(
    regle: Regle, bought: list[Achat], left: dict[str, Option], support: dict[str, Fraction], ordre: list[str]
) -> list[Achat]:
    costs = {option.id: option.cout for option in regle.options}
    money = regle.budget - sum(costs[achat.option] for achat in bought)
    added = []
    for key in sorted(left, key=lambda k: (-support[k], costs[k], ordre.index(k))):
        if costs[key] <= money:
            money -= costs[key]
            added.append(Achat(key, None))
    return added


def _price(option: Option, purses: list[Bourse]) -> Fraction | None:
    """What each unit of mass of the supporters would pay at most; None when they cannot afford it together."""
    supporters = sorted((p for p in purses if option.id in p.approuve), key=lambda p: p.reste)
    due, mass = Fraction(option.cout), sum((p.masse for p in supporters), Fraction(0))
    for purse in supporters:
        if purse.reste * mass >= due:
            return due / mass
        due -= purse.masse * purse.reste
        mass -= purse.masse
    return None


def _purses(regle: Regle, groupes: tuple[Groupe, ...]) -> list[Bourse]:
    ids = [option.id for option in regle.options]
    return [
        Bourse(
            weight * Fraction(count, group.bulletins),
            frozenset(i for i, mark in zip(ids, profile, strict=True) if mark == "1"),
            Fraction(regle.budget),
        )
        for weight, group in zip(poids_normes(groupes), groupes, strict=True)
        for profile, (count,) in group.valeurs.items()
        if count
    ]


def _order(regle: Regle, groupes: tuple[Groupe, ...]) -> list[str]:
    ids = [option.id for option in regle.options]
    users = tuple(group for group in groupes if group.usagers)
    if regle.departage != USAGERS or not users:
        return ids
    support = soutiens(regle, users)
    return sorted(ids, key=lambda i: (-support[i], ids.index(i)))


def _unsettled(regle: Regle, groupes: tuple[Groupe, ...], funded: set[str]) -> set[str]:
    """Actions whose funding depends on the order in which ties are taken (both ends of the order are tried)."""
    ids = [option.id for option in regle.options]
    if regle.departage == REFUSER:
        other = {achat.option for achat in acheter(regle, groupes, ids[::-1])}
        return funded ^ other
    users = tuple(group for group in groupes if group.usagers)
    if not users:
        return set()
    support = soutiens(regle, users)
    other = {a.option for a in acheter(regle, groupes, sorted(ids, key=lambda i: (-support[i], -ids.index(i))))}
    return funded ^ other


def _funded(regle: Regle, achat: Achat, support: dict[str, Fraction], place: int, unsure: set[str]) -> Rang:
    words = pourcent(support[achat.option])
    if achat.option in unsure:
        reason = f"{words} la soutiennent, mais à égalité avec une autre : la table tranche."
        return Rang(place, achat.option, words, reason, True, None)
    if achat.prix is None:
        reason = f"{words} la soutiennent ; payée sur le reste du budget, une fois les parts égales servies."
    else:
        share = pourcent(achat.prix / regle.budget) if regle.budget else "0\u00a0%"
        reason = f"{words} la soutiennent ; chaque soutien y met au plus {share} de sa part du budget."
    return Rang(place, achat.option, words, reason, False, True)


def _later(option: Option, place: int, support: dict[str, Fraction], tie: bool, unsure: set[str]) -> Rang:
    words = pourcent(support[option.id])
    if option.id in unsure:
        return Rang(
            place, option.id, words, f"{words} la soutiennent, à égalité avec une autre : la table tranche.", True
        )
    reason = f"Plus tard : {words} la soutiennent, ce qui ne suffit pas dans ce budget."
    return Rang(place, option.id, words, reason, tie, False)
