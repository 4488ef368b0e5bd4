"""No text enters or leaves the file with a character that breaks a workbook, or that a spreadsheet would run."""

import csv
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from components.core.textes import FORMULES, en_json, inerte, nets, sans_controle
from data.base import decisions, store
from data.base.acteurs import TERMINAL
from data.fichier import export
from data.seances import seances

CONTROLES = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"]
IMPOSSIBLES = ["\ud800", "\udfff", "\ufffe", "\uffff"]
TOUT = st.text(st.characters(exclude_categories=())) | st.text(st.sampled_from([*CONTROLES, *IMPOSSIBLES, "\n", "é"]))


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as opened:
        yield opened


def test_word_s_line_break_is_one_and_the_others_a_space() -> None:
    assert sans_controle("a\x0bb\r\nc\rd\x0ce\x00f\x7fg\x85h\ti\nj") == "a\nb\nc\nd\ne f g h\ti\nj"
    assert sans_controle("\ud800\uffff") == "\ufffd\ufffd"


@given(TOUT)
def test_a_text_without_controls_is_one_that_every_file_holds_and_stays_so(text: str) -> None:
    once = sans_controle(text)
    assert not set(once) & {*CONTROLES, *IMPOSSIBLES} and sans_controle(once) == once
    once.encode()


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Z", "M"))))
def test_what_is_seen_is_never_changed(text: str) -> None:
    assert sans_controle(text) == text.replace("\uffff", "\ufffd").replace("\ufffe", "\ufffd")


@given(TOUT)
def test_no_cell_is_a_formula(text: str) -> None:
    assert not inerte(text).startswith(FORMULES) and inerte(inerte(text)) == inerte(text)


def test_what_a_value_holds_is_cleaned_at_any_depth() -> None:
    assert nets({"a\x00": ["b\x0b", ("c", 1, None)]}) == {"a ": ["b\n", ("c", 1, None)]}
    assert [inerte(value) for value in (-1.5, None, True)] == [-1.5, None, True]


def test_every_door_of_the_store_writes_clean_texts(db: Database) -> None:
    with store.writing(db):
        for mark in [*CONTROLES, *IMPOSSIBLES]:
            text = f"Point{mark}suite"
            rows = [{"code": f"{k}{mark!r}", "nom": text, "ordre": 99, "usagers": 0, "sieges": 1} for k in "xyzt"]
            codes = [row["code"] for row in rows]
            db["colleges"].insert(rows[0])
            db["colleges"].insert_all(rows[1:])
            db.conn.execute("UPDATE colleges SET nom = :nom WHERE code = :code", {"nom": text, "code": codes[0]})
            db.conn.executemany("UPDATE colleges SET nom = ? WHERE code = ?", [(text, codes[1])])
            assert set(seances.colleges(db)["nom"].loc[codes]) == {sans_controle(text)}


def test_the_register_still_verifies_whatever_was_typed(db: Database) -> None:
    for mark in ("\x0b", "\x85", "\ud800", "\uffff"):
        text = f"Motif{mark}suite"
        decisions.adopter(db, TERMINAL, "avis", "x:1", text, {"motif": text, "liste": [text]}, {"vu": text})
        assert decisions.verify(db).intacte
        row = decisions.read(db).iloc[0]
        assert mark not in "".join(row[["intitule", "contenu", "preuve"]]) and "\\u" not in row["contenu"]


def test_the_export_of_the_terminal_opens_no_formula(db: Database, tmp_path: Path) -> None:
    starts = ["=", "+", "-", "@", "\t", "\r", "\x0b=", "＝", "＋", "－", "＠"]
    with sqlite3.connect(store.path()) as raw:  # a file of before: it may hold anything
        raw.executemany(
            "INSERT INTO colleges (code, nom, ordre, usagers, sieges) VALUES (?, ?, 99, 0, 1)",
            [(str(k), f"{start}1+1") for k, start in enumerate(starts)],
        )
    written = {path.stem: path for path in export.write(db, tmp_path / "out")}
    with written["colleges"].open(encoding="utf-8", newline="") as file:
        names = [row["nom"] for row in csv.DictReader(file) if row["ordre"] == "99"]
    assert len(names) == len(starts) and all(name.startswith("'") and name.endswith("1+1") for name in names)


@pytest.mark.parametrize("half", ['"\\ud83d"', '["\\uDE00\\uD83D"]', '{"\\ud83d": 1}'])
def test_a_json_that_holds_half_of_a_character_is_no_text(half: str) -> None:
    with pytest.raises(UnicodeError):
        en_json(half)
    assert en_json('["\\ud83e\\ude7a é \\\\ud83d"]') == ["🩺 é \\ud83d"]
