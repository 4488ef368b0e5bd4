"""Fragility of a budget: what is announced is enough, and one ballot less of the same kind is not."""

from fractions import Fraction
from random import Random

from components.priorites.regles import fragilite
from components.priorites.regles.comptage import compter
from components.priorites.regles.fragilite import bascules
from components.priorites.regles.vote import APPROBATION, LISTE, Groupe, Option, Regle


def _case(rng: Random) -> tuple[Regle, tuple[Groupe, ...]]:
    size = rng.randint(2, 5)
    options = tuple(Option(f"o{k}", f"Action {k}", rng.randint(20, 60)) for k in range(size))
    groups = []
    for name in "ab":
        profiles = ["".join(rng.choice("01") for _ in range(size)) for _ in range(rng.randint(5, 9))]
        counts = {profile: (profiles.count(profile),) for profile in profiles}
        groups.append(Groupe(name, name, Fraction(rng.randint(1, 3)), len(profiles), counts))
    return Regle(APPROBATION, options, LISTE, budget=rng.randint(40, 120)), tuple(groups)


def test_the_ballots_announced_are_enough_and_the_tallies_stay_possible() -> None:
    rng, seen = Random(5), 0
    for _ in range(60):
        rule, groups = _case(rng)
        before = {line.option for line in compter(rule, groups).ensemble.rangs if line.retenue}
        for swing in bascules(rule, groups):
            place = next(k for k, option in enumerate(rule.options) if option.id == swing.option)
            changed = fragilite._changed(groups, place, "1" if swing.entre else "0", swing.bulletins)
            assert changed is not None
            after = {line.option for line in compter(rule, changed).ensemble.rangs if line.retenue}
            assert (swing.option in before, swing.option in after) == (not swing.entre, swing.entre)
            seen += 1
    assert seen > 60


def test_a_unanimous_choice_that_fits_is_not_fragile() -> None:
    options = (Option("a", "Bus", 40), Option("b", "Maison", 500))
    tallies = (Groupe("g", "g", Fraction(1), 20, {"10": (20,)}),)
    assert bascules(Regle(APPROBATION, options, LISTE, budget=100), tallies) == ()
