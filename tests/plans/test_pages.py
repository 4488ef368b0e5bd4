"""The screens of the plans, run with real files and real accounts."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from components.terminal.demonstration import plans as plans_demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.plans import financements, plans
from data.priorites import scrutins
from data.seances import seances
from tests import fichiers
from tests.langue import lecture as langue

PAGES = Path(__file__).resolve().parents[2] / "pages"
SECTIONS = ["À voir", "Actions", "Territoire", "Calendrier", "Argent", "Carte", "Revue", "Mise à jour"]


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "table.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect() as db:
        fichiers.remplir(db)
    return file


def page(nom: str) -> AppTest:
    return AppTest.from_file(str(PAGES / f"{nom}.py"), default_timeout=60)


@pytest.mark.parametrize("nom", ["plans", "financement"])
def test_an_empty_file_says_what_to_do(table: Path, connectee: Callable[..., None], nom: str) -> None:
    connectee()
    run = page(nom).run()
    assert not run.exception and run.title


def test_no_section_of_a_plan_without_an_action_shows_an_empty_table(
    table: Path, connectee: Callable[..., None]
) -> None:
    connectee()
    run = page("plans")
    for section in SECTIONS:
        run.session_state["plans_section"] = section
        run.run()
        assert not run.exception and langue.de_la_page(run) == [], section


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_draws_a_plan(table: Path, connectee: Callable[..., None], section: str) -> None:
    connectee()
    with store.connect() as db:
        plans_demonstration.demonstration(db, TERMINAL, date.today())
    run = page("plans")
    run.session_state["plans_section"] = section
    run.run()
    assert not run.exception and not run.error


def test_the_readings_stand_side_by_side(table: Path, connectee: Callable[..., None]) -> None:
    connectee()
    with store.connect() as db:
        plans_demonstration.demonstration(db, TERMINAL, date.today())
    run = page("financement").run()
    assert not run.exception
    words = " ".join(block.value for block in run.markdown)
    assert "Écart comblé" in words and "Péréquation" in words


def test_costed_actions_are_put_to_a_vote_under_the_budget_of_the_envelope(
    table: Path, connectee: Callable[..., None]
) -> None:
    connectee()
    with store.connect() as db:
        plans_demonstration.demonstration(db, TERMINAL, date.today())
        seances.creer(db, TERMINAL, "Table", date.today(), "", Fraction(1, 2))
        people = ({"nom": f"{college} {k}", "college": college} for college in ("usagers", "etat") for k in range(5))
        rest = {"organisation": "", "suppleant": "", "vote": 1}
        seances.ajouter_membres(db, TERMINAL, [row | rest for row in people])
        asked = financements.requests(db, int(financements.envelopes(db).index[0]))
    run = page("financement").run()
    left_out, *kept = next(field for field in run.multiselect if field.label == "Actions soumises au vote").value
    next(field for field in run.multiselect if field.label == "Actions soumises au vote").set_value(kept)
    next(button for button in run.button if button.label == "Déclarer ce vote").click().run()
    assert not run.exception and any("Vote déclaré" in block.value for block in run.success)
    with store.connect() as db:
        ident = int(scrutins.liste(db).index[-1])
        rule = scrutins.scrutin(db, ident)["definition"]
        scrutins.supprimer(db, TERMINAL, ident)
    assert (rule["genre"], rule["budget"]) == ("approbation", plans_demonstration.ENVELOPPE // 100)
    assert {option["id"]: option["cout"] for option in rule["options"]} == {
        f"action:{row.action}": row.montant // 100 for row in asked.itertuples() if row.action != left_out
    }
    assert not any("Vote déclaré" in block.value for block in run.run().success), "it is gone"


def test_a_second_writer_is_shown_the_difference(table: Path, connectee: Callable[..., None]) -> None:
    connectee()
    with store.connect() as db:
        plans_demonstration.demonstration(db, TERMINAL, date.today())
        ident = int(plans.actions(db).index[0])
    run = page("plans")
    run.session_state["plans_section"], run.session_state["plans_action"] = "Actions", ident
    run.run()
    with store.connect() as db:
        version = plans.action(db, ident)["version"]
        plans.modifier(db, TERMINAL, ident, version, {"pilote": "Mot de l'autre"})
    pilot = next(field for field in run.text_input if field.label == "Pilote")
    pilot.set_value("Mon mot")
    next(button for button in run.button if button.label == "Enregistrer").click().run()
    assert any("Rien n'est perdu" in warning.value for warning in run.warning)
    assert any("Mot de l'autre" in frame.value.to_string() for frame in run.dataframe)
    assert next(field for field in run.text_input if field.label == "Pilote").value == "Mon mot"
    next(button for button in run.button if button.label == "Enregistrer").click().run()
    with store.connect() as db:
        assert plans.action(db, ident)["pilote"] == "Mon mot"


def test_a_reader_sees_neither_proposals_nor_tools(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = SimpleNamespace(cookies={}, headers={})
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)
    with store.connect() as db:
        plans_demonstration.demonstration(db, TERMINAL, date.today())
        ident = int(plans.actions(db).index[0])
        version = plans.action(db, ident)["version"]
        plans.modifier(db, TERMINAL, ident, version, {"statut": "proposee", "titre": "Secrète"})
    run = page("plans")
    run.session_state["plans_section"] = "Actions"
    run.run()
    assert not run.exception and not run.text_input
    assert not any("Secrète" in frame.value.to_string() for frame in run.dataframe)
