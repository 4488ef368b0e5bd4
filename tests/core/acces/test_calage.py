"""The calibration finds the speed that made the changes, whatever the supply that moved."""

import numpy as np
import pandas as pd
import pytest

from components.core.acces.access import Kernel
from components.core.acces.assemblage import bandes
from data.base.parameters import EnVigueur
from tests.reference import vitesse
from tests.reference.vitesse import Calage

VALEURS = EnVigueur(vitesse.JOUR)
ZONAGE = bandes(VALEURS, "poids_zonage")
N = 150


def terrain(facteur: float, graine: int) -> vitesse.Terrain:
    """A square of 150 communes in 9 groups whose access changed as a kernel at a speed says, and a little noise."""
    draw = np.random.default_rng(graine)
    codes = [f"71{k:03d}" for k in range(N)]
    lat, lon = 46 + draw.uniform(0, 0.6, N), 4 + draw.uniform(0, 0.9, N)
    group = (np.floor((lat - 46) / 0.2) * 3 + np.floor((lon - 4) / 0.3)).astype(int).astype(str)
    places = pd.DataFrame({"role": "interieure", "lat": lat, "lon": lon, "epci": group}, index=codes)
    people = pd.Series(draw.lognormal(6.5, 1, N), index=codes)
    blank = vitesse.terrain(places, people, pd.Series(0.0, index=codes))
    moved = draw.normal(0, 1, N) * np.sqrt(people.to_numpy()) * 40
    change = Kernel.of(blank.trajets, ZONAGE, facteur).gain @ moved
    return vitesse.terrain(places, people, pd.Series(change + draw.normal(0, change.std() / 20, N), index=codes))


@pytest.mark.parametrize("facteur", [0.7, 1.0])
def test_the_speed_that_made_the_changes_explains_most(facteur: float) -> None:
    tried = (0.5, 0.7, 1.0, 1.2)
    parts = [vitesse.essayer(terrain(facteur, seed), ZONAGE, tried) for seed in (1, 2)]
    whole = {f: sum(part[f] for part in parts) for f in tried}
    assert max(whole, key=whole.__getitem__) == facteur
    assert all(part[f] <= 1 for part in parts for f in tried)


def test_leaving_a_group_out_is_solving_without_it() -> None:
    """The closed form against the plain prediction of each group by the others."""
    found = terrain(0.8, 3)
    kernel = Kernel.of(found.trajets, ZONAGE, 0.8)
    spread = kernel.gain[found.observes].toarray() * np.sqrt(kernel.trajets.population)
    shared, change = spread @ spread.T, found.variations - found.variations.mean()
    best = np.inf
    for noise in vitesse.BRUITS:
        missed = 0.0
        for group in np.unique(found.groupes):
            out = found.groupes == group
            inside = shared[np.ix_(~out, ~out)] + noise * np.trace(shared) / N * np.eye((~out).sum())
            missed += ((change[out] - shared[np.ix_(out, ~out)] @ np.linalg.solve(inside, change[~out])) ** 2).sum()
        best = min(best, missed)
    assert vitesse.expliquee(kernel, found) == pytest.approx(1 - best / (change @ change), rel=1e-6)


def test_a_parameter_that_is_not_the_calibrated_one_is_said() -> None:
    kept = VALEURS.number("facteur_vitesse")
    flat = pd.DataFrame({f: {"71": 0.1, "58": 0.1} for f in vitesse.FACTEURS})
    good = flat.copy()
    low, _, high = VALEURS["facteur_vitesse"].bornes
    for factor in good.columns:
        good[factor] = 0.5 if factor == kept else 0.45 if low <= factor <= high else 0.1
    parts = {"poids du zonage": good, "poids de 2012": flat}
    assert vitesse.problems(Calage(parts, {})) == []
    other = good.copy()
    other[1.0] = 0.9
    said = vitesse.problems(Calage(parts | {"poids du zonage": other}, {}))
    assert any("facteur calé 1" in one for one in said) and any("rejeté" in one for one in said)
