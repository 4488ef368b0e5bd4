"""Where a territory is, on a map that opens its neighbours, and what changed there since the last séance."""

import streamlit as st
from sqlite_utils import Database

from components.carences.carte import planches
from components.carences.constat.dossier import Dossier, nommee
from components.carences.indicateurs import lectures as lectures_indicateurs
from components.core.francais import pluriel
from components.ui import identity, widgets
from components.ui.cartes import carte
from data.releves import recit

CHOIX = "territoires_choix"
PETITE = 250  # pixels


def afficher(db: Database, dossier: Dossier, code: str) -> None:
    """Draw both."""
    _situer(db, dossier, code)
    _depuis(db, code)


def _situer(db: Database, dossier: Dossier, code: str) -> None:
    """Where the territory is: the map of its access, on which a click opens a neighbour's card."""
    serie = dossier.tableau.serie
    if serie is None:
        return
    lecture = lectures_indicateurs.lire(db, nommee(dossier, serie), "territoire")
    if lecture.niveau != "territoire":
        return
    drawn = planches.lue(db, lecture, None)
    carte.afficher(db, planches.une(db, drawn, None, "", "", ""), CHOIX, f"fiche_carte_{code}", PETITE)


def _depuis(db: Database, code: str) -> None:
    """What changed here since the last séance."""
    told = recit.depuis_la_seance(db, not identity.prepare())
    if mine := told.de(code):
        with st.expander(f"{told.depuis} : {pluriel(len(mine), 'changement')} ici", key=f"fiche_depuis_{code}"):
            st.markdown("\n".join(f"- {widgets.markdown_inerte(one.mots)}" for one in mine))
