"""Declaring what is uncertain about the figures, wherever it keeps a constat from being adopted."""

from functools import partial

import streamlit as st
from sqlite_utils import Database

from components.carences.constat.dossier import Dossier, reserves
from components.ui import identity, widgets
from components.ui.gestes import geste
from data.carences import constats


def afficher(db: Database, dossier: Dossier, en_attente: bool = False, deplie: bool = False) -> None:
    """One fold by doubt, to declare or to take back. `en_attente`: those that nobody has declared yet, alone;
    `deplie`: unfolded."""
    for rank, doubt in enumerate(reserves(dossier)):
        if en_attente and doubt.faite:
            continue
        heading = f"{'Déclaré' if doubt.faite else 'À déclarer'} : {doubt.question}"
        with st.expander(widgets.markdown_inerte(heading), deplie, key=f"territoires_doute_{doubt.objet}"):
            if doubt.faite:
                st.markdown(widgets.markdown_inerte(f"Déclaré : {doubt.faite}."))
                if st.button("Retirer cette déclaration", key=f"territoires_retirer_{rank}"):
                    geste(
                        partial(constats.retirer_declaration, db, identity.acteur(), doubt.objet),
                        "Déclaration retirée : les seuils redeviennent des repères.",
                    )
            with st.form(f"territoires_declarer_{rank}"):
                choice = st.radio("Déclarer que c'est", doubt.choix)
                why = st.text_input("Pourquoi (d'où vient cette certitude) ?", max_chars=300)
                if st.form_submit_button("Déclarer", type="primary"):
                    geste(
                        partial(
                            constats.declarer, db, identity.acteur(), doubt.objet, str(choice), why, doubt.empreinte
                        ),
                        "Déclaration enregistrée.",
                    )
