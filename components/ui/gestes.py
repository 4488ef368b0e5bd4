"""A gesture made on a screen: done and the page is drawn again, or refused and the reason is shown."""

from collections.abc import Callable

import streamlit as st

from components.core.refus import Refus
from components.ui import saisies, session, widgets
from components.ui.porte.tour import TOUR

ANNONCE = "ui_annonce"


def geste(act: Callable[[], object], fait: str = "", *, dire: str = "") -> None:
    """Run a gesture, while others draw. A refusal is shown where we are; else `fait` is announced on the page drawn
    again, or `dire` said in passing."""
    try:
        saisies.exiger()
        with TOUR.rendu():
            act()
    except Refus as refusal:
        st.error(widgets.phrase_inerte(str(refusal)), icon=":material/block:")
        return
    if dire:
        st.toast(dire, icon=":material/check:")
    if fait:
        session.put(ANNONCE, fait)
    st.rerun()


def annonce() -> None:
    """What the last gesture did, once, in a place of its own: what follows does not move when it goes."""
    message = session.get(ANNONCE)
    with st.container():
        if message:
            session.put(ANNONCE, None)
            st.success(widgets.phrase_inerte(message), icon=":material/check_circle:")
