"""« Effectifs »: who will be there in 5 and 10 years, what a scenario changes, and how sure we are."""

from datetime import date

import streamlit as st
from sqlite_utils import Database

from components.effectifs.carte import view_carte
from components.effectifs.equipe import view_equipe
from components.effectifs.projection import view_analyse, view_projection
from components.effectifs.scenarios import view_comparer, view_scenarios
from components.effectifs.validation import view_validation
from components.effectifs.view_choix import choisir, choix_garde
from components.ui import sceau
from data.base import jours, store
from data.territoire import territoire

SECTIONS = {
    "Projection": view_projection.afficher,
    "Carte": view_carte.afficher,
    "Équipe": view_equipe.afficher,
    "Scénarios": view_scenarios.afficher,
    "Comparer": view_comparer.afficher,
    "Analyse": view_analyse.afficher,
}
VALIDATION = "Validation"


def render() -> None:
    """Draw the page."""
    with store.connect() as db:
        st.title(f"Effectifs — {territoire.setting(db, 'nom')}")
        sceau.dire(db, sceau.PARAMETRE)
        _page(db, jours.aujourd_hui(db))


def _page(db: Database, jour: date) -> None:
    names = [*SECTIONS, VALIDATION]
    section = choix_garde("Écran", names, names[0], "effectifs_section", label_visibility="collapsed")
    if section == VALIDATION:
        view_validation.afficher(db, jour)
        return
    SECTIONS[section](choisir(db, jour))
