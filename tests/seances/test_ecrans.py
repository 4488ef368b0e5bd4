"""The screen of the séances, run with a real file and real accounts, and what its attendance sheet sends."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Refus
from components.seances import gestes
from components.seances.deroule import view_membres
from data.base import store
from data.base.acteurs import TERMINAL
from data.seances import seances
from tests import fichiers

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "seances.py")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEMBRES = [
    {"nom": "Usager 1", "collège": "Usagers"},
    {"nom": "Usager 2", "collège": "Usagers"},
    {"nom": "Professionnel 1", "collège": "professionnels"},
]


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        fichiers.remplir(db)
        yield db


def _seance(db: Database, people: bool = True) -> int:
    made = seances.creer(db, TERMINAL, "Table", date(2026, 11, 22), "Mâcon", Fraction(1, 2))
    if people:
        gestes.importer_membres(db, TERMINAL, "membres.xlsx", _workbook(MEMBRES))
    return made


def _workbook(rows: list[dict[str, str]]) -> bytes:
    out = BytesIO()
    pd.DataFrame(rows).to_excel(out, index=False)
    return out.getvalue()


def _run() -> AppTest:
    return AppTest.from_file(PAGE, default_timeout=60).run()


def _people(db: Database) -> dict[str, int]:
    return {str(name): int(str(i)) for i, name in seances.membres(db)["nom"].items()}


def test_a_workbook_of_members_enters_by_the_page(table: Database, connectee: Callable[..., None]) -> None:
    connectee()
    _seance(table, people=False)
    page = _run()
    page.file_uploader[0].set_value(("membres.xlsx", _workbook(MEMBRES), XLSX))
    next(button for button in page.button if button.label == "Importer").click()
    page.run()
    assert not page.exception and not page.error
    assert set(_people(table)) == {row["nom"] for row in MEMBRES}


def test_a_bad_workbook_is_refused_with_its_line_and_nobody_enters(
    table: Database, connectee: Callable[..., None]
) -> None:
    connectee()
    _seance(table, people=False)
    page = _run()
    page.file_uploader[0].set_value(("membres.xlsx", _workbook([*MEMBRES, {"nom": "X", "collège": "Lune"}]), XLSX))
    next(button for button in page.button if button.label == "Importer").click()
    page.run()
    assert "Ligne 5" in page.error[0].value and "rien n'a été ajouté" in page.error[0].value
    assert not _people(table)


@pytest.mark.parametrize("role", ["analyste", None])
def test_only_a_facilitator_leads(
    table: Database, connectee: Callable[..., None], monkeypatch: pytest.MonkeyPatch, role: str | None
) -> None:
    """An analyst who presses what the page shows, and a visitor without an account, change nothing."""
    if role:
        connectee(role)
    else:
        visitor = SimpleNamespace(cookies={}, headers={})
        monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: visitor)
    made = _seance(table)
    before = seances.seance(table, made), seances.presences(table, made).to_csv()
    page = _run()
    for label in [button.label for button in page.button]:
        next(button for button in page.button if button.label == label).click()
        page.run()
        assert not page.exception, label
    assert (seances.seance(table, made), seances.presences(table, made).to_csv()) == before


def test_the_sheet_sends_only_the_lines_that_changed(table: Database) -> None:
    """Two facilitators sign people in at once: neither undoes the other's lines."""
    made, people = _seance(table), _people(table)
    shown = pd.DataFrame(
        {"Nom": list(people), "Présence": "absent", "Mandat porté par": None}, index=list(people.values())
    )
    one, other = shown.copy(), shown.copy()
    one.loc[people["Usager 1"], "Présence"] = "présent"
    other.loc[people["Usager 2"], ["Présence", "Mandat porté par"]] = ["mandat", "Usager 1"]
    for edited in (one, other):
        seances.pointer(table, TERMINAL, made, view_membres._lines(shown, edited, people))
    here = seances.presences(table, made)
    assert here.loc[people["Usager 1"], "statut"] == "présent"
    assert here.loc[people["Usager 2"], ["statut", "mandataire"]].tolist() == ["mandat", people["Usager 1"]]


def test_a_mandate_without_a_holder_is_asked_about_and_never_turned_into_an_absence(table: Database) -> None:
    made, people = _seance(table), _people(table)
    seances.pointer(table, TERMINAL, made, dict.fromkeys(people.values(), ("présent", None)))
    with pytest.raises(Refus, match="Qui porte le mandat de Usager 2"):
        seances.pointer(table, TERMINAL, made, {people["Usager 2"]: ("mandat", None)})
    assert set(seances.presences(table, made)["statut"]) == {"présent"}
