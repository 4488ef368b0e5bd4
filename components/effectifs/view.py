"""« Effectifs »: who will be there in 5 and 10 years, what a scenario changes, and how sure we are."""

from datetime import date

import streamlit as st
from sqlite_utils import Database

from components.effectifs import (
    view_analyse,
    view_carte,
    view_comparer,
    view_equipe,
    view_projection,
    view_scenarios,
    view_validation,
)
from components.effectifs.view_choix import choisir, choix_garde
from data import store, territoire

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
        _page(db, date.today())


def _page(db: Database, jour: date) -> None:
    names = [*SECTIONS, VALIDATION]
    section = choix_garde("Écran", names, names[0], "effectifs_section", label_visibility="collapsed")
    if section == VALIDATION:
        view_validation.afficher(db, jour)
        return
    SECTIONS[section](choisir(db, jour))
