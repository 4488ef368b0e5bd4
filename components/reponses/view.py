"""« Réponses »: who is here and covers what, which services are rendered, and who answers for the rest."""

import streamlit as st

from components.reponses import (
    lectures,
    view_constats,
    view_couverture,
    view_lexique,
    view_services,
    view_structures,
)
from components.ui import identity, sceau, session, widgets
from components.ui.gestes import annonce
from data.base import jours, store
from data.reponses import suites
from data.territoire import territoire

SERVICES, CONSTATS, STRUCTURES, COUVERTURE = "Services", "Constats", "Structures", "Couverture"
LEXIQUE = "Lexique"
SECTION = "reponses_section"


def render() -> None:
    """Draw the page."""
    with store.connect() as db:
        st.title(f"Réponses — {territoire.setting(db, 'nom')}")
        sceau.dire(db, sceau.SERVICE, sceau.VOTE, sceau.ORIGINE)
        annonce()
        answer = st.container()
        section = _section()
        directory = lectures.annuaire(db, jours.aujourd_hui(db))
        about = suites.phrase(suites.etats(db, jours.aujourd_hui(db))) if section in (SERVICES, CONSTATS) else ""
        with answer:
            widgets.reponse(about or lectures.phrase(directory))
        if section == SERVICES:
            view_services.afficher(db, lectures.visibles(db, identity.prepare()))
        elif section == CONSTATS:
            view_constats.afficher(db)
        elif section == LEXIQUE:
            view_lexique.afficher()
        elif section == STRUCTURES:
            view_structures.afficher(db, directory, identity.prepare())
        else:
            view_couverture.afficher(db, directory)


def _section() -> str:
    session.keep(SECTION)
    sections = [SERVICES, CONSTATS, STRUCTURES, COUVERTURE, LEXIQUE]
    session.start(SECTION, sections[0], sections)
    chosen = st.segmented_control(
        "Regarder", sections, key=SECTION, required=True, label_visibility="collapsed", wrap=True
    )
    return chosen or sections[0]
