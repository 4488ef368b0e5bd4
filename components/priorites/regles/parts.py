"""Approval under a budget: what the method of equal shares funds (`core.parts_egales`), with reasons and ties."""

from fractions import Fraction

from components.core.parts_egales import Achat, Electeurs, Marche, parcours
from components.priorites.regles.vote import (
    LISTE,
    USAGERS,
    Classement,
    Groupe,
    Option,
    Rang,
    Regle,
    part_de,
    poids_normes,
    pourcent,
)

CHEMINS = 200  # ways of settling ties followed before the table is asked to settle all of them


def parts_egales(regle: Regle, groupes: tuple[Groupe, ...]) -> Classement:
    """Fund actions by equal shares; the others come « plus tard », by support."""
    support = soutiens(regle, groupes)
    parts = {option: part_de(share, groupes) for option, share in support.items()}
    order = _order(regle, groupes)
    bought, tied = parcours(_marche(regle, groupes), order)
    funded = {achat.option for achat in bought}
    unsure = a_departager(regle, groupes) if tied and regle.departage != LISTE else frozenset()
    lines = [_funded(regle, achat, parts, support, place, unsure) for place, achat in enumerate(bought, start=1)]
    rest = sorted((o for o in regle.options if o.id not in funded), key=lambda o: (-support[o.id], order.index(o.id)))
    places: list[int] = []
    for offset, option in enumerate(rest):
        same = offset > 0 and support[option.id] == support[rest[offset - 1].id]
        places.append(places[-1] if same else len(bought) + offset + 1)
    lines += [
        _later(option, parts, place, support, places.count(place) > 1, unsure)
        for place, option in zip(places, rest, strict=True)
    ]
    return Classement(tuple(lines), (None,) * max(0, len(lines) - 1))


def soutiens(regle: Regle, groupes: tuple[Groupe, ...]) -> dict[str, Fraction]:
    """Weighted share of ballots that approve each option."""
    return _marche(regle, groupes).soutien


def acheter(regle: Regle, groupes: tuple[Groupe, ...], ordre: list[str]) -> list[Achat]:
    """The actions bought, in order. `ordre` settles what price, support and cost leave equal."""
    return parcours(_marche(regle, groupes), ordre)[0]


def a_departager(regle: Regle, groupes: tuple[Groupe, ...]) -> frozenset[str]:
    """Actions funded in one way of settling the ties and not in another: every way is followed.

    Beyond `CHEMINS` of them, all that was not bought before the first tie is left to the table.
    """
    market, ranks = _marche(regle, groupes), _tie_ranks(regle, groupes)
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
            if (after.pris, after.soldes) not in seen:
                seen.add((after.pris, after.soldes))
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


def _marche(regle: Regle, groupes: tuple[Groupe, ...]) -> Marche:
    """The voters alike of each group, at the group's weight, before the actions and the budget."""
    ids = [option.id for option in regle.options]
    voters = [
        Electeurs(
            weight * Fraction(count, group.bulletins),
            frozenset(i for i, mark in zip(ids, profile, strict=True) if mark == "1"),
        )
        for weight, group in zip(poids_normes(groupes), groupes, strict=True)
        for profile, (count,) in group.valeurs.items()
        if count
    ]
    return Marche({option.id: option.cout for option in regle.options}, voters, regle.budget)


def _order(regle: Regle, groupes: tuple[Groupe, ...]) -> list[str]:
    ids, ranks = [option.id for option in regle.options], _tie_ranks(regle, groupes)
    return sorted(ids, key=lambda i: (ranks[i], ids.index(i)))


def _funded(
    regle: Regle, achat: Achat, parts: dict[str, str], support: dict[str, Fraction], place: int, unsure: frozenset[str]
) -> Rang:
    backed = f"{parts[achat.option]} la soutiennent"
    words, bar = pourcent(support[achat.option]), float(support[achat.option] * 100)
    if achat.option in unsure:
        reason = f"{backed}, mais à égalité avec une autre : la table tranche."
        return Rang(place, achat.option, words, reason, True, None, bar)
    if achat.prix is None:
        reason = f"{backed} ; payée sur le reste du budget, une fois les parts égales servies."
    else:
        share = pourcent(achat.prix / regle.budget) if regle.budget else pourcent(Fraction(0))
        reason = f"{backed} ; chaque soutien y met au plus {share} de sa part du budget."
    return Rang(place, achat.option, words, reason, False, True, bar)


def _later(
    option: Option, parts: dict[str, str], place: int, support: dict[str, Fraction], tie: bool, unsure: frozenset[str]
) -> Rang:
    backed = f"{parts[option.id]} la soutiennent"
    words, bar = pourcent(support[option.id]), float(support[option.id] * 100)
    if option.id in unsure:
        reason = f"{backed}, à égalité avec une autre : la table tranche."
        return Rang(place, option.id, words, reason, True, None, bar)
    reason = f"Plus tard : {backed}, ce qui ne suffit pas dans ce budget."
    return Rang(place, option.id, words, reason, tie, False, bar)
