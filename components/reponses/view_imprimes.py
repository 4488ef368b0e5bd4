"""To print, beside Streamlit and without a script: « Qui fait quoi ici », the mission map of a territory on one page,
and the structures of the département.

A reader only gets what the table has examined.
"""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.core.francais import compte, jour, nombre
from components.core.mots import PIED
from components.core.refus import Introuvable
from components.reponses import lectures
from components.ui import identity
from components.ui.porte import gabarits
from data.base import acteurs, jours, store
from data.base.acteurs import Acteur
from data.reponses import fiche_citoyenne
from data.structures.catalogue import ROLES
from data.territoire import territoire

ENV = gabarits.gabarits(Path(__file__).resolve().parent)
ENV.filters |= {"nombre": nombre, "compte": compte}
SANS = "Aucun département n'est encore chargé dans ce fichier."
ABSENT = "Cette page n'existe pas, ou la table n'a pas encore examiné ce territoire."


async def missions(request: Request) -> Response:
    """`/missions/<territory>`: who provides, organises and supports there, and the numbers to call."""
    return await gabarits.dessinee(_page, request)


async def liste(request: Request) -> Response:
    """`/structures`: every structure of the département, what it covers, and what the texts would look at."""
    return await gabarits.dessinee(_liste, request)


ROUTES = [Route("/missions/{code}", missions), Route("/structures", liste)]


def _liste(_: Request) -> Response:
    with store.connect() as db:
        if territoire.is_empty(db):
            return gabarits.page(ENV, "sans_missions.html", HTTPStatus.NOT_FOUND, message=SANS)
        today = jours.aujourd_hui(db)
        every = lectures.completes(db, today)
        values: dict[str, Any] = {
            "departement": territoire.setting(db, "nom"), "roles": ROLES, "structures": every,
            "jour_lu": jour(today), "pied": PIED,
        }  # fmt: skip
    return gabarits.page(ENV, "structures.html", **values)


def _page(request: Request) -> Response:
    who = identity.de_la_requete(request)
    try:
        with store.connect() as db:
            values = _missions(db, who, request.path_params["code"])
    except Introuvable:
        return gabarits.page(ENV, "sans_missions.html", HTTPStatus.NOT_FOUND, message=ABSENT)
    return gabarits.page(ENV, "missions.html", pied=PIED, **values)


def _missions(db: Database, who: Acteur, code: str) -> dict[str, Any]:
    prepares = acteurs.role_de(db, who) in acteurs.PREPARER
    if code not in lectures.visibles(db, prepares):
        raise Introuvable(ABSENT)
    today = jours.aujourd_hui(db)
    here = lectures.completes(db, today, code)
    return {
        "nom": str(territoire.territoires(db).at[code, "nom"]),
        "departement": territoire.setting(db, "nom"),
        "roles": ROLES,
        "structures": here,
        "numeros": [
            (r.titre, r.numero, r.fiabilite, r.verifie) for r in fiche_citoyenne.rubriques(db, code) if r.numero
        ],
        "jour_lu": jour(today),
    }
