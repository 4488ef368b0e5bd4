"""What people see when something goes wrong: what happened, what was kept, what to do."""

import logging
from datetime import datetime
from http import HTTPStatus

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response

from components.core.refus import Indisponible, Refus
from components.ui import widgets
from components.ui.porte import gabarits
from data.base.acteurs import now

LOG = logging.getLogger("concertation")
ENV = gabarits.gabarits()


def show_problem(problem: Exception) -> bool:
    """Show a script error in French and log it. Returns True: Streamlit shows nothing more."""
    if isinstance(problem, Refus):
        if isinstance(problem, Indisponible):
            LOG.error("%s", problem)
        st.error(widgets.phrase_inerte(str(problem)), icon=":material/block:")
        return True
    moment = _moment()
    LOG.error("unexpected error on %s", moment, exc_info=problem)
    st.error(
        f"Une erreur inattendue a interrompu cet écran ({moment}). Ce qui était déjà enregistré l'est toujours. "
        "Rechargez la page ; si l'erreur revient, notez cette heure et prévenez la personne qui anime la séance.",
        icon=":material/error:",
    )
    return True


async def indisponible(request: Request, problem: Exception) -> Response:
    """What a phone or a printed page says while the file of the table cannot be read or written (503)."""
    why = problem.raison if isinstance(problem, Indisponible) else ""
    words = f"La table ne répond pas pour le moment : {why}."
    return _panne(request, HTTPStatus.SERVICE_UNAVAILABLE, "La table ne répond pas", words)


async def inattendue(request: Request, problem: Exception) -> Response:
    """What a phone or a printed page says after a fault of ours (500); the server logs it."""
    words = f"Une erreur inattendue a interrompu cette page ({_moment()})."
    return _panne(request, HTTPStatus.INTERNAL_SERVER_ERROR, "Erreur inattendue", words)


def _moment() -> str:
    """Now, as the machine's clock on the wall says it: the log has the same words."""
    return f"{datetime.fromisoformat(now()).astimezone():%d/%m/%Y à %H h %M min %S s}"


def _panne(request: Request, statut: int, titre: str, probleme: str) -> Response:
    sent, path = request.method == "POST", request.url.path
    return gabarits.page(ENV, "panne.html", statut, titre=titre, probleme=probleme, envoye=sent, chemin=path)
