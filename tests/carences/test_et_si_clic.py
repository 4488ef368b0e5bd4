"""« Et si ? » by a click: a full-time doctor, undone in one gesture, marked on the map, beside another hypothesis."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from data.base.acteurs import TERMINAL
from data.carences import variantes
from tests import essais
from tests.langue import lecture as langue

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "et_si.py")
CLUNY, MACON = "71137", "71270"


@pytest.fixture
def db(en_71: Database, connectee: Callable[..., None]) -> Database:
    connectee()
    return en_71


def cliquer(code: str, mode: str = "Ajoute un médecin", run: AppTest | None = None) -> AppTest:
    """The page after a press on the map, that the browser sends as this."""
    run = run or AppTest.from_file(PAGE, default_timeout=60)
    run.session_state["etsi_clic"], run.session_state["etsi_mode"] = code, mode
    run.run()
    assert not run.exception
    return run


def reponse(run: AppTest) -> str:
    return str(run.get("html")[0].proto.body) if run.get("html") else ""


def dit(run: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in run.get("html"))


def test_a_click_puts_a_full_time_doctor_and_is_undone(db: Database) -> None:
    run = cliquer(CLUNY)
    moves = variantes.moves(db, int(variantes.read(db).index[0]))
    assert moves[["genre", "commune", "etp"]].to_numpy().tolist() == [["arrivee", CLUNY, 1.0]]
    assert "gagneraient" in dit(run) and "(entre +" in dit(run), "the range is in the headline"
    told = essais.carte_dite(run)
    assert [site[2:3] + site[4:] for site in told["sites"] if len(site) > 4] == [["+", "Cluny"]] and told[
        "clic"
    ] is True
    run.button(key="etsi_annuler").click().run()
    assert not run.exception and variantes.read(db)["nombre"].tolist() == [0]
    assert "etsi_annuler" not in {one.key for one in run.button}


def test_a_click_may_take_away_or_only_show(db: Database) -> None:
    run = cliquer(MACON, "Retire un médecin")
    assert variantes.moves(db, int(variantes.read(db).index[0]))["genre"].tolist() == ["depart"]
    assert [site[2] for site in essais.carte_dite(run)["sites"] if len(site) > 4] == ["−"]
    run = cliquer(MACON, "Montre la commune")
    assert essais.carte_dite(run)["clic"] is False
    assert variantes.read(db)["nombre"].tolist() == [1], "nothing added"


def test_a_click_outside_of_the_departement_does_nothing(db: Database) -> None:
    cliquer("01001")
    cliquer("rien")
    assert variantes.read(db).empty


def test_the_form_offers_a_full_time_doctor(db: Database) -> None:
    run = AppTest.from_file(PAGE, default_timeout=60).run()
    next(box for box in run.selectbox if box.label == "Commune").set_value(CLUNY)
    next(box for box in run.selectbox if box.label == "Activité en").set_value("temps plein (ETP)")
    next(one for one in run.button if one.label == "Ajouter ce mouvement").click().run()
    assert not run.exception and not run.error
    assert variantes.moves(db, int(variantes.read(db).index[0]))["etp"].tolist() == [1.0]


def test_two_hypotheses_stand_side_by_side(db: Database) -> None:
    run = cliquer(CLUNY)
    other = variantes.creer(db, TERMINAL, "Un départ à Mâcon")
    move = {"genre": "depart", "commune": MACON, "libelle": "Un départ", "age": None, "actes": 5_000.0, "etp": None}
    variantes.ajouter_mouvement(db, TERMINAL, other, move | {"jours_par_mois": None})
    run = AppTest.from_file(PAGE, default_timeout=60)
    run.session_state["etsi_variante"] = int(variantes.read(db).index[0])
    run.run()
    run.selectbox(key="etsi_autre").select(other).run()
    assert not run.exception
    assert [panel["titre"] for panel in essais.carte_dite(run)["panneaux"]] == variantes.read(db)["nom"].tolist()
    table = next(one.value for one in run.dataframe if "Plus forte perte" in one.value)
    assert table["Hypothèse"].tolist() == variantes.read(db)["nom"].tolist()
    assert not langue.de_la_page(run)
    variantes.supprimer(db, TERMINAL, other)
    run.run()
    assert not run.exception and len(essais.carte_dite(run)["panneaux"]) == 1
