"""Choosing the département of a file: when it has none yet, or while nothing has been done in it."""

import streamlit as st
from sqlite_utils import Database

from components.ui import identity, session
from components.ui.gestes import geste
from data.fichier import creation
from data.territoire import territoire

FAIT = "donnees_fait"
VIDE = "Ce fichier ne contient pas encore de département. Lequel ?"
AIDE = (
    "Rien n'a encore été fait dans ce fichier : il peut servir à un autre département. Communes, EPCI et populations "
    "de toute la France sont fournis ; centres, contours et APL se chargent ensuite sur cette page."
)


def choisir(db: Database) -> None:
    """The whole page of a file without a département."""
    st.title("Données")
    st.markdown(VIDE)
    if not identity.anime():
        st.info("C'est à la personne qui anime de choisir le département : entrez avec son compte (bas de page).")
        return
    _form(db, None)


def changer(db: Database) -> None:
    """An offer to start again with another département, for who leads and while the file is untouched."""
    if not identity.anime() or not creation.vierge(db):
        return
    with st.expander("Commencer un autre département", icon=":material/swap_horiz:"):
        st.caption(AIDE)
        _form(db, territoire.setting(db, "departement"))


def _form(db: Database, current: str | None) -> None:
    names = {code: name for code, name in creation.noms().items() if code != current}
    with st.form("donnees_departement"):
        chosen = st.selectbox(
            "Département", list(names), index=None, format_func=names.__getitem__, placeholder="Choisir un département"
        )
        if not st.form_submit_button("Préparer le fichier de ce département", type="primary"):
            return
    if chosen is None:
        st.error("Choisissez un département dans la liste.", icon=":material/block:")
        return
    act = creation.creer if current is None else creation.changer
    geste(lambda: session.put(FAIT, act(db, identity.acteur(), chosen)))
