"""Laws of the schematic cells and of their unions."""

import time
from math import cos, radians

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon, box

from components.core import geometrie as contours
from data.territoire import sources

METRE = 1.1e-5  # degrees
Points = list[tuple[float, float]]
POINTS = st.lists(
    st.tuples(
        st.floats(44, 46).map(lambda value: round(value, 4)),
        st.floats(2, 5).map(lambda value: round(value, 4)),
    ),
    min_size=1,
    max_size=40,
)


def cells_of(points: Points) -> dict[str, shapely.Geometry]:
    """Cells of points given as (lat, lon), under made-up codes."""
    codes = [f"{index:05d}" for index in range(len(points))]
    lat, lon = zip(*points, strict=True)
    return contours.mailles_schematiques(codes, lat, lon)


def check_laws(points: Points) -> None:
    """Valid, not empty, around its centre, without overlap, without gap."""
    cells = list(cells_of(points).values())
    assert len(cells) == len(points)
    for cell, (lat, lon) in zip(cells, points, strict=True):
        assert cell.is_valid and cell.area > 0
        assert cell.distance(Point(lon, lat)) <= METRE
    union = shapely.union_all(cells)
    assert sum(cell.area for cell in cells) == pytest.approx(union.area, rel=1e-6)
    assert union.covers(shapely.MultiPoint([(lon, lat) for lat, lon in points]).buffer(METRE / 100))


@settings(max_examples=60, deadline=None)
@given(POINTS)
def test_cells_obey_the_laws(points: Points) -> None:
    check_laws(points)


@settings(max_examples=40, deadline=None)
@given(POINTS, st.data())
def test_coinciding_centres_share_their_cell(points: Points, data: st.DataObject) -> None:
    check_laws(points + data.draw(st.lists(st.sampled_from(points), min_size=1, max_size=4)))


@pytest.mark.parametrize(
    "points",
    [
        [(46.5, 4.5)],
        [(46.5, 4.5)] * 3,
        [(46.5, 4.5), (46.6, 4.5)],
        [(46.5, 4.5), (46.5, 4.6), (46.5, 4.7)],
        [(46.5, 4.5), (46.6, 4.6), (46.5, 4.7)],
    ],
    ids=["one", "one thrice", "two", "three in line", "triangle"],
)
def test_few_places(points: Points) -> None:
    check_laws(points)


def test_no_place_no_cell() -> None:
    assert contours.mailles_schematiques([], [], []) == {}


@settings(max_examples=20, deadline=None)
@given(POINTS)
def test_a_cell_holds_what_is_nearest_to_its_centre(points: Points) -> None:
    distinct = sorted(set(points))
    cells = list(cells_of(distinct).values())
    scale = cos(radians(sum(lat for lat, _ in distinct) / len(distinct)))
    for index, cell in enumerate(cells):
        inside = cell.representative_point()
        distances = [((inside.x - lon) * scale) ** 2 + (inside.y - lat) ** 2 for lat, lon in distinct]
        assert distances[index] <= min(distances) * (1 + 1e-6) + 1e-12


@pytest.mark.parametrize(
    ("codes", "lat", "lon"),
    [(["a"], [46.0, 47.0], [4.0]), (["a", "a"], [46.0, 47.0], [4.0, 4.0]), (["a"], [float("nan")], [4.0])],
    ids=["lengths", "twice", "not finite"],
)
def test_bad_input_is_refused(codes: list[str], lat: list[float], lon: list[float]) -> None:
    with pytest.raises(ValueError):
        contours.mailles_schematiques(codes, lat, lon)


@pytest.fixture(scope="module")
def saone_et_loire() -> dict[str, shapely.Geometry]:
    centres = sources.read_csv("centres_71")
    return contours.mailles_schematiques(*(centres[name].tolist() for name in ("code_commune", "lat", "lon")))


def test_saone_et_loire_obeys_the_laws() -> None:
    centres = sources.read_csv("centres_71")
    check_laws(list(zip(centres["lat"], centres["lon"], strict=True)))


def test_saone_et_loire_is_fast() -> None:
    centres = sources.read_csv("centres_71")
    started = time.perf_counter()
    contours.mailles_schematiques(*(centres[name].tolist() for name in ("code_commune", "lat", "lon")))
    assert time.perf_counter() - started < 1


def test_saone_et_loire_is_one_shape_that_is_not_a_box(saone_et_loire: dict[str, shapely.Geometry]) -> None:
    outline = shapely.union_all(list(saone_et_loire.values()))
    assert isinstance(outline, Polygon) and len(outline.interiors) == 0
    assert outline.area / outline.envelope.area < 0.75
    neighbours = sources.read_csv("places_frontalieres_71")
    inside = shapely.contains_xy(outline, neighbours["lon"], neighbours["lat"])
    assert inside.mean() < 0.03


def test_territories_of_71_cover_the_same_ground(saone_et_loire: dict[str, shapely.Geometry]) -> None:
    communes = sources.read_csv("communes_france_2026")
    found = contours.territoires(saone_et_loire, dict(zip(communes["code"], communes["epci"], strict=True)))
    assert len(found) == 20 and all(shape.is_valid for shape in found.values())
    total = sum(cell.area for cell in saone_et_loire.values())
    assert sum(shape.area for shape in found.values()) == pytest.approx(total, rel=1e-5)


@settings(max_examples=40, deadline=None)
@given(POINTS)
def test_a_territory_of_every_cell_has_no_hole(points: Points) -> None:
    cells = cells_of(points)
    (whole,) = contours.territoires(cells, dict.fromkeys(cells, "A")).values()
    assert sum(len(rings) - 1 for rings in contours.coordinates(whole)) == 0


def test_a_commune_without_territory_is_refused() -> None:
    with pytest.raises(ValueError, match="00001"):
        contours.territoires(cells_of([(46.5, 4.5), (46.6, 4.6)]), {"00000": "A"})


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
