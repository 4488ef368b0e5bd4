"""What series loaded before count, when their file does not say: asked once each, to whoever prepares."""

import streamlit as st
from sqlite_utils import Database

from components.ui import identity, session, widgets
from components.ui.gestes import geste
from data.base import jours
from data.base.parameters import EnVigueur
from data.chargement import declares
from data.territoire.indicateurs import Serie

FAIT = "donnees_fait"


def demander(db: Database) -> None:
    """One question for each series that shows small whole numbers; nothing when all is said."""
    if not identity.prepare():
        return
    values = EnVigueur.read(db, jours.aujourd_hui(db))
    for serie in declares.a_demander(db, values):
        with st.container(border=True):
            _question(db, serie, values)


def _question(db: Database, serie: Serie, values: EnVigueur) -> None:
    least = f"{values.number('seuil_secret_patients'):g}"
    title = widgets.markdown_inerte(serie.titre)
    st.markdown(f"**{title}** montre des nombres entiers sous {least}, et son fichier ne dit pas ce qu'ils comptent.")
    left, right = st.columns([1, 1.6], vertical_alignment="bottom")
    if left.button("Des personnes : retenir les petits nombres", key=f"donnees_personnes_{serie.id}", width="stretch"):
        geste(lambda: session.put(FAIT, [declares.compte_des_personnes(db, identity.acteur(), serie.id, values)]))
    with right.form(f"donnees_autre_{serie.id}", border=False):
        what = st.text_input("Autre chose : quoi ? (lits, kilomètres…)", max_chars=120)
        if st.form_submit_button("Déclarer, à mon nom au journal"):
            geste(lambda: declares.compte_autre_chose(db, identity.acteur(), serie.id, what))
