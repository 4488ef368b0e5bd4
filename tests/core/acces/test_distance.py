"""Kilometres against known distances, the curve's laws, and the pair search against brute force."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.acces.distance import EARTH_RADIUS_KM, SpeedCurve, great_circle_km, pairs_within
from components.core.refus import EntreeInvalide

CURVE = SpeedCurve(par_km=0.9, par_racine_km=1.2)
LATS, LONS = st.floats(46.0, 46.4), st.floats(4.0, 4.6)
POINTS = st.lists(st.tuples(LATS, LONS), min_size=1, max_size=12)


def columns(points: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [lat for lat, _ in points], [lon for _, lon in points]


def test_known_distances() -> None:
    assert great_circle_km(48.8566, 2.3522, 45.7640, 4.8357) == pytest.approx(391.5, abs=0.3)  # Paris, Lyon
    assert great_circle_km(0, 0, 0, 180) == pytest.approx(math.pi * EARTH_RADIUS_KM)
    assert great_circle_km(46, 4, 47, 4) == pytest.approx(math.pi * EARTH_RADIUS_KM / 180)


def test_distances_broadcast() -> None:
    grid = great_circle_km(np.array([[46.0], [47.0]]), 4.0, np.array([46.0, 47.0]), 4.0)
    assert grid.shape == (2, 2)
    assert grid[0, 0] == grid[1, 1] == 0
    assert grid[0, 1] == grid[1, 0] > 0


def test_curve_worked_by_hand() -> None:
    assert CURVE.minutes([0, 4, 9]) == pytest.approx([0, 0.9 * 4 + 1.2 * 2, 0.9 * 9 + 1.2 * 3])
    assert CURVE.scaled(1.2).minutes(4) == pytest.approx(6.0 / 1.2)
    assert CURVE.scaled(0.8).scaled(1.25).minutes(4) == pytest.approx(6.0)


@given(st.floats(0, 300), st.floats(0.001, 50), st.floats(0.5, 2))
def test_curve_increases_and_inverts(km: float, more: float, factor: float) -> None:
    curve = CURVE.scaled(factor)
    assert curve.minutes(km + more) > curve.minutes(km)
    assert curve.km(float(curve.minutes(km))) == pytest.approx(km, rel=1e-9, abs=1e-9)


def test_nothing_is_reached_in_no_time() -> None:
    assert CURVE.km(0) == 0
    assert SpeedCurve(1.0, 0.0).km(0) == 0


@pytest.mark.parametrize("bad", [(0.0, 1.0, 1.0), (1.0, -0.1, 1.0), (1.0, 1.0, 0.0), (math.nan, 1.0, 1.0)])
def test_a_curve_that_would_not_increase_is_refused(bad: tuple[float, float, float]) -> None:
    with pytest.raises(EntreeInvalide, match="croissante"):
        SpeedCurve(*bad)


@given(POINTS, st.floats(1, 40))
def test_pairs_are_all_those_of_a_full_search(points: list[tuple[float, float]], limit: float) -> None:
    lat, lon = columns(points)
    km = great_circle_km(np.array(lat)[:, None], np.array(lon)[:, None], lat, lon)
    expected = CURVE.minutes(km)
    i, j, minutes = pairs_within(lat, lon, limit, CURVE)
    found = np.full(expected.shape, np.inf)
    found[i, j] = minutes
    clear = np.abs(expected - limit) > 1e-6
    assert ((expected <= limit) == np.isfinite(found))[clear].all()
    assert found[i, j] == pytest.approx(expected[i, j], abs=1e-4)  # √ near 0 km magnifies the last digit
    assert len(set(zip(i, j, strict=True))) == len(i)
    assert (minutes <= limit).all()


@given(POINTS, POINTS, st.floats(1, 40))
def test_pairs_towards_other_places_agree_with_pairs_among_all(
    origins: list[tuple[float, float]], destinations: list[tuple[float, float]], limit: float
) -> None:
    i, j, minutes = pairs_within(*columns(origins), limit, CURVE, *columns(destinations))
    a, b, expected = pairs_within(*columns(origins + destinations), limit, CURVE)
    crossing = (a < len(origins)) & (b >= len(origins))
    among = dict(zip(zip(a[crossing], b[crossing] - len(origins), strict=True), expected[crossing], strict=True))
    found = dict(zip(zip(i, j, strict=True), minutes, strict=True))
    for pair in among.keys() ^ found.keys():
        assert {**among, **found}[pair] == pytest.approx(limit, abs=1e-6)
    for pair in among.keys() & found.keys():
        assert found[pair] == pytest.approx(among[pair], abs=1e-4)


def test_every_place_reaches_itself_at_once_and_the_bound_is_included() -> None:
    i, j, minutes = pairs_within([46.0, 46.0, 47.0], [4.0, 4.0, 4.0], 5, CURVE)
    assert sorted(zip(i.tolist(), j.tolist(), minutes.tolist(), strict=True)) == [
        (0, 0, 0.0), (0, 1, 0.0), (1, 0, 0.0), (1, 1, 0.0), (2, 2, 0.0),
    ]  # fmt: skip
    exact = pairs_within([46.0, 46.1], [4.0, 4.0], 30, CURVE)[2].max()
    assert len(pairs_within([46.0, 46.1], [4.0, 4.0], exact, CURVE)[0]) == 4
    assert len(pairs_within([46.0, 46.1], [4.0, 4.0], np.nextafter(exact, 0), CURVE)[0]) == 2


@pytest.mark.parametrize(
    ("lat", "lon"),
    [([], []), ([46.0], [4.0, 5.0]), ([math.nan], [4.0]), ([91.0], [4.0]), ([46.0], [181.0])],
)
def test_impossible_places_are_refused(lat: list[float], lon: list[float]) -> None:
    with pytest.raises(EntreeInvalide):
        pairs_within(lat, lon, 20, CURVE)


def test_half_a_destination_is_refused() -> None:
    with pytest.raises(EntreeInvalide, match="vont ensemble"):
        pairs_within([46.0], [4.0], 20, CURVE, dest_lat=[46.0])
