"""Exports: a French spreadsheet opens them, the source goes with the figure, and no cell becomes a formula."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from components.ui.sorties import documents
from components.ui.sorties.exports import CELLULE_MAX, FORMULA_STARTS, to_csv, to_xlsx
from data.imports.grammaire.base import Fichier
from data.imports.grammaire.tableur import Classeur

TABLE = pd.DataFrame({"Commune": ["Mâcon", "=1+1"], "APL": [2.5, -0.1], "Habitants": [34_000, 12]})


def test_csv_has_its_sources_first_a_bom_and_decimal_commas() -> None:
    raw = to_csv(TABLE, ["DREES,\nAPL 2023", "arrondie à 0,1"])
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8-sig").splitlines()
    assert lines == [
        "# DREES, APL 2023",
        "# arrondie à 0,1",
        "Commune;APL;Habitants",
        "Mâcon;2,5;34000",
        "'=1+1;-0,1;12",
    ]


def test_xlsx_keeps_numbers_as_numbers_and_sources_in_their_sheet() -> None:
    book = openpyxl.load_workbook(BytesIO(to_xlsx(TABLE, ["DREES", "=méchant"])))
    assert book.sheetnames == ["Données", "Sources"]
    rows = list(book["Données"].iter_rows(values_only=True))
    assert rows[1] == ("Mâcon", 2.5, 34_000) and rows[2] == ("'=1+1", -0.1, 12)
    assert [cell.value for cell in book["Sources"]["A"]] == ["Sources et précautions", "DREES", "'=méchant"]


@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1))
def test_no_text_ever_opens_as_a_formula(text: str) -> None:
    book = openpyxl.load_workbook(BytesIO(to_xlsx(pd.DataFrame({"Nom": [text]}), [])))
    cell = book["Données"]["A2"]
    assert cell.data_type != "f"
    assert str(cell.value).removeprefix("'") == text.removeprefix("'") or not text.startswith(FORMULA_STARTS)


def test_titles_of_columns_are_inert_too() -> None:
    table = pd.DataFrame({"=1+1": [1]})
    book = openpyxl.load_workbook(BytesIO(to_xlsx(table, [])))
    assert book["Données"].cell(1, 1).data_type != "f"
    assert to_csv(table, []).decode("utf-8-sig").startswith("'=1+1")


INVISIBLES = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)]


def test_no_character_prevents_a_file() -> None:
    table = pd.DataFrame({f"T{mark}{k}": [f"avant{mark}après"] for k, mark in enumerate(INVISIBLES)})
    lines = [f"source{mark}suite" for mark in INVISIBLES]
    book = openpyxl.load_workbook(BytesIO(to_xlsx(table, lines)))
    assert all(cell.value.startswith("avant") for cell in book["Données"][2])
    assert [cell.value[:6] for cell in book["Sources"]["A"][1:]] == ["source"] * len(INVISIBLES)
    rows = list(csv.reader(StringIO(to_csv(table, lines).decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(INVISIBLES) + 2 and all(cell.endswith("après") for cell in rows[-1])


@pytest.mark.parametrize("line", ["x;=1+1", 'x";=1+1', "x;\t=1+1", ";@SOMME(A1)", "\n=1+1", "a\r;-1", '";"=1+1'])
def test_a_source_line_is_one_cell(line: str) -> None:
    rows = list(csv.reader(StringIO(to_csv(TABLE, [line]).decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == [f"# {' '.join(line.split())}"] and rows[1] == list(TABLE.columns)


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "_x0041_", "_x005F_", "x" * CELLULE_MAX])
def test_a_text_that_looks_like_something_else_is_read_as_it_is(text: str) -> None:
    raw = to_xlsx(pd.DataFrame({"Nom": [text]}), [])
    cell = openpyxl.load_workbook(BytesIO(raw))["Données"]["A2"]
    assert cell.data_type == "s"
    found = [row[0] for row in Classeur(Fichier("t.xlsx", raw)).rangees("Données")][1]
    assert found.removeprefix("'") == text  # the reader that decodes as a spreadsheet does


@pytest.mark.parametrize("letter", ["x", "é", "🩺"])
def test_a_cell_that_is_cut_says_so(letter: str) -> None:
    cell = openpyxl.load_workbook(BytesIO(to_xlsx(pd.DataFrame({"Nom": [letter * 33_000]}), [])))["Données"]["A2"]
    assert cell.value.endswith("caractères par cellule)") and len(cell.value.encode("utf-16-le")) <= 2 * CELLULE_MAX


@pytest.mark.parametrize(
    "text", ["{_{ x }_}", "{_% if %_}", "{{ 7 * 7 }}", "{% raw %}", "{# #}", "<w:p/> & ]]> &#95;", "é🩺\u202e\u200b"]
)
def test_a_word_file_holds_a_text_as_it_was_typed(tmp_path: Path, text: str) -> None:
    template = Document()
    template.add_paragraph("{{ mot }}")
    template.save(str(tmp_path / "modele.docx"))
    made = documents.word(tmp_path / "modele.docx", {"mot": text})
    assert Document(BytesIO(made)).paragraphs[0].text == text
