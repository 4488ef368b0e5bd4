"""The doors of identity, through the real routes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.core.essais import Essais
from components.ui.porte import portes
from data.base import identite, store
from tests import comptes
from tests.comptes import MOT_DE_PASSE


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "t.db"))
    monkeypatch.setattr(portes, "ECHECS", Essais(limite=3, fenetre=300.0))
    yield TestClient(Starlette(routes=portes.ROUTES), follow_redirects=False)


def _link() -> str:
    with store.connect() as db:
        return f"/lien/{identite.premier_lien(db)}"


def test_from_the_link_to_a_session_and_out(client: TestClient) -> None:
    link = _link()
    assert client.get(link).status_code == 200
    done = client.post(link, data={"nom": "<b>Ana</b>", "mot_de_passe": MOT_DE_PASSE})
    assert done.status_code == 303
    cookie = done.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert client.get(link).status_code == 404
    page = client.get("/sortir")
    assert "&lt;b&gt;Ana" in page.text and "<b>Ana" not in page.text
    assert client.post("/sortir").status_code == 303


def test_a_short_password_is_refused_and_the_name_kept(client: TestClient) -> None:
    answer = client.post(_link(), data={"nom": "Ana", "mot_de_passe": "court"})
    assert answer.status_code == 422 and 'value="Ana"' in answer.text


def test_another_site_may_not_post(client: TestClient) -> None:
    for headers in ({"origin": "https://ailleurs.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/entrer", data={}, headers=headers).status_code == 403
        assert client.post("/sortir", headers=headers).status_code == 403


def test_only_failures_count_towards_the_limit(client: TestClient) -> None:
    with store.connect() as db:
        comptes.compte(db, nom="Ana")
    good, bad = {"nom": "Ana", "mot_de_passe": MOT_DE_PASSE}, {"nom": "Ana", "mot_de_passe": "faux"}
    assert [client.post("/entrer", data=good).status_code for _ in range(5)] == [303] * 5
    assert [client.post("/entrer", data=bad).status_code for _ in range(4)] == [422, 422, 422, 429]


def test_wrong_passwords_lock_neither_the_room_nor_the_account_elsewhere(client: TestClient) -> None:
    with store.connect() as db:
        for name in ("Ana", "Bea"):
            comptes.compte(db, nom=name)
    for name in ("Ana", "  Ana ", "Ana", "Ana"):
        client.post("/entrer", data={"nom": name, "mot_de_passe": "faux"})
    good = {"nom": "Ana", "mot_de_passe": MOT_DE_PASSE}
    assert client.post("/entrer", data=good).status_code == 429
    assert client.post("/entrer", data=good | {"nom": "Bea"}).status_code == 303
    elsewhere = TestClient(client.app, follow_redirects=False, client=("10.0.0.9", 5000))
    assert elsewhere.post("/entrer", data=good).status_code == 303


def test_the_pages_forbid_scripts_copies_and_referrers(client: TestClient) -> None:
    answer = client.get("/entrer")
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["cache-control"] == "no-store" and answer.headers["referrer-policy"] == "no-referrer"
    assert "<script" not in answer.text
