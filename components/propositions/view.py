"""« Propositions »: what the tool proposes and the table decides, a tab for each question."""

from collections.abc import Callable

import streamlit as st
from sqlite_utils import Database

from components.propositions import lectures
from components.propositions.ecart import view_ecart
from components.propositions.envoi.pret import PlansPretes
from components.propositions.implantation import view_implantation
from components.propositions.lectures import Terrain
from components.propositions.solidarite import view_solidarite
from components.ui import identity, menu, sceau, session
from components.ui.depot import manque
from data.base import jours, store
from data.territoire import indicateurs, territoire

ONGLET = "propositions_onglet"
ONGLETS: dict[str, Callable[[Database, Terrain, PlansPretes], None]] = {
    "Où ouvrir": view_implantation.afficher,
    "Combler l'écart": view_ecart.afficher,
    "Qui prête à qui": view_solidarite.afficher,
}


def render(plans: PlansPretes) -> None:
    """Draw the page, for those who prepare. `plans`: what the room of plans lends, to write drafts there."""
    if not identity.prepare():
        menu.reserve("propositions")
        return
    with store.connect() as db:
        st.title(f"Propositions — {territoire.setting(db, 'nom')}")
        sceau.dire(db, sceau.PARAMETRE)
        if not indicateurs.apl_generalistes(db):
            manque.debloquer(db, manque.APL, "propositions", "Une proposition part de l'APL publiée des généralistes.")
            return
        session.keep(ONGLET)
        names = list(ONGLETS)
        session.start(ONGLET, names[0], names)
        st.caption("L'outil propose, la table décide : rien n'est adopté ici.")
        tab = st.segmented_control("Question", names, key=ONGLET, required=True, label_visibility="collapsed")
        ONGLETS[str(tab)](db, lectures.terrain(db, jours.aujourd_hui(db)), plans)
