"""`/seance/<lien>`: the members' companion, plain pages that need no account and no script.

GET 200; 404 for a link that opens nothing (unknown, renewed or closed) and for what is closed behind it; 409 for
minutes that are not written yet; 503 by the door of the server when the file does not answer. Only the page of the
point may follow by itself, with a script of its own that its policy names; no page that holds a form has one.
"""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.compagnon import lectures, lectures_suivi, view_ecrire, view_public
from components.core.francais import pluriel
from components.core.mots import PIED
from components.core.refus import Introuvable
from components.seances.salle import lectures_envois
from components.ui.porte import gabarits
from data.base import jours, store
from data.seances import compagnons, seances

ICI = Path(__file__).resolve().parent
ENV = gabarits.gabarits(ICI)
ENV.filters |= {"pluriel": pluriel, "reponse": lectures_envois.reponse}
SUIVRE = (ICI / "suivre.js").read_text(encoding="utf-8").strip()
FERMEE = (
    "Ce lien n'ouvre rien, ou n'ouvre plus rien : il a pu être renouvelé ou fermé. Demandez le nouveau à la "
    "facilitation de la table."
)
PAS_ENCORE = "Le relevé de décisions est écrit à la clôture de la séance. Revenez après."
Lecture = Callable[[Database, int, Request], tuple[str, dict[str, Any]]]


def _page(lire: Lecture, suivie: bool = False) -> Callable[[Request], Any]:
    """A page read from the séance that a link opens."""

    def faite(request: Request) -> Response:
        lien = request.path_params["lien"]
        with store.connect() as db:
            seance = compagnons.seance_de(db, lien)
            if seance is None:
                return gabarits.page(ENV, "fermee.html", HTTPStatus.NOT_FOUND, message=FERMEE)
            head = lectures.entete(db, seance) | {"lien": f"/seance/{lien}"}
            try:
                template, values = lire(db, seance, request)
            except Introuvable as closed:
                return gabarits.page(ENV, "refermee.html", HTTPStatus.NOT_FOUND, message=str(closed), seance=head)
        status = values.pop("statut", HTTPStatus.OK)
        if suivie:
            return gabarits.page_suivie(ENV, template, SUIVRE, seance=head, pied=PIED, **values)
        return gabarits.page(ENV, template, status, seance=head, pied=PIED, **values)

    async def page(request: Request) -> Response:
        return await gabarits.dessinee(faite, request)

    return page


def _dossier(db: Database, seance: int, request: Request) -> tuple[str, dict[str, Any]]:
    today = jours.aujourd_hui(db)
    profession = lectures.profession_lue(db, request.query_params.get("profession", ""))
    whole = "imprimer" in request.query_params
    figures = lectures.chiffres(db, profession, today) if whole else {}
    values = lectures.dossier(db, seance, profession, today)
    shown = {row["code"]: [words for _, words in figures.get(row["code"], [])] for row in values["territoires"]}
    names = list(seances.ouverts(db)["nom"])
    return "dossier.html", values | {"entier": whole, "chiffres": shown, "colleges": names}


def _territoire(db: Database, seance: int, request: Request) -> tuple[str, dict[str, Any]]:
    profession = lectures.profession_lue(db, request.query_params.get("profession", ""))
    code = request.path_params["code"]
    return "territoire.html", lectures.territoire_lu(db, seance, profession, code, jours.aujourd_hui(db))


def _point(db: Database, seance: int, _: Request) -> tuple[str, dict[str, Any]]:
    return "point.html", lectures_suivi.point(db, seance)


def _resultats(db: Database, seance: int, _: Request) -> tuple[str, dict[str, Any]]:
    return "resultats.html", {"votes": lectures_suivi.votes(db, seance)}


def _recus(db: Database, seance: int, request: Request) -> tuple[str, dict[str, Any]]:
    received = lectures_envois.recus(db, seance)
    mine = request.query_params.get("reference", "")
    is_here = any(one["reference"] == mine for one in received)
    return "recus.html", {
        "recus": received,
        "compte": lectures_envois.compte([one["etat"] for one in received]),
        "reference": mine if is_here else "",
    }


def _releve(db: Database, seance: int, _: Request) -> tuple[str, dict[str, Any]]:
    if not lectures.entete(db, seance)["close"]:
        return "refermee.html", {"message": PAS_ENCORE, "statut": HTTPStatus.CONFLICT}
    return "releve_page.html", {"r": lectures_suivi.releve(db, seance)}


async def suivi(request: Request) -> Response:
    """What the page of the point asks for again while it follows: the point alone, as it stands."""
    return await run_in_threadpool(_suivi, request.path_params["lien"])


def _suivi(lien: str) -> Response:
    with store.connect() as db:
        seance = compagnons.seance_de(db, lien)
        if seance is None:
            return gabarits.page(ENV, "fermee.html", HTTPStatus.NOT_FOUND, message=FERMEE)
        values = lectures_suivi.point(db, seance)
    return gabarits.morceau(ENV, "suivi.html", **values)


ROUTES = [
    Route("/seance/{lien}", _page(_dossier)),
    Route("/seance/{lien}/territoire/{code}", _page(_territoire)),
    Route("/seance/{lien}/point", _page(_point, suivie=True)),
    Route("/seance/{lien}/suivi", suivi),
    Route("/seance/{lien}/resultats", _page(_resultats)),
    Route("/seance/{lien}/recus", _page(_recus)),
    Route("/seance/{lien}/releve", _page(_releve)),
    *view_ecrire.ROUTES,
    *view_public.ROUTES,
]
