"""« Et si ? » with days lent: both ends on the map and in the answer; what a stack of before does not say is said."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.carences.indicateurs import lectures
from components.core.acces import donneurs
from components.core.acces.moves import Mouvement
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.carences import variantes
from data.territoire import indicateurs
from tests import essais

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "et_si.py")
CLUNY, MACON = "71137", "71270"


@pytest.fixture
def db(en_71: Database, connectee: Callable[..., None]) -> Database:
    connectee()
    return en_71


def dit(run: AppTest) -> str:
    words = [one.value for one in (*run.caption, *run.markdown)]
    return " ".join(words).replace("\\", "").replace("\u00a0", " ").replace("\u202f", " ")


def pile(db: Database, **champs: object) -> int:
    stack = variantes.creer(db, TERMINAL, "Prêt")
    row = {"genre": "consultation_avancee", "commune": CLUNY, "libelle": "Jeudis à Cluny", "jours_par_mois": 4.0}
    variantes.ajouter_mouvement(db, TERMINAL, stack, row | champs)
    return stack


def test_a_stack_of_before_reads_as_not_declared(db: Database) -> None:
    stack = pile(db)
    assert variantes.moves(db, stack)["donneur"].tolist() == [donneurs.NON_DECLARE]
    run = AppTest.from_file(PAGE, default_timeout=60).run()
    assert not run.exception
    assert donneurs.PHRASES[donneurs.NON_DECLARE] in dit(run)


def test_days_lent_are_shown_at_both_ends(db: Database) -> None:
    stack = pile(db, donneur=MACON)
    day = date.today()
    access = lectures.acces(db, EnVigueur.read(db, day))
    result = lectures.simuler(
        db, access, indicateurs.apl_generalistes(db)[0], lectures.mouvements(db, stack), "tous âges", day
    )
    assert result.communes.at[MACON, "variation"] < 0 < result.communes.at[CLUNY, "variation"]
    run = AppTest.from_file(PAGE, default_timeout=60).run()
    assert not run.exception
    assert "Deux bouts" in dit(run) and "pris à Mâcon" in dit(run)
    signs = {site[4]: site[2:3] for site in essais.carte_dite(run)["sites"] if len(site) > 4}
    assert signs == {"Cluny": ["+"], "Mâcon": ["−"]}


def test_the_form_asks_where_days_come_from(db: Database) -> None:
    run = AppTest.from_file(PAGE, default_timeout=60).run()
    run.selectbox(key="etsi_genre").set_value("consultation_avancee").run()
    place = next(one for one in run.selectbox if one.label == "Commune")
    place.set_value(CLUNY)
    run.selectbox(key="etsi_donneur").set_value(MACON)
    run.text_input(key="etsi_route").set_value("48")
    next(one for one in run.button if one.label == "Ajouter ce mouvement").click().run()
    assert not run.exception and not run.error
    (row,) = variantes.moves(db, int(variantes.read(db).index[0])).to_dict("records")
    assert (row["donneur"], row["route"]) == (MACON, pytest.approx(0.1))


def test_a_place_does_not_lend_to_itself(db: Database) -> None:
    run = AppTest.from_file(PAGE, default_timeout=60).run()
    run.selectbox(key="etsi_genre").set_value("consultation_avancee").run()
    next(one for one in run.selectbox if one.label == "Commune").set_value(CLUNY)
    run.selectbox(key="etsi_donneur").set_value(CLUNY)
    next(one for one in run.button if one.label == "Ajouter ce mouvement").click().run()
    assert "le même" in " ".join(one.value for one in run.error) and variantes.read(db).empty


def test_lent_days_are_moves_of_the_kernel() -> None:
    move = Mouvement("consultation_avancee", CLUNY, "Jeudis", jours_par_mois=2, donneur=MACON)
    assert move.lieu_donneur == MACON and move.pris(100.0) == -100.0
