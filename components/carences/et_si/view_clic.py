"""A click on the map puts or takes away a full-time doctor; the last gesture is undone in one."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from sqlite_utils import Database

from components.core.acces.assemblage import Acces
from components.ui import identity, session, widgets
from components.ui.gestes import geste
from data.carences import variantes

CLIC, MODE = "etsi_clic", "etsi_mode"
AJOUTER, RETIRER, MONTRER = "Ajoute un médecin", "Retire un médecin", "Montre la commune"
GENRES = {AJOUTER: "arrivee", RETIRER: "depart"}
PLEIN: Mapping[str, Any] = {"age": None, "actes": None, "etp": 1.0}

Ajouter = Callable[[str, str, Mapping[str, Any]], None]


def choisir() -> str:
    """What a click on the map does; the key that receives it, "" when it only shows the commune."""
    session.keep(MODE)
    session.start(MODE, AJOUTER, (AJOUTER, RETIRER, MONTRER))
    mode = st.segmented_control("Un clic sur la carte", (AJOUTER, RETIRER, MONTRER), key=MODE, required=True, wrap=True)
    if mode == MONTRER:
        return ""
    st.caption("À temps plein : l'activité et l'âge se précisent par le formulaire.")
    return CLIC


def poser(access: Acces, ajouter: Ajouter) -> None:
    """Make the gesture of the click that has just come, if any. `ajouter`: kind of move, commune, what it is."""
    code = session.get(CLIC)
    if code is None:
        return
    session.put(CLIC, None)
    mode = session.get(MODE, AJOUTER)
    if code in access.habitants.index and mode in GENRES:
        geste(lambda: ajouter(GENRES[mode], code, dict(PLEIN)))


def annuler(db: Database, variante: int) -> None:
    """Take the last move of the stack back; nothing without one."""
    moves = variantes.moves(db, variante)
    if moves.empty:
        return
    last = moves.iloc[-1]
    words = f"Annuler : {widgets.markdown_inerte(last['libelle'])}"
    if st.button(words, key="etsi_annuler", icon=":material/undo:", width="stretch", wrap=True):
        act = int(last["id"])
        geste(lambda: variantes.retirer_mouvement(db, identity.acteur(), act))
