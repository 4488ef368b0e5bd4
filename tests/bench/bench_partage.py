"""Sharing an envelope: equal shares on 40 actions × 1,500 ballots, and the gap-closed reading with all its reasons;
then where to open (`outils/implantation.py`).

The peer of equal shares is `pabutools` on the same instance in the same run (floats, one weight for all).
"""

import time
from fractions import Fraction
from random import Random

import numpy as np

from components.core.parts_egales import Electeurs, Marche, parcours
from components.plans.regles.enveloppe import Demande, Regles
from components.plans.regles.partage import lecture_comblement
from tests.bench.outils import implantation
from tests.bench.outils.measure import Mesure, plafond

ACTIONS, BULLETINS, COMMUNES = 40, 1_500, 563
PARTS_S, COMBLEMENT_S = 0.3, 0.3


def run() -> list[Mesure]:
    """Measure both, each once warmed up."""
    costs, ballots = _election()
    peer = _pabutools(costs, ballots)
    budget = sum(costs.values()) // 3
    ours = _time(lambda: parcours(Marche(costs, _electeurs(ballots), budget), list(costs)))
    asked, rules, gap, people = _envelope()
    closed = _time(lambda: lecture_comblement(asked, rules, "central", gap, people))
    name = f"equal shares, {ACTIONS} actions × {BULLETINS} ballots, exact (pabutools, floats: {peer:.2f} s)"
    return [
        plafond(name, ours, "s", PARTS_S),
        plafond(f"gap closed, {ACTIONS} requests, {COMMUNES} communes, every reason", closed, "s", COMBLEMENT_S),
        *implantation.mesurer(),
    ]


def _time(act: object) -> float:
    act()  # type: ignore[operator]
    start = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - start


def _election() -> tuple[dict[str, int], list[frozenset[str]]]:
    rng = Random(71)
    costs = {f"a{k}": rng.randrange(10_000, 100_000) for k in range(ACTIONS)}
    return costs, [frozenset(a for a in costs if rng.random() < 0.3) for _ in range(BULLETINS)]


def _electeurs(ballots: list[frozenset[str]]) -> list[Electeurs]:
    """Five colleges of different sizes and the same weight, as in a real vote."""
    sizes = [767, 314, 244, 105, 70]
    groups = [size for size in sizes for _ in range(size)]
    return [Electeurs(Fraction(1, 5 * size), ballot) for size, ballot in zip(groups, ballots, strict=True)]


def _pabutools(costs: dict[str, int], ballots: list[frozenset[str]]) -> float:
    import pabutools.fractions as precision
    from pabutools.election import ApprovalBallot, ApprovalProfile, Cost_Sat, Instance, Project
    from pabutools.fractions import FRACTION
    from pabutools.rules import method_of_equal_shares

    known = precision.FRACTION
    precision.FRACTION = "float"
    try:
        projects = {key: Project(key, cost) for key, cost in costs.items()}
        instance = Instance(projects.values(), budget_limit=sum(costs.values()) // 3)
        profile = ApprovalProfile(
            [ApprovalBallot(projects[a] for a in ballot) for ballot in ballots], instance=instance
        )
        start = time.perf_counter()
        method_of_equal_shares(instance, profile, sat_class=Cost_Sat)
        return time.perf_counter() - start
    finally:
        precision.FRACTION = known if known else FRACTION


def _envelope() -> tuple[list[Demande], Regles, np.ndarray, np.ndarray]:
    """Requests that overlap, gains of the size of a few days a month or of one practitioner, spread around a place."""
    rng = np.random.default_rng(71)
    gap = rng.uniform(0, 1.2, COMMUNES).clip(0.2) - 0.2
    people = rng.integers(80, 6_000, COMMUNES).astype(float)
    centres, places = rng.uniform(0, 1, (COMMUNES, 2)), rng.uniform(0, 1, (ACTIONS, 2))
    spread = np.exp(-((centres[None, :, :] - places[:, None, :]) ** 2).sum(-1) / 0.02)
    gains = rng.uniform(0.02, 0.15, ACTIONS)[:, None] * spread
    asked = [
        Demande(k, f"Action {k}", str(k % 20), int(rng.integers(400_000, 12_000_000)), {"central": gains[k]})
        for k in range(ACTIONS)
    ]
    total = sum(d.cout for d in asked)
    return asked, Regles(total // 3, frozenset(range(ACTIONS))), gap, people
