"""« Qui fait quoi ici » of a territory where many work: on a screen, on a phone and on paper, nothing is cut."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.reponses import view_imprimes
from data.base import identite, store
from data.base.acteurs import TERMINAL
from data.structures import couverture, structures
from data.structures.catalogue import types
from data.territoire import territoire
from tests import comptes, fichiers

COMBIEN = 25
SANS_COUPURE = "Interprofessionnelle" * 4  # a word that no line holds
LONG = "Pôle de santé pluriprofessionnel des communes associées du val, de la plaine et des coteaux, site n°"
FEUILLE = (703, 1032)  # A4 less its margins of twelve millimetres, in points of CSS
PAGE_PDF = re.compile(rb"/Type\s*/Page\b(?!s)")
# What sticks out of the page or of its own cell, and rows that no sheet could hold whole.
COUPES = """([width, height]) => [...document.querySelectorAll('main, table, td, th, h1, h2, p')]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth || e.getBoundingClientRect().right > width + 1
    || e.matches('td') && e.parentElement.offsetHeight > height)
  .map(e => `${e.tagName} ${e.innerText.slice(0, 60)}`)"""


@pytest.fixture
def longue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[str]]:
    """The page of a territory with structures of every kind, one in two without a number, and their names."""
    file = tmp_path / "71.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect(file) as db:
        fichiers.remplir(db)
        code, kinds, names = str(territoire.territoires(db).index[0]), list(types()), []
        for rank in range(COMBIEN):
            names.append(f"{LONG} {rank + 1}" if rank else SANS_COUPURE)
            about = {
                "type": kinds[rank % len(kinds)],
                "nom": names[-1],
                "telephone": "" if rank % 2 else f"03 85 00 00 {rank:02}",
                "adresse": f"{rank} rue de la République, 71000 Mâcon" if rank % 3 else "",
                "precisions": "Sur rendez-vous, du lundi au samedi. " * (20 if rank == 5 else 0),
            }
            structures.inscrire(db, TERMINAL, about, {couverture.territoire_en_usage(db, code)})
        client = TestClient(Starlette(routes=view_imprimes.ROUTES), cookies={identite.COOKIE: comptes.session(db)})
        return client.get(f"/missions/{code}").text, names


def test_a_long_mission_map_is_read_and_printed_whole(navigateur: Browser, longue: tuple[str, list[str]]) -> None:
    html, names = longue
    page = navigateur.new_page(locale="fr-FR")
    try:
        page.set_content(html)
        for size in ((1280, 720), (360, 740)):
            assert _coupes(page, size) == [], f"at {size}"
        page.emulate_media(media="print")
        assert _coupes(page, FEUILLE) == [], "on paper"
        said = page.locator("main").inner_text()
        assert [name for name in names if name not in said] == [] and said.count("numéro non noté") == COMBIEN // 2
        made = page.pdf(format="A4", prefer_css_page_size=True)
        assert 2 <= len(PAGE_PDF.findall(made)) <= 5
    finally:
        page.close()


def _coupes(page: Page, size: tuple[int, int]) -> list[str]:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    parts: list[str] = page.evaluate(COUPES, list(size))
    return parts
