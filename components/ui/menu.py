"""The menu, in the order of the backbone: one line per page, its title, its icon, its address."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

PAGES = Path(__file__).resolve().parents[2] / "pages"

MENU = {
    "accueil": ("Accueil", ":material/home:", ""),
    "carences": ("Diagnostic", ":material/map:", "diagnostic"),
    "et_si": ("Et si ?", ":material/swap_horiz:", "et-si"),
    "methode": ("Méthode", ":material/menu_book:", "methode"),
}


def page(name: str) -> StreamlitPage:
    """The door of `pages/<name>.py`."""
    title, icon, path = MENU[name]
    return st.Page(PAGES / f"{name}.py", title=title, icon=icon, url_path=path or None, default=not path)


def link(name: str, label: str) -> None:
    """A link to a page of the menu."""
    st.page_link(page(name), label=label, icon=":material/arrow_forward:")
