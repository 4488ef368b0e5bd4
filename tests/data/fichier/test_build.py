"""Pure functions of the build scripts: names, matching, deterministic files. No network, no outside file."""

import gzip
import importlib
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

BUILD = Path(__file__).parents[3] / "data" / "sources" / "build"


def load(name: str) -> ModuleType:
    """A build script as a module: the scripts form no package, so their folder is put on the path."""
    sys.path.insert(0, str(BUILD))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(BUILD))


noms, fichiers, appariement, communes_france = map(load, ("noms", "fichiers", "appariement", "communes_france"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mâcon", "macon"),
        ("Saint-Vincent-des-Prés", "St Vincent des Pres"),
        ("Sainte-Cécile", "Ste Cécile"),
        ("L'Abergement-de-Cuisery", "Abergement-de-Cuisery"),
        ("L’Abergement-de-Cuisery", "L'Abergement de Cuisery"),
        ("La Chapelle-de-Guinchay", "Chapelle-de-Guinchay"),
        ("Sœurs-l'Étang", "Soeurs l’Etang"),
        ("Châlon s/ Saône", "Chalon-sur-Saône"),
        ("Château-Chinon (Ville)", "Château-Chinon"),
        ("Sennecé-lès-Mâcon", "Sennece les Macon"),
    ],
)
def test_two_spellings_of_a_place_share_a_key(one: str, other: str) -> None:
    assert noms.cle(one) == noms.cle(other)


@pytest.mark.parametrize(("one", "other"), [("Saint-Prix", "Saint-Privé"), ("Le Creusot", "Creuse"), ("Les", "La")])
def test_different_places_keep_different_keys(one: str, other: str) -> None:
    assert noms.cle(one) != noms.cle(other)


def test_a_name_without_latin_letters_has_no_key() -> None:
    assert noms.cle("Макон") == noms.cle("羅阿讷") == ""


@given(st.text(alphabet="AÀÉabcçèœŒæ-' ’StLles/()", max_size=30))
def test_a_key_is_stable_and_plain(name: str) -> None:
    key = noms.cle(name)
    assert noms.cle(noms.cle(name).upper()) == noms.cle(key)
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ") and key == key.strip()


def communes_of(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Communes (code, epci, name) of region 27 with their key."""
    table = pd.DataFrame(rows, columns=["code", "epci", "nom"]).assign(region="27")
    return pd.DataFrame(appariement.keyed(table, "nom"))


def places_of(*rows: tuple[int, str, float, float]) -> pd.DataFrame:
    """Places (id, name, lat, lon) of region 27 with their key."""
    table = pd.DataFrame(rows, columns=["geonameid", "nom", "lat", "lon"]).assign(region="27")
    return pd.DataFrame(appariement.keyed(table, "nom"))


COMMUNES = communes_of(
    ("1", "A", "Aubigny"),
    ("2", "A", "Bussy"),
    ("3", "A", "Le Breuil"),
    ("4", "B", "Le Breuil"),
    ("5", "B", "Cussy"),
)


def test_homonyms_are_told_apart_by_their_neighbours() -> None:
    places = places_of(
        (10, "Aubigny", 46.0, 4.0), (20, "Bussy", 46.1, 4.0), (50, "Cussy", 47.5, 4.0),
        (30, "Le Breuil", 46.05, 4.05), (40, "Breuil", 47.45, 4.05),
    )  # fmt: skip
    found = appariement.locate([(COMMUNES, places)]).set_index("code")["geonameid"]
    assert found.to_dict() == {"1": 10, "2": 20, "3": 30, "4": 40}


def test_two_plausible_places_are_rejected_not_guessed() -> None:
    places = places_of(
        (10, "Aubigny", 46.0, 4.0),
        (20, "Bussy", 46.1, 4.0),
        (30, "Le Breuil", 46.05, 4.05),
        (31, "Breuil", 46.0, 4.1),
    )
    found = appariement.locate([(COMMUNES, places)])
    assert set(found["code"]) == {"1", "2"}


def test_a_place_far_from_the_neighbours_is_rejected() -> None:
    places = places_of((10, "Aubigny", 46.0, 4.0), (20, "Bussy", 46.1, 4.0), (30, "Le Breuil", 48.5, 1.0))
    assert set(appariement.locate([(COMMUNES, places)])["code"]) == {"1", "2"}


def test_a_later_round_never_replaces_an_earlier_one() -> None:
    first = places_of((10, "Aubigny", 46.0, 4.0), (20, "Bussy", 46.1, 4.0))
    second = places_of((10, "Bussy", 46.0, 4.0), (21, "Aubigny", 46.0, 4.1), (30, "Le Breuil", 46.0, 4.1))
    found = appariement.locate([(COMMUNES, first), (COMMUNES, second)]).set_index("code")["geonameid"]
    assert found.to_dict() == {"1": 10, "2": 20, "3": 30}


def test_great_circle_between_macon_and_chalon() -> None:
    assert appariement.great_circle_km(46.307, 4.828, 46.781, 4.854) == pytest.approx(52.7, abs=0.3)


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
