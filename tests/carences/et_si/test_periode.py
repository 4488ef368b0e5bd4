"""« Et si ? » with years: a move holds from one to another, and the map shows those in force in the year looked at."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.carences.et_si import view_periode
from components.carences.et_si.routes import ROUTES
from components.core.refus import Refus
from data.base import identite
from data.base.acteurs import TERMINAL
from data.carences import variantes
from tests import comptes, essais

PAGE = str(Path(__file__).resolve().parents[3] / "pages" / "et_si.py")
CLUNY, MACON = "71137", "71270"
AN = date.today().year
JOURS = {"genre": "consultation_avancee", "commune": CLUNY, "libelle": "Jeudis à Cluny", "jours_par_mois": 4.0,
         "donneur": MACON}  # fmt: skip


@pytest.fixture
def db(en_71: Database, connectee: Callable[..., None]) -> Database:
    connectee()
    return en_71


def dit(run: AppTest) -> str:
    words = [one.value for one in (*run.caption, *run.markdown)] + [str(run.get("html")[0].proto.body)]
    return " ".join(words).replace("\\", "").replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("annee", "jusqua", "en", "vigueur"),
    [
        (None, None, AN, True), (AN + 2, None, AN + 1, False), (AN + 2, None, AN + 2, True),
        (None, AN + 2, AN + 2, True), (None, AN + 2, AN + 3, False), (AN + 1, AN + 1, AN + 1, True),
        (AN + 2, AN + 3, None, True),
    ],
)  # fmt: skip
def test_a_move_is_in_force_from_its_first_year_to_its_last(
    db: Database, annee: int | None, jusqua: int | None, en: int | None, vigueur: bool
) -> None:
    stack = variantes.creer(db, TERMINAL, "Prêt")
    variantes.ajouter_mouvement(db, TERMINAL, stack, JOURS | {"annee": annee, "jusqua": jusqua})
    assert len(variantes.moves(db, stack, en)) == int(vigueur)
    assert variantes.periodes(db, stack) == sorted({year for year in (annee, jusqua) if year})


def test_a_move_that_would_end_before_it_begins_is_refused(db: Database) -> None:
    stack = variantes.creer(db, TERMINAL, "Prêt")
    with pytest.raises(Refus, match="ne précède pas"):
        variantes.ajouter_mouvement(db, TERMINAL, stack, JOURS | {"annee": AN + 2, "jusqua": AN + 1})
    assert variantes.moves(db, stack).empty


def test_the_year_looked_at_says_what_is_in_force(db: Database) -> None:
    run = AppTest.from_file(PAGE, default_timeout=60).run()
    assert not [one for one in run.selectbox if one.label == "Regarder en"], "nothing asked while no move has years"
    run.selectbox(key="etsi_genre").set_value("consultation_avancee").run()
    next(one for one in run.selectbox if one.label == "Commune").set_value(CLUNY)
    run.selectbox(key="etsi_donneur").set_value(MACON)
    run.text_input(key="etsi_des").set_value(str(AN + 2))
    run.text_input(key="etsi_jusqua").set_value(str(AN + 3))
    next(one for one in run.button if one.label == "Ajouter ce mouvement").click().run()
    assert not run.exception and not run.error
    year = run.selectbox(key=view_periode.ANNEE)
    assert year.value == AN + 2 and f"dès {AN + 2}, jusqu'en {AN + 3}" in dit(run)
    assert f"En {AN + 2} : 1 mouvement en vigueur sur 1" in dit(run)
    assert {site[4] for site in essais.carte_dite(run)["sites"] if len(site) > 4} == {"Cluny", "Mâcon"}
    year.set_value(AN + 4).run()
    assert not run.exception and f"En {AN + 4} : 0 mouvement en vigueur sur 1" in dit(run)
    assert not essais.carte_dite(run)["sites"] or not {site[4] for site in essais.carte_dite(run)["sites"]
                                                       if len(site) > 4}  # fmt: skip


def test_the_address_looks_at_its_year(db: Database) -> None:
    stack = variantes.creer(db, TERMINAL, "Prêt")
    variantes.ajouter_mouvement(db, TERMINAL, stack, JOURS | {"annee": AN + 2})
    serie = str(db.conn.execute("SELECT id FROM series WHERE indicateur LIKE 'apl%'").fetchone()[0])
    visitor = TestClient(
        Starlette(routes=ROUTES), cookies={identite.COOKIE: comptes.session(db, "facilitateur", "Dominique Essai")}
    )
    for year, drawn in ((AN + 2, True), (AN + 1, False), ("", True), ("x", True)):
        page = visitor.get(f"/carte/et-si?hypothese={stack}&serie={serie}&annee={year}")
        assert page.status_code == 200 and ("gain de" in page.text) is drawn
