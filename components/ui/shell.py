"""The shell run by Streamlit: page settings, style, menu, the page the visitor asked for, then its acronyms."""

from pathlib import Path

import streamlit as st

from components.ui import identity, menu, style, widgets
from components.ui.sigles import ecoute

ICON = Path(__file__).with_name("favicon.png")


def main() -> None:
    """Draw the menu and run the chosen page."""
    st.set_page_config(page_title="Concertation", page_icon=ICON, layout="wide")
    style.apply()
    with identity.le_temps_du_dessin():
        pages = menu.groupes()
        page = st.navigation(pages, position="top")
        if page.url_path == menu.SALLE:  # alone on its screen: no menu, no door
            st.navigation(pages, position="hidden").run()
            return
        menu.retour(page)
        with ecoute.entendus() as met:
            page.run()
        widgets.sigles(met)
        identity.pied()


main()
