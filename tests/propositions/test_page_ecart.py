"""« Combler l'écart » on screen, and what a proposal becomes: a scenario, drafts of actions, evidence kept."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from data.base.acteurs import TERMINAL
from data.effectifs import scenarios
from data.plans import financements, plans
from data.propositions import propositions
from tests.langue import lecture as langue

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "propositions.py")


@pytest.fixture
def db(en_71: Database, connectee: Callable[..., None]) -> Database:
    connectee()
    return en_71


def ouvrir(onglet: str) -> AppTest:
    run = AppTest.from_file(PAGE, default_timeout=60)
    run.session_state["propositions_onglet"] = onglet
    run.run()
    assert not run.exception
    return run


def reponse(run: AppTest) -> str:
    return str(run.get("html")[0].proto.body)


def test_a_mix_is_answered_with_its_front_then_becomes_a_scenario(db: Database) -> None:
    run = ouvrir("Combler l'écart")
    assert "consultations par an" in reponse(run) or "porteraient" in reponse(run)
    assert "€ par an" in reponse(run) and not langue.de_la_page(run)
    assert "Même avec les" in " ".join(one.value for one in run.markdown), "what lent days would add is said"
    front = run.dataframe[1].value
    assert {"D'ici", "Budget", "Coût d'une année", "Habitants au repère"} <= set(front.columns) and len(front) >= 5
    run.button(key="ecart_scenario").click().run()
    assert not run.exception
    name = str(scenarios.read(db)["nom"].iloc[-1])
    lines = scenarios.lines(db, int(scenarios.read(db).index[-1]))
    assert name.startswith("Combler l'écart") and len(lines) and set(lines["modele"]) <= {
        "centre_sante", "consultations_avancees",
    }  # fmt: skip
    kept = propositions.proposition(db, int(propositions.lire(db).index[0]))
    assert kept["intacte"] and kept["reponse"]["cout"] > 0 and kept["question"]["repere"] == 2.5


def test_drafts_come_with_operator_cost_milestones_and_evidence(db: Database) -> None:
    plans.ajouter_priorite(db, TERMINAL, "Consultations de médecine générale", "essai de la table")
    run = ouvrir("Où ouvrir")
    button = run.button(key="implantation_brouillons")
    assert not button.disabled and "9 brouillons" in button.label.replace("\xa0", " ")
    button.click().run()
    assert not run.exception
    made = plans.actions(db)
    ident = int(propositions.lire(db).index[0])
    assert sorted(made.index) == propositions.actions_de(db, ident) and len(made) == 9
    assert set(made["statut"]) == {"proposee"} and set(made["effet_genre"]) == {"arrivee"} and made["operateur"].all()
    assert all(f"proposition n° {ident}" in words for words in made["description"])
    money = financements.lines(db)
    assert len(money) == 9 and set(money["prevu"]) == {3_300_000} and not money["engage"].any()
    assert len(plans.milestones(db)) >= 9
    again = ouvrir("Où ouvrir")
    again.button(key="implantation_brouillons").click().run()
    assert "existent déjà" in again.error[0].value and len(plans.actions(db)) == 9


@pytest.mark.complet
def test_without_a_constat_or_a_priority_no_draft_is_offered(db: Database) -> None:
    run = ouvrir("Où ouvrir")
    assert run.button(key="implantation_brouillons").disabled
    assert "Aucun constat en vigueur" in " ".join(one.value for one in run.caption)


def test_a_kept_proposal_never_changes(db: Database) -> None:
    ident = propositions.garder(db, TERMINAL, propositions.ECART, "Une phrase.", {"a": 1}, {"b": [1, 2]})
    assert propositions.garder(db, TERMINAL, propositions.ECART, "Une phrase.", {"a": 1}, {"b": [1, 2]}) == ident
    for statement in ("UPDATE propositions SET phrase = 'autre'", "DELETE FROM propositions"):
        with pytest.raises(Exception, match="ne change plus"):
            db.conn.execute(statement)
    db.conn.execute("DROP TRIGGER proposition_figee_update")
    db.conn.execute("UPDATE propositions SET reponse = ?", (json.dumps({"b": [3]}),))
    assert not propositions.proposition(db, ident)["intacte"]
