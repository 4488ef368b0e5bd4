"""Kept stacks of moves: named, renamed, removed; the journal remembers."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.refus import Interdit, Introuvable, Refus
from data.base import acteurs, store
from data.base.acteurs import LECTEUR, TERMINAL
from data.carences import variantes
from data.fichier import export
from tests import fichiers

MOVE = {
    "genre": "depart", "commune": "58001", "libelle": "Un médecin part", "age": 64, "actes": 5000.0, "etp": None,
    "jours_par_mois": None,
}  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with store.connect(tmp_path / "t.db") as opened:
        fichiers.remplir(opened, "58")
        yield opened


def test_a_stack_keeps_its_moves_in_order(db: Database) -> None:
    stack = variantes.creer(db, TERMINAL, "  Départs  ", " note ")
    for k in range(3):
        variantes.ajouter_mouvement(db, TERMINAL, stack, MOVE | {"libelle": f"n° {k}"})
    assert variantes.moves(db, stack)["libelle"].tolist() == ["n° 0", "n° 1", "n° 2"]
    read = variantes.read(db).loc[stack]
    assert (read["nom"], read["note"], read["nombre"]) == ("Départs", "note", 3)


@pytest.mark.parametrize("name", ["", "   ", "Pris"])
def test_a_name_is_needed_and_unique(db: Database, name: str) -> None:
    variantes.creer(db, TERMINAL, "Pris")
    other = variantes.creer(db, TERMINAL, "Autre")
    for act in (lambda: variantes.creer(db, TERMINAL, name), lambda: variantes.renommer(db, TERMINAL, other, name)):
        with pytest.raises(Refus):
            act()
    assert variantes.read(db)["nom"].tolist() == ["Pris", "Autre"]


def test_renaming_to_its_own_name_is_allowed(db: Database) -> None:
    stack = variantes.creer(db, TERMINAL, "A")
    variantes.renommer(db, TERMINAL, stack, "A")
    variantes.renommer(db, TERMINAL, stack, "<b>B</b>")
    assert variantes.read(db)["nom"].tolist() == ["<b>B</b>"]


def test_a_removed_stack_leaves_its_content_in_the_journal(db: Database) -> None:
    stack = variantes.creer(db, TERMINAL, "A")
    variantes.ajouter_mouvement(db, TERMINAL, stack, MOVE)
    variantes.supprimer(db, TERMINAL, stack)
    assert variantes.read(db).empty and variantes.moves(db, stack).empty
    told = acteurs.journal(db).iloc[0]
    assert told["geste"] == "supprimer une hypothèse"
    kept = {name: value for name, value in MOVE.items() if name not in acteurs.PERSONNELLES}
    assert json.loads(told["detail"])["mouvements"] == [
        kept | {"donneur": "", "route": 0.0, "annee": None, "jusqua": None}
    ]


def test_the_age_and_acts_of_a_doctor_never_leave_the_stack(db: Database, tmp_path: Path) -> None:
    stack = variantes.creer(db, TERMINAL, "A")
    variantes.ajouter_mouvement(db, TERMINAL, stack, MOVE | {"age": 61, "actes": 4321.0})
    with store.writing(db):  # a journal of an earlier version repeated them
        acteurs.record(db, TERMINAL, "ancien geste", "A", {"mouvements": [MOVE | {"age": 61, "actes": 4321.0}]})
    assert variantes.moves(db, stack)[["age", "actes"]].iloc[0].tolist() == [61, 4321.0]
    variantes.supprimer(db, TERMINAL, variantes.creer(db, TERMINAL, "B"))
    export.write(db, tmp_path / "sortie")
    files = ("mouvements.csv", "gestes.csv")
    for text in (acteurs.journal(db).to_csv(), *((tmp_path / "sortie" / name).read_text() for name in files)):
        assert "Un médecin part" in text and "4321" not in text and "61" not in text and '"age"' not in text
    assert "age" not in (tmp_path / "sortie" / "mouvements.csv").read_text().splitlines()[0]


def test_removing_a_move_twice_does_nothing_the_second_time(db: Database) -> None:
    stack = variantes.creer(db, TERMINAL, "A")
    move = variantes.ajouter_mouvement(db, TERMINAL, stack, MOVE)
    variantes.retirer_mouvement(db, TERMINAL, move)
    count = len(acteurs.journal(db))
    variantes.retirer_mouvement(db, TERMINAL, move)
    assert len(acteurs.journal(db)) == count


def test_a_vanished_stack_is_said(db: Database) -> None:
    for act in (
        lambda: variantes.renommer(db, TERMINAL, 99, "B"),
        lambda: variantes.supprimer(db, TERMINAL, 99),
        lambda: variantes.ajouter_mouvement(db, TERMINAL, 99, MOVE),
    ):
        with pytest.raises(Introuvable, match="n'existe plus"):
            act()


@pytest.mark.parametrize("wrong", [{"commune": "71270"}, {"genre": "arrivage"}, {"age": "soixante"}])
def test_a_move_the_tables_cannot_hold_is_not_kept(db: Database, wrong: dict[str, object]) -> None:
    stack = variantes.creer(db, TERMINAL, "A")
    with pytest.raises(sqlite3.IntegrityError):
        variantes.ajouter_mouvement(db, TERMINAL, stack, MOVE | wrong)
    assert variantes.moves(db, stack).empty


def test_a_reader_keeps_nothing(db: Database) -> None:
    with pytest.raises(Interdit):
        variantes.creer(db, LECTEUR, "A")
    assert variantes.read(db).empty
