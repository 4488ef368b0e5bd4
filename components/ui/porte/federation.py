"""The door of those who have an account of their administration: `/entrer/agent` leads to the provider,
`/entrer/retour` comes back from it.

What must come back unchanged waits here, in memory, tied to the browser that left; it serves once, ten minutes at most.
Coming back is a navigation from another site: the session's own cookie (`SameSite=Strict`) would not go with a
redirection, so that the last page is ours, and leads home by itself.
"""

import secrets
import time
from collections import OrderedDict
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from components.core.refus import Indisponible, Refus
from components.ui.porte import fournisseur, gabarits, reseau
from components.ui.porte.fournisseur import Attente, Fournisseur
from data.base import identite, store
from data.base.federes import courriels

AGENT, RETOUR, COOKIE = "/entrer/agent", "/entrer/retour", "concertation_entree"
DUREE, AU_PLUS = 600.0, 1_000  # seconds; entries in progress
PERDUE = "Cette entrée a expiré, ou elle a commencé dans un autre navigateur. Recommencez depuis la page « Entrer »."
ANNULEE = "Vous n'êtes pas entré : l'entrée a été abandonnée ou refusée chez {nom}. Rien n'a changé."
_ATTENTES: OrderedDict[str, tuple[float, Attente]] = OrderedDict()


def nom() -> str:
    """The name of the provider to offer on the page of entry; empty without one, or when its file cannot be used."""
    try:
        declared = fournisseur.declare()
    except Refus:
        return ""
    return declared.nom if declared else ""


async def partir(request: Request) -> Response:
    """Send the browser to the provider."""
    try:
        declared = _declare()
        back = f"{reseau.publique() or str(request.base_url).rstrip('/')}{RETOUR}"
        url, waiting = await run_in_threadpool(fournisseur.partir, declared, back)
    except Refus as refusal:
        return _page(HTTPStatus.BAD_GATEWAY, str(refusal))
    ticket = secrets.token_urlsafe(32)
    _attendre(ticket, waiting)
    answer = RedirectResponse(url, HTTPStatus.SEE_OTHER, headers=gabarits.HEADERS)
    answer.set_cookie(
        COOKIE, ticket, int(DUREE), path="/entrer", httponly=True, samesite="lax", secure=back.startswith("https")
    )
    return answer


async def retour(request: Request) -> Response:
    """Back from the provider: open the session of whom it vouches for, or say why not."""
    waiting = _reprendre(request.cookies.get(COOKIE, ""))
    asked = request.query_params
    try:
        declared = _declare()
        if waiting is None or not secrets.compare_digest(asked.get("state", "").encode(), waiting.etat.encode()):
            raise Refus(PERDUE)
        if "error" in asked or not asked.get("code"):
            raise Refus(ANNULEE.format(nom=declared.nom))
        token = await run_in_threadpool(_entrer, declared, waiting, asked["code"])
    except Indisponible:
        raise
    except Refus as refusal:
        return _page(HTTPStatus.FORBIDDEN, str(refusal))
    answer = _page(HTTPStatus.OK, "")
    secure = waiting.retour.startswith("https")
    answer.set_cookie(
        identite.cookie(), token, identite.SESSION_HEURES * 3600, httponly=True, samesite="strict", secure=secure
    )
    return answer


ROUTES = [Route(AGENT, partir), Route(RETOUR, retour)]


def _entrer(declared: Fournisseur, waiting: Attente, code: str) -> str:
    person = fournisseur.arriver(declared, waiting, code)
    with store.connect() as db:
        return courriels.entrer(db, person)


def _declare() -> Fournisseur:
    declared = fournisseur.declare()
    if declared is None:
        raise Refus("Cette table n'a pas de fournisseur d'identité : entrez avec votre mot de passe.")
    return declared


def _attendre(ticket: str, waiting: Attente) -> None:
    _ATTENTES[ticket] = (time.monotonic() + DUREE, waiting)
    while len(_ATTENTES) > AU_PLUS:
        _ATTENTES.popitem(last=False)


def _reprendre(ticket: str) -> Attente | None:
    end, waiting = _ATTENTES.pop(ticket, (0.0, None))
    return waiting if end > time.monotonic() else None


def _page(statut: int, probleme: str) -> Response:
    answer = gabarits.page(gabarits.gabarits(), "agent.html", statut, probleme=probleme)
    answer.delete_cookie(COOKIE, path="/entrer", httponly=True, samesite="lax")
    return answer
