"""`/region`: several tables on one page, plain and printable; it exists where a folder of counts is declared."""

from http import HTTPStatus
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.region import lectures
from components.ui.porte import gabarits

ENV = gabarits.gabarits(Path(__file__).parent)


async def region(_: Request) -> Response:
    """The page of the region; 404 in words where none is declared."""
    if not lectures.declaree():
        return gabarits.page(ENV, "region.html", HTTPStatus.NOT_FOUND, absente=True)
    return gabarits.page(ENV, "region.html", HTTPStatus.OK, absente=False, **await run_in_threadpool(lectures.vue))


ROUTES = [Route("/region", region)]
