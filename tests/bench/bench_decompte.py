"""Counting a large vote exactly: equal shares on 40 actions and 1,500 different ballots, in three weighted groups."""

from fractions import Fraction
from random import Random

from components.priorites.regles.comptage import compter
from components.priorites.regles.vote import APPROBATION, Groupe, Option, Regle
from tests.bench.outils.measure import Mesure, plafond, timed

ACTIONS, GROUPES, MS = 40, (700, 500, 300), 300.0


def run() -> list[Mesure]:
    """Best of five counts of the aggregate, reasons and ties included."""
    rng = Random(3)
    options = tuple(Option(f"o{k}", f"Action {k}", rng.randrange(5_000, 60_000)) for k in range(ACTIONS))
    groups = tuple(_group(rng, str(k), size) for k, size in enumerate(GROUPES))
    rule = Regle(APPROBATION, options, budget=400_000)
    took = timed(lambda: compter(rule, groups), 5)
    name = f"equal shares, exact: {ACTIONS} actions x {sum(GROUPES)} ballots"
    return [plafond(name, took, "ms", MS)]


def _group(rng: Random, name: str, size: int) -> Groupe:
    counts: dict[str, tuple[int]] = {}
    for _ in range(size):
        profile = "".join(rng.choice("0001") for _ in range(ACTIONS))
        counts[profile] = (counts.get(profile, (0,))[0] + 1,)
    return Groupe(name, name, Fraction(rng.randint(1, 3)), size, counts)
