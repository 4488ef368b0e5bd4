"""Plain pages of the real routes in the real browser, without a server: `servie` gives a page that reads them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.compagnon.gestes import AGENDA, accepter, envoyer
from components.compagnon.routes import ROUTES as COMPAGNON
from components.methode.routes import ROUTES as METHODE
from components.priorites.ballot import ROUTES as VOTE
from components.ui.porte.portes import ROUTES as PORTES
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, envois
from tests.browser.lecteur.urne import vote
from tests.compagnon.conftest import Salle, salle, vide

__all__ = ["Salle", "salle", "vide"]
BASE = "http://testserver"


@pytest.fixture
def servie(navigateur: Browser) -> Iterator[Page]:
    """A page of a browser whose every request is answered by our routes, in this process."""
    client = TestClient(Starlette(routes=[*COMPAGNON, *METHODE, *VOTE, *PORTES]))

    def answer(route: Route) -> None:
        asked = route.request
        headers = {name: value for name, value in asked.headers.items() if name in ("content-type", "cookie")}
        given = client.request(
            asked.method, asked.url.removeprefix(BASE), content=asked.post_data_buffer, headers=headers
        )
        kept = {name: value for name, value in given.headers.items() if name != "content-length"}
        route.fulfill(status=given.status_code, headers=kept, body=given.content)

    context = navigateur.new_context(base_url=BASE, locale="fr-FR")
    context.route("**/*", answer)
    yield context.new_page()
    context.close()


@pytest.fixture
def votee(salle: Salle) -> tuple[Salle, int, list[str]]:
    """A séance at its second point, whose vote is open; a text was answered; every slip but the first has voted."""
    lu = {"genre": envois.SERVICE, "objet": "", "texte": "Un bus dentaire", "college": "usagers"}
    envoyer(salle.db, salle.seance, envois.numero(), lu)
    (received,) = envois.lire(salle.db, salle.seance).itertuples()
    accepter(salle.db, TERMINAL, salle.seance, bytes(received.cle), AGENDA, "Les soins dentaires")
    made, codes = vote(salle)
    for code in codes[1:]:
        bulletins.deposer(salle.db, made, code, "013")
    return salle, made, codes
