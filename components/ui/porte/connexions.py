"""Connections that hold a place without asking anything whole: timed out, and counted where they are too many.

A room shares one address, and a proxy lends its own to everyone: what is whole is never counted, only what is not.
"""

import asyncio
import os
import sys

import h11
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn import Config
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.h11_impl import H11Protocol

GRACE = 1.0  # seconds before an unfinished request counts: a room that arrives at once is not a crowd of halves
DELAI = 10.0  # seconds for a request to be whole…
DEBIT = 8 * 1024  # …and one more for each of these many bytes received: a large file on a bad Wi-Fi goes on
DESCRIPTEURS = 65_536  # a screen holds four of them
INACHEVEES = 4_000  # in total; half of them for one address
MANDATAIRES = "FORWARDED_ALLOW_IPS"  # uvicorn's own variable: the proxies whose X-Forwarded-For is believed


class Inachevees:
    """The connections whose request is not whole, oldest first. Beyond the limit, the oldest one gives its place.

    The newest is never the one refused: whoever asks at once is answered, whatever others hold.
    """

    def __init__(self, total: int) -> None:
        self.total, self.par_adresse = total, max(1, total // 2)
        self._ouvertes: dict[RequeteBornee, str] = {}
        self._de: dict[str, dict[RequeteBornee, None]] = {}

    def __len__(self) -> int:
        return len(self._ouvertes)

    def entre(self, connexion: "RequeteBornee", adresse: str) -> None:
        """Count a connection, and close the oldest one of its address, or of all, when they are too many."""
        self._ouvertes[connexion] = adresse
        mine = self._de.setdefault(adresse, {})
        mine[connexion] = None
        if len(mine) > self.par_adresse:
            self._ferme(next(iter(mine)))
        elif len(self) > self.total:
            self._ferme(next(iter(self._ouvertes)))

    def sort(self, connexion: "RequeteBornee") -> None:
        """Forget a connection: its request is whole, or it is gone."""
        adresse = self._ouvertes.pop(connexion, None)
        if adresse is not None:
            del self._de[adresse][connexion]
            if not self._de[adresse]:
                del self._de[adresse]

    def _ferme(self, connexion: "RequeteBornee") -> None:
        self.sort(connexion)
        connexion.transport.abort()


class RequeteBornee(H11Protocol):
    """uvicorn's connection, closed when a request takes too long to be whole."""

    inachevees = Inachevees(INACHEVEES)
    _minuterie: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._recus = 0
        self._attend()

    def data_received(self, data: bytes) -> None:
        self._recus += len(data)
        super().data_received(data)
        self._suivre()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._suivre()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._entiere()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        self._entiere()
        super().connection_lost(exc)

    def _suivre(self) -> None:
        """Count this connection, or not, according to what it has sent so far."""
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return
        state = self.conn.their_state
        if state is h11.SEND_BODY or (state is h11.IDLE and self.conn.trailing_data[0]):
            self._attend()
        else:
            self._entiere()

    def _attend(self) -> None:
        if self._minuterie is None:
            self._recus, self._debut = 0, self.loop.time()
            self._minuterie = self.loop.call_later(min(GRACE, DELAI), self._compte)

    def _compte(self) -> None:
        self._minuterie = self.loop.call_later(max(0.0, DELAI - GRACE), self._expire)
        self.inachevees.entre(self, self.client[0] if self.client else "")

    def _entiere(self) -> None:
        if self._minuterie is not None:
            self._minuterie.cancel()
            self._minuterie = None
            self.inachevees.sort(self)

    def _expire(self) -> None:
        left = self._debut + DELAI + self._recus / DEBIT - self.loop.time()
        if self.flow.read_paused:  # we are the ones who do not read
            left = DELAI
        if left > 0:
            self._minuterie = self.loop.call_later(left, self._expire)
            return
        self._entiere()
        self.transport.abort()


class Bounded:
    """Puts these limits in place as the server starts; a server that is not uvicorn keeps its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        server = getattr(getattr(receive, "__self__", None), "config", None)
        if scope["type"] == "lifespan" and isinstance(server, Config):
            borner(server)
        try:
            await self.app(scope, receive, send)
        except ClientDisconnect:  # gone before its request was whole: nothing to answer, nothing to report
            return


def borner(serveur: Config) -> None:
    """Raise the limit of open files, time out unfinished requests, believe only a declared proxy."""
    RequeteBornee.inachevees = Inachevees(min(INACHEVEES, ouvrir_des_descripteurs() // 2))
    serveur.http_protocol_class = RequeteBornee
    if MANDATAIRES not in os.environ and isinstance(serveur.loaded_app, ProxyHeadersMiddleware):
        serveur.loaded_app = serveur.loaded_app.app


def ouvrir_des_descripteurs() -> int:
    """Raise this process's limit of open files as far as the system lets it; returns the limit."""
    if sys.platform == "win32":
        return DESCRIPTEURS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTEURS if hard == resource.RLIM_INFINITY else min(DESCRIPTEURS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return DESCRIPTEURS if soft == resource.RLIM_INFINITY else soft
