"""Every table on screen can leave as CSV or XLSX, with its source lines, safe to open in a spreadsheet."""

import csv
import re
from io import BytesIO, StringIO

import pandas as pd

from components.core.textes import FORMULES, inerte, sans_controle

FORMULA_STARTS = FORMULES
CELLULE_MAX = 32_767  # what a spreadsheet keeps of a text, in UTF-16 units
COUPE = " […] (texte coupé : un tableur ne garde que 32 767 caractères par cellule)"
CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what a workbook would read as the code of a character


def to_csv(table: pd.DataFrame, source_lines: list[str]) -> bytes:
    """CSV as a French spreadsheet expects it: UTF-8 with BOM, `;`, decimal comma; source lines first, as `# …`, each
    in one cell."""
    out = StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(
        [f"# {line}"] for line in map(_one_line, source_lines)
    )
    _inert(table).to_csv(out, sep=";", decimal=",", index=False, lineterminator="\n")
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(table: pd.DataFrame, source_lines: list[str]) -> bytes:
    """XLSX with two sheets, « Données » and « Sources »."""
    out = BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        _inert(table).map(cellule).rename(columns=cellule).to_excel(book, sheet_name="Données", index=False)
        lines = [cellule(inerte(line)) for line in source_lines]
        pd.DataFrame({"Sources et précautions": lines}).to_excel(book, sheet_name="Sources", index=False)
    return out.getvalue()


def cellule(value: object) -> object:
    """What a workbook holds for a cell: a text it would read otherwise is coded, one it would cut says so."""
    if not isinstance(value, str):
        return value
    text = CODE.sub("_x005F_", value)
    if len(text) * 2 <= CELLULE_MAX or len(text.encode("utf-16-le")) <= 2 * CELLULE_MAX:
        return text
    shortened = text.encode("utf-16-le")[: 2 * (CELLULE_MAX - len(COUPE))]
    return shortened.decode("utf-16-le", "ignore") + COUPE


def _one_line(text: str) -> str:
    return " ".join(sans_controle(text).split())


def _inert(table: pd.DataFrame) -> pd.DataFrame:
    """Texts that a spreadsheet would read as a formula get a leading apostrophe, titles too; numbers are left alone."""
    return table.map(inerte).rename(columns=inerte)
