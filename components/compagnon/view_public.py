"""`/table`: what anyone reads without an account, plain pages without a script.

GET 200; 404 for minutes of a séance that does not exist or is not closed.
"""

from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.compagnon import lectures_public, lectures_suivi
from components.core.mots import PIED
from components.core.refus import Introuvable
from components.seances.salle import lectures_envois
from components.ui.porte import gabarits
from data.base import jours, store

ENV = gabarits.gabarits(Path(__file__).resolve().parent)
ENV.filters |= {"reponse": lectures_envois.reponse}
NOM_MAX = 80


async def table(request: Request) -> Response:
    """The place of the reader: one's commune, then everything that is published."""
    return await gabarits.dessinee(_table, request)


async def releve(request: Request) -> Response:
    """The minutes of a closed séance, as a page."""
    return await gabarits.dessinee(_releve, request)


def _table(request: Request) -> Response:
    asked = request.query_params.get("commune", "")[:NOM_MAX]
    with store.connect() as db:
        place = lectures_public.commune(db, asked, jours.aujourd_hui(db))
        values = lectures_public.table(db)
    return gabarits.page(ENV, "public.html", commune=asked, pied=PIED, **place, **values)


def _releve(request: Request) -> Response:
    number = request.path_params["seance"]
    with store.connect() as db:
        try:
            lectures_public.close(db, number)
        except Introuvable as absent:
            return gabarits.page(ENV, "fermee.html", HTTPStatus.NOT_FOUND, message=str(absent))
        return gabarits.page(ENV, "releve_public.html", r=lectures_suivi.releve(db, number))


ROUTES = [Route("/table", table), Route("/table/releve/{seance:int}", releve)]
