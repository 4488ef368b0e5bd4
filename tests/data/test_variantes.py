"""Kept stacks of moves: named, renamed, removed; the journal remembers."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from data import acteurs, creation, export, store, variantes
from data.acteurs import LECTEUR, TERMINAL
from data.erreurs import Interdit, Introuvable, Refus

MOVE = {
    "genre": "depart", "commune": "58001", "libelle": "Un médecin part", "age": 64, "actes": 5000.0, "etp": None,
    "jours_par_mois": None,
}  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with store.connect(tmp_path / "t.db") as opened:
        creation.create(opened, TERMINAL, "58")
        yield opened


def test_a_stack_keeps_its_moves_in_order(db: Database) -> None:
    stack = variantes.create(db, TERMINAL, "  Départs  ", " note ")
    for k in range(3):
        variantes.add_move(db, TERMINAL, stack, MOVE | {"libelle": f"n° {k}"})
    assert variantes.moves(db, stack)["libelle"].tolist() == ["n° 0", "n° 1", "n° 2"]
    read = variantes.read(db).loc[stack]
    assert (read["nom"], read["note"], read["nombre"]) == ("Départs", "note", 3)


@pytest.mark.parametrize("name", ["", "   ", "Pris"])
def test_a_name_is_needed_and_unique(db: Database, name: str) -> None:
    variantes.create(db, TERMINAL, "Pris")
    other = variantes.create(db, TERMINAL, "Autre")
    for act in (lambda: variantes.create(db, TERMINAL, name), lambda: variantes.rename(db, TERMINAL, other, name)):
        with pytest.raises(Refus):
            act()
    assert variantes.read(db)["nom"].tolist() == ["Pris", "Autre"]


def test_renaming_to_its_own_name_is_allowed(db: Database) -> None:
    stack = variantes.create(db, TERMINAL, "A")
    variantes.rename(db, TERMINAL, stack, "A")
    variantes.rename(db, TERMINAL, stack, "<b>B</b>")
    assert variantes.read(db)["nom"].tolist() == ["<b>B</b>"]


def test_a_removed_stack_leaves_its_content_in_the_journal(db: Database) -> None:
    stack = variantes.create(db, TERMINAL, "A")
    variantes.add_move(db, TERMINAL, stack, MOVE)
    variantes.delete(db, TERMINAL, stack)
    assert variantes.read(db).empty and variantes.moves(db, stack).empty
    told = acteurs.journal(db).iloc[0]
    assert told["geste"] == "supprimer une hypothèse"
    kept = {name: value for name, value in MOVE.items() if name not in acteurs.PERSONNELLES}
    assert json.loads(told["detail"])["mouvements"] == [kept]


def test_the_age_and_acts_of_a_doctor_never_leave_the_stack(db: Database, tmp_path: Path) -> None:
    stack = variantes.create(db, TERMINAL, "A")
    variantes.add_move(db, TERMINAL, stack, MOVE | {"age": 61, "actes": 4321.0})
    with store.writing(db):  # a journal of an earlier version repeated them
        acteurs.record(db, TERMINAL, "ancien geste", "A", {"mouvements": [MOVE | {"age": 61, "actes": 4321.0}]})
    assert variantes.moves(db, stack)[["age", "actes"]].iloc[0].tolist() == [61, 4321.0]
    variantes.delete(db, TERMINAL, variantes.create(db, TERMINAL, "B"))
    export.write(db, tmp_path / "sortie")
    files = ("mouvements.csv", "gestes.csv")
    for text in (acteurs.journal(db).to_csv(), *((tmp_path / "sortie" / name).read_text() for name in files)):
        assert "Un médecin part" in text and "4321" not in text and "61" not in text and '"age"' not in text
    assert "age" not in (tmp_path / "sortie" / "mouvements.csv").read_text().splitlines()[0]


def test_removing_a_move_twice_does_nothing_the_second_time(db: Database) -> None:
    stack = variantes.create(db, TERMINAL, "A")
    move = variantes.add_move(db, TERMINAL, stack, MOVE)
    variantes.remove_move(db, TERMINAL, move)
    count = len(acteurs.journal(db))
    variantes.remove_move(db, TERMINAL, move)
    assert len(acteurs.journal(db)) == count


def test_a_vanished_stack_is_said(db: Database) -> None:
    for act in (
        lambda: variantes.rename(db, TERMINAL, 99, "B"),
        lambda: variantes.delete(db, TERMINAL, 99),
        lambda: variantes.add_move(db, TERMINAL, 99, MOVE),
    ):
        with pytest.raises(Introuvable, match="n'existe plus"):
            act()


@pytest.mark.parametrize("wrong", [{"commune": "71270"}, {"genre": "arrivage"}, {"age": "soixante"}])
def test_a_move_the_tables_cannot_hold_is_not_kept(db: Database, wrong: dict[str, object]) -> None:
    stack = variantes.create(db, TERMINAL, "A")
    with pytest.raises(sqlite3.IntegrityError):
        variantes.add_move(db, TERMINAL, stack, MOVE | wrong)
    assert variantes.moves(db, stack).empty


def test_a_reader_keeps_nothing(db: Database) -> None:
    with pytest.raises(Interdit):
        variantes.create(db, LECTEUR, "A")
    assert variantes.read(db).empty
