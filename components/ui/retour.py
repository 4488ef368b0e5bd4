"""The way back to the séance under way, from any other page, for whoever leads it."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components.ui import identity, menu
from data.base import store
from data.seances import seances

SEANCES = "seances"


def lien(page: StreamlitPage) -> None:
    """Above a page: one click back to the séance that is open, if any."""
    if page.url_path == menu.MENU[SEANCES][2] or not identity.anime():
        return
    with store.connect() as db:
        opened = (seances.read(db)["etat"] == seances.OUVERTE).any()
    if opened:
        with st.container(key="ui_retour"):
            menu.link(SEANCES, "Revenir à la séance")
