"""The page by AppTest: every screen draws, for each role that may open it, on an empty and a full file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.effectifs import commands_scenario, view_analyse, view_carte
from data import creation, scenarios, store
from data.acteurs import TERMINAL

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "effectifs.py")
GRANDE = "200070530"
ECRANS = ("Projection", "Carte", "Équipe", "Scénarios", "Comparer", "Analyse", "Validation")


def _page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> AppTest:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        creation.create(db, TERMINAL, code)
    return AppTest.from_file(PAGE, default_timeout=120)


@pytest.mark.parametrize("code", ["71", "58"])
def test_every_screen_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None], code: str
) -> None:
    page = _page(tmp_path, monkeypatch, code)
    connectee("facilitateur")
    for screen in ECRANS:
        page.session_state["effectifs_section"] = screen
        page.run()
        assert not page.exception, screen


def test_every_reading_draws_for_every_profession(fichier: Path, connectee: Callable[..., None]) -> None:
    with store.connect() as db:
        scenario = scenarios.create(db, TERMINAL, "Un <b>scénario</b>")
        commands_scenario.ajouter_levier(db, TERMINAL, scenario, "poste_salarie", GRANDE, "ide", 2027, 3)
    page = AppTest.from_file(PAGE, default_timeout=120)
    connectee("facilitateur")
    page.session_state["effectifs_lieu"] = GRANDE
    page.session_state["effectifs_scenario"] = scenario
    page.session_state["effectifs_section"] = "Analyse"
    for reading in (view_analyse.BASCULE, *view_analyse.LECTURES):
        page.session_state["effectifs_lecture"] = reading
        page.run()
        assert not page.exception, reading
    for profession in ("ide", "ph"):
        page.session_state["effectifs_profession"] = profession
        for screen in ("Projection", "Équipe", "Scénarios", "Comparer"):
            page.session_state["effectifs_section"] = screen
            page.run()
            assert not page.exception, (profession, screen)
    page.session_state["effectifs_section"] = "Carte"
    page.session_state["effectifs_carte_lecture"] = view_carte.VARIATION
    page.run()
    assert not page.exception


def test_an_analyst_sees_no_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]
) -> None:
    page = _page(tmp_path, monkeypatch, "71")
    connectee("analyste")
    page.session_state["effectifs_section"] = "Équipe"
    page.session_state["effectifs_lieu"] = GRANDE
    page.run()
    assert not page.exception
    assert not [button for button in page.button if "Enregistrer" in button.label]
    assert any("réservée au compte de facilitation" in info.value for info in page.info)
