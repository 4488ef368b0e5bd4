"""What screens and phones say, in French, while the file cannot be read or written, and that they come back after."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

import app
from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import bulletins
from tests.pannes import disque_plein
from tests.priorites.test_ballot import GRADES, form

Salle = tuple[Path, int, list[tuple[str, str]]]
ANGLAIS = ("Internal", "Error", "Traceback", "locked", "disk", "database")


@pytest.fixture
def salle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Salle:
    """(file, vote, slips) of an open vote, in a folder that may vanish."""
    file = tmp_path / "reseau" / "table.db"
    file.parent.mkdir()
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    monkeypatch.setattr(store, "BUSY_MS", 50)
    with store.connect() as db:
        return file, *demonstration.ouvrir(db, TERMINAL, 12, date(2026, 11, 22))


@pytest.fixture
def client() -> TestClient:
    """The real application, its handlers and middleware included."""
    return TestClient(app.app, follow_redirects=False)


def _parti(file: Path, act: Callable[[], object]) -> object:
    away = file.parent.rename(file.parent.with_name("parti"))
    try:
        found = act()
        assert not file.parent.exists(), "nothing is made again in place of a folder that vanished"
        return found
    finally:
        away.rename(file.parent)


def _plein(_: Path, act: Callable[[], object]) -> object:
    with disque_plein():
        return act()


def _occupe(file: Path, act: Callable[[], object]) -> object:
    with store.connect() as other:
        other.conn.execute("BEGIN IMMEDIATE")
        return act()


PANNES = {
    "dossier parti": (_parti, "son fichier n'est plus à sa place"),
    "disque plein": (_plein, "le disque ne répond pas, ou il est plein"),
    "occupé": (_occupe, "occupé par un autre programme"),
}


@pytest.mark.parametrize("panne", PANNES)
def test_a_phone_keeps_its_answers_and_sends_them_again(salle: Salle, client: TestClient, panne: str) -> None:
    file, scrutin, slips = salle
    during, words = PANNES[panne]
    code = bulletins.affiche(slips[0][0])
    fields = form(client, code) | GRADES
    answer = during(file, lambda: client.post(f"/vote/{code}", data=fields))
    assert answer.status_code == 503 and words in answer.text.replace("&#39;", "'")  # type: ignore[attr-defined]
    assert "n'est pas enregistré" in answer.text.replace("&#39;", "'")  # type: ignore[attr-defined]
    assert not [word for word in ANGLAIS if word in answer.text] and str(file) not in answer.text  # type: ignore[attr-defined]
    for name, value in fields.items():
        assert f'name="{name}" value="{value}"' in answer.text  # type: ignore[attr-defined]
    with store.connect() as db:
        assert not bulletins.participation(db, scrutin)
    assert client.post(f"/vote/{code}", data=fields).status_code == 303
    with store.connect() as db:
        assert sum(bulletins.participation(db, scrutin).values()) == 1


@pytest.mark.parametrize("path", ["/vote/{code}", "/cartons/1", "/sortir", "/lien/abc", "/constat/1"])
def test_a_page_whose_file_vanished_says_so_and_comes_back(salle: Salle, client: TestClient, path: str) -> None:
    file, _, slips = salle
    client.cookies.set("concertation_session", "x")
    place = path.format(code=slips[0][0])
    before = client.get(place).status_code
    answer = _parti(file, lambda: client.get(place))
    assert answer.status_code == 503 and "La table ne répond pas" in answer.text  # type: ignore[attr-defined]
    assert client.get(place).status_code == before


def test_a_disk_that_fails_is_not_a_failed_password(salle: Salle, client: TestClient) -> None:
    file = salle[0]
    form = {"nom": "Camille", "mot_de_passe": "x" * 12}
    for _ in range(12):
        answer = _parti(file, lambda: client.post("/entrer", data=form))
        assert answer.status_code == 503  # type: ignore[attr-defined]
    assert client.post("/entrer", data=form).status_code == 422


def test_a_fault_of_ours_is_told_in_french(salle: Salle, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.connect() as db:
        db.conn.execute("DROP TABLE jetons")
    answer = TestClient(app.app, raise_server_exceptions=False).get("/vote/ABCD-EFGH-JKMN")
    assert answer.status_code == 500 and "Une erreur inattendue" in answer.text and "Internal" not in answer.text


def _ecran() -> None:
    import streamlit as st

    from components.ui.errors import show_problem
    from components.ui.gestes import annonce, geste
    from data.base import acteurs, store
    from data.base.acteurs import TERMINAL

    def write(db: object) -> None:
        with store.writing(db):  # type: ignore[arg-type]
            acteurs.record(db, TERMINAL, "essai", "clic")  # type: ignore[arg-type]

    try:
        with store.connect() as db:
            annonce()
            if st.button("Écrire"):
                geste(lambda: write(db), "C'est écrit.")
    except Exception as problem:
        show_problem(problem)


@pytest.mark.parametrize("panne", PANNES)
def test_a_screen_says_what_was_kept_and_works_again(salle: Salle, panne: str) -> None:
    file = salle[0]
    during, words = PANNES[panne]
    screen = AppTest.from_function(_ecran).run()
    during(file, lambda: screen.button[0].click().run())
    assert not screen.exception and not screen.success
    said = screen.error[0].value
    assert words in said or "n'est plus là" in said
    assert any(kept in said for kept in ("n'a pas été enregistré", "Rien n'a été recréé", "Rien n'a été modifié"))
    assert "restore" not in said, "nobody is sent to a backup when the file itself is sound"
    assert AppTest.from_function(_ecran).run().button[0].click().run().success[0].value == "C'est écrit."
