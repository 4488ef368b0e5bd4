"""« Comptes »: who may prepare and lead; links to invite; accounts to close."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.comptes import view_courriels
from components.core.francais import jour, pluriel
from components.ui import identity, session, widgets
from components.ui.gestes import annonce, choisi, geste
from data.base import acteurs, identite, jours, store


def render() -> None:
    """Draw the page."""
    st.title("Comptes")
    annonce()
    with store.connect() as db:
        accounts = identite.comptes(db)
        active = int(accounts["actif"].sum())
        widgets.reponse(
            f"{pluriel(active, 'compte ouvert', 'comptes ouverts')}. Lire ne demande pas de compte ; voter non plus."
        )
        left, right = st.columns([1.6, 1])
        with left:
            _table(db, accounts)
        with right:
            _invite(db)
        view_courriels.render(db)


def _table(db: Database, accounts: pd.DataFrame) -> None:
    shown = accounts.assign(
        Nom=accounts["nom"],
        Rôle=accounts["role"].map(acteurs.MOTS),
        État=accounts["actif"].map({1: "ouvert", 0: "fermé"}),
        Depuis=[jour(jours.jour_de(db, moment)) for moment in accounts["cree_le"]],
    )
    st.dataframe(shown[["Nom", "Rôle", "État", "Depuis"]], hide_index=True)
    names = accounts.loc[accounts["actif"] == 1, "nom"].to_dict()
    with st.form("comptes_fermer"):
        chosen = st.selectbox(
            "Fermer un compte", list(names), index=None, format_func=names.__getitem__, placeholder="Choisir un compte"
        )
        if st.form_submit_button("Fermer ce compte"):
            geste(lambda: identite.fermer_compte(db, identity.acteur(), choisi(chosen, "le compte à fermer")))


def _invite(db: Database) -> None:
    st.header("Inviter")
    role = st.radio("Rôle", list(acteurs.PREPARER), format_func=acteurs.MOTS.__getitem__, key="comptes_role")
    st.caption("Facilitation : tout. Analyse : données, hypothèses et paramètres, sans ouvrir ni clore de vote.")
    if st.button("Créer un lien, valable une fois", type="primary"):
        session.put("comptes_lien", identite.inviter(db, identity.acteur(), role))
    secret = session.get("comptes_lien")
    if secret:
        st.markdown("À transmettre à la personne, valable 24 heures :")
        st.code(f"/lien/{secret}", language=None)
        st.caption("À la suite de l'adresse de la table. Ce lien ne sera plus montré.")
