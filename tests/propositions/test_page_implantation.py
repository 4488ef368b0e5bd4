"""« Où ouvrir » on screen: the answer at once, a site moved by a click, a place forbidden, the proof beside."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from tests import essais
from tests.langue import lecture as langue

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "propositions.py")
CLUNY, MONT = "71137", "71313"


@pytest.fixture
def db(en_71: Database, connectee: Callable[..., None]) -> Database:
    connectee()
    return en_71


def ouvrir() -> AppTest:
    run = AppTest.from_file(PAGE, default_timeout=60).run()
    assert not run.exception
    return run


def reponse(run: AppTest) -> str:
    return str(run.get("html")[0].proto.body)


def sites(run: AppTest) -> dict[str, str]:
    """The discs of the map: name of the commune → its sign."""
    return {site[4]: site[2] for site in essais.carte_dite(run)["sites"] if len(site) > 4}


def test_the_answer_comes_first_with_a_site_for_each(db: Database) -> None:
    run = ouvrir()
    assert "3\xa0centres de santé (3 ETP de médecin par site)" in reponse(run) and "consultations par an" in reponse(
        run
    )
    assert set(sites(run).values()) == {"+"} and len(sites(run)) == 3
    assert all(name in reponse(run) for name in sites(run))
    assert "Personne ne perd" in " ".join(one.value for one in run.markdown)
    assert not langue.de_la_page(run)


def test_a_click_moves_the_nearest_site_and_everything_follows(db: Database) -> None:
    run = ouvrir()
    before = set(sites(run))
    run.session_state["implantation_clic"] = CLUNY
    run.run()
    assert not run.exception
    assert "Cluny" in sites(run) and len(set(sites(run)) - before) == 1 and "Cluny" in reponse(run)
    assert run.session_state["implantation_reponse"] == "Déplacée par la table"
    run.session_state["implantation_clic"] = CLUNY  # there already: nothing moves
    run.run()
    assert "Cluny" in sites(run) and len(sites(run)) == 3
    run.session_state["implantation_clic"] = "01001"  # outside of the département
    run.run()
    assert not run.exception and len(sites(run)) == 3


@pytest.mark.complet
def test_a_place_is_imposed_then_forbidden_by_clicks(db: Database) -> None:
    run = ouvrir()
    run.session_state["implantation_mode"], run.session_state["implantation_clic"] = "Impose le lieu", CLUNY
    run.run()
    assert sites(run)["Cluny"] == "I"
    run.session_state["implantation_mode"], run.session_state["implantation_clic"] = "Interdit le lieu", CLUNY
    run.run()
    assert not run.exception and "Cluny" not in sites(run), "a click says the last word: no longer imposed"
    assert run.session_state["implantation_imposes"] == []


@pytest.mark.complet
def test_doctors_who_leave_a_commune_make_losers_that_are_named(db: Database) -> None:
    run = ouvrir()
    run.selectbox(key="implantation_provenance").set_value(CLUNY).run()
    assert not run.exception
    words = " ".join([*(one.value for one in run.markdown), *(one.value for one in run.info)])
    assert "perdent de l'accès" in words.replace("\\", "") or "aucun effet n'est annoncé" in words


@pytest.mark.complet
def test_the_proof_runs_beside_the_server_and_says_how_sure_it_is(db: Database) -> None:
    run = ouvrir()
    run.text_input(key="implantation_nombre").set_value("1").run()
    run.button(key="preuve_chercher").click().run()
    end = time.monotonic() + 120
    while not run.success and time.monotonic() < end:
        time.sleep(0.3)
        run.run()
    assert not run.exception
    assert "Prouvé" in run.success[0].value and "aucune autre implantation" in run.success[0].value
