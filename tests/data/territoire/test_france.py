"""The outlines and town halls that come with the product: every département, against what its producer draws."""

import tomllib
from collections.abc import Mapping
from functools import cache

import pytest
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from data.territoire import france, sources

ENTREES = tomllib.loads((sources.FOLDER / "build" / "contours_france.toml").read_text(encoding="utf-8"))
LLIVIA = Point(1.974, 42.473)  # of Spain, in the middle of 66


formes = cache(france.formes)


@cache
def listed() -> Mapping[str, set[str]]:
    """Codes to draw, by département: communes, or arrondissements where there are some."""
    table = sources.read_csv("communes_france_2026")
    kept = table[~table["code"].isin(set(table["parent"])) & table["departement"].isin(list(france.departements()))]
    return {str(code): set(group) for code, group in kept.groupby("departement")["code"]}


def holes(shape: BaseGeometry) -> list[shapely.Polygon]:
    return [shapely.Polygon(ring) for polygon in shapely.get_parts(shape) for ring in polygon.interiors]


CHAQUE_JOUR = ("2A", "38", "62", "71", "75", "971", "976")  # islands, enclaves, the most communes, arrondissements


@pytest.mark.parametrize(
    "departement",
    [d if d in CHAQUE_JOUR else pytest.param(d, marks=pytest.mark.complet) for d in france.departements()],
)
def test_outlines_tile_the_departement_as_its_producer_draws_it(departement: str) -> None:
    """Every commune has an outline; none overlaps another; nothing is left between them; the whole is within one per
    cent of the producer's own outline, made before any repair."""
    shapes = formes(departement)
    assert set(shapes) == listed()[departement]
    assert shapely.coverage_is_valid(list(shapes.values())) and all(shape.area > 0 for shape in shapes.values())
    whole, own = shapely.coverage_union_all(list(shapes.values())), france.departements()[departement]
    assert whole.symmetric_difference(own).area < 0.01 * own.area
    inside = [hole for hole in holes(whole) if not hole.contains(LLIVIA)]
    others = [shape for code, shape in france.departements().items() if code != departement and inside]
    for hole in inside:  # an enclave of another département, drawn by it
        assert shapely.union_all([hole.intersection(one) for one in others]).area > 0.9 * hole.area


def test_there_are_101_of_them_and_others_have_none() -> None:
    assert len(france.departements()) == len(listed()) == 101
    assert france.communes("988") == {} and france.communes("") == {}


def test_what_is_drawn_is_light_and_still_shares_its_borders() -> None:
    drawn = france.communes("62")
    shapes = [france.geometrie.forme(polygons) for polygons in drawn.values()]
    assert shapely.coverage_is_valid(shapes) and set(drawn) == listed()["62"]
    assert sum(map(shapely.get_num_coordinates, shapes)) < 13 * len(drawn)


@pytest.mark.parametrize("code", ENTREES["echantillon"])
def test_a_sample_is_what_the_package_gave(code: str) -> None:
    """Area, frame and town hall of communes of every kind, as the build script read them."""
    read = ENTREES["echantillon"][code]
    departement = code[:3] if code.startswith("97") else code[:2]
    shape = formes(departement)[code]
    if code not in {hole["commune"] for hole in ENTREES["trous"]}:
        assert shape.area == pytest.approx(read["degres_carres"], rel=0.005)
        assert shape.bounds == pytest.approx(read["cadre"], abs=2e-4)
    hall = sources.read_csv("mairies_2025").set_index("code").loc[code]
    if "mairie" in read and Point(read["mairie"][::-1]).distance(shape) < 0.009:
        assert [hall["lat"], hall["lon"]] == pytest.approx(read["mairie"], abs=6e-5) and hall["nature"] == "mairie"
    assert Point(hall["lon"], hall["lat"]).distance(shape) < 0.011


def test_large_holes_are_filled_by_a_merged_commune_but_for_the_enclave() -> None:
    card = sources.carte(france.COMMUNES)
    assert len(ENTREES["trous"]) == card.mesures["trous"] and len(ENTREES["sha256"]) == 64
    left = [hole for hole in ENTREES["trous"] if not hole["commune"]]
    assert len(left) == card.mesures["trous"] - card.mesures["trous_combles"] == 1
    assert Point(left[0]["lon"], left[0]["lat"]).distance(LLIVIA) < 0.02
    assert {"62447", "80155", "71566"} <= {hole["commune"] for hole in ENTREES["trous"]}
    for hole in ENTREES["trous"]:
        if code := hole["commune"]:
            assert formes(code[:2])[code].contains(Point(hole["lon"], hole["lat"]))


def test_every_commune_has_a_centre_within_a_kilometre_of_its_outline() -> None:
    halls = sources.read_csv("mairies_2025")
    assert set(halls["code"]) == set().union(*listed().values()) and halls["code"].is_unique
    assert (halls["nature"] == "centre").sum() == sources.carte("mairies_2025").mesures["sans_mairie"]
    assert set(halls["nature"]) == {"mairie", "centre"}
    for departement in ("01", "2B", "974"):
        shapes, ours = formes(departement), halls[halls["code"].isin(listed()[departement])]
        assert all(shapes[row.code].distance(Point(row.lon, row.lat)) < 0.011 for row in ours.itertuples())
