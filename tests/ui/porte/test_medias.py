"""A file made by a screen goes to the session that asked, while it is open; a closed account's tab makes none."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.web.server.starlette.starlette_routes import create_media_routes

from app import PORTES_D_ENTREE
from components.ui.porte.medias import OwnFiles
from components.ui.sorties.telechargements import AU_PLUS, ouvert_a, pour_qui_demande
from data.base import identite, store
from data.base.acteurs import TERMINAL
from tests import comptes

RESERVE = MemoryMediaFileStorage("/media")
FICHIERS = MediaFileManager(RESERVE)


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Streamlit's own store of files and its own routes, behind our door."""
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    door = Middleware(OwnFiles, reserve=lambda: RESERVE)
    return TestClient(Starlette(routes=create_media_routes(RESERVE, None), middleware=[door]))


def test_the_application_has_this_door() -> None:
    assert OwnFiles in PORTES_D_ENTREE


@pytest.fixture
def entrer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    """`entrer(token)`: the browser whose screen is drawn holds this session (None: a reader)."""

    def hold(token: str | None) -> None:
        cookies = {identite.COOKIE: token} if token else {}
        browser = SimpleNamespace(cookies=cookies, headers={})
        monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: browser)

    return hold


def _bouton(make: Callable[[], str | bytes]) -> Callable[[], str]:
    """What a click does: runs what the button of a screen drawn now calls, and gives the address of the file."""
    ident = FICHIERS.add_deferred(pour_qui_demande(make), "text/plain", "essai", "f.txt")
    return lambda: FICHIERS.execute_deferred(ident)


def _compte(nom: str) -> tuple[str, str]:
    with store.connect() as db:
        token = comptes.session(db, "analyste", nom)
        who = identite.acteur_de(db, token)
        assert who is not None
        return token, who.id


def _cookie(token: str | None) -> dict[str, str]:
    return {"cookie": f"{identite.COOKIE}={token}"} if token else {}


def test_a_file_goes_to_its_owner_alone_and_no_cache_keeps_it(
    client: TestClient, entrer: Callable[[str | None], None]
) -> None:
    mine, ident = _compte("Ana")
    other, _ = _compte("Bob")
    entrer(mine)
    url = _bouton(lambda: "relevé d'Ana")()
    for token, status in ((mine, 200), (other, 403), (None, 403), ("faux", 403)):
        answer = client.get(url, headers=_cookie(token))
        assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
        assert ("relevé d'Ana" in answer.text) is (status == 200)
    with store.connect() as db:
        comptes.session(db, "facilitateur", "Cat")
        identite.fermer_compte(db, TERMINAL, ident)
    assert client.get(url, headers=_cookie(mine)).status_code == 403, "the account is closed"


def test_what_a_reader_makes_is_public(client: TestClient, entrer: Callable[[str | None], None]) -> None:
    entrer(None)
    url = _bouton(lambda: b"a,b\n")()
    token, _ = _compte("Ana")
    assert [client.get(url, headers=_cookie(one)).status_code for one in (None, token)] == [200, 200]


@pytest.mark.parametrize("leave", ["closed", "out"])
def test_a_tab_whose_account_was_closed_makes_nothing(
    client: TestClient, entrer: Callable[[str | None], None], leave: str
) -> None:
    token, ident = _compte("Ana")
    made: list[int] = []
    entrer(token)
    click = _bouton(lambda: f"relevé {made.append(1)}")
    click()
    with store.connect() as db:
        comptes.session(db, "facilitateur", "Cat")
        identite.fermer_compte(db, TERMINAL, ident) if leave == "closed" else identite.sortir(db, token)
    with pytest.raises(MediaFileStorageError, match="rien n'a été produit"):
        click()
    assert made == [1], "refused before anything is read"


def test_a_file_nobody_made_here_is_not_found_and_what_is_forgotten_is_refused(
    client: TestClient, entrer: Callable[[str | None], None]
) -> None:
    assert client.get("/media/inconnu.txt").status_code == 404
    entrer(None)
    click = pour_qui_demande(lambda: "premier")
    click()
    for rank in range(AU_PLUS):
        pour_qui_demande(lambda rank=rank: str(rank))()  # type: ignore[misc]
    assert not ouvert_a(b"premier", None) and ouvert_a(b"3", None)
