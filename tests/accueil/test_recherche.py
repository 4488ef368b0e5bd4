"""One search: whatever the case, the accents and the hyphens, and it opens what it names."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from components.accueil import lectures_recherche, recherche
from components.accueil.recherche import Trouvaille
from components.terminal.demonstration import plans as plans_demonstration
from components.ui.menu import MENU, PAGES
from data.base import store
from data.base.acteurs import TERMINAL
from data.territoire import territoire
from tests import fichiers

NOMS = [
    "Mâcon",
    "Saint-Léger-sous-Beuvray",
    "St-Étienne-en-Bresse",
    "L'Hôpital-le-Mercier",
    "Œuf",
    "Sainte-Foy",
    "Mâconnais",
]


def _known(genre: str = "Commune") -> list[Trouvaille]:
    return [Trouvaille(genre, name, "", "carences") for name in NOMS]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("macon", ["Mâcon", "Mâconnais"]),
        ("MÂCON", ["Mâcon", "Mâconnais"]),
        ("saint leger", ["Saint-Léger-sous-Beuvray"]),
        ("St léger sous", ["Saint-Léger-sous-Beuvray"]),
        ("saint-etienne", ["St-Étienne-en-Bresse"]),
        ("ste foy", ["Sainte-Foy"]),
        ("hopital", ["L'Hôpital-le-Mercier"]),
        ("beuvray saint", ["Saint-Léger-sous-Beuvray"]),
        ("oeuf", ["Œuf"]),
        ("con", []),
        ("", []),
        (" -’ ", []),
        ("<script>", []),
    ],
)
def test_what_is_typed_finds_what_people_mean(typed: str, names: list[str]) -> None:
    found = recherche.chercher(_known(), typed)
    assert [one.nom for one in found.get("Commune", [])] == names


@given(st.sampled_from(NOMS), st.integers(1, 30))
def test_the_beginning_of_a_name_finds_it(name: str, length: int) -> None:
    words = " ".join(recherche.mots(name))[:length]
    found = recherche.chercher(_known(), words)
    assert not recherche.mots(words) or name in [one.nom for one in found["Commune"]]


def test_kinds_come_in_their_order() -> None:
    many = [Trouvaille(genre, f"Action {k}", "", "plans") for genre in ("Action", "Commune") for k in range(30)]
    found = recherche.chercher(many, "action")
    assert [(kind, len(rows)) for kind, rows in found.items()] == [("Commune", 30), ("Action", 30)]


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of 71 with plans, the file of this process."""
    file = tmp_path / "t.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.nouveau(file) as db:
        fichiers.remplir(db)
        plans_demonstration.demonstration(db, TERMINAL, date.today())
    return file


def test_everything_with_a_name_leads_to_a_page_of_the_menu(table: Path) -> None:
    with store.connect(table) as db:
        with store.writing(db):
            db.conn.execute("UPDATE actions SET statut = 'proposee' WHERE id = (SELECT min(id) FROM actions)")
        prepared, read = (lectures_recherche.connues(db, publies) for publies in (False, True))
        places = territoire.territoires(db)
    assert {one.genre for one in prepared} == set(recherche.GENRES)
    assert {one.page for one in prepared} <= set(MENU)
    assert len([one for one in prepared if one.genre == "Territoire"]) == len(places)
    hidden = [one for one in prepared if one not in read]
    assert [one.genre for one in hidden] == ["Action"]


def test_the_page_says_what_it_found_and_what_it_did_not(table: Path, connectee: Callable[..., None]) -> None:
    connectee("analyste")
    page = AppTest.from_file(str(PAGES / "recherche.py"), default_timeout=30).run()
    assert not page.exception
    page.text_input[0].set_value("cluny").run()
    assert [button.label for button in page.button if button.label.startswith("Cluny")]
    page.text_input[0].set_value("saint").run()
    assert "premiers sur" in page.caption[0].value
    page.text_input[0].set_value("zzz <b>").run()
    assert not page.button
    assert not page.exception
