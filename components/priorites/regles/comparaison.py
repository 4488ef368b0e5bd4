"""What other rules would fund of an approval vote under a budget, beside the equal shares that were declared.

Before the vote, all of them, from simulated ballots: nobody's. Once counted, by number of supports alone: it needs no
more than the published sums. What equal shares with another utility would fund of the real ballots depends on who
ticks two actions together: it is computed where every ballot is published with its name, and nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from random import Random

from components.core.approbation import au_nombre
from components.core.parts_egales import Decision, Electeurs, Etat, Marche, parcours
from components.core.parts_egales import soutiens as soutiens_de
from components.priorites.regles import vote
from components.priorites.regles.decompte import Decompte
from components.priorites.regles.parts import decider, marche, par_les_soutiens
from components.priorites.regles.vote import Regle

PARTS, SOUTIENS, COUT = "Parts égales", "Nombre de soutiens", "Parts égales au coût, complétées"
NOMS = {vote.PARTS_EGALES: PARTS, vote.SOUTIENS: SOUTIENS}
TIRAGES, BULLETINS, PAS, GRAINE = 40, 40, Fraction(1, 100), 1884
Couts = Mapping[str, int]


@dataclass(frozen=True)
class Simulation:
    """A rule on simulated ballots: in how many draws it funds each option, the share of the budget it spends, and what
    a funded option costs (both means over the draws)."""

    retenues: Mapping[str, int]
    part: Fraction
    cout_moyen: Fraction


def a_cote(tallies: Decompte) -> dict[str, Decision]:
    """What the other rules would fund, by name: by number of supports from the sums, the others of ballots published
    with their names only."""
    rule = tallies.regle
    decisions = {SOUTIENS: par_les_soutiens(rule, tallies.groupes)}
    if tallies.nominatif:
        shares = replace(rule, methode=vote.PARTS_EGALES)
        decisions |= {PARTS: decider(shares, tallies.entiers)}
        decisions |= {COUT: Decision(frozenset(au_cout(marche(rule, tallies.entiers))))}
    return {name: decision for name, decision in decisions.items() if name != NOMS[rule.methode]}


def part_du_budget(regle: Regle, decision: Decision) -> Fraction:
    """The share of the budget that a decision spends, without what is left to the table."""
    return Fraction(sum(o.cout for o in regle.options if o.id in decision.retenues), regle.budget)


def au_cout(market: Marche, pas: Fraction = PAS) -> list[str]:
    """Equal shares where a funded option is worth its cost to who approves it, each purse growing by `pas` of itself
    until the outcome no longer fits (the last that did is kept), then by number of supports (« Add1U »)."""
    couts, budget = market.couts, market.budget
    funded, purse = list[str](), Fraction(budget)
    while True:
        bought = _bourses(market, purse)
        if sum(couts[o] for o in bought) > budget:
            break
        funded = bought
        if not _tiennent(market, funded):
            return funded
        purse += pas * budget
    while fitting := _tiennent(market, funded):
        funded.append(min(fitting, key=lambda o: (-market.soutien[o], couts[o], list(couts).index(o))))
    return funded


def _bourses(market: Marche, purse: Fraction) -> list[str]:
    """What purses of so much buy, the least paid per euro of cost first."""
    state = Etat((purse.numerator,) * len(market.masses), purse.denominator)
    place = {option: k for k, option in enumerate(market.couts)}
    while True:
        prices = {o: market.prix(o, state) for o in market.couts if o not in state.pris and market.soutien[o] > 0}
        priced = {o: price for o, price in prices.items() if price is not None}
        if not priced:
            return [one.option for one in state.achats]
        best = min(priced, key=lambda o: (priced[o] / market.couts[o], -market.soutien[o], market.couts[o], place[o]))
        state = market.acheter(state, best, priced[best])


def _tiennent(market: Marche, funded: Sequence[str]) -> list[str]:
    left = market.budget - sum(market.couts[option] for option in funded)
    return [o for o, cost in market.couts.items() if o not in funded and market.soutien[o] > 0 and cost <= left]


def tirages(options: int) -> int:
    """How many draws: fewer for a long list, which takes longer."""
    return max(6, TIRAGES * 64 // max(64, options * options))


@lru_cache(maxsize=8)
def simuler(couts: tuple[int, ...], budget: int) -> dict[str, Simulation]:
    """Each rule on the same seeded ballots, each ticking each action or not with equal chances: only costs differ."""
    rng, costs = Random(GRAINE), {str(k): cost for k, cost in enumerate(couts)}  # noqa: S311 - no secret  # nosec B311
    outcomes: dict[str, list[list[str]]] = {PARTS: [], SOUTIENS: [], COUT: []}
    for _ in range(tirages(len(couts))):
        ticks = [frozenset(o for o in costs if rng.random() < 0.5) for _ in range(BULLETINS)]
        voters = [Electeurs(Fraction(ticks.count(one), BULLETINS), one) for one in dict.fromkeys(ticks)]
        market = Marche(costs, voters, budget)
        alike = dict.fromkeys(costs, Fraction(0))
        outcomes[PARTS].append([bought.option for bought in parcours(market, list(costs))[0]])
        outcomes[SOUTIENS].append(sorted(au_nombre(costs, soutiens_de(costs, voters), budget, alike, True).retenues))
        outcomes[COUT].append(au_cout(market))
    return {rule: _moyennes(costs, budget, draws) for rule, draws in outcomes.items()}


def _moyennes(couts: Couts, budget: int, tirees: Sequence[Sequence[str]]) -> Simulation:
    spent = sum(couts[option] for draw in tirees for option in draw)
    count = sum(map(len, tirees))
    funded = {option: sum(option in draw for draw in tirees) for option in couts}
    return Simulation(funded, Fraction(spent, budget * len(tirees)), Fraction(spent, count) if count else Fraction(0))
