"""Actions amended in the list itself, added from any territory with their money, drawn with what was promised."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import EntreeInvalide, Refus
from components.plans.actions import lectures, lectures_promesse, view_tableau
from components.plans.regles import actions as regles
from data.base import jours
from data.base.acteurs import TERMINAL
from data.plans import financements, plans

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "plans.py")


def plan(db: Database) -> lectures.Plan:
    return lectures.lire(db, jours.aujourd_hui(db))


def page(section: str = "Actions", **choix: object) -> AppTest:
    run = AppTest.from_file(PAGE, default_timeout=60)
    run.session_state["plans_section"] = section
    for name, value in choix.items():
        run.session_state[name] = value
    run.run()
    assert not run.exception
    return run


def test_a_sheet_says_what_it_changes(copie: Database) -> None:
    read = plan(copie)
    rows = view_tableau._rows(read)
    assert view_tableau.modifies(read, rows) == {}
    first = read.actions.index[0]
    rows.loc[first, ["Pilote", "Fin", "Statut"]] = ["Une autre", "01032031", "bl"]
    assert view_tableau.modifies(read, rows) == {
        int(first): {"statut": "bloquee", "pilote": "Une autre", "fin": "2031-03-01"}
    }


@pytest.mark.parametrize(("column", "typed"), [("Fin", "31/02/2031"), ("Fin", ""), ("Statut", "fini"), ("Statut", "")])
def test_a_cell_that_cannot_be_read_changes_nothing(copie: Database, column: str, typed: str) -> None:
    read = plan(copie)
    rows = view_tableau._rows(read)
    rows.loc[read.actions.index[0], column] = typed
    with pytest.raises(EntreeInvalide):
        view_tableau.modifies(read, rows)


def test_rows_are_saved_together_or_not_at_all(
    copie: Database, connectee: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    connectee()
    page()  # the account of the browser
    read = plan(copie)
    one, two = (int(i) for i in read.actions.index[:2])
    base, before = view_tableau._rows(read), plans.action(copie, one)
    good, bad = {"pilote": "Une autre"}, {"pilote": " "}
    monkeypatch.setattr("components.ui.identity.acteur", lambda: TERMINAL)
    with pytest.raises(Refus, match="Aucune des lignes"):
        view_tableau._save(copie, read, base, {one: good, two: bad}, "cle")
    assert plans.action(copie, one) == before
    plans.modifier(copie, TERMINAL, two, plans.action(copie, two)["version"], {"pilote": "Quelqu'un"})
    with pytest.raises(Refus, match="pendant votre saisie"):
        view_tableau._save(copie, read, base, {one: good, two: {"pilote": "Moi"}}, "cle")
    assert plans.action(copie, one) == before and plans.action(copie, two)["pilote"] == "Quelqu'un"


def test_an_action_is_added_from_any_territory_with_the_cost_of_its_model(
    copie: Database, connectee: Callable[..., None]
) -> None:
    connectee()
    run = page(plans_modele="consultations_avancees")
    assert run.selectbox(key="plans_ajout_territoire").options
    next(field for field in run.selectbox if field.key == "plans_origine").select_index(0).run()
    money = next(field for field in run.text_input if field.label == "Prévu (€)")
    assert money.value == "4\u202f400,00"
    next(field for field in run.text_input if field.label.startswith("Pilote (")).set_value("Une personne")
    before = set(plans.actions(copie).index)
    next(one for one in run.button if one.label == "Inscrire l'action").click().run()
    assert not run.exception and not run.error
    (made,) = set(plans.actions(copie).index) - before
    lines = financements.lines(copie)
    assert lines.loc[lines["action"] == made, ["financeur", "prevu", "nature"]].to_numpy().tolist() == [
        ["ARS – FIR", 440_000, "avis"]
    ]


def test_no_money_is_written_without_a_funder(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    run = page(plans_modele="consultations_avancees")
    next(field for field in run.selectbox if field.key == "plans_origine").select_index(0).run()
    next(field for field in run.text_input if field.label.startswith("Pilote (")).set_value("Une personne")
    next(field for field in run.text_input if field.label.startswith("Financeur pressenti")).set_value("")
    before = len(financements.lines(copie))
    next(one for one in run.button if one.label == "Inscrire l'action").click().run()
    assert not run.exception and not run.error and len(financements.lines(copie)) == before


def test_promised_and_observed_stand_on_one_bar(copie: Database) -> None:
    read = plan(copie)
    bars = lectures_promesse.barres(copie, read)
    reviews = lectures_promesse.bilan(copie, read)
    assert bars and any("observé" in bar.mots for bar in bars)
    seen = [bar for bar in bars if bar.part is not None]
    assert seen and len(seen) <= len(reviews)
    assert all(0 <= (bar.part or 0) <= 1 and 0 < (bar.repere or 0) < 1 for bar in bars)
    assert all(bar.signale is None for bar in bars if bar.part is None)


@pytest.mark.parametrize(
    ("jours_prevus", "attendus"),
    [
        (["2026-01-01"], [0]),
        (["2026-01-01", "2026-12-01"], [0, 0]),
        (["2026-01-01", "2026-01-03"], [0, 1]),
        (["2026-01-05", "2026-01-01", "2026-01-03"], [2, 0, 1]),
        (["2026-01-01"] * 4, [0, 1, 2, 0]),
    ],
)
def test_milestones_do_not_hide_each_other(jours_prevus: list[str], attendus: list[int]) -> None:
    table = pd.DataFrame({"action": 1, "prevu_le": jours_prevus})
    assert regles.etages(table, 10).tolist() == attendus


def test_milestones_of_two_actions_are_apart_already() -> None:
    table = pd.DataFrame({"action": [1, 2], "prevu_le": ["2026-01-01", "2026-01-01"]})
    assert regles.etages(table, 10).tolist() == [0, 0]
