"""The kernel: a case worked by hand, its laws on random territories, and everything it refuses."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.acces.access import Bands, Kernel
from components.core.refus import EntreeInvalide
from tests.core.acces.cases import BANDES, Cas, offres, territoires, villages

RESIDENTS = pd.Series({"71001": 1000.0, "71002": 500.0, "71003": 200.0})
SITES = ["A", "B"]
PAIRES = [("71001", "A", 5.0), ("71002", "A", 12.0), ("71002", "B", 0.0), ("71003", "B", 25.0)]


@pytest.fixture
def main() -> Kernel:
    return Cas(RESIDENTS, SITES, PAIRES).kernel()


def build(**changed: Any) -> Kernel:
    o, d, m = ([p[k] for p in PAIRES] for k in range(3))
    given_ = {"residents": RESIDENTS, "sites": SITES, "origins": o, "destinations": d, "minutes": m}
    return Kernel.build(**{**given_, "bands": BANDES, **changed})


def test_worked_by_hand(main: Kernel) -> None:
    """D_A = 1000 + 2/3·500, D_B = 500; 71003 is 25 minutes away from everything: 0, not missing."""
    d_a, d_b = 1000 + 500 * 2 / 3, 500.0
    access = main.access(pd.Series({"A": 4000.0, "B": 1000.0}))
    assert main.demand == pytest.approx([d_a, d_b])
    assert access["71001"] == pytest.approx(4000 / d_a)
    assert access["71002"] == pytest.approx(2 / 3 * 4000 / d_a + 1000 / d_b)
    assert access["71003"] == 0.0
    assert main.delta({"A": -4000.0})["71002"] == pytest.approx(-2 / 3 * 4000 / d_a)


@pytest.mark.parametrize("people", [0.001, 0.5, 1.0, 1.5])
def test_a_place_that_less_than_one_standardised_person_reaches_serves_them(people: float) -> None:
    tiny = Cas(pd.Series({"71001": people}), ["A"], [("71001", "A", 0.0)]).kernel()
    assert tiny.access(pd.Series({"A": 3.0}))["71001"] == pytest.approx(3.0 / people)
    assert tiny.delta({"A": 3.0})["71001"] == pytest.approx(3.0 / people)


def test_weights_include_their_upper_bound() -> None:
    minutes = [0, 10, np.nextafter(10, 11), 15, 15.01, 20, np.nextafter(20, 21), math.inf]
    assert BANDES.weights(minutes).tolist() == [1, 1, 2 / 3, 2 / 3, 1 / 3, 1 / 3, 0, 0]
    assert BANDES.reach == 20


@pytest.mark.parametrize(
    "paliers",
    [
        (),
        ((10, 1.0), (10, 0.5)),
        ((10, 0.5), (15, 0.6)),
        ((10, 1.1),),
        ((10, 0.0),),
        ((-1, 1.0),),
        ((math.nan, 1.0),),
    ],
)
def test_bad_bands_are_refused(paliers: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(EntreeInvalide):
        Bands(paliers)


def test_bands_may_be_narrow_and_weigh_the_same() -> None:
    bands = Bands(((0, 1.0), (0.5, 1.0), (1, 0.5)))
    assert bands.weights([0, 0.4, 0.5, 0.6, 1, 1.1]).tolist() == [1.0, 1.0, 1.0, 0.5, 0.5, 0.0]


@given(st.data())
def test_supply_is_conserved(data: st.DataObject) -> None:
    """Σ P*·A = Σ S, and Σ P*·ΔA = Σ ΔS for changes of both signs."""
    kernel = data.draw(territoires()).kernel()
    supply, less = data.draw(offres(kernel)), data.draw(offres(kernel))
    change = supply - less
    served = float(kernel.trajets.population @ kernel.access(supply))
    assert served == pytest.approx(supply.sum(), rel=1e-9, abs=1e-9)
    moved = float(kernel.trajets.population @ kernel.delta(change))
    scale = float(change.abs().sum())
    assert abs(moved - change.sum()) <= 1e-9 * scale
    assert kernel.conservation_gap(change) == pytest.approx(moved - change.sum(), abs=1e-9 * (scale + 1))


def test_the_conservation_gap_shows_what_is_lost(main: Kernel) -> None:
    leaking = replace(main, gain=main.gain * 0.75)
    assert main.conservation_gap({"A": 4000.0}) == pytest.approx(0, abs=1e-9)
    assert leaking.conservation_gap({"A": 4000.0}) == pytest.approx(-1000)


@given(st.data())
def test_a_change_equals_a_full_recompute(data: st.DataObject) -> None:
    kernel = data.draw(territoires()).kernel()
    before, after = data.draw(offres(kernel)), data.draw(offres(kernel))
    expected = kernel.access(after) - kernel.access(before)
    largest = float(max(kernel.access(after).max(), kernel.access(before).max(), 1))
    assert np.abs(kernel.delta(after - before) - expected).max() <= 1e-9 * largest


@given(st.data(), st.floats(-3, 3), st.floats(-3, 3))
def test_linear(data: st.DataObject, a: float, b: float) -> None:
    kernel = data.draw(territoires()).kernel()
    x, y = data.draw(offres(kernel)), data.draw(offres(kernel))
    combined = kernel.delta(a * x + b * y)
    assert np.allclose(combined, a * kernel.delta(x) + b * kernel.delta(y), rtol=1e-9, atol=1e-9)


@given(st.data())
def test_more_supply_never_lowers_access(data: st.DataObject) -> None:
    kernel = data.draw(territoires()).kernel()
    supply, added = data.draw(offres(kernel)), data.draw(offres(kernel))
    assert (kernel.access(supply + added) >= kernel.access(supply)).all()


@given(st.data())
def test_more_people_elsewhere_never_raise_access(data: st.DataObject) -> None:
    case = data.draw(territoires(population_min=1))
    crowded = case.residents.copy()
    crowded.iloc[-1] += 1000
    kernel, fuller = case.kernel(), Cas(crowded, case.sites, case.paires).kernel()
    supply = data.draw(offres(kernel))
    assert (fuller.access(supply) <= kernel.access(supply) * (1 + 1e-12)).all()


@given(st.data())
def test_access_is_never_missing_and_zero_when_nothing_is_reached(data: st.DataObject) -> None:
    case = data.draw(territoires())
    kernel = case.kernel()
    access = kernel.access(data.draw(offres(kernel, au_moins=1)))
    reached = {c for c, s, m in case.paires if m <= 20 and kernel.demand[case.sites.index(s)] > 0}
    assert list(access.index) == list(case.residents.index)
    assert {c for c in access.index if access[c] > 0} == reached
    assert access[~access.index.isin(reached)].eq(0.0).all()


@given(territoires())
def test_the_order_of_pairs_and_codes_against_positions_change_nothing(case: Cas) -> None:
    kernel = case.kernel()
    backwards = Cas(case.residents, case.sites, case.paires[::-1]).kernel()
    i = [list(case.residents.index).index(c) for c, _, _ in case.paires]
    j = [case.sites.index(s) for _, s, _ in case.paires]
    numbered = Kernel.build(case.residents, case.sites, i, j, [m for _, _, m in case.paires], BANDES)
    for other in (backwards, numbered):
        assert (kernel.gain.toarray() == other.gain.toarray()).all()


@given(villages())
def test_the_why_panel_rebuilds_the_kernel(case: Cas) -> None:
    kernel = case.kernel()
    dense = kernel.gain.toarray()
    for k, commune in enumerate(kernel.communes):
        seen = kernel.reached_from(commune)
        rebuilt = (seen["poids"] / seen["population_concurrente"]).reindex(kernel.sites, fill_value=0.0)
        assert rebuilt.to_numpy() == pytest.approx(dense[k], rel=1e-12)
        assert seen["minutes"].is_monotonic_increasing
    for k, site in enumerate(kernel.sites):
        coming = kernel.reaching(site)
        demand = (coming["poids"] * coming["population_concurrente"]).sum()
        assert demand == pytest.approx(kernel.demand[k])
        pairs = {(c, m) for c, s, m in case.paires if s == site and m <= 20}
        assert set(coming["minutes"].items()) == pairs


def test_changes_are_given_by_code_series_or_vector(main: Kernel) -> None:
    expected = main.delta({"B": 300.0})
    assert main.delta(pd.Series({"B": 300.0})).equals(expected)
    assert main.delta(np.array([0.0, 300.0])).equals(expected)
    assert main.delta({}).eq(0.0).all()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"residents": pd.Series(dtype=float)}, "Aucun code de commune"),
        ({"sites": []}, "Aucun code de lieu"),
        ({"origins": [], "destinations": [], "minutes": []}, "Aucun trajet"),
        ({"residents": pd.Series({"71001": math.nan, "71002": 1.0, "71003": 1.0})}, "71001"),
        ({"residents": pd.Series({"71001": 1.0, "71002": -1.0, "71003": 1.0})}, "71002"),
        ({"residents": pd.Series({"71001": 1.0, "71002": math.inf, "71003": 1.0})}, "71002"),
        ({"residents": pd.Series({"71001": "mille", "71002": "1", "71003": "1"})}, "texte"),
        ({"residents": pd.Series([1.0, 1.0], index=["71001", "71001"])}, "deux fois : 71001"),
        ({"sites": ["A", "B", "A"]}, "deux fois : A"),
        ({"origins": ["71001", "71002", "71002", "99999"]}, "inconnus : 99999"),
        ({"destinations": ["A", "A", "B", "Z"]}, "inconnus : Z"),
        ({"destinations": [0, 0, 1, 2]}, "hors de la liste des lieux : 2"),
        ({"origins": [0, 1, 1, -1]}, "hors de la liste des lieux : −?-?1"),
        ({"destinations": ["A", "B", "B", "B"]}, "71002 → B"),
        ({"minutes": [5, -1, 0, 25]}, "71002"),
        ({"minutes": [5, 12, 0, math.nan]}, "71003"),
        ({"minutes": [5, 12, 0]}, "longueur"),
    ],
)
def test_bad_inputs_are_refused_and_named(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(EntreeInvalide, match=said):
        build(**changed)


def test_duplicates_are_refused_even_out_of_reach() -> None:
    o, d = ["71001", "71003", "71003"], ["A", "B", "B"]
    with pytest.raises(EntreeInvalide, match="71003 → B"):
        build(origins=o, destinations=d, minutes=[1, 40, 50])


@pytest.mark.parametrize(
    ("supply", "said"),
    [
        ({"A": 1.0}, "non renseignée : B"),
        ({"A": math.nan, "B": 1.0}, "absent ou infini : A"),
        ({"A": 1.0, "B": math.inf}, "absent ou infini : B"),
        ({"A": 1.0, "B": -1.0}, "négative : B"),
        ({"A": 1.0, "B": 1.0, "Z": 1.0}, "inconnus : Z"),
    ],
)
def test_bad_supply_is_refused(main: Kernel, supply: dict[str, float], said: str) -> None:
    with pytest.raises(EntreeInvalide, match=said):
        main.access(pd.Series(supply))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Z": 1.0}, "inconnus : Z"),
        ({"A": math.nan}, "absent ou infini : A"),
        (pd.Series([1.0, 2.0], index=["A", "A"]), "deux fois : A"),
        (np.array([1.0]), "chacun des 2"),
        (np.array([1.0, math.inf]), "absent ou infini : B"),
    ],
)
def test_bad_changes_are_refused(main: Kernel, change: Any, said: str) -> None:
    with pytest.raises(EntreeInvalide, match=said):
        main.delta(change)


def test_supply_that_reaches_nobody_is_refused() -> None:
    kernel = Cas(RESIDENTS, ["A", "B", "loin"], PAIRES).kernel()
    with pytest.raises(EntreeInvalide, match="Aucun habitant à portée de : loin"):
        kernel.delta({"loin": 100.0})
    with pytest.raises(EntreeInvalide, match="loin"):
        kernel.access(pd.Series({"A": 1.0, "B": 1.0, "loin": 1.0}))
    assert kernel.access(pd.Series({"A": 1.0, "B": 1.0, "loin": 0.0})).notna().all()


def test_long_lists_of_codes_are_cut() -> None:
    many = pd.Series(-1.0, index=[f"71{k:03d}" for k in range(40)])
    with pytest.raises(EntreeInvalide, match="et 35 autres") as refused:
        build(residents=many)
    assert "71039" not in str(refused.value)
