"""`/sante`: whether the table answers, for whatever watches over the server. Nothing of the file is told."""

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from components.core.refus import Refus
from data.base import acteurs, store

OUVERTE, FERMEE = "ouverte", "ne répond pas"


async def sante(_: Request) -> Response:
    """200 when the file of the table opens and reads, 503 otherwise."""
    opens = await run_in_threadpool(_ouvre)
    status = HTTPStatus.OK if opens else HTTPStatus.SERVICE_UNAVAILABLE
    return PlainTextResponse(OUVERTE if opens else FERMEE, status, headers={"cache-control": "no-store"})


def _ouvre() -> bool:
    try:
        with store.connect() as db:
            acteurs.derniere(db)
            return True
    except (Refus, OSError):
        return False


ROUTES = [Route("/sante", sante)]
