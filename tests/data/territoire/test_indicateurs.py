"""Series and their values: a value, a gap and a secret stay three things."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.refus import Introuvable
from data.base import store
from data.territoire import indicateurs
from data.territoire.indicateurs import MANQUANT, SECRET, VALEUR
from tests import fichiers

COMMUNES = "communes_france_2026"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with store.connect(tmp_path / "t.db") as opened:
        fichiers.remplir(opened, "58")
        yield opened


def _serie(millesime: int) -> indicateurs.Serie:
    return replace(indicateurs.population(millesime, COMMUNES), id=f"essai_{millesime}", indicateur="essai")


def test_three_states_come_back_as_they_went_in(db: Database) -> None:
    kept = [("58001", 0.0, VALEUR), ("58002", None, MANQUANT), ("58003", None, SECRET)]
    with store.writing(db):
        indicateurs.store(db, _serie(2020), kept)
    read = indicateurs.values(db, "essai_2020")
    assert read["etat"].tolist() == [VALEUR, MANQUANT, SECRET]
    assert read["valeur"].iloc[0] == 0 and read["valeur"].iloc[1:].isna().all()


@pytest.mark.parametrize(
    "wrong", [("58001", 1.0, SECRET), ("58001", 1.0, MANQUANT), ("58001", None, VALEUR), ("58001", 1.0, "?")]
)
def test_a_value_that_contradicts_its_state_is_refused(db: Database, wrong: tuple[str, float | None, str]) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.writing(db):
        indicateurs.store(db, _serie(2020), [wrong])
    assert all(found.indicateur != "essai" for found in indicateurs.series(db))


def test_the_same_vintage_is_replaced_and_the_newest_is_read_first(db: Database) -> None:
    with store.writing(db):
        indicateurs.store(db, _serie(2019), [("58001", 1.0, VALEUR)])
        indicateurs.store(db, _serie(2020), [("58001", 2.0, VALEUR), ("58002", 5.0, VALEUR)])
        indicateurs.store(db, _serie(2020), [("58001", 3.0, VALEUR)])
    assert indicateurs.serie(db, "essai").millesime == 2020
    assert indicateurs.serie(db, "essai_2019").millesime == 2019
    assert indicateurs.values(db, "essai_2020")["valeur"].to_dict() == {"58001": 3.0}


def test_an_unknown_indicator_is_refused_with_what_exists(db: Database) -> None:
    with pytest.raises(Introuvable, match="population_totale"):
        indicateurs.serie(db, "apl")


def test_missing_texts_are_missing_and_zero_is_zero() -> None:
    assert indicateurs.states([("1", float("nan")), (2, 0), ("3", None)]) == [
        ("1", None, MANQUANT),
        ("2", 0.0, VALEUR),
        ("3", None, MANQUANT),
    ]
