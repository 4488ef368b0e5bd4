"""The kernels of a file: built once for the same inputs, and never shared between different ones."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from components.core.acces import assemblage
from components.core.acces.assemblage import Acces
from data.base.parameters import EnVigueur

VALUES = EnVigueur(date(2026, 11, 22))
PLACES = pd.DataFrame(
    {"nom": ["Un", "Deux", "Trois"], "role": "interieure", "lat": [46.3, 46.35, 46.4], "lon": [4.8, 4.85, 4.7]},
    index=pd.Index(["71001", "71002", "71003"], name="code"),
)
PEOPLE = pd.Series([1_000.0, 400.0, 50.0], index=PLACES.index)
ROADS = pd.DataFrame({"origine": ["71001"], "destination": ["71003"], "minutes": [12.0]})


def _build(
    places: pd.DataFrame = PLACES,
    people: "pd.Series[float]" = PEOPLE,
    values: EnVigueur = VALUES,
    roads: pd.DataFrame | None = None,
) -> Acces:
    return assemblage.acces(places.copy(), people.copy(), "population", values, temps=roads)


def test_the_same_inputs_give_the_same_family() -> None:
    assert _build().famille is _build().famille
    assert _build(roads=ROADS).famille is _build(roads=ROADS.copy()).famille


@pytest.mark.parametrize(
    "other",
    [
        lambda: _build(people=PEOPLE.add(1)),
        lambda: _build(places=PLACES.assign(lat=PLACES["lat"] + [0, 0, 1e-4])),
        lambda: _build(places=PLACES.rename(index={"71003": "71009"}), people=PEOPLE.rename({"71003": "71009"})),
        lambda: _build(values=VALUES.with_value("facteur_vitesse", 0.9)),
        lambda: _build(values=VALUES.with_value("minutes_par_km", 2.0)),
        lambda: _build(roads=ROADS),
        lambda: _build(roads=ROADS.assign(minutes=13.0)),
    ],
)
def test_any_other_input_gives_another_family_as_if_nothing_were_kept(other: Callable[[], Acces]) -> None:
    usual = _build().famille
    found = other().famille
    assert found is not usual
    assemblage._kept.cache_clear()
    anew = other().famille
    assert anew is not found
    for name, kernel in anew.kernels.items():
        assert (kernel.gain != found.kernels[name].gain).nnz == 0
        assert (kernel.minutes != found.kernels[name].minutes).nnz == 0


def test_a_table_shorter_than_the_kernels_leaves_estimates_beyond_it_and_nothing_twice() -> None:
    far = PLACES.assign(lat=[46.3, 46.32, 46.4], lon=4.8)
    estimates = _build(places=far).famille.central.minutes
    times = {k: float(estimates[0, k]) for k in (1, 2)}
    assert times[1] < 5 < times[2]
    short = pd.DataFrame({"origine": ["71001"], "destination": ["71002"], "minutes": [5.0]})
    read = _build(places=far, roads=short).famille.central.minutes
    assert read[0, 1] == 5.0 and read[0, 2] == times[2]  # beyond five minutes the table says nothing
    long = pd.DataFrame({"origine": ["71001"] * 2, "destination": ["71002", "71003"], "minutes": [5.0, 6.0]})
    assert _build(places=far, roads=long).famille.central.minutes[0, 2] == 6.0
    whole = pd.DataFrame({"origine": ["71001"], "destination": ["71002"], "minutes": [100.0]})
    assert _build(places=far, roads=whole).famille.central.weights[0, 2] == 0  # a long table that names no journey


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("tous âges", None),
        ("65 ans et moins", 65),
        ("62 ans et moins", 62),
        ("moins de 65 ans", 64),
        ("75 ans et plus", None),
        ("série d'âge à vérifier", None),
    ],
)
def test_a_published_series_says_the_last_age_it_counts(words: str, limit: int | None) -> None:
    assert assemblage.limite_age(words) == limit
    assert assemblage.bornes(VALUES, words).age_max == limit


def test_the_estimates_put_in_a_table_give_the_kernels_that_no_table_gives() -> None:
    """What stands in for the places that no road reaches is what the kernels would have estimated there."""
    islands = {"71003": "71003"}
    table = assemblage.estimees(PLACES, VALUES, islands)
    assert "71003" in set(table["origine"]) and len(table[table["origine"] == "71003"]) == 1  # sea is not a road
    assert table["minutes"].max() <= assemblage.portee(VALUES)
    alone = assemblage.acces(PLACES, PEOPLE, "population", VALUES, iles=islands).famille
    read = assemblage.acces(PLACES, PEOPLE, "population", VALUES, temps=table, iles=islands).famille
    for name, kernel in alone.kernels.items():
        assert (abs(kernel.gain - read.kernels[name].gain) > 1e-12).nnz == 0
