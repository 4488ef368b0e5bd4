"""Whatever a spreadsheet does to one cell of a plan, its line is refused, or that cell alone changes, as it reads."""

import os
from datetime import date
from io import BytesIO

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from components.core.refus import Refus
from components.plans.actions import lectures
from components.plans.regles import tableur
from components.plans.territoire import gestes_tableur
from components.ui.sorties import exports
from data.base.acteurs import TERMINAL

EXEMPLES = max(6, int(os.environ.get("EXEMPLES", "60")) // 12)
JOUR = date.today()
CHAMPS = (
    {title: name for name, title in (tableur.TEXTES | tableur.DATES | tableur.NOMBRES).items()}
    | {title: name for name, (title, _) in tableur.CODES.items()}
)  # fmt: skip
CELLULES = (
    None, "", " ", "NA", "None", "nan", "#REF!", "#N/A", "Err:502", "=A1", "=1+1", "'=1+1", "+1", "-1", "@x", "\t=1",
    "05-sept", "1,5", "1.5", "1 5", "12 345", "1e5", "001", "2027-12-31", "31/12/2027", "12/31/2027", 46_752, 1.5, True,
    date(2027, 12, 31), "oui", "non", "OUI", "bloquée", "y" * 32_767, "a\nb", "é" * 200, "0", 0,
)  # fmt: skip


def _all(db: Database) -> list[dict[str, object]]:
    return list(db.query("SELECT * FROM actions ORDER BY id"))


@settings(max_examples=EXEMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(CHAMPS)), st.integers(0, 50), st.sampled_from(CELLULES))
def test_a_cell_to_which_something_happened(copie: Database, title: str, rank: int, value: object) -> None:
    before = _all(copie)
    table = gestes_tableur.tableau(lectures.lire(copie, JOUR))
    book = openpyxl.load_workbook(BytesIO(exports.to_xlsx(table, [])))
    line, sheet = rank % len(table), book["Données"]
    sheet.cell(line + 2, list(table.columns).index(title) + 1).value = value  # type: ignore[union-attr]
    out = BytesIO()
    book.save(out)
    try:
        gestes_tableur.importer(copie, TERMINAL, "plan.xlsx", out.getvalue())
    except Refus as refusal:
        assert f"Ligne {line + 2}" in str(refusal) and _all(copie) == before
        return
    ident = int(table["N°"].iloc[line])
    for was, now in zip(before, _all(copie), strict=True):
        changed = {name for name in was if was[name] != now[name]} - {"version", "acteur", "touche_le"}
        assert changed <= ({CHAMPS[title]} if was["id"] == ident else set()), (title, value)
        if was["id"] == ident and title in tableur.TEXTES.values():
            assert now[CHAMPS[title]] in (was[CHAMPS[title]], _lu(value))


def _lu(value: object) -> str:
    """A text as a person reads it in the cell."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    text = str("" if value is None else value).strip()
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@", "'#")) else text
