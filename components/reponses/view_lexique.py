"""« Lexique »: the acronyms of the texts, each in one plain sentence with its source."""

import pandas as pd
import streamlit as st

from components.ui import widgets
from data.reponses import lexique

LIGNE, HAUTEUR = 66, 560  # pixels: from 65 on, a row shows its sentence whole


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
    st.dataframe(
        acronyms, hide_index=True, row_height=LIGNE, height=min(HAUTEUR, LIGNE * len(acronyms) + 42),
        column_config={"En une phrase": st.column_config.TextColumn(width=430)},
    )  # fmt: skip
    widgets.telecharger(table, "lexique", ["Textes cités dans la colonne Source"], "reponses_lexique")
