"""Amounts on screen are read by us: what cannot be read is said, kept under the eyes, and nothing is saved of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import EntreeInvalide
from components.priorites import view_declarer
from components.ui import saisies
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


@pytest.mark.parametrize(
    ("text", "whole", "decimals", "read"),
    [("12,000", True, None, "12000 ou 12"), ("1.234", True, None, "1234 ou 1,234"), ("12,0", True, None, 12.0),
     ("12,5", True, None, "n'est pas un nombre entier"), ("12,000", False, None, 12.0), ("17,600", False, 2, "17600"),
     ("17,6", False, 2, 17.6), ("17,6055", False, 2, "plus de 2"), ("0.125", False, None, 0.125),
     ("0,125", False, 2, "plus de 2"), ("17,605", False, 2, "plus de 2"),
     ("17'600", False, None, "pas un nombre"), ("", True, 2, None)],
)  # fmt: skip
def test_what_may_be_thousands_or_decimals_is_asked_about(
    text: str, whole: bool, decimals: int | None, read: float | str | None
) -> None:
    if isinstance(read, str):
        with pytest.raises(EntreeInvalide, match=read):
            saisies.lire(text, entier=whole, decimales=decimals)
    else:
        assert saisies.lire(text, entier=whole, decimales=decimals) == read


@pytest.mark.parametrize(
    ("cost", "read"),
    [("37 000 €", 37_000), ("37\u202f000", 37_000), ("37000", 37_000), ("0", 0), ("17600 50", "Ligne 2"),
     ("17 600,50", "Ligne 2"), ("17,600", "Ligne 2"), 
     ("17,000", "deux façons"), ("-5", "Ligne 2"), ("", "nom ; coût"), ("dix", "Ligne 2")],
)  # fmt: skip
def test_the_cost_of_an_action_put_to_the_vote_is_read_as_any_amount(cost: str, read: int | str) -> None:
    if isinstance(read, str):
        with pytest.raises(EntreeInvalide, match=read):
            view_declarer._actions(f"Bus ; 5\n\nMaison ; {cost}")
    else:
        assert [one.cout for one in view_declarer._actions(f"Bus ; 5\n\nMaison ; {cost}")] == [5, read]


def _champ(run: AppTest, label: str) -> Any:
    return next(field for field in run.text_input if field.label == label)


def test_an_amount_is_read_in_french_or_refused(table: Database, connectee: Callable[..., None]) -> None:
    connectee()
    run = AppTest.from_file(PAGE, default_timeout=60).run()
    _champ(run, "Nom de l'enveloppe (par exemple : FIR, accès aux soins)").set_value("FIR")
    _champ(run, "Financeur").set_value("ARS")
    for wrong in ("17.600", "17,600", "17,605", "17 600,505", "dix", "2 000 000 000 000"):
        _champ(run, "Montant (€)").set_value(wrong)
        next(button for button in run.button if button.label == "Ouvrir cette enveloppe").click().run()
        assert not run.exception and any("Rien n'a été enregistré" in error.value for error in run.error)
        assert financements.envelopes(table).empty and _champ(run, "Montant (€)").value == wrong
    _champ(run, "Montant (€)").set_value("17600,50")
    next(button for button in run.button if button.label == "Ouvrir cette enveloppe").click().run()
    assert not run.exception and not run.error
    assert financements.envelopes(table)["montant"].tolist() == [1_760_050]
