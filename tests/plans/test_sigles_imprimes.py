"""Prints, documents and phone pages explain each acronym that they say, in the page and in the list at its foot."""

import html
import re
from collections.abc import Iterable
from io import BytesIO

import pytest
from docx import Document
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.carences.territoires import view_imprimes as territoires
from components.plans.territoire import documents
from components.priorites import ballot
from components.reponses import view_imprimes as missions
from components.seances import minutes, routes
from components.ui.sigles.pages import MARQUE
from data.base import identite, jours
from data.carences import constats
from data.reponses import lexique
from data.seances import seances
from tests import comptes


@pytest.fixture
def client(copie: Database) -> TestClient:
    made = Starlette(routes=[*territoires.ROUTES, *missions.ROUTES, *routes.ROUTES, *ballot.ROUTES])
    return TestClient(made, cookies={identite.COOKIE: comptes.session(copie)})


def lus(page: str) -> str:
    """The words of a page, without its tags, its style nor its foot list."""
    page = re.sub(r'<style>.*?</style>|<p class="doux sigles">.*?</p>|<details class="sigles">.*?</details>', "", page,
                  flags=re.DOTALL)  # fmt: skip
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


def expliques(page: str, mots: str) -> None:
    assert not lexique.inexpliques([mots])
    for one in lexique.presents(mots):
        assert f"<strong>{one.sigle}</strong> : " in page, one.sigle
    assert MARQUE not in page


def test_each_page_to_print_lists_what_it_says(copie: Database, client: TestClient) -> None:
    constat = constats.constats(copie)[0]
    place, meeting = constat.territoire, int(seances.read(copie).index[0])
    wanted = (f"/fiche/{place}", f"/territoire/{place}", f"/constat/{constat.empreinte}", f"/missions/{place}",
              f"/cartons/{meeting}", "/vote")  # fmt: skip
    for address in wanted:
        answer = client.get(address)
        assert answer.status_code == 200, address
        expliques(answer.text, lus(answer.text))
    assert "Sigles.</strong>" in client.get(f"/territoire/{place}").text


def test_the_minutes_explain_their_acronyms_on_the_page_and_in_the_document(copie: Database) -> None:
    meeting = int(seances.read(copie).query("etat == 'close'").index[0])
    page = minutes.html(copie, meeting)
    expliques(page, lus(page))
    _en_fin(minutes.docx(copie, meeting))


def test_the_documents_of_a_plan_end_with_their_acronyms(copie: Database) -> None:
    place = constats.constats(copie)[0].territoire
    _en_fin(documents.plan(copie, place, jours.aujourd_hui(copie), publies=False))


def _en_fin(document: bytes) -> None:
    lines = [line.text for line in Document(BytesIO(document)).paragraphs]
    foot = lines[lines.index("Sigles") + 1 :]
    read = list(_textes(document))
    present = [one.sigle for one in lexique.presents(*(text for text in read if text not in foot))]
    assert present and [line.partition(" : ")[0] for line in foot] == present
    assert not lexique.inexpliques(read)


def _textes(document: bytes) -> Iterable[str]:
    opened = Document(BytesIO(document))
    yield from (line.text for line in opened.paragraphs)
    yield from (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
