"""Whose page speaks: the origin a browser declares, held against the address it called or the declared public one.

What is accepted here, Streamlit accepts too without asking anything: beyond these two addresses it would ask an outside
server for this machine's own, and freeze everyone meanwhile.
"""

import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config, url_util

LOG = logging.getLogger("concertation")
STREAMLIT = ("/_stcore/", "/media/", "/component/", "/static/")
REFUS = "Cette demande vient de la page d'un autre site. Rien n'a été fait. Ouvrez la page de la table et recommencez."


def d_ici(origines: Sequence[str], hote: str | None) -> bool:
    """Whether every declared origin is ours. None declared: not a page of another site, hence ours."""
    return all(_une_des_notres(origin, hote) for origin in origines)


class OwnOrigin:
    """Refuses, before anything is read, a page of another site that opens a web socket or asks for Streamlit's files.

    Our own forms answer such a post themselves, in words.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _concerne(scope):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if d_ici(headers.getlist("origin"), headers.get("host")):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            LOG.warning(
                "page d'un autre site refusée : origine %.200r, adresse appelée %.200r. Si cette origine est l'adresse "
                "publique de la table, la déclarer : CONCERTATION_ADRESSE=https://NOM",
                headers.get("origin"), headers.get("host"),
            )  # fmt: skip
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(REFUS, 403)(scope, receive, send)


def _concerne(scope: Scope) -> bool:
    return scope["type"] == "websocket" or (scope["type"] == "http" and scope["path"].startswith(STREAMLIT))


def _une_des_notres(origine: str, hote: str | None) -> bool:
    try:
        parts = urlsplit(origine)
        name = parts.hostname
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not name:
        return False
    return parts.netloc == hote or name == _adresse_publique()


def _adresse_publique() -> str | None:
    """The name given by `--browser.serverAddress`; None when nobody declared one."""
    if not config.is_manually_set("browser.serverAddress"):
        return None
    return url_util.get_hostname(config.get_option("browser.serverAddress"))
