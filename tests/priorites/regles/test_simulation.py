"""Ballots simulated before a vote under a budget: what each rule does to dear actions, the same for every table."""

from fractions import Fraction

from components.core.parts_egales import Decision
from components.priorites.regles import comparaison
from components.priorites.regles.vote import APPROBATION, Option, Regle
from components.priorites.view_comparaison import constat


def test_simulated_ballots_show_what_equal_shares_do_to_dear_actions() -> None:
    costs = (20_000, 25_000, 30_000, 40_000, 60_000, 15_000, 80_000, 12_000)
    rule = Regle(APPROBATION, tuple(Option(str(k), f"A{k}", c) for k, c in enumerate(costs)), budget=100_000)
    found = comparaison.simuler(costs, 100_000)
    shares, supports = found[comparaison.PARTS], found[comparaison.SOUTIENS]
    assert shares.cout_moyen < supports.cout_moyen and shares.part < supports.part <= 1
    assert "favorisent ici les actions les moins chères" in constat(rule, found)
    alike = comparaison.simuler((10_000,) * 4, 40_000)
    assert "ne favorisent pas" in constat(Regle(APPROBATION, rule.options[:4], budget=40_000), alike)


def test_the_same_ballots_are_simulated_for_every_table() -> None:
    """Two cheap actions and a dear one that leaves no room for both: what a table reads, the next one reads too."""
    drawn = comparaison.simuler((20_000, 25_000, 60_000), 70_000)
    cheap = comparaison.Simulation({"0": 40, "1": 40, "2": 0}, Fraction(9, 14), Fraction(22_500))
    assert drawn[comparaison.PARTS] == drawn[comparaison.COUT] == cheap
    assert drawn[comparaison.SOUTIENS].retenues == {"0": 28, "1": 28, "2": 12}
    assert [comparaison.tirages(options) for options in (1, 8, 9, 16, 40)] == [40, 40, 31, 10, 6]
    small = Regle(APPROBATION, (Option("a", "A", 30), Option("b", "B", 50)), budget=90)
    assert comparaison.part_du_budget(small, Decision(frozenset("a"))) == Fraction(1, 3)
