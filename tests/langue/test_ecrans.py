"""No screen and no print says a code of ours, a machine date, an English word or jargon (`lecture.py`).

Empty files are read by `test_pages.py`, other states by the walk; here, the whole demonstration.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from docx import Document
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.carences.territoires import view_imprimes as imprimes_carences
from components.plans.territoire import documents
from components.reponses import view_imprimes as imprimes_reponses
from components.seances import minutes
from components.ui.menu import MENU, PAGES
from data.base import identite, jours
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.seances import seances
from tests import comptes
from tests.langue import lecture as langue
from tests.parcours import offres

TIRES = Random(2026).sample(sorted(MENU), 3)


@pytest.mark.parametrize(
    ("fautif", "genre"),
    [
        ("None", "a missing value"), ("Revue le 2026-11-22", "a machine date"), ("DREES [V]", "a code of ours"),
        ("JJ ou dd/mm/yyyy", "a date to fill in English"), ("{'statut': 1}", "raw data"), ("Fisher-Jenks", "jargon"),
        ("Tient 36 sur 72", "jargon"), ("Upload the file", "English"), ("True", "a truth value"),
        ("pour 1 communes", "a plural of none or of one"), ("0 habitants", "a plural of none or of one"),
    ],
)  # fmt: skip
def test_what_may_not_be_said_is_seen(fautif: str, genre: str) -> None:
    assert any(fault.startswith(genre) for fault in langue.fautes(f"Avant {fautif}, après"))
    assert not langue.fautes("Le 22/11/2026, « Table » : 2,5 consultations [annexe 2] ; nonobstant 1 à 3.")
    assert not langue.fautes(
        "10 communes, 1\u202f001 habitants, 2,1 consultations, 1 commune, 0 à 8 habitants, 3.1 actes"
    )


LES_AUTRES = [pytest.param(name, marks=pytest.mark.complet) for name in MENU if name not in TIRES]


@pytest.mark.parametrize("nom", [*TIRES, *LES_AUTRES])
def test_a_page_of_a_table_at_work(copie: Database, connectee: Callable[..., None], nom: str) -> None:
    connectee()
    for choice in ecrans(nom):
        assert not langue.de_la_page(choice)


def ecrans(nom: str) -> list[AppTest]:
    """The page, and each screen of its first segmented choice."""
    run = AppTest.from_file(str(PAGES / f"{nom}.py"), default_timeout=60).run()
    drawn = [run]
    for group in offres.widgets(run, "button_group")[:1]:
        for rank in range(len(offres.options(group))):
            again = AppTest.from_file(str(PAGES / f"{nom}.py"), default_timeout=60).run()
            drawn.append(offres.prendre(offres.widgets(again, "button_group")[0], rank).run())
    return drawn


def test_prints_and_documents(copie: Database, tmp_path: Path) -> None:
    constat = constats.constats(copie)[0]
    cookies = {identite.COOKIE: comptes.session(copie)}
    client = TestClient(Starlette(routes=[*imprimes_carences.ROUTES, *imprimes_reponses.ROUTES]), cookies=cookies)
    for address in (f"/territoire/{constat.territoire}", f"/fiche/{constat.territoire}",
                    f"/missions/{constat.territoire}", f"/constat/{constat.empreinte}"):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200
        assert not langue.fautes(answer.text.partition("<body")[2]), address
    today = jours.aujourd_hui(copie)
    for ident in seances.read(copie).index:
        assert not langue.fautes(minutes.html(copie, int(ident)).partition("<body")[2])
    plan, sheet = (
        documents.plan(copie, constat.territoire, today, False),
        documents.fiche(copie, TERMINAL, constat.territoire, today),
    )
    for rank, made in enumerate((plan, sheet)):
        file = tmp_path / f"{rank}.docx"
        file.write_bytes(made)
        document = Document(str(file))
        cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
        assert not [f for text in (*(p.text for p in document.paragraphs), *cells) for f in langue.fautes(text)]
