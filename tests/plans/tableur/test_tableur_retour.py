"""A plan that nobody touched comes back unchanged, whatever is written in it; what a spreadsheet spoils is refused."""

import json
import sqlite3
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Refus
from components.core.textes import nets
from components.plans.actions import gestes, lectures
from components.plans.regles import tableur
from components.plans.territoire import gestes_tableur
from components.ui.sorties import exports
from data.base import store
from data.base.acteurs import TERMINAL
from data.plans import plans

JOUR = date.today()
COLONNES = list(tableur.TEXTES)
ETRANGES = [
    "NA", "N/A", "None", "nan", "null", "TRUE", "#REF!", "#N/A", "Err:502", "=1+1", "'=1+1", "''=1", "+1", "-1", "@x",
    "＝1", "'＋1",
    "'", "_x000D_", "_x0041_", "_x005F_x0041_", "x" * 33_000, "🩺" * 20_000, "a\x0bb", "a\r\nb", "a\rb\x07c\x85d",
    "\ufffe", " entouré ", "\u202fx\u00a0", "2027-12-31 00:00:00", "05-sept", "1,5", "001", "1e5", "\t=1",
    "ligne\n\nligne", "[…] (texte coupé)", "<b>&amp;</b>", "]]>",
]  # fmt: skip


def _export(db: Database) -> bytes:
    return exports.to_xlsx(gestes_tableur.tableau(lectures.lire(db, JOUR)), ["essai"])


def _back(db: Database, raw: bytes) -> str:
    return gestes_tableur.importer(db, TERMINAL, "plan.xlsx", raw).replace("\u00a0", " ")


def _resaved(raw: bytes, change: Callable[[Worksheet], object] = lambda sheet: None) -> bytes:
    book = openpyxl.load_workbook(BytesIO(raw))
    change(book["Données"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Worksheet, line: int, title: str) -> openpyxl.cell.Cell:
    return next(sheet.cell(line, one.column) for one in sheet[1] if one.value == title)


def _write_raw(texts: dict[str, str]) -> None:
    """Texts of a file of before, as nothing would write them today."""
    with sqlite3.connect(store.path()) as raw:
        columns = ", ".join(f"{name} = :{name}" for name in texts)
        stuck = ", statut = 'bloquee'" if texts.get("deblocage") else ""
        raw.execute(f"UPDATE actions SET {columns}{stuck} WHERE id = (SELECT min(id) FROM actions)", texts)


def _all(db: Database) -> list[dict[str, object]]:
    return list(db.query("SELECT * FROM actions ORDER BY id"))


def _comes_back(db: Database) -> None:
    before = _all(db)
    said = _back(db, _resaved(_export(db)))
    assert f"0 changée, 0 ajoutée et {len(before)} inchangée" in said and _all(db) == before


def test_odd_texts_come_back_unchanged(copie: Database) -> None:
    odd = [text for text in ETRANGES if text.strip()]
    for start in range(0, len(odd), len(COLONNES)):
        _write_raw(dict(zip(COLONNES, odd[start : start + len(COLONNES)], strict=False)))
        _comes_back(copie)


@pytest.mark.parametrize("odd", ["'=1+1", "\n=1", "'", "#REF!"])
def test_odd_names_of_territories_and_of_what_is_answered_change_nothing(copie: Database, odd: str) -> None:
    with sqlite3.connect(store.path()) as raw:
        raw.execute("UPDATE territoires SET nom = ?", [odd])
        raw.execute("UPDATE origines SET intitule = ?", [odd])
    _comes_back(copie)


TEXTE = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30).filter(lambda t: "\x00" not in t)


def _dit(text: str) -> bool:
    """Whether something is left of a text once its control characters are gone."""
    return bool(nets(text).strip())


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries(dict.fromkeys(COLONNES, TEXTE.map(lambda text: f"x{text}x") | TEXTE.filter(_dit))))
def test_any_text_comes_back_unchanged(copie: Database, texts: dict[str, str]) -> None:
    _write_raw(texts)
    _comes_back(copie)


SPOILED = [
    ("=A1", "formule"), ('=CONCATENATE("a";"b")', "formule"), ("#REF!", "erreur"), ("#N/A", "erreur"),
    ("#VALEUR!", "erreur"), ("Err:502", "erreur"), (pd.Timestamp(2026, 9, 5).to_pydatetime(), "date du tableur"),
]  # fmt: skip


def test_what_a_spreadsheet_spoiled_is_refused_by_line_and_column(copie: Database) -> None:
    before, raw = _all(copie), _export(copie)
    titles = ["Titre", "Description", "Répond à", "Territoire"]
    for title, (value, reason) in [("Titre", one) for one in SPOILED] + [(title, SPOILED[0]) for title in titles[1:]]:
        spoiled = _resaved(raw, lambda sheet, t=title, v=value: setattr(_cell(sheet, 3, t), "value", v))
        with pytest.raises(Refus, match=rf"rien n'a été modifié\. Ligne 3, colonne « {title} » : .*{reason}"):
            _back(copie, spoiled)
    assert _all(copie) == before


def test_a_text_that_looks_like_nothing_is_written(copie: Database) -> None:
    for text in ("NA", "None", "2024", "'#N/A", "'=1", "'＝1"):
        raw = _resaved(_export(copie), lambda sheet, t=text: setattr(_cell(sheet, 2, "Partenaires"), "value", t))
        assert "1 changée" in _back(copie, raw)
        assert _all(copie)[0]["partenaires"] == text.removeprefix("'")


def test_a_text_too_long_for_a_cell_is_only_changed_on_screen(copie: Database) -> None:
    _write_raw({"description": "x" * 33_000})
    raw = _export(copie)
    with pytest.raises(Refus, match="Ligne 2, colonne « Description » : texte trop long"):
        _back(copie, _resaved(raw, lambda sheet: setattr(_cell(sheet, 2, "Description"), "value", "y")))
    said = _back(copie, _resaved(raw, lambda sheet: setattr(_cell(sheet, 2, "Pilote"), "value", "Ana")))
    assert "1 changée" in said and _all(copie)[0]["description"] == "x" * 33_000


def test_territories_of_the_same_name_are_told_apart(copie: Database) -> None:
    codes = list(lectures.lire(copie, JOUR).actions["territoire"].unique())
    with sqlite3.connect(store.path()) as raw:
        raw.execute("UPDATE territoires SET nom = 'Le Même'")
    _comes_back(copie)
    table = gestes_tableur.tableau(lectures.lire(copie, JOUR))
    assert len(set(table["Territoire"])) == len(codes) and table["Territoire"].str.contains("Le Même").all()
    sheet = _resaved(
        _export(copie), lambda one: [setattr(_cell(one, 2, name), "value", None) for name in ("N°", "Version")]
    )
    assert "1 ajoutée" in _back(copie, sheet)
    with pytest.raises(Refus, match="Ligne 2, colonne « Territoire » : plusieurs territoires ont ce nom"):
        _back(copie, _resaved(sheet, lambda one: setattr(_cell(one, 2, "Territoire"), "value", "Le Même")))


def test_a_row_nobody_touched_leaves_what_another_changed_since(copie: Database) -> None:
    raw = _export(copie)
    first = lectures.lire(copie, JOUR).actions.index[0]
    gestes.modifier(copie, TERMINAL, first, plans.action(copie, first)["version"], {"pilote": "Une autre"})
    before = _all(copie)
    assert "0 changée" in _back(copie, raw) and _all(copie) == before
    with pytest.raises(Refus, match=r"Ligne 2, colonne « Version » : .* depuis l'export"):
        _back(copie, _resaved(raw, lambda sheet: setattr(_cell(sheet, 2, "Titre"), "value", "Titre touché")))
    assert _all(copie) == before


def test_a_cell_that_would_be_ignored_or_read_as_another_is_refused(copie: Database) -> None:
    row = next(k for k, one in enumerate(_all(copie), start=2) if one["statut"] != "bloquee")
    raw = _export(copie)
    for title, value, reason in (
        ("Répond à", "Autre chose", "n'en change pas"), ("Ce qui débloquerait", "Un local", "action bloquée"),
        ("Fin", "2027-12-31 au 2028-01-31", "date"), ("Fin", "2027-W52-5", "date"), ("Fin", "déc-27", "date"),
        ("ETP", "1_0", "écrire un nombre"), ("ETP", "1 5", "écrire un nombre"), ("ETP", "1\n234", "écrire un nombre"),
        ("Début", "1_0/1/2027", "date"),
    ):  # fmt: skip
        spoiled = _resaved(raw, lambda sheet, t=title, v=value: setattr(_cell(sheet, row, t), "value", v))
        with pytest.raises(Refus, match=rf"(?s)Ligne {row}, colonne « {title} » : .*{reason}"):
            _back(copie, spoiled)


def test_what_stands_beside_the_plan_is_said_or_refused(copie: Database) -> None:
    raw, last = _export(copie), len(tableur.COLONNES) + 1

    def beside(sheet: Worksheet, title: str) -> None:
        sheet.cell(1, last).value, sheet.cell(3, last).value = title, "à revoir"

    assert "Colonnes non lues : « Remarques »." in _back(copie, _resaved(raw, lambda sheet: beside(sheet, "Remarques")))
    with pytest.raises(Refus, match=r"rien n'a été modifié\. Ligne 3, colonne sans titre : « à revoir »"):
        _back(copie, _resaved(raw, lambda sheet: beside(sheet, "")))


def test_cells_that_a_spreadsheet_merged_are_not_erased(copie: Database) -> None:
    before = _all(copie)
    spoiled = _resaved(_export(copie), lambda sheet: sheet.merge_cells("K2:K3"))
    with pytest.raises(Refus, match="ligne 2, cellules K2:K3 : fusionnées"):
        _back(copie, spoiled)
    assert _all(copie) == before


def test_rows_sorted_whole_and_columns_moved_or_hidden_change_nothing(copie: Database) -> None:
    def moved(sheet: Worksheet) -> None:
        head, *rows = [row[::-1] for row in sheet.iter_rows(values_only=True)]
        for line, row in enumerate([head, *reversed(rows)], start=1):
            for column, value in enumerate(row, start=1):
                sheet.cell(line, column).value = value
        sheet.column_dimensions["A"].hidden = sheet.row_dimensions[3].hidden = True
        sheet.auto_filter.ref = sheet.dimensions

    before = _all(copie)
    assert f"0 changée, 0 ajoutée et {len(before)} inchangée" in _back(copie, _resaved(_export(copie), moved))
    assert _all(copie) == before


def test_numbers_sorted_without_the_rest_of_their_rows_are_refused(copie: Database) -> None:
    table = gestes_tableur.tableau(lectures.lire(copie, JOUR)).astype(object)
    pair = next(group.index[:2] for _, group in table.groupby("Version") if len(group) > 1)
    before = _all(copie)
    table.loc[pair, "N°"] = table.loc[pair, "N°"].to_numpy()[::-1]
    with pytest.raises(Refus, match=r"colonne « N° » : l'action .* mais le reste est celui de l'action"):
        _back(copie, exports.to_xlsx(pd.DataFrame(table), []))
    assert _all(copie) == before


def test_a_title_line_above_the_plan_keeps_the_line_numbers(copie: Database) -> None:
    def titled(sheet: Worksheet) -> None:
        sheet.insert_rows(1, 2)
        sheet["A1"] = "Plan de la table"
        sheet.cell(6, 5).value = ""

    with pytest.raises(Refus, match="Ligne 6, colonne « Titre » : vide"):
        _back(copie, _resaved(_export(copie), titled))


def test_the_journal_keeps_one_line_per_row_changed(copie: Database) -> None:
    table = gestes_tableur.tableau(lectures.lire(copie, JOUR)).astype(object)
    table.at[0, "Pilote"] = "Ana"
    _back(copie, exports.to_xlsx(pd.DataFrame(table), []))
    detail = json.loads(plans.journal(copie, int(table.at[0, "N°"]))["detail"].iloc[0])
    assert list(detail) == ["pilote"]


def test_the_page_says_what_was_done_and_nothing_more(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    page = AppTest.from_file(str(Path(__file__).resolve().parents[3] / "pages" / "plans.py"), default_timeout=60)
    page.session_state["plans_section"] = "Territoire"
    page.run()
    page.file_uploader[0].set_value(("plan.xlsx", _export(copie), "application/vnd.ms-excel"))
    next(button for button in page.button if button.label == "Relire ce plan").click()
    page.run()
    assert not page.exception and not page.error
    said = " ".join(one.value for one in page.success).replace("\u00a0", " ")
    assert "0 changée" in said and "enregistrés" not in said
