"""The page says it is French and every answer carries its security headers, through a real ASGI application."""

import json
import re
import socket
from collections.abc import Iterator
from threading import Thread
from urllib.request import urlopen

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from components.ui.porte.middleware import (
    GRILLES,
    SECURITY,
    STATIQUES,
    FrenchPage,
    Promptly,
    Receive,
    Scope,
    SecurityHeaders,
    Send,
    WholeWords,
    retoucher,
)

PAGE = b'<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head><body>' + b"x" * 5000 + b"</body></html>"


async def _page(request: Request) -> Response:
    headers = {"etag": '"abc"', "last-modified": "Mon, 01 Jan 2024 00:00:00 GMT", "accept-ranges": "bytes"}
    if "if-none-match" in request.headers or "range" in request.headers:
        return Response(status_code=304 if "if-none-match" in request.headers else 206, headers=headers)
    return Response(PAGE, media_type="text/html", headers=headers)


async def _streamed(_: Request) -> Response:
    return StreamingResponse(iter([PAGE[:20], PAGE[20:]]), media_type="text/html; charset=utf-8")


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text('<html lang="en">')
    await socket.close()


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    routes = [
        Route("/", _page),
        Route("/flux", _streamed),
        Route("/static/x.js", lambda _: PlainTextResponse('<html lang="en">', headers={"etag": '"js"'})),
        Route("/strict", lambda _: PlainTextResponse("", headers={"content-security-policy": "default-src 'none'"})),
        WebSocketRoute("/_stcore/stream", _socket),
    ]
    with TestClient(Starlette(routes=routes, middleware=[Middleware(SecurityHeaders), Middleware(FrenchPage)])) as it:
        yield it


@pytest.mark.parametrize("path", ["/", "/flux"])
def test_the_page_is_french_whole_and_of_its_true_length(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert '<html lang="fr">' in answer.text and 'lang="en"' not in answer.text
    assert "<title>Concertation</title>" in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.text.endswith("x</body></html>")


def test_validators_of_the_page_before_the_rewrite_are_dropped_both_ways(client: TestClient) -> None:
    for headers in ({"If-None-Match": '"abc"'}, {"Range": "bytes=0-10"}, {"If-Modified-Since": "x", "If-Range": "y"}):
        answer = client.get("/", headers=headers)
        assert answer.status_code == 200 and '<html lang="fr">' in answer.text
        assert not {"etag", "last-modified", "accept-ranges"} & set(answer.headers)


def test_other_files_keep_their_validators_and_their_bytes(client: TestClient) -> None:
    answer = client.get("/static/x.js")
    assert answer.headers["etag"] == '"js"' and answer.text == '<html lang="en">'


@pytest.mark.parametrize("path", ["/", "/static/x.js", "/absent"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    for name, value in SECURITY:
        assert answer.headers[name.decode()] == value.decode()


def test_nothing_may_connect_elsewhere(client: TestClient) -> None:
    policy = dict(part.split(" ", 1) for part in client.get("/").headers["content-security-policy"].split("; "))
    # data: is in the page itself: the map's hatching
    assert policy["connect-src"] == "'self' data:" and policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'" and policy["object-src"] == "'none'"
    assert "http" not in " ".join(policy.values())


def test_a_stricter_policy_of_a_route_is_kept(client: TestClient) -> None:
    assert client.get("/strict").headers["content-security-policy"] == "default-src 'none'"


def test_web_sockets_pass_untouched(client: TestClient) -> None:
    with client.websocket_connect("/_stcore/stream") as socket:
        assert socket.receive_text() == '<html lang="en">'


@pytest.mark.parametrize("name", GRILLES)
def test_the_grids_of_the_streamlit_installed_are_mended_where_they_lose_letters(name: str) -> None:
    (file,) = STATIQUES.glob(f"{name}.*.js")
    plain = file.read_bytes()
    assert [len(re.findall(old, plain)) for old, _ in GRILLES[name]] == [1] * len(GRILLES[name])
    routes = [Mount("/static", StaticFiles(directory=STATIQUES.parent))]
    with TestClient(Starlette(routes=routes, middleware=[Middleware(WholeWords)])) as it:
        asked = {"Range": "bytes=0-10", "Accept-Encoding": "gzip", "If-None-Match": '"abc"'}
        answer = it.get(f"/static/js/{file.name}", headers=asked)
        assert answer.content == retoucher(name, plain) != plain and "etag" not in answer.headers
        other = next(one for one in sorted(STATIQUES.glob("*.js")) if one.name.startswith("Button."))
        assert it.get(f"/static/js/{other.name}").content == other.read_bytes()
        assert it.get(f"/static/js/{name}.absent.js").status_code == 404


def test_a_browser_that_kept_the_files_of_before_asks_for_ours(client: TestClient) -> None:
    said = client.get("/").text.partition('<script type="importmap">')[2].partition("</script>")[0]
    imports: dict[str, str] = json.loads(said)["imports"]
    assert len(imports) == len(GRILLES)
    for plain, ours in imports.items():
        assert (STATIQUES / plain.rpartition("/")[2]).is_file() and ours.startswith(f"{plain}?") and ours != f"{plain}?"


def test_another_streamlit_is_served_as_it_is() -> None:
    assert all(retoucher(name, b"const autre = 1;") == b"const autre = 1;" for name in GRILLES)


async def _at_once(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers whether the connection it came by sends small messages at once."""
    connection = receive.__self__.transport.get_extra_info("socket")  # type: ignore[attr-defined]
    answer = b"1" if connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) else b"0"
    await PlainTextResponse(answer)(scope, receive, send)


@pytest.mark.parametrize(("behind", "said"), [(Promptly(_at_once), b"1"), (_at_once, b"0")])
def test_answers_leave_at_once_on_a_socket_bound_beforehand(behind: Promptly, said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        server = uvicorn.Server(uvicorn.Config(behind, log_level="error", lifespan="off"))
        running = Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        running.start()
        try:
            with urlopen(f"http://127.0.0.1:{bound.getsockname()[1]}/", timeout=30) as answer:
                assert answer.read() == said
        finally:
            server.should_exit = True
            running.join(30)


def test_a_server_that_shows_no_connection_is_served_all_the_same() -> None:
    with TestClient(Promptly(Starlette(routes=[Route("/", _page)]))) as it:
        assert it.get("/").content == PAGE
