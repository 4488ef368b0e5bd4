"""The shell run by Streamlit: page settings, style, menu, then the page the visitor asked for."""

from pathlib import Path

import streamlit as st

from components.ui import identity, menu, retour, session, style

ICON = Path(__file__).with_name("favicon.png")


def main() -> None:
    """Draw the menu and run the chosen page."""
    st.set_page_config(page_title="Concertation", page_icon=ICON, layout="wide")
    session.keep("projection")
    style.apply(bool(session.get("projection")))
    with identity.le_temps_du_dessin():
        page = st.navigation(menu.groupes(), position="top")
        retour.lien(page)
        page.run()
        identity.pied()


main()
