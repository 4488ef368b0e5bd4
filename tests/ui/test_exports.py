"""Exports: a French spreadsheet opens them, the source goes with the figure, and no cell becomes a formula."""

from io import BytesIO

import openpyxl
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from components.ui.exports import FORMULA_STARTS, to_csv, to_xlsx

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
