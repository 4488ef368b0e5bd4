"""Files that screens make go to the browser that asked for them, and nothing on the way keeps a copy.

Streamlit serves them to anyone who has their address, with no word on caches.
"""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorage, MediaFileStorageError

from components.ui.sorties import telechargements
from data.base import identite

MEDIA = "/media/"
SANS_COPIE = {"cache-control": "no-store"}
REFUS = "Ce fichier a été fait pour quelqu'un d'autre, ou pour un compte fermé depuis. Redemandez-le depuis la page."


def du_serveur() -> MediaFileStorage:
    """Where this server keeps the files that its screens make."""
    return runtime.get_instance().media_file_mgr._storage


class OwnFiles:
    """Refuses a file made for another session; forbids caches to keep any. `reserve`: where files are kept."""

    def __init__(self, app: ASGIApp, reserve: Callable[[], MediaFileStorage] = du_serveur) -> None:
        self.app, self.reserve = app, reserve

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(MEDIA):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        token = request.cookies.get(identite.cookie())
        if not await run_in_threadpool(self._ouvert, scope["path"].removeprefix(MEDIA), token):
            await PlainTextResponse(REFUS, 403, SANS_COPIE)(scope, receive, send)
            return

        async def uncached(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SANS_COPIE)
            await send(message)

        await self.app(scope, receive, uncached)

    def _ouvert(self, name: str, token: str | None) -> bool:
        """Whether this browser may have a file; one that is not there is answered by Streamlit (404)."""
        try:
            media = self.reserve().get_file(name)  # type: ignore[attr-defined]
        except MediaFileStorageError:
            return True
        return media.kind != MediaFileKind.DOWNLOADABLE or telechargements.ouvert_a(media.content, token)
