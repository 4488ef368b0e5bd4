"""Pure functions of the build scripts: coverages, deterministic files. No network, no outside file."""

import gzip
import importlib
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.territoire import france

BUILD = Path(__file__).parents[3] / "data" / "sources" / "build"


def load(name: str) -> ModuleType:
    """A build script as a module: the scripts form no package, so their folder is put on the path."""
    sys.path.insert(0, str(BUILD))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(BUILD))


fichiers, couverture, topologie, communes_france = map(load, ("fichiers", "couverture", "topologie", "communes_france"))


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 35), min_size=1, max_size=30), st.integers(1, 5))
def test_a_coverage_written_as_topology_reads_back_the_same(places: set[int], owners: int) -> None:
    """Squares of a board given to a few owners: islands, holes and corners included."""
    parts: dict[str, list[shapely.Geometry]] = {}
    for place in sorted(places):
        x, y = 10 * (place % 6), 10 * (place // 6)
        parts.setdefault(str(place * 7 % owners), []).append(shapely.box(x, y, x + 10, y + 10))
    shapes = {code: shapely.union_all(found).normalize() for code, found in parts.items()}
    read = france.depuis_topojson(topologie.topojson(shapes, 1e-4))
    for code, shape in shapes.items():
        assert read[code].is_valid
        assert read[code].symmetric_difference(shapely.transform(shape, lambda xy: xy * 1e-4)).area < 1e-12


def test_small_cracks_and_overlaps_become_shared_borders_and_a_merger_fills_a_large_hole() -> None:
    """Three columns a few metres apart or over one another, and a hole of a square kilometre in the middle of one."""
    pas, hole = 1e-4, shapely.box(0.02, 0.02, 0.03, 0.03)
    drawn = {
        "00001": shapely.box(0, 0, 0.05, 0.05).difference(hole),
        "00002": shapely.box(0.0502, 0, 0.1, 0.05).union(shapely.box(0.0499, 0.04, 0.06, 0.05)),
        "00003": shapely.box(0, 0.05, 0.1, 0.1),
    }
    fusions = pd.DataFrame([("00009", "00001", "deleguee")], columns=["code", "code_actuel", "lien"])
    shapes, holes = couverture.couvrir(drawn, fusions, [], pas)
    assert shapely.coverage_is_valid(list(shapes.values()))
    assert [(one.code, round(one.km2, 1)) for one in holes] == [("00001", 1.2)]
    assert shapely.union_all(list(shapes.values())).area == sum(shape.area for shape in shapes.values())
    with pytest.raises(ValueError, match="no merger explains it"):
        couverture.couvrir(drawn, fusions, ["00009"], pas)


def test_a_compressed_file_is_the_same_every_time(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv.gz", tmp_path / "two.csv.gz"
    for path in (one, two):
        fichiers.write_text(path, fichiers.csv_text(("code", "nom"), [("01001", None)]))
    assert one.read_bytes() == two.read_bytes()
    assert gzip.decompress(one.read_bytes()) == b"code,nom\n01001,\n"


def test_refreshing_a_card_replaces_known_lines_only(tmp_path: Path) -> None:
    card, data_file = tmp_path / "x.card.toml", tmp_path / "x.csv"
    card.write_text('id = "x"\nsha256 = ""\nlieux = 0\n', encoding="utf-8")
    data_file.write_text("a\n", encoding="utf-8")
    fichiers.refresh_card(card, data_file, {"lieux": 3})
    assert "lieux = 3" in card.read_text(encoding="utf-8") and 'id = "x"' in card.read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="absent"):
        fichiers.refresh_card(card, data_file, {"absent": 3})


def test_mergers_prefer_the_present_link() -> None:
    communes = [
        {"code": "2", "type": "commune-actuelle", "anciensCodes": ["9", "8"]},
        {"code": "9", "nom": "Neuf", "type": "commune-deleguee", "chefLieu": "1"},
        {"code": "1", "nom": "Un", "type": "commune-deleguee", "chefLieu": "1"},
    ]
    rows = [(row["code"], row["code_actuel"], row["lien"]) for row in communes_france.merger_rows(communes)]
    assert rows == [("1", "1", "deleguee"), ("8", "2", "ancien_code"), ("9", "1", "deleguee")]


def test_a_group_with_an_unknown_member_stops_the_build() -> None:
    group = {
        "code": "E",
        "nom": "CC",
        "type": "CC",
        "populationTotale": 5,
        "membres": [{"code": "1"}, {"code": "2"}],
    }
    row = {"type": "commune", "epci": "E", "population_municipale": 4, "population_totale": 5}
    with pytest.raises(ValueError, match="1 current communes for 2"):
        communes_france.group_rows([group], "epci", [row])
