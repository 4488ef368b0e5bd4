"""Files sent to the server: from accounts that prepare; from anyone else, refused before a byte of the body is read."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app import app
from components.ui.porte.televersements import DEPOT, FromAccounts
from data.base import identite, store
from tests import comptes

URL = f"{DEPOT}session/fichier"


@pytest.fixture(autouse=True)
def _fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    yield


async def _garde(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def _envoi(method: str, cookie: str, path: str = URL) -> tuple[int, int]:
    """The status of the answer, and how many bytes of the body were asked for."""
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(30):
            read += 100_000
            yield b"x" * 100_000

    app = Starlette(routes=[Route(path, _garde, methods=["PUT", "DELETE"])], middleware=[Middleware(FromAccounts)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://table") as client:
        answer = await client.request(method, path, content=body(), cookies={identite.COOKIE: cookie} if cookie else {})
    return answer.status_code, read


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("cookie", ["", "faux"])
def test_a_stranger_sends_nothing(method: str, cookie: str) -> None:
    assert asyncio.run(_envoi(method, cookie)) == (403, 0)


@pytest.mark.parametrize("role", ["facilitateur", "analyste"])
def test_an_account_sends_its_files(role: str) -> None:
    with store.connect() as db:
        cookie = comptes.session(db, role)
    assert asyncio.run(_envoi("PUT", cookie)) == (200, 3_000_000)


def test_other_forms_are_not_concerned() -> None:
    assert asyncio.run(_envoi("PUT", "", "/vote"))[0] == 200


def test_the_application_refuses_a_strangers_file() -> None:
    assert TestClient(app).put(URL, content=b"x").status_code == 403
