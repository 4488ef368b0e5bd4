"""Files are sent by accounts that prepare or animate; a reader's is refused before its body is read.

No public page asks for a file, and Streamlit keeps what it is sent in memory as long as the screen is open.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.ui import identity
from data.base.acteurs import PREPARER

DEPOT = "/_stcore/upload_file/"
REFUS = "Envoyer un fichier demande un compte de facilitation ou d'analyse. Rien n'a été lu. Entrez et recommencez."


class FromAccounts:
    """Refuses files from anyone without an account that works on the table."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(DEPOT) or scope["method"] == "OPTIONS":
            await self.app(scope, receive, send)
            return
        who = await run_in_threadpool(identity.de_la_requete, Request(scope))
        if who.role in PREPARER:
            await self.app(scope, receive, send)
        else:
            await PlainTextResponse(REFUS, 403, {"connection": "close"})(scope, receive, send)
