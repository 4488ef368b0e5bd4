"""The projections: the run the design promises, its growth with the size, and a moved lever redrawn.

Processor time of this one process (it computes on one core): what the wall clock says on a machine left alone.
"""

from collections.abc import Callable
from time import process_time

import numpy as np

from components.effectifs.moteur import scenario
from components.effectifs.moteur.effectif import Ligne
from components.effectifs.moteur.jeux import BAS, CENTRAL, HAUT
from components.effectifs.moteur.leviers import PATIENTELE, Action
from components.effectifs.moteur.projection import TETES, Monde, projeter
from components.effectifs.moteur.scenario import Entrees
from tests.bench.outils.measure import Mesure, plafond
from tests.effectifs.cas import valeurs

PROFESSIONS = ("mg", "ide", "ph", "mk", "sf", "cd")
TIRAGES, TERRITOIRES, ANNEES, PERSONNES = 1_000, 30, 15, 13
RUN_MS, REDRAW_MS, LINEAR = 500.0, 300.0, 1.35


def run() -> list[Mesure]:
    """Measure everything."""
    return [*_projection(), _redraw()]


def _projection() -> list[Mesure]:
    whole, twice = _monde(TERRITOIRES), _monde(2 * TERRITOIRES)
    name = f"{TIRAGES} draws x {TERRITOIRES} territories x {ANNEES} years x {len(PROFESSIONS)} professions"
    once = _cpu(lambda: projeter(whole, TIRAGES, 1), 5)
    double = _cpu(lambda: projeter(twice, TIRAGES, 1), 3)
    growth = double / once / 2
    return [
        plafond(f"projection ({name})", once, "ms", RUN_MS),
        Mesure(
            f"projection, twice the territories ({double:.0f} ms): time per territory",
            growth, "x", None, None, f"<= {LINEAR:g}x (linear)", growth <= LINEAR,
        ),
        plafond("the same with its quantiles", _cpu(lambda: _quantiles(whole), 3), "ms", RUN_MS),
    ]  # fmt: skip


def _cpu(fn: Callable[[], object], repeat: int) -> float:
    fn()
    spent = []
    for _ in range(repeat):
        start = process_time()
        fn()
        spent.append(process_time() - start)
    return min(spent) * 1_000


def _redraw() -> Mesure:
    """What the room's screen computes when a lever moves: three assumption sets of a team, and their quantiles."""
    amounts = iter(range(1, 1_000))

    def moved() -> None:
        lever = Action("assistant_medical", PATIENTELE, "T0", "mg", 2027, next(amounts), 0.1, 1, 3)
        for jeu in (BAS, CENTRAL, HAUT):
            scenario.calculer(_entrees(1, jeu, 60, (lever,)))

    return plafond("lever moved, team of 60 computed again in three sets", _cpu(moved, 5), "ms", REDRAW_MS)


def _quantiles(world: Monde) -> object:
    return projeter(world, TIRAGES, 1).quantiles(TETES)


def _monde(territories: int) -> Monde:
    return scenario.monde(_entrees(territories, CENTRAL, PERSONNES, ()))


def _entrees(territories: int, jeu: str, people: int, actions: tuple[Action, ...]) -> Entrees:
    ages = np.random.default_rng(6).integers(28, 70, 10_000)
    teams = [(f"T{t}", p) for t in range(territories) for p in (PROFESSIONS if territories > 1 else ("mg",))]
    rows = [
        Ligne(f"{t}{p}{k}", t, p, 1, age_min=int(ages[(i * 17 + k) % 10_000]), age_max=int(ages[(i * 17 + k) % 10_000]))
        for i, (t, p) in enumerate(teams)
        for k in range(people)
    ]
    return Entrees(tuple(sorted(teams)), 2026, ANNEES, TIRAGES, 1, tuple(rows), valeurs(jeu), actions)


if __name__ == "__main__":
    for line in run():
        print(line)
