"""Connections that never ask anything whole, on a real server of ours: timed out, counted, and in nobody's way."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from urllib.request import Request as Demande
from urllib.request import urlopen

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from components.ui.porte import connexions
from components.ui.porte.connexions import Bounded, RequeteBornee

ENTIERE = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
TETES = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\n\r\n"
MOITIES = {
    "rien": b"",
    "une ligne": b"GET / HT",
    "des en-têtes": b"GET / HTTP/1.1\r\nHost: x\r\n",
    "une demande sans son corps": TETES,
    "une moitié de corps": TETES + b"code=",
    "une seconde demande": b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT",
    "une poignée": b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-Web",
}


async def _lit(request: Request) -> Response:
    body = await request.body()
    return PlainTextResponse(f"{len(body)} {request.client.host if request.client else ''}")


@contextmanager
def _serveur() -> Iterator[int]:
    app = Starlette(routes=[Route("/", _lit, methods=["GET", "POST"])], middleware=[Middleware(Bounded)])
    with socket.create_server(("127.0.0.1", 0)) as bound:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        running = Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        running.start()
        try:
            end = time.monotonic() + 30
            while time.monotonic() < end and not server.started:
                time.sleep(0.01)
            assert server.started
            yield bound.getsockname()[1]
        finally:
            server.should_exit = True
            running.join(30)


def _ouvre(port: int, content: bytes = b"") -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=30)
    one.sendall(content)
    return one


def _demande(port: int, **headers: str) -> str:
    asked = Demande(f"http://127.0.0.1:{port}/", headers={k.replace("_", "-"): v for k, v in headers.items()})
    with urlopen(asked, timeout=30) as answer:
        return str(answer.read().decode())


def _lu(one: socket.socket) -> bytes:
    return b"".join(iter(lambda: one.recv(1000), b""))


def _fermee(one: socket.socket) -> bool:
    """Whether the server closes a connection, once what it had answered is read."""
    try:
        while one.recv(1000):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def _bientot(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 30
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


@pytest.mark.parametrize("half", MOITIES.values(), ids=MOITIES.keys())
def test_a_request_that_never_becomes_whole_is_closed(monkeypatch: pytest.MonkeyPatch, half: bytes) -> None:
    monkeypatch.setattr(connexions, "DELAI", 0.2)
    with _serveur() as port, _ouvre(port, half) as one:
        assert _fermee(one)
        assert _bientot(lambda: not len(RequeteBornee.inachevees))
        assert _demande(port).startswith("0 ")


def test_a_long_body_that_goes_on_arriving_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connexions, "DELAI", 0.3)
    monkeypatch.setattr(connexions, "DEBIT", 100)
    with _serveur() as port, _ouvre(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n") as one:
        for _ in range(10):
            one.sendall(b"x" * 100)
            time.sleep(0.06)
        assert one.recv(1000).endswith(b"1000 127.0.0.1")


def test_beyond_the_limit_the_oldest_unfinished_gives_its_place_and_whole_requests_all_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connexions, "INACHEVEES", 20)
    with _serveur() as port, ExitStack() as held:
        halves = [held.enter_context(_ouvre(port, b"GET / HT")) for _ in range(30)]
        assert _bientot(lambda: len(RequeteBornee.inachevees) == 10)
        for first in halves[:20]:
            assert _fermee(first)
        halves[-1].sendall(b"TP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert _lu(halves[-1]).endswith(b"0 127.0.0.1")
        crowd = [held.enter_context(_ouvre(port, ENTIERE)) for _ in range(40)]
        assert all(_lu(one).endswith(b"0 127.0.0.1") for one in crowd), "whole requests are never counted"


@pytest.mark.parametrize(
    ("declared", "seen"), [(None, "127.0.0.1"), ("10.0.0.1", "127.0.0.1"), ("127.0.0.1", "9.9.9.9")]
)
def test_a_forwarded_address_is_believed_only_from_a_declared_proxy(
    monkeypatch: pytest.MonkeyPatch, declared: str | None, seen: str
) -> None:
    monkeypatch.delenv(connexions.MANDATAIRES, raising=False)
    if declared:
        monkeypatch.setenv(connexions.MANDATAIRES, declared)
    with _serveur() as port:
        assert _demande(port, X_Forwarded_For="9.9.9.9") == f"0 {seen}"


def test_the_limit_of_open_files_is_raised_as_far_as_the_system_lets_it() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        wanted = min(connexions.DESCRIPTEURS, before[1]) if before[1] > 0 else connexions.DESCRIPTEURS
        assert connexions.ouvrir_des_descripteurs() == wanted == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_nothing_is_left_counted_when_everyone_has_gone() -> None:
    with _serveur() as port:
        for half in MOITIES.values():
            _ouvre(port, half).close()
        assert _bientot(lambda: not len(RequeteBornee.inachevees) and not RequeteBornee.inachevees._de)
        assert _demande(port).startswith("0 ")
