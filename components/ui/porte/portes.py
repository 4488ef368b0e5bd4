"""The doors of identity: `/entrer`, `/sortir` and the one-time link, as plain HTML pages without a script.

Scrypt takes 0.1 s: it runs in the thread pool, so that a room that votes does not wait for someone signing in. One
at a time, so that a crowd at this door leaves the pool to the ballots, and its tries are counted one by one.
"""

import asyncio
import time
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from components.core.essais import Essais
from components.core.refus import Indisponible, Refus
from components.ui.porte import federation, gabarits
from data.base import acteurs, identite, store

ENV = gabarits.gabarits()
ECHECS = Essais(limite=10, fenetre=300.0)
GUICHETS = asyncio.Semaphore(1)
TROP = "Trop d'essais manqués pour ce compte d'ici. Attendez cinq minutes ; les sessions ouvertes continuent."
AILLEURS = "Cette demande ne vient pas d'une page de la table. Rien n'a été fait. Ouvrez la page et recommencez."


async def entrer(request: Request) -> Response:
    """Sign in: GET shows the form; POST answers 303 with the cookie, 403, 422 or 429."""
    if request.method != "POST":
        return _form("entrer", montre=_montre(request))
    if not gabarits.vient_d_ici(request):
        return _form("entrer", HTTPStatus.FORBIDDEN, probleme=AILLEURS)
    fields = await _fields(request)
    nom = fields.get("nom", "")
    who = f"{gabarits.adresse(request)} {' '.join(nom.split())}"  # a room shares one address, not one account
    async with GUICHETS:
        if ECHECS.bloque(who, time.monotonic()):
            return _form("entrer", HTTPStatus.TOO_MANY_REQUESTS, _montre(request), probleme=TROP)
        try:
            token = await run_in_threadpool(_sign_in, nom, fields.get("mot_de_passe", ""))
        except Indisponible:
            raise
        except Refus as refusal:
            ECHECS.echec(who, time.monotonic())
            return _form("entrer", HTTPStatus.UNPROCESSABLE_ENTITY, _montre(request), probleme=str(refusal), nom=nom)
    return _session(request, token)


async def lien(request: Request) -> Response:
    """The one-time link: GET asks for a name and a password, POST creates the account and signs in."""
    token = request.path_params["secret"]
    action = f"/lien/{token}"
    try:
        compte = acteurs.compte(await run_in_threadpool(_invitation, token))
        if request.method != "POST":
            return _form("lien", montre=_montre(request), action=action, compte=compte)
        if not gabarits.vient_d_ici(request):
            return _form("lien", HTTPStatus.FORBIDDEN, action=action, compte=compte, probleme=AILLEURS)
    except Indisponible:
        raise
    except Refus as refusal:
        return _form("ferme", HTTPStatus.NOT_FOUND, probleme=str(refusal))
    fields = await _fields(request)
    nom = fields.get("nom", "")
    try:
        session = await run_in_threadpool(_create, token, nom, fields.get("mot_de_passe", ""))
    except Indisponible:
        raise
    except Refus as refusal:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _form("lien", status, _montre(request), action=action, compte=compte, probleme=str(refusal), nom=nom)
    return _session(request, session)


async def sortir(request: Request) -> Response:
    """Sign out: GET asks, POST closes the session and drops the cookie."""
    token = request.cookies.get(identite.cookie(), "")
    if request.method != "POST":
        actor = await run_in_threadpool(_who, token)
        return _form("sortir", action="/sortir", nom=actor.nom)
    if not gabarits.vient_d_ici(request):
        return _form("ferme", HTTPStatus.FORBIDDEN, probleme=AILLEURS)
    await run_in_threadpool(_sign_out, token)
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER, headers=gabarits.HEADERS)
    answer.delete_cookie(identite.cookie(), httponly=True, samesite="strict")
    return answer


ROUTES = [
    Route("/entrer", entrer, methods=["GET", "POST"]),
    Route("/sortir", sortir, methods=["GET", "POST"]),
    Route("/lien/{secret}", lien, methods=["GET", "POST"]),
    *federation.ROUTES,
]
TITRES = {
    "entrer": ("Entrer", "Entrer"),
    "lien": ("Créer votre compte", "Créer le compte et entrer"),
    "sortir": ("Sortir", "Sortir"),
    "ferme": ("Lien fermé", ""),
}


def _form(mode: str, statut: int = HTTPStatus.OK, montre: bool = False, **values: str) -> Response:
    """`montre`: the password is written in clear, as its author asked."""
    title, button = TITRES[mode]
    words = {"probleme": "", "nom": "", "role": "", "action": "/entrer", "titre": title, "bouton": button}
    words["agent"] = federation.nom() if mode == "entrer" else ""
    return gabarits.page(ENV, "entrer.html", statut, mode=mode, montre=montre, **words | values)


def _montre(request: Request) -> bool:
    return "montrer" in request.query_params


async def _fields(request: Request) -> dict[str, str]:
    try:
        return await gabarits.formulaire(request)
    except gabarits.TropLong:
        return {}


def _session(request: Request, token: str) -> Response:
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER, headers=gabarits.HEADERS)
    asked = (request.url.scheme, request.headers.get("x-forwarded-proto"), request.headers.get("origin", "")[:5])
    secure = "https" in asked
    answer.set_cookie(
        identite.cookie(), token, identite.SESSION_HEURES * 3600, httponly=True, samesite="strict", secure=secure
    )
    return answer


def _sign_in(nom: str, mot_de_passe: str) -> str:
    with store.connect() as db:
        return identite.entrer(db, nom, mot_de_passe)


def _sign_out(token: str) -> None:
    with store.connect() as db:
        identite.sortir(db, token)


def _invitation(token: str) -> str:
    with store.connect() as db:
        return identite.invitation(db, token).role


def _create(token: str, nom: str, mot_de_passe: str) -> str:
    with store.connect() as db:
        return identite.creer_compte(db, token, nom, mot_de_passe)


def _who(token: str) -> acteurs.Acteur:
    with store.connect() as db:
        return identite.acteur_de(db, token) or acteurs.LECTEUR
