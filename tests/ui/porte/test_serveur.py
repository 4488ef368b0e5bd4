"""The real server, under what strangers send it: other sites, half-sent requests, false addresses, crowds.

Everything goes to 127.0.0.1, by the hundred, and ends by itself.
"""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx2 as httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.terminal.demonstration import vote as demonstration
from data.base import identite, store
from data.base.acteurs import TERMINAL
from tests.bench.outils.session import Session
from tests.browser.outils import serveur
from tests.browser.outils.serveur import Serveur

# Written before anything else is imported: every call to another machine, looked up or opened, with its reason.
ESPION = """import json, os, sys
LOCAL = {"localhost", "127.0.0.1", "::1", "::", "0.0.0.0", "", None}
def hook(event, args):
    if event == "socket.connect":
        asked = args[1][0] if isinstance(args[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        asked = args[0] if isinstance(args[0], (str, bytes, type(None))) else args[1][0]
    else:
        return
    if asked not in LOCAL:
        with open(os.environ["ESPION"], "a") as out:
            out.write(json.dumps([event, str(asked)]) + "\\n")
sys.addaudithook(hook)
"""
POIGNEE = (
    "GET /_stcore/stream HTTP/1.1\r\nHost: {hote}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{plus}\r\n"
)
PHONES, ECRANS, MOITIES_TENUES = 20, 10, 200
CACHES = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
MOITIES = [b"", b"GET /vote HT", b"POST /vote HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\ncode="]


@dataclass(frozen=True)
class Table:
    """The server under attack, and the codes of the slips of its open vote."""

    serveur: Serveur
    codes: list[str]

    @property
    def adresse(self) -> tuple[str, int]:
        return "127.0.0.1", urlsplit(self.serveur.url).port or 0

    def ecrit(self, name: str) -> Path:
        return self.serveur.journal.with_name(name)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    folder = tmp_path_factory.mktemp("assauts")
    (folder / "sitecustomize.py").write_text(ESPION)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        patch.setenv("ESPION", str(folder / "dehors.jsonl"))
        patch.setenv("CONCERTATION_DB", str(folder / "table.db"))
        with store.connect() as db:
            codes = demonstration.ouvrir(db, TERMINAL, PHONES, date(2026, 11, 22))[1]
        with serveur.lance(folder, None) as running:
            yield Table(running, [code for code, _ in codes])


@contextmanager
def _client(table: Table) -> Iterator[httpx.Client]:
    host, port = table.adresse
    with httpx.Client(base_url=f"http://{host}:{port}", timeout=30, trust_env=False) as client:
        yield client


def _ouvre(table: Table, content: bytes) -> socket.socket:
    one = socket.create_connection(table.adresse, timeout=60)
    one.sendall(content)
    return one


def _ecran(table: Table, *headers: str) -> bytes:
    host, port = table.adresse
    return POIGNEE.format(hote=f"{host}:{port}", plus="".join(f"{header}\r\n" for header in headers)).encode()


def _statut(one: socket.socket) -> int:
    return int(one.recv(64).split()[1])


def _poignee(table: Table, *headers: str) -> int:
    """The status of the answer to the opening of a web socket with these headers."""
    with _ouvre(table, _ecran(table, *headers)) as one:
        return _statut(one)


@pytest.mark.parametrize(
    "origine",
    ["null", "", "https://ailleurs.example", "http://localhost:1", "http://127.0.0.1", "http://10.9.8.7:8501"],
)
def test_a_page_of_another_site_opens_no_web_socket(table: Table, origine: str) -> None:
    assert _poignee(table, f"Origin: {origine}") == 403


def test_our_own_page_and_a_program_without_origin_open_one(table: Table) -> None:
    host, port = table.adresse
    assert _poignee(table, f"Origin: http://{host}:{port}") == 101
    assert _poignee(table) == 101


def test_nothing_leaves_the_machine_on_any_path(table: Table) -> None:
    paths = ["/", "/entrer", "/vote", "/vote/0000-0000-0000", "/cartons/1", f"/cartons/{'9' * 40}", "/fiche/71T01",
             "/lien/rien", "/absent", "/diagnostic", "/_stcore/health", "/_stcore/host-config", "/_stcore/rien",
             "/media/rien.png", "/component/rien/x.js", "/_stcore/upload_file/a/b"]  # fmt: skip
    heads: list[dict[str, str]] = [
        {},
        {"origin": "https://ailleurs.example"},
        {"origin": "null"},
        {"host": "ailleurs.example"},
    ]
    with _client(table) as client:
        client.cookies.set(identite.COOKIE, table.serveur.session("facilitateur"))
        for path in paths:
            for head in heads:
                for method in ("GET", "POST", "PUT", "OPTIONS"):
                    assert client.request(method, path, headers=head).status_code < 500, (method, path, head)
    for header in ("Origin: https://ailleurs.example", "Origin: null", "Origin: http://[", "Host: ailleurs.example"):
        _poignee(table, header)
    watched = table.ecrit("dehors.jsonl")
    assert not watched.exists(), watched.read_text()


def test_the_spy_of_the_test_above_sees_what_leaves(table: Table) -> None:
    out = table.ecrit("essai.jsonl")
    code = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('192.0.2.1', 9))"
    subprocess.run(
        [sys.executable, "-c", code], check=False, timeout=60, env={"PYTHONPATH": str(out.parent), "ESPION": str(out)}
    )
    assert "192.0.2.1" in out.read_text()


def test_phones_and_screens_behind_one_address_all_pass_beside_half_open_connections(table: Table) -> None:
    """As through a proxy that nobody declared: one address for all, another one claimed by each."""
    with ExitStack() as held, _client(table) as client:
        for k in range(MOITIES_TENUES):
            held.enter_context(_ouvre(table, MOITIES[k % len(MOITIES)]))
        forms = [dict(CACHES.findall(client.get(f"/vote/{code}").text)) for code in table.codes]
        screens = [
            held.enter_context(_ouvre(table, _ecran(table, f"X-Forwarded-For: 10.1.0.{k}"))) for k in range(ECRANS)
        ]
        phones = [
            held.enter_context(_ouvre(table, _bulletin(table, code, form, k)))
            for k, (code, form) in enumerate(zip(table.codes, forms, strict=True))
        ]
        assert [_statut(one) for one in phones] == [303] * PHONES
        assert [_statut(one) for one in screens] == [101] * ECRANS
    assert json.loads(table.serveur.data("turnout", "--json"))[0]["bulletins"] == PHONES


def _bulletin(table: Table, code: str, form: dict[str, str], k: int) -> bytes:
    body = urlencode(form | {f"o{option}": str(k % 5) for option in range(7)})
    host, port = table.adresse
    return (
        f"POST /vote/{code} HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: http://{host}:{port}\r\n"
        f"X-Forwarded-For: 10.2.0.{k}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def test_the_log_of_all_this_can_be_read_in_one_sitting(table: Table) -> None:
    for k in range(300):
        _poignee(table, f"Origin: https://ailleurs-{k}.example")
        with _ouvre(table, b"\x00\x01 pas du HTTP\r\n\r\n") as one:
            one.recv(100)
    lines = table.serveur.journal.read_text().splitlines()
    assert len(lines) < 200 and "Traceback" not in "".join(lines)


def test_a_screen_asked_while_the_file_is_away_is_answered_and_comes_back(table: Table) -> None:
    """An account's: who asks is in the file too. Left without an answer, it would wait until someone reloads it."""
    file, cookie = table.serveur.fichier, table.serveur.session("facilitateur")
    screen = Session(table.serveur.url, "", cookie)
    whole = (screen.run(), screen.octets)[1]
    away = file.rename(file.with_name("ailleurs"))
    try:
        for asked in (screen, Session(table.serveur.url, "", cookie)):
            asked.run()
            assert asked.octets < whole, "it says what happens, and draws nothing else"
    finally:
        away.rename(file)
    again = Session(table.serveur.url, "", cookie)
    for asked in (screen, again):
        asked.run()
    assert again.octets == pytest.approx(whole, rel=0.2)


def test_a_screen_that_asks_without_end_is_drawn_and_keeps_nobody_from_being_drawn(table: Table) -> None:
    url = f"http://{':'.join(map(str, table.adresse))}"
    greedy, polite, done = Session(url), Session(url), 0
    asked = BackMsg()
    asked.rerun_script.page_name = ""
    end = time.monotonic() + 60
    while done < 2 and time.monotonic() < end:
        greedy.socket.send(asked.SerializeToString())
        done += _dessins(greedy)
    assert done >= 2
    assert polite.run() > 0
    greedy.close()
    polite.close()


def _dessins(screen: Session) -> int:
    """How many drawings a screen was told are finished, before it has nothing to read for a twentieth of a second."""
    found = 0
    with suppress(TimeoutError):
        while True:
            message = ForwardMsg()
            message.ParseFromString(screen.socket.recv(timeout=0.05))  # type: ignore[arg-type]
            said = message.WhichOneof("type") == "script_finished" and message.script_finished
            found += said is not False and said == ForwardMsg.FINISHED_SUCCESSFULLY
    return found
