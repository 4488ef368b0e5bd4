"""What is printed or sent says what the screen says in red: a plan in Word, a constat, a territory card."""

from datetime import date
from html import unescape
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.carences.territoires import view_imprimes
from components.plans.territoire import documents
from data.base import store
from data.carences import constats
from tests.data.releves.test_concordance import PARAMETRE, VOTES, a_la_main


def _imprimes(db: Database, quoi: str) -> str:
    """What is printed: the plan's Word file, or a page of the territory."""
    found = constats.constats(db)[0]
    if quoi == "plan":
        paragraphs = Document(BytesIO(documents.plan(db, found.territoire, date.today(), False))).paragraphs
        return " ".join(paragraph.text for paragraph in paragraphs)
    path = f"/constat/{found.empreinte}" if quoi == "constat" else f"/territoire/{found.territoire}"
    answer = TestClient(Starlette(routes=view_imprimes.ROUTES)).get(path)
    assert answer.status_code == HTTPStatus.OK
    return unescape(answer.text)


@pytest.mark.parametrize(
    ("quoi", "statement", "words"),
    [
        ("plan", "UPDATE financements SET prevu = prevu + 100", "€ au registre"),
        ("plan", VOTES[0], "n'est pas ce que la table a publié"),
        ("plan", "DELETE FROM decisions WHERE rang = 2", "rompu à la ligne"),
        ("constat", "DELETE FROM decisions WHERE rang = 2", "rompu à la ligne"),
        ("carte", "DELETE FROM decisions WHERE rang = 2", "rompu à la ligne"),
        ("carte", f"UPDATE parametres_locaux SET valeur = 1 WHERE nom = '{PARAMETRE}'", "au registre"),
    ],
)
def test_what_is_printed_says_the_difference_that_the_screen_says(
    fichier: Path, quoi: str, statement: str, words: str
) -> None:
    with store.connect() as db:
        before = _imprimes(db, quoi)
    a_la_main(fichier, statement)
    with store.connect() as db:
        assert words not in before and words in _imprimes(db, quoi)
