"""Addresses that may come in with the account of their administration: declared, listed, removed by whoever leads."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import distincts
from components.core.refus import Refus
from components.ui import identity, widgets
from components.ui.gestes import choisi, geste, renouvelee
from components.ui.porte import fournisseur
from data.base import acteurs, identite
from data.base.federes import courriels

NOUVEAU = "nouveau compte"


def render(db: Database) -> None:
    """Draw the section: nothing when no provider is declared and no address ever was."""
    declared = courriels.liste(db)
    try:
        provider = fournisseur.declare()
    except Refus as refusal:
        st.warning(widgets.phrase_inerte(str(refusal)))
        provider = None
    if provider is None and declared.empty:
        return
    st.header(f"Entrer avec {provider.nom}" if provider else "Adresses déclarées")
    st.caption(
        "Une adresse déclarée ici entre sans mot de passe, dans le compte et avec le rôle choisis. Une autre n'entre "
        "pas. À la première entrée, l'adresse est liée à la personne qui l'a."
    )
    if not declared.empty:
        _table(db, declared)
    _declare(db)


def _table(db: Database, declared: pd.DataFrame) -> None:
    shown = declared.assign(
        Adresse=declared["courriel"],
        Rôle=declared["role"].map(acteurs.MOTS),
        Compte=declared["nom"].fillna("créé à la première entrée"),
        Entrée=declared["lie"].map({1: "déjà venue", 0: "pas encore venue"}),
    )
    st.dataframe(shown[["Adresse", "Rôle", "Compte", "Entrée"]], hide_index=True)
    with st.form("comptes_retirer_courriel"):
        chosen = st.selectbox(
            "Retirer une adresse", list(declared["courriel"]), index=None, placeholder="Choisir une adresse"
        )
        if st.form_submit_button("Retirer cette adresse"):
            geste(
                lambda: courriels.retirer(db, identity.acteur(), choisi(chosen, "l'adresse à retirer")),
                "Cette adresse n'entre plus.",
            )


def _declare(db: Database) -> None:
    accounts = identite.comptes(db)
    names = distincts(accounts.loc[accounts["actif"] == 1, "nom"].to_dict(), {NOUVEAU: NOUVEAU})
    with st.form(renouvelee("comptes_declarer_courriel")):
        address = st.text_input("Adresse de courriel", max_chars=courriels.LONGUEUR)
        account = st.selectbox("Pour quel compte ?", list(names), format_func=names.__getitem__)
        role = st.radio("Rôle d'un nouveau compte", list(acteurs.PREPARER), format_func=acteurs.MOTS.__getitem__)
        if st.form_submit_button("Déclarer cette adresse", type="primary"):
            own = None if account == NOUVEAU else account
            geste(
                lambda: courriels.declarer(db, identity.acteur(), address, role, own), "Cette adresse peut entrer.",
                renouvelle="comptes_declarer_courriel",
            )  # fmt: skip
