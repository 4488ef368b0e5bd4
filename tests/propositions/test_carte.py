"""The map of « Où ouvrir » at its own address: for who may open the page, with its sentence, as a page and as files."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.propositions.implantation import planches
from components.propositions.implantation.regles.demande import DemandeDeSites
from components.propositions.implantation.routes import ROUTES
from data.base import identite, store
from tests import comptes, fichiers

ADRESSE = planches.adresse(DemandeDeSites("antenne", 1, 2, imposes=("71137",), provenance="71270"), ("71137", "71014"))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    path = tmp_path_factory.mktemp("carte") / "71.db"
    with pytest.MonkeyPatch.context() as patch, store.connect(path) as db:
        patch.setenv("CONCERTATION_DB", str(path))
        fichiers.remplir(db)
        yield {identite.COOKIE: comptes.session(db)}


def demander(cookies: dict[str, str], address: str) -> tuple[int, str]:
    answer = TestClient(Starlette(routes=ROUTES), cookies=cookies).get(address)
    return answer.status_code, answer.text


def test_the_address_says_all_that_the_map_shows(table: dict[str, str]) -> None:
    status, page = demander(table, ADRESSE)
    assert status == 200 and "Où ouvrir ? Cluny et Autun" in page
    assert all(name in page for name in ("Cluny", "Autun"))
    status, drawing = demander(table, ADRESSE.replace(planches.NOM, f"{planches.NOM}.svg", 1))
    assert status == 200 and drawing.startswith("<svg")


@pytest.mark.parametrize(
    "change", [("antenne", "usine"), ("capacite=1", "capacite=x"), ("capacite=1", "capacite=99"), ("71137", "01001")]
)
def test_what_the_file_does_not_hold_is_not_drawn(table: dict[str, str], change: tuple[str, str]) -> None:
    status, page = demander(table, ADRESSE.replace(*change))
    assert status == 404 and "Carte introuvable" in page


def test_who_may_not_open_the_page_does_not_see_its_map(table: dict[str, str]) -> None:
    assert demander({}, ADRESSE)[0] == 404


def test_nothing_asked_is_nothing_drawn(table: dict[str, str]) -> None:
    assert demander(table, f"/carte/{planches.NOM}")[0] == 404
