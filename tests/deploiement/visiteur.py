"""What people do at an address: the facilitator signs in, a screen opens, a phone votes, a member reads the dossier."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx2 as httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from data.base import identite, store
from data.base.acteurs import TERMINAL
from data.seances import compagnons
from tests.comptes import MOT_DE_PASSE, session
from tests.deploiement import outils

CACHES = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
CHOIX = re.compile(r'type="radio" name="(o\d+)"')


@dataclass(frozen=True)
class Salle:
    """A file with an open vote: its slips' codes, its séance, the link of its members, the name of who leads."""

    fichier: Path
    codes: list[str]
    seance: int
    lien: str
    nom: str = "Camille Test"


def salle(fichier: Path, votants: int = 12) -> Salle:
    """Make such a file, through the product's own commands."""
    codes = fichier.with_name("codes.csv")
    outils.data(fichier, "demo", "--members", str(votants), "--codes", str(codes))
    with store.connect(fichier) as db:
        sitting = int(db.conn.execute("SELECT id FROM seances WHERE etat = 'ouverte'").fetchone()[0])
        session(db)
        link = compagnons.renouveler(db, TERMINAL, sitting)
    return Salle(fichier, [line.split(",")[0] for line in codes.read_text().splitlines()[1:]], sitting, link)


def client(base: str, tls: ssl.SSLContext | None) -> httpx.Client:
    """A browser at this address: it follows nothing by itself, and says where its pages come from."""
    return httpx.Client(
        base_url=base,
        verify=tls or False,
        timeout=60,
        trust_env=False,
        headers={"Origin": base},
        follow_redirects=False,
    )


def entrer(page: httpx.Client, nom: str) -> str:
    """Sign in; returns the session's cookie, whose flags fit the address."""
    answer = page.post("/entrer", data={"nom": nom, "mot_de_passe": MOT_DE_PASSE})
    assert answer.status_code == 303, answer.text
    flags = answer.headers["set-cookie"].lower()
    assert "httponly" in flags and "samesite=strict" in flags
    assert ("secure" in flags) == str(page.base_url).startswith("https"), flags
    return answer.cookies[identite.COOKIE]


def voter(page: httpx.Client, code: str, encore: bool = False) -> None:
    """A phone fills its ballot and sends it, as its form says; `encore`: changes it."""
    form = page.get(f"/vote/{code}{'?modifier=1' if encore else ''}")
    fields = dict(CACHES.findall(form.text)) | dict.fromkeys(CHOIX.findall(form.text), "0")
    assert form.status_code == 200 and fields.get("jeton"), form.text[:500]
    answer = page.post(f"/vote/{code}", data=fields)
    assert answer.status_code == 303, (answer.status_code, answer.text[:500])
    received = page.get(answer.headers["location"])
    assert "Votre bulletin est enregistré" in received.text


def lire(page: httpx.Client, lien: str) -> None:
    """A member reads the dossier on a phone, without an account."""
    answer = page.get(f"/seance/{lien}")
    assert answer.status_code == 200 and "<h1>" in answer.text, answer.status_code
    servir_les_guides(page)


def servir_les_guides(page: httpx.Client) -> None:
    """What of the documents are pages of the product is there."""
    for path in ("/accessibilite", "/guide-membre"):
        assert page.get(path).status_code == 200, path


def adresse_imprimee(page: httpx.Client, seance: int, jeton: str) -> str:
    """The address that slips and their QR codes bear."""
    answer = page.get(f"/cartons/{seance}", cookies={identite.COOKIE: jeton})
    printed = re.search(r'name="adresse"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="adresse"', answer.text)
    assert printed is not None, answer.text[:1500]
    return printed.group(1) or printed.group(2)


def ecran(base: str, tls: ssl.SSLContext | None, jeton: str = "", page: str = "", origine: str = "") -> list[str]:
    """Open a screen over its web socket, from our own page or another's (`origine`), and wait until it is drawn;
    returns the kinds of elements it holds."""
    parts = urlsplit(base)
    heads: Mapping[str, str] = {"Cookie": f"{identite.COOKIE}={jeton}"} if jeton else {}
    kinds = []
    with connect(
        f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}/_stcore/stream", ssl=tls,
        subprotocols=["streamlit"], origin=origine or base, additional_headers=heads, max_size=None, proxy=None,
    ) as socket:  # fmt: skip
        asked = BackMsg()
        asked.rerun_script.page_name = page
        socket.send(asked.SerializeToString())
        while True:
            message = ForwardMsg.FromString(bytes(socket.recv(timeout=90)))  # type: ignore[arg-type]
            if message.WhichOneof("type") == "delta":
                kinds.append(message.delta.new_element.WhichOneof("type") or "")
            if message.WhichOneof("type") == "script_finished":
                assert message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and "exception" not in kinds, kinds
                return kinds
