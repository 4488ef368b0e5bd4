"""The register on screen: every decision with its hash and the hash of its evidence, and whether the chain holds."""

import hashlib

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import pluriel
from components.ui import lignes, menu, widgets
from data.base import decisions, jours


def afficher(db: Database) -> None:
    """The head, the number, then the table, newest first."""
    chain, rows = decisions.verify(db), decisions.entrees(db)
    with st.expander(f"Le registre des décisions ({pluriel(chain.nombre, 'décision')})", key="registre_volet"):
        if not chain.intacte:
            st.error(f"Registre rompu à la ligne {chain.premiere_fausse} : gardez une copie du fichier, et prévenez.")
        else:
            st.markdown(f"Chaîne intacte. Tête : `{chain.tete}`")
        st.caption(
            "Chaque ligne porte l'empreinte de la précédente : changer, effacer, insérer ou échanger se voit. Une fin "
            "coupée ne se voit qu'avec une tête imprimée ailleurs : chaque relevé l'imprime, la commande verify la "
            "cherche."
        )
        if rows.empty:
            return
        table = pd.DataFrame(
            {
                "N°": rows["rang"],
                "Le": [jours.moment_de(db, moment) for moment in rows["le"]],
                "Nature": rows["nature"],
                "Intitulé": rows["intitule"],
                "Empreinte": rows["empreinte"].str[:12],
                "Preuve": [hashlib.sha256(text.encode()).hexdigest()[:12] for text in rows["preuve"]],
            }
        )
        lignes.ouvrables(
            table, "registre", lambda rank: menu.aller("chaine", objet=f"decision:{rows['rang'].iloc[rank]}")
        )
        widgets.telecharger(table, "registre des decisions", [f"Registre de la table, tête {chain.tete}"], "registre")
