"""Approval under a budget: whole ballots decide, by equal shares, and never leave; sums and the decision are shown.

`decider` and `marges` read the tallies of whole ballots, once, when the vote is counted. All that is shown, published
or counted again comes from what they return: nothing of it says who ticks two actions together.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from components.core import approbation
from components.core.approbation import Entier
from components.core.parts_egales import Decision, Marche
from components.priorites.regles.vote import (
    LISTE,
    RETENUE,
    SOUTIENS,
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


def entiers(regle: Regle, groupes: tuple[Groupe, ...]) -> list[Entier]:
    """Whole ballots of each group. Raises ValueError when the tallies are not patterns of ticks that add up."""
    ballots = []
    if not groupes or any(group.bulletins < 1 or group.poids <= 0 for group in groupes):
        raise ValueError("Il faut au moins un groupe, avec des bulletins et un poids.")
    for group in groupes:
        profiles = {profile: count for profile, (count,) in group.valeurs.items()}
        if any(len(profile) != len(regle.options) or not set(profile) <= {"0", "1"} for profile in profiles):
            raise ValueError(f"Les cases cochées du groupe « {group.nom} » sont illisibles.")
        if sum(profiles.values()) != group.bulletins or any(count < 0 for count in profiles.values()):
            raise ValueError(f"Les totaux du groupe « {group.nom} » ne correspondent pas à ses bulletins.")
        ballots.append(Entier(group.poids, profiles, group.usagers))
    return ballots


def marche(regle: Regle, groupes: tuple[Groupe, ...]) -> Marche:
    """The market of the whole ballots."""
    return approbation.marche(couts(regle), regle.budget, entiers(regle, groupes))


def couts(regle: Regle) -> dict[str, int]:
    """Cost of each option, in the order of the list."""
    return {option.id: option.cout for option in regle.options}


def decider(regle: Regle, groupes: tuple[Groupe, ...]) -> Decision:
    """What the whole ballots decide, by the declared method."""
    if regle.methode == SOUTIENS:
        return par_les_soutiens(regle, marges(regle, groupes))
    return approbation.decision(couts(regle), regle.budget, regle.departage, entiers(regle, groupes))


def marges(regle: Regle, groupes: tuple[Groupe, ...]) -> tuple[Groupe, ...]:
    """The same groups with their sums, one option at a time."""
    ids = [option.id for option in regle.options]
    return tuple(
        replace(group, valeurs={option: (n,) for option, n in approbation.sommes(ids, whole.profils).items()})
        for group, whole in zip(groupes, entiers(regle, groupes), strict=True)
    )


def par_les_soutiens(regle: Regle, groupes: tuple[Groupe, ...]) -> Decision:
    """What the published sums alone fund, by number of supports, under the declared weights and tie-break."""
    users = tuple(group for group in groupes if group.usagers)
    theirs = soutiens(regle, users) if regle.departage == USAGERS and users else {}
    ranks = {option.id: -theirs.get(option.id, Fraction(0)) for option in regle.options}
    return approbation.au_nombre(couts(regle), soutiens(regle, groupes), regle.budget, ranks, regle.departage == LISTE)


def parts_egales(regle: Regle, groupes: tuple[Groupe, ...], decision: Decision) -> Classement:
    """What the table funds, then what it must settle, then the others « plus tard »; each by support."""
    support, order = soutiens(regle, groupes), _order(regle, groupes)

    def by_support(chosen: Sequence[Option]) -> list[Option]:
        return sorted(chosen, key=lambda o: (-support[o.id], order.index(o.id)))

    funded = by_support([o for o in regle.options if o.id in decision.retenues])
    tied = by_support([o for o in regle.options if o.id in decision.a_departager])
    rest = by_support([o for o in regle.options if o.id not in decision.retenues | decision.a_departager])
    places = [*range(1, len(funded) + 1), *([len(funded) + 1] * len(tied))]
    places += _places(rest, support, len(places))
    return _classement(regle, groupes, [*funded, *tied, *rest], places, support, decision)


def par_soutien(regle: Regle, groupe: Groupe, decision: Decision) -> Classement:
    """How one group alone supports the options; what is funded is decided by all."""
    support = soutiens(regle, (groupe,))
    options = sorted(regle.options, key=lambda o: -support[o.id])
    return _classement(regle, (groupe,), options, _places(options, support, 0), support, decision)


def soutiens(regle: Regle, groupes: tuple[Groupe, ...]) -> dict[str, Fraction]:
    """Weighted share of ballots that approve each option, from the sums."""
    weights = poids_normes(groupes)
    return {
        option.id: sum(
            (w * Fraction(g.valeurs[option.id][0], g.bulletins) for w, g in zip(weights, groupes, strict=True)),
            Fraction(0),
        )
        for option in regle.options
    }


def _order(regle: Regle, groupes: tuple[Groupe, ...]) -> list[str]:
    """The declared tie-break among equal supports, then the list."""
    ids = [option.id for option in regle.options]
    users = tuple(group for group in groupes if group.usagers)
    theirs = soutiens(regle, users) if regle.departage == USAGERS and users else dict.fromkeys(ids, Fraction(0))
    return sorted(ids, key=lambda i: (-theirs[i], ids.index(i)))


def _places(options: Sequence[Option], support: dict[str, Fraction], before: int) -> list[int]:
    """Ranks after `before` others: equal supports share theirs."""
    places: list[int] = []
    for offset, option in enumerate(options):
        same = offset > 0 and support[option.id] == support[options[offset - 1].id]
        places.append(places[-1] if same else before + offset + 1)
    return places


def _classement(
    regle: Regle, groupes: tuple[Groupe, ...], options: Sequence[Option], places: list[int],
    support: dict[str, Fraction], decision: Decision,
) -> Classement:  # fmt: skip
    lines = []
    for place, option in zip(places, options, strict=True):
        retained = None if option.id in decision.a_departager else option.id in decision.retenues
        words = f"{part_de(support[option.id], groupes)} la soutiennent"
        reason = {
            True: f"{words} ; retenue {RETENUE[regle.methode]} dans ce budget.",
            False: f"Plus tard : {words}, ce qui ne suffit pas dans ce budget.",
            None: f"{words}, à égalité avec une autre : la table tranche.",
        }[retained]
        tie = retained is None or (retained is False and places.count(place) > 1)
        value, bar = pourcent(support[option.id]), float(support[option.id] * 100)
        lines.append(Rang(place, option.id, value, reason, tie, retained, bar))
    return Classement(tuple(lines), (None,) * max(0, len(lines) - 1))
