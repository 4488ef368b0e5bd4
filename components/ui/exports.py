"""Every table on screen can leave as CSV or XLSX, with its source lines, safe to open in a spreadsheet."""

from io import BytesIO, StringIO

import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(table: pd.DataFrame, source_lines: list[str]) -> bytes:
    """CSV as a French spreadsheet expects it: UTF-8 with BOM, `;`, decimal comma; source lines first, as `# …`."""
    out = StringIO()
    for line in source_lines:
        out.write(f"# {' '.join(line.split())}\n")
    _inert(table).to_csv(out, sep=";", decimal=",", index=False, lineterminator="\n")
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(table: pd.DataFrame, source_lines: list[str]) -> bytes:
    """XLSX with two sheets, « Données » and « Sources »."""
    out = BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        _inert(table).to_excel(book, sheet_name="Données", index=False)
        _inert(pd.DataFrame({"Sources et précautions": source_lines})).to_excel(book, sheet_name="Sources", index=False)
    return out.getvalue()


def _inert(table: pd.DataFrame) -> pd.DataFrame:
    """Texts that a spreadsheet would read as a formula get a leading apostrophe, titles too; numbers are left alone."""
    return table.map(_inert_cell).rename(columns=_inert_cell)


def _inert_cell(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
