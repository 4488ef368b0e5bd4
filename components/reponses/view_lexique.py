"""« Lexique »: the acronyms of the texts, each in one plain sentence with its source."""

import pandas as pd
import streamlit as st

from components.ui import widgets
from data.reponses import lexique


def afficher() -> None:
    """The table of acronyms, found by any of its words."""
    table = pd.DataFrame(
        [[one.sigle, one.nom, one.phrase, one.source] for one in lexique.lexique()],
        columns=["Sigle", "Ce qu'il veut dire", "En une phrase", "Source"],
    )
    wanted = st.text_input("Chercher un sigle ou un mot", key="reponses_sigle")
    acronyms = table[widgets.contient(table.agg(" ".join, axis=1), wanted)] if wanted.strip() else table
    if acronyms.empty:
        st.info("Aucun sigle du lexique ne contient ce mot.")
        return
    st.dataframe(acronyms, hide_index=True, height=min(560, 36 * (len(acronyms) + 1) + 6))
    widgets.telecharger(table, "lexique", ["Textes cités dans la colonne Source"], "reponses_lexique")
