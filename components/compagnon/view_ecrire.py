"""The forms of the room: propose, contest, contribute, ask to debate. Plain pages without a script.

GET 200; POST 303 to what was received, with a reference; 403 from another site, 404 unknown link, 409 closed séance,
413 too long a form, 422 incomplete or unknown slip (what was written is kept), 429 beyond the limits, 503 when the file
does not answer (kept too). A room shares one address: a right slip is only limited by its own count.
"""

import time
from asyncio import Semaphore
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from components.compagnon import gestes, lectures
from components.core.essais import Essais
from components.core.refus import Indisponible, Introuvable, Refus
from components.priorites.ballot import ECHECS
from components.ui.porte import gabarits
from data.base import jours, store
from data.priorites import envois
from data.seances import compagnons, seances

ENV = gabarits.gabarits(Path(__file__).resolve().parent)
ENVOIS = Essais(limite=40, fenetre=600.0)  # texts without a slip, from one address
UN_A_LA_FOIS = Semaphore(1)  # a crowd that writes leaves the file to the ballots
TITRES = {
    "proposer": (envois.SERVICE, "Proposer un service ou une formulation"),
    "contester": (envois.CHIFFRE, "Contester un chiffre"),
    "contribuer": (envois.CONTRIBUTION, "Contribuer"),
    "debattre": (envois.DEBAT, "Demander à débattre d'un point"),
}
CHAMPS = ("numero", "objet", "texte", "code", "college", "signe")
AILLEURS = "Cet envoi ne vient pas d'une page de la table. Rien n'a été envoyé. Vérifiez le texte et renvoyez."
TROP_LONG = "Ce formulaire est trop long. Rien n'a été envoyé. Revenez en arrière et raccourcissez le texte."
TROP = (
    "Trop de textes ont été envoyés d'ici en peu de temps. Le vôtre n'est pas enregistré : il reste sur cette page, "
    "renvoyez-le dans dix minutes."
)
TROP_DE_CODES = "Trop de codes inconnus d'ici. Réessayez dans une minute ; un code juste passe toujours."
FERMEE = "Ce lien n'ouvre rien, ou n'ouvre plus rien : demandez le nouveau à la facilitation de la table."
CLOSE = "La séance est close : elle ne reçoit plus de texte. Le vôtre n'est pas enregistré."
PANNE = "La table ne répond pas pour le moment : {}. Votre texte reste sur cette page, renvoyez-le dans un instant."


async def ecrire(request: Request) -> Response:
    """`/seance/<lien>/ecrire/<quoi>`: GET shows the form, POST sends it."""
    lien, quoi = request.path_params["lien"], request.path_params["quoi"]
    if quoi not in TITRES:
        return _fermee(FERMEE)
    if request.method != "POST":
        fields = {"objet": request.query_params.get("sur", "")}
        return await run_in_threadpool(_montrer, lien, quoi, fields)
    try:
        fields = await gabarits.formulaire(request)
    except gabarits.TropLong:
        return _fermee(TROP_LONG, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not gabarits.vient_d_ici(request):
        return await run_in_threadpool(_montrer, lien, quoi, fields, HTTPStatus.FORBIDDEN, AILLEURS)
    async with UN_A_LA_FOIS:
        return await run_in_threadpool(_envoyer, lien, quoi, fields, gabarits.adresse(request))


def _montrer(lien: str, quoi: str, fields: dict[str, str], statut: int = HTTPStatus.OK, probleme: str = "") -> Response:
    try:
        with store.connect() as db:
            seance = compagnons.seance_de(db, lien)
            if seance is None:
                return _fermee(FERMEE)
            values = _choix(db, seance, quoi, fields)
            head = lectures.entete(db, seance) | {"lien": f"/seance/{lien}"}
    except Indisponible as panne:  # without the file, the text goes back as it came
        return _page("panne", HTTPStatus.SERVICE_UNAVAILABLE, quoi, fields, PANNE.format(panne.raison), lien)
    if head["close"]:
        text = fields.get("texte", "")
        status = HTTPStatus.CONFLICT if statut != HTTPStatus.OK or text else HTTPStatus.OK
        return _page("close", status, quoi, fields, CLOSE if text else "", lien, seance=head, **values)
    return _page("ecrire", statut, quoi, fields, probleme, lien, seance=head, **values)


def _choix(db: Any, seance: int, quoi: str, fields: dict[str, str]) -> dict[str, Any]:
    """What the form offers to choose from, and the figure it is about."""
    genre, figure = TITRES[quoi][0], ""
    if genre == envois.CHIFFRE:
        read = lectures.chiffre(db, fields.get("objet", ""), jours.aujourd_hui(db))
        figure = read[1] if read else ""
    options = lectures.objets(db, seance, genre)
    return {"options": options, "sur": figure, "colleges": list(seances.ouverts(db)["nom"].items())}


def _envoyer(lien: str, quoi: str, fields: dict[str, str], adresse: str) -> Response:
    lu = fields | {"genre": TITRES[quoi][0]}
    try:
        with store.connect() as db:
            seance = compagnons.seance_de(db, lien)
            if seance is None:
                return _fermee(FERMEE)
            state = seances.seance(db, seance)["etat"]
            if state == seances.PREPAREE and ENVOIS.bloque(adresse, time.monotonic()):
                return _montrer(lien, quoi, fields, HTTPStatus.TOO_MANY_REQUESTS, TROP)
            if state != seances.CLOSE:
                reference = gestes.envoyer(db, seance, fields.get("numero", ""), lu)
    except Indisponible as panne:
        return _page("panne", HTTPStatus.SERVICE_UNAVAILABLE, quoi, fields, PANNE.format(panne.raison), lien)
    except envois.TropDEnvois as refusal:
        return _montrer(lien, quoi, fields, HTTPStatus.TOO_MANY_REQUESTS, str(refusal))
    except Introuvable as refusal:
        return _inconnu(lien, quoi, fields, adresse, str(refusal))
    except Refus as refusal:
        return _montrer(lien, quoi, fields, HTTPStatus.UNPROCESSABLE_ENTITY, str(refusal))
    if state == seances.CLOSE:
        return _montrer(lien, quoi, fields, HTTPStatus.CONFLICT, CLOSE)
    if state == seances.PREPAREE:
        ENVOIS.echec(adresse, time.monotonic())
    return _vers(f"/seance/{lien}/recus?reference={reference}")


def _inconnu(lien: str, quoi: str, fields: dict[str, str], adresse: str, probleme: str) -> Response:
    """An unknown slip: counted with those of the ballot, as it is the same guess."""
    if ECHECS.bloque(adresse, time.monotonic()):
        return _montrer(lien, quoi, fields, HTTPStatus.TOO_MANY_REQUESTS, TROP_DE_CODES)
    ECHECS.echec(adresse, time.monotonic())
    return _montrer(lien, quoi, fields, HTTPStatus.UNPROCESSABLE_ENTITY, probleme)


async def contester(request: Request) -> Response:
    """`/contester/<territory>/<profession>/<signal>`: anyone disputes a published figure, without an account."""
    objet = "/".join(request.path_params[part] for part in ("code", "profession", "signal"))
    if request.method != "POST":
        return await run_in_threadpool(_lecteur, objet, {})
    try:
        fields = await gabarits.formulaire(request)
    except gabarits.TropLong:
        return _fermee(TROP_LONG, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not gabarits.vient_d_ici(request):
        return await run_in_threadpool(_lecteur, objet, fields, HTTPStatus.FORBIDDEN, AILLEURS)
    async with UN_A_LA_FOIS:
        return await run_in_threadpool(_contester, objet, fields, gabarits.adresse(request))


def _contester(objet: str, fields: dict[str, str], adresse: str) -> Response:
    if ENVOIS.bloque(adresse, time.monotonic()):
        return _lecteur(objet, fields, HTTPStatus.TOO_MANY_REQUESTS, TROP)
    try:
        with store.connect() as db:
            numero, words = fields.get("numero", ""), fields.get("texte", "")
            reference = gestes.contester_sans_compte(db, numero, objet, words)
    except Indisponible as panne:
        return _lecteur(objet, fields, HTTPStatus.SERVICE_UNAVAILABLE, PANNE.format(panne.raison))
    except envois.TropDEnvois as refusal:
        return _lecteur(objet, fields, HTTPStatus.TOO_MANY_REQUESTS, str(refusal))
    except Refus as refusal:
        return _lecteur(objet, fields, HTTPStatus.UNPROCESSABLE_ENTITY, str(refusal))
    ENVOIS.echec(adresse, time.monotonic())
    return _page("recue", HTTPStatus.OK, "contester", fields, "", "", reference=reference)


def _lecteur(objet: str, fields: dict[str, str], statut: int = HTTPStatus.OK, probleme: str = "") -> Response:
    try:
        with store.connect() as db:
            code, _, rest = objet.partition("/")
            read = lectures.chiffre(db, objet, jours.aujourd_hui(db))
            if read is None or not lectures.examinee(db, rest.partition("/")[0], code):
                return _fermee("Ce chiffre n'est pas publié, ou la table n'a pas encore examiné ce territoire.")
    except Indisponible:
        read = ({}, "")
    return _page("lecteur", statut, "contester", fields, probleme, "", sur=read[1])


def _page(
    mode: str, statut: int, quoi: str, fields: dict[str, str], probleme: str, lien: str, **values: Any
) -> Response:
    number = fields.get("numero") or envois.numero()
    blank: dict[str, Any] = {"seance": None, "options": [], "sur": "", "colleges": [], "reference": ""}
    typed = dict.fromkeys(CHAMPS, "") | fields
    about = {"mode": mode, "quoi": quoi, "titre": TITRES[quoi][1], "champs": typed, "probleme": probleme}
    more = {"numero": number, "texte_max": envois.TEXTE_MAX, "action": f"/seance/{lien}/ecrire/{quoi}" if lien else ""}
    return gabarits.page(ENV, "ecrire.html", statut, **(blank | about | more | values))


def _fermee(message: str, statut: int = HTTPStatus.NOT_FOUND) -> Response:
    return gabarits.page(ENV, "fermee.html", statut, message=message)


def _vers(path: str) -> Response:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER, headers=gabarits.HEADERS)


ROUTES = [
    Route("/seance/{lien}/ecrire/{quoi}", ecrire, methods=["GET", "POST"]),
    Route("/contester/{code}/{profession}/{signal}", contester, methods=["GET", "POST"]),
]
