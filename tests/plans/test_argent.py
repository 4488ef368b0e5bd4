"""Money is never shown as acquired when it is not, and an avis outside the rules says why."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.plans import commands
from data import financements, plans
from data.acteurs import TERMINAL
from data.erreurs import Refus

PAGES = Path(__file__).resolve().parents[2] / "pages"
JOUR = date(2026, 6, 1)
DECISION = {
    "financeur": "ARS – FIR", "prevu": 100_00, "engage": 50_00, "depense": 0, "nature": "decision",
    "autorite": "Directeur général de l'ARS", "numero": "12", "date_acte": "2026-05-01",
}  # fmt: skip
AVIS = DECISION | {"engage": 0, "nature": "avis", "autorite": "", "numero": "", "date_acte": None}


def page(nom: str, **choices: object) -> AppTest:
    run = AppTest.from_file(str(PAGES / f"{nom}.py"), default_timeout=60)
    for key, value in choices.items():
        run.session_state[key] = value
    return run.run()


def champ(run: AppTest, kind: str, label: str) -> Any:
    return next(field for field in getattr(run, kind) if field.label.startswith(label))


@pytest.fixture
def financee(copie: Database) -> tuple[int, int]:
    """An action that is financed by one decision, and its line."""
    rows = plans.actions(copie)
    ident = int(rows.index[rows["statut"] == "financee"][0])
    lines = financements.lines(copie)
    return ident, int(lines.index[lines["action"] == ident][0])


@pytest.mark.parametrize("change", [AVIS, {**DECISION, "engage": 0}])
def test_an_action_is_no_longer_financed_when_its_last_decision_goes(
    copie: Database, financee: tuple[int, int], change: dict[str, object]
) -> None:
    ident, line = financee
    before = plans.action(copie, ident)
    financements.update_line(copie, TERMINAL, line, 1, change, JOUR)
    after = plans.action(copie, ident)
    assert (after["statut"], after["version"]) == ("retenue", before["version"] + 1)
    said = plans.journal(copie, ident)
    assert any("financee" in text and "retenue" in text for text in said["detail"])


def test_an_action_stays_financed_while_a_decision_engages_money(copie: Database, financee: tuple[int, int]) -> None:
    ident, line = financee
    financements.add_line(copie, TERMINAL, ident, DECISION, JOUR)
    financements.update_line(copie, TERMINAL, line, 1, AVIS, JOUR)
    assert plans.action(copie, ident)["statut"] == "financee"


def test_the_screen_says_that_the_action_is_no_longer_financed(
    copie: Database, financee: tuple[int, int], connectee: Callable[..., None]
) -> None:
    connectee()
    ident, line = financee
    run = page("plans", plans_section="Actions", plans_action=ident)
    champ(run, "selectbox", "Ligne").set_value(line).run()
    champ(run, "radio", "Nature de l'acte").set_value("avis").run()
    next(b for b in run.button if b.label == "Enregistrer cette ligne").click().run()
    assert not run.exception and not run.error
    assert any("revient de « Financée » à « Retenue par la table »" in block.value for block in run.success)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"date_acte": (JOUR + timedelta(days=1)).isoformat()}, "à venir"),
        ({"engage": 100_01}, "relevez d'abord le montant prévu"),
        ({"depense": 50_01}, "dépense pas plus"),
    ],
)
def test_a_line_that_runs_ahead_of_its_decision_is_refused(
    copie: Database, financee: tuple[int, int], change: dict[str, object], why: str
) -> None:
    ident, line = financee
    before = financements.lines(copie)
    with pytest.raises(Refus, match=why):
        financements.add_line(copie, TERMINAL, ident, DECISION | change, JOUR)
    with pytest.raises(Refus, match=why):
        financements.update_line(copie, TERMINAL, line, 1, DECISION | change, JOUR)
    assert financements.lines(copie).equals(before)
    financements.add_line(copie, TERMINAL, ident, DECISION | {"date_acte": JOUR.isoformat(), "engage": 100_00}, JOUR)
    assert commands.lire(copie, JOUR).lignes["engage"].max() >= 100_00
