"""Whose page speaks: what we accept, Streamlit accepts without asking anyone; everything else is refused before."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import config, net_util
from streamlit.web.server.starlette import starlette_websocket

from components.ui.porte import gabarits, origine
from components.ui.porte.origine import OwnOrigin

HOTE, PUBLIQUE = "192.168.1.20:8501", "table.departement.example"


@pytest.fixture
def publique() -> Iterator[None]:
    before = config.get_option("browser.serverAddress")
    config.set_option("browser.serverAddress", PUBLIQUE)
    yield
    config.set_option("browser.serverAddress", before, config.ConfigOption.DEFAULT_DEFINITION)


NOTRES = [[], [f"http://{HOTE}"], [f"https://{HOTE}"]]
AUTRES = [
    ["null"], [""], ["http://ailleurs.example"], [f"http://{HOTE}.ailleurs.example"], [f"http://ailleurs@{HOTE}"],
    ["http://192.168.1.20"], ["http://192.168.1.20:80"], ["http://localhost:8501"], ["http://127.0.0.1:8501"],
    ["http://0.0.0.0"], [HOTE], [f"ftp://{HOTE}"], ["http://["], ["http://"], [f"https://{PUBLIQUE}"],
    [f"http://{HOTE}", "http://ailleurs.example"],
]  # fmt: skip


@pytest.mark.parametrize("origines", NOTRES)
def test_our_own_page_or_no_page_at_all(origines: list[str]) -> None:
    assert origine.d_ici(origines, HOTE)


@pytest.mark.parametrize("origines", AUTRES)
def test_any_other_origin_is_not_ours(origines: list[str]) -> None:
    assert not origine.d_ici(origines, HOTE)


@pytest.mark.parametrize("hote", ["127.0.0.1:8501", "serveur-interne", None])
def test_behind_a_proxy_that_rewrites_the_host_the_declared_address_is_ours(publique: None, hote: str | None) -> None:
    assert origine.d_ici([f"https://{PUBLIQUE}"], hote) and origine.d_ici([f"https://{PUBLIQUE}:8443"], hote)
    assert not origine.d_ici([f"https://{PUBLIQUE}.ailleurs.example"], hote)
    assert not origine.d_ici(["null"], hote)


@pytest.mark.parametrize("declared", [f"http://{HOTE.upper()}", *(o for many in NOTRES + AUTRES for o in many)])
def test_what_is_accepted_here_makes_streamlit_ask_nobody(
    monkeypatch: pytest.MonkeyPatch, publique: None, declared: str
) -> None:
    for name in ("get_external_ip", "get_internal_ip"):
        monkeypatch.setattr(net_util, name, lambda: pytest.fail("asked"))
    for host in (HOTE, HOTE.upper(), "x", ""):
        if origine.d_ici([declared], host):
            assert starlette_websocket._is_origin_allowed(declared, host)


def _post(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": raw})


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True),
        ({"origin": f"http://{HOTE}"}, True),
        ({"origin": "null"}, False),
        ({"origin": "null", "sec_fetch_site": "none"}, False),
        ({"origin": "null", "sec_fetch_site": "same-origin"}, True),
        ({"origin": f"http://{HOTE}", "sec_fetch_site": "cross-site"}, False),
        ({"origin": f"http://{HOTE}", "sec_fetch_site": "same-site"}, False),
        ({"origin": f"https://{PUBLIQUE}"}, False),
    ],
)
def test_a_form_posted_from_another_site_is_known(headers: dict[str, str], ours: bool) -> None:
    assert gabarits.vient_d_ici(_post(host=HOTE, **headers)) is ours


def test_a_form_posted_through_the_declared_address_is_ours(publique: None) -> None:
    assert gabarits.vient_d_ici(_post(host="127.0.0.1:8501", origin=f"https://{PUBLIQUE}"))


async def _accepte(web: WebSocket) -> None:
    await web.accept()
    await web.close()


@pytest.fixture
def client() -> TestClient:
    routes = [WebSocketRoute("/_stcore/stream", _accepte), WebSocketRoute("/autre", _accepte)]
    plain = [Route(path, lambda _: PlainTextResponse("lu")) for path in ("/_stcore/health", "/media/x", "/vote")]
    return TestClient(Starlette(routes=[*routes, *plain], middleware=[Middleware(OwnOrigin)]), f"http://{HOTE}")


@pytest.mark.parametrize("path", ["/_stcore/stream", "/autre"])
@pytest.mark.parametrize("declared", ["null", "https://ailleurs.example"])
def test_a_web_socket_of_another_site_is_closed_before_it_is_accepted(
    client: TestClient, path: str, declared: str
) -> None:
    asked = f"ws://{HOTE}{path}"
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(asked, headers={"origin": declared}):
        pass
    for ours in ({}, {"origin": f"http://{HOTE}"}):
        with client.websocket_connect(asked, headers=ours):
            pass


def test_streamlits_files_are_not_for_another_site_and_our_forms_answer_in_words(client: TestClient) -> None:
    far = {"origin": "https://ailleurs.example"}
    for path in ("/_stcore/health", "/media/x"):
        assert client.get(path, headers=far).status_code == 403
        assert client.get(path).text == "lu"
    assert client.get("/vote", headers=far).text == "lu"
