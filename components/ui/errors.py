"""What people see when something goes wrong: what happened, what was kept, what to do."""

import logging

import streamlit as st

from components.core.refus import Refus
from data.base.acteurs import now

LOG = logging.getLogger("concertation")


def show_problem(problem: Exception) -> bool:
    """Show a script error in French and log it. Returns True: Streamlit shows nothing more."""
    if isinstance(problem, Refus):
        st.error(str(problem), icon=":material/block:")
        return True
    moment = now()
    LOG.error("unexpected error at %s", moment, exc_info=problem)
    st.error(
        f"Une erreur inattendue a interrompu cet écran ({moment}). Ce qui était déjà enregistré l'est toujours. "
        "Rechargez la page ; si l'erreur revient, notez cette heure et prévenez la personne qui anime la séance.",
        icon=":material/error:",
    )
    return True
