"""The constat of a territory, lent to the screen of a séance: what the rule proposes, then the form of the decision."""

import streamlit as st
from sqlite_utils import Database

from components.carences.constat import lectures
from components.carences.constat.preuve import preuve
from components.carences.territoires import view_decision, view_declarer, view_liste
from components.ui import identity, widgets
from data.base import jours


def constat(db: Database, code: str) -> None:
    """Draw the decision on a territory for the profession that the lists show; declare first what is uncertain."""
    view_liste.choisir_profession(db)
    dossier = lectures.rassembler(db, view_liste.profession(db), jours.aujourd_hui(db))
    if code not in dossier.tableau.bilans:
        st.info("La règle ne lit pas ce territoire : rien n'y est encore chargé.")
        return
    evidence = preuve(dossier, code)
    st.markdown(widgets.markdown_inerte(f"Proposition : {evidence['proposition']}. {evidence['phrase']}"))
    if identity.anime():
        view_declarer.afficher(db, dossier, en_attente=True, deplie=True)
    view_decision.render(db, dossier, code, evidence)
