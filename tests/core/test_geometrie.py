"""Laws of the outlines: made light, put together, cut around centres, written as rings; and of what is near."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, box

from components.core import geometrie as contours

CENTRES = st.lists(st.tuples(st.floats(44, 46), st.floats(2, 5)), min_size=1, max_size=12)


def board(size: int) -> dict[str, shapely.Geometry]:
    """Squares of a tenth of a degree that touch, by code."""
    return {f"{x}{y}": box(x / 10, y / 10, (x + 1) / 10, (y + 1) / 10) for x in range(size) for y in range(size)}


@settings(max_examples=40, deadline=None)
@given(CENTRES, st.data())
def test_an_outline_is_cut_into_parts_that_make_it_again(
    centres: list[tuple[float, float]], data: st.DataObject
) -> None:
    """Centres that coincide included: they share their part."""
    twice = data.draw(st.lists(st.sampled_from(centres), max_size=3))
    whole = box(1.5, 43.5, 5.5, 46.5)
    parts = contours.partager(whole, np.array(centres + twice))
    assert all(part.is_valid and part.area > 0 for part in parts)
    assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=1e-6)
    assert shapely.union_all(parts).symmetric_difference(whole).area < 1e-9


def test_light_outlines_still_share_their_borders_and_none_vanishes() -> None:
    dense = [shapely.segmentize(shape, 0.01) for shape in board(4).values()]
    wavy = dict(zip(board(4), shapely.transform(dense, lambda xy: xy.round(4)), strict=True))
    speck = {"tiny": box(0.4, 0, 0.4001, 0.0001)}
    light = contours.simplifier(wavy | speck)
    assert shapely.coverage_is_valid([light[code] for code in wavy]) and set(light) == {*wavy, "tiny"}
    assert all(shape.area > 0 for shape in light.values())
    assert sum(map(shapely.get_num_coordinates, light.values())) < sum(map(shapely.get_num_coordinates, wavy.values()))


def test_territories_cover_the_same_ground() -> None:
    cells = board(4)
    found = contours.territoires(cells, {code: code[0] for code in cells})
    assert sorted(found) == ["0", "1", "2", "3"] and all(shape.is_valid for shape in found.values())
    assert sum(shape.area for shape in found.values()) == pytest.approx(0.16)
    (whole,) = contours.territoires(cells, dict.fromkeys(cells, "A")).values()
    assert sum(len(rings) - 1 for rings in contours.coordinates(whole)) == 0


def test_a_commune_without_territory_is_refused() -> None:
    with pytest.raises(ValueError, match="11"):
        contours.territoires(board(2), {"00": "A", "01": "A", "10": "A"})


@settings(max_examples=60, deadline=None)
@given(CENTRES, CENTRES, st.floats(1, 200))
def test_what_is_near_is_what_the_distance_says(
    places: list[tuple[float, float]], targets: list[tuple[float, float]], km: float
) -> None:
    def away(one: tuple[float, float], other: tuple[float, float]) -> float:
        east = (one[1] - other[1]) * np.cos(np.radians(one[0]))
        return float(np.hypot(one[0] - other[0], east) * contours.KM_PAR_DEGRE)

    expected = [min(away(place, target) for target in targets) <= km for place in places]
    assert contours.proches(km, places, targets) == expected
    assert contours.proches(km, places, []) == [False] * len(places)


def test_an_outline_reads_back_as_it_was_written() -> None:
    shape = box(4, 46, 5, 47).difference(box(4.4, 46.4, 4.6, 46.6))
    assert contours.forme(contours.coordinates(shape)).equals(shape)
    assert contours.forme([[[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]]).is_valid and Point(0, 0).is_valid


def test_coordinates_are_closed_rounded_rings() -> None:
    shape = MultiPolygon([box(4.123456, 46, 5, 47).difference(box(4.4, 46.4, 4.6, 46.6)), box(6, 46, 7, 47)])
    polygons = contours.coordinates(shape)
    assert [len(rings) for rings in polygons] == [2, 1]
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for rings in polygons for ring in rings)
    assert 4.1235 in {point[0] for point in polygons[0][0]}
    rebuilt = MultiPolygon([(rings[0], rings[1:]) for rings in polygons])
    assert rebuilt.area == pytest.approx(shape.area, rel=1e-3)


def test_a_hole_smaller_than_the_rounding_is_left_out() -> None:
    shape = box(4, 46, 5, 47).difference(box(4.50001, 46.50001, 4.50002, 46.50002))
    assert [len(rings) for rings in contours.coordinates(shape)] == [1]
