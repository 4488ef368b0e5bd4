"""The page by AppTest: every screen draws, for each role that may open it, on an empty and a full file."""

import html
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.effectifs import gestes
from components.effectifs.carte import planches
from components.effectifs.moteur.effectif import Ligne
from components.effectifs.projection import view_analyse
from components.effectifs.scenarios import gestes as gestes_scenarios
from data.base import store
from data.base.acteurs import TERMINAL
from data.effectifs import scenarios
from tests import fichiers

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "effectifs.py")
GRANDE = "200070530"
ECRANS = ("Projection", "Carte", "Équipe", "Scénarios", "Comparer", "Analyse", "Validation")


def _page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> AppTest:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        fichiers.remplir(db, code)
    return AppTest.from_file(PAGE, default_timeout=120)


@pytest.mark.parametrize("code", [pytest.param("71", marks=pytest.mark.complet), "58"])
def test_every_screen_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None], code: str
) -> None:
    page = _page(tmp_path, monkeypatch, code)
    connectee("facilitateur")
    for screen in ECRANS:
        page.session_state["effectifs_section"] = screen
        page.run()
        assert not page.exception, screen


@pytest.mark.complet  # each day, every reading of one profession is drawn where nobody works
def test_every_reading_draws_for_every_profession(fichier: Path, connectee: Callable[..., None]) -> None:
    with store.connect() as db:
        scenario = scenarios.creer(db, TERMINAL, "Un <b>scénario</b>")
        gestes_scenarios.ajouter_levier(db, TERMINAL, scenario, "poste_salarie", GRANDE, "ide", 2027, 3)
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
    page.session_state["effectifs_carte_lecture"] = planches.VARIATION
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


def _equipe(page: AppTest, screen: str) -> str:
    """Everything said on a screen of the team looked at."""
    page.session_state["effectifs_lieu"], page.session_state["effectifs_section"] = GRANDE, screen
    page.run()
    assert not page.exception, screen
    bodies = [element.proto.body for element in page.get("html")]
    kinds = (page.caption, page.markdown, page.info, page.success, page.error)
    return "\n".join(
        [*map(html.unescape, bodies), *(element.value.replace("\\", "") for kind in kinds for element in kind)]
    )


def _saisir(db: Database, *rows: Ligne) -> None:
    gestes.enregistrer(db, TERMINAL, date.today().year, GRANDE, "mg", rows, frozenset())


def _medecin(age: int, **known: int) -> Ligne:
    return Ligne("", GRANDE, "mg", 1, age_min=age, age_max=age, **known)


def test_nobody_is_said_by_a_button_and_shown_everywhere(fichier: Path, connectee: Callable[..., None]) -> None:
    page = AppTest.from_file(PAGE, default_timeout=120)
    connectee("facilitateur")
    _equipe(page, "Équipe")
    next(button for button in page.button if "n'y a personne" in button.label).click().run()
    assert "médecins généralistes : personne n'exerce aujourd'hui, la table l'a saisi." in _equipe(page, "Équipe")
    assert "0 médecin généraliste aujourd'hui ; 0,0 attendu en moyenne" in _equipe(page, "Projection")
    for screen in ECRANS:
        assert "aucun effectif n'est chargé ni saisi" not in _equipe(page, screen)
    for reading in (view_analyse.BASCULE, *view_analyse.LECTURES):
        page.session_state["effectifs_lecture"] = reading
        _equipe(page, "Analyse")


def test_announced_people_are_projected_to_who_facilitates_only(fichier: Path, connectee: Callable[..., None]) -> None:
    year = date.today().year
    with store.connect() as db:
        _saisir(db, _medecin(33, arrivee=year + 2), _medecin(34, arrivee=year + 2))
    page = AppTest.from_file(PAGE, default_timeout=120)
    connectee("facilitateur")
    said = _equipe(page, "Projection")
    assert "2\u00a0arrivées annoncées ne sont pas comptées ici" in said and "âges saisis" not in said
    page.toggle[0].set_value(True)
    said = _equipe(page, "Projection")
    assert "ne sont pas comptées" not in said and "0 médecin généraliste aujourd'hui ; 1,9 attendu" in said


def test_announced_people_stay_hidden_from_others(fichier: Path, connectee: Callable[..., None]) -> None:
    with store.connect() as db:
        _saisir(db, _medecin(33, arrivee=date.today().year + 2))
    page = AppTest.from_file(PAGE, default_timeout=120)
    connectee("analyste")
    assert "1\u00a0arrivée annoncée n'est pas comptée ici" in _equipe(page, "Projection") and not page.toggle


def test_words_are_those_of_the_rows_really_used(fichier: Path, connectee: Callable[..., None]) -> None:
    with store.connect() as db:
        _saisir(db, _medecin(60), _medecin(61))
    page = AppTest.from_file(PAGE, default_timeout=120)
    connectee("facilitateur")
    said = _equipe(page, "Projection")
    assert "âges inconnus, pyramide nationale" in said and "ignore les âges, les départs et les arrivées saisis" in said
    page.toggle[0].set_value(True)
    said = _equipe(page, "Projection")
    assert "âges inconnus" not in said and "Âges non saisis" not in said and "effectif saisi, âges saisis" in said
    assert "(âges saisis par la table)" in said and "projection publique ignore" not in said
    assert not page.get("download_button")


def test_an_estimated_team_has_no_real_one_to_show(fichier: Path, connectee: Callable[..., None]) -> None:
    page = AppTest.from_file(PAGE, default_timeout=120)
    connectee("facilitateur")
    page.session_state["effectifs_lieu"] = "247103864"  # two doctors by estimate
    page.run()
    assert not page.toggle and not page.exception
    said = _equipe(page, "Projection")
    assert "en 2024 (estimé, pyramide nationale)" in said and "huit fois sur dix, au vu du passé" in said
    assert "Avec une pyramide plus âgée (35\u00a0% de 60 ans ou plus" in said
    assert "d'après les arrivées de tous les médecins du département, 2012-2020, resserrées vers 1" in said


def test_the_years_that_passed_and_another_mesh_are_said(fichier: Path, connectee: Callable[..., None]) -> None:
    year = date.today().year
    with store.connect() as db:
        _saisir(db, *[_medecin(50)] * 6, _medecin(60, depart=year + 1))
        with store.writing(db):
            db.conn.execute("UPDATE effectifs SET annee = annee - 4, depart = depart - 4")
            one = next(db.query("SELECT * FROM effectifs"))
            db["effectifs"].insert({**one, "id": None, "territoire": "Z1", "effectif": 3, "maille": "retirée"})
    page = AppTest.from_file(PAGE, default_timeout=120)
    connectee("facilitateur")
    said = _equipe(page, "Équipe")
    assert f"Âges saisis en {year - 4}, vieillis de 4\u00a0ans ; 1\u00a0personne partie depuis" in said
    assert (
        "1\u00a0équipe saisie (3\u00a0personnes) sur une maille retirée : de côté ici, elle revient avec sa maille"
        in said
    )
    said = _equipe(page, "Projection")
    assert f"âges saisis en {year - 4}, vieillis de 4\u00a0ans" in said and "maille retirée" in said
