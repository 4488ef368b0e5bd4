"""Amounts on screen are read by us: what cannot be read is said, kept under the eyes, and nothing is saved of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.plans import financements

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "financement.py")


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        creation.creer(db, TERMINAL, "90")
        yield db


def _champ(run: AppTest, label: str) -> Any:
    return next(field for field in run.text_input if field.label == label)


def test_an_amount_is_read_in_french_or_refused(table: Database, connectee: Callable[..., None]) -> None:
    connectee()
    run = AppTest.from_file(PAGE, default_timeout=60).run()
    _champ(run, "Nom de l'enveloppe (par exemple : FIR, accès aux soins)").set_value("FIR")
    _champ(run, "Financeur").set_value("ARS")
    for wrong in ("17.600", "dix", "2 000 000 000 000"):
        _champ(run, "Montant (€)").set_value(wrong)
        next(button for button in run.button if button.label == "Ouvrir cette enveloppe").click().run()
        assert not run.exception and any("Rien n'a été enregistré" in error.value for error in run.error)
        assert financements.envelopes(table).empty and _champ(run, "Montant (€)").value == wrong
    _champ(run, "Montant (€)").set_value("17600,50")
    next(button for button in run.button if button.label == "Ouvrir cette enveloppe").click().run()
    assert not run.exception and not run.error
    assert financements.envelopes(table)["montant"].tolist() == [1_760_050]
