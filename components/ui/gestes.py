"""A gesture made on a screen: done and the page is drawn again, or refused and the reason is shown."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from components.core.refus import EntreeInvalide, Refus
from components.ui import saisies, session, widgets
from components.ui.porte.tour import TOUR

ANNONCE, TOURS = "ui_annonce", "ui_tour"
INCHANGE = "Rien n'avait changé depuis le dernier enregistrement."  # what a sheet saved as it was says
FICHIER = "un fichier, et attendez que son nom s'affiche"  # of `choisi`
Choix = TypeVar("Choix")


def geste(act: Callable[[], object], fait: str = "", *, dire: str = "", renouvelle: str = "") -> None:
    """Run a gesture, while others draw. A refusal is shown where we are; else `fait` is announced on the page drawn
    again, or `dire` said in passing, and the key `renouvelle` becomes another one (`renouvelee`)."""
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
    if renouvelle:
        session.put(f"{TOURS}_{renouvelle}", _tour(renouvelle) + 1)
    st.rerun()


def renouvelee(cle: str) -> str:
    """A key that is another one once its gesture is done, and not when it is refused. Of a form: it is emptied then,
    and not before (it begins the keys of its fields, if they have any). Of a button that adds something: the second
    press of a double click is for a button that is gone, and adds nothing. It looks like no other: keys that end with a
    number (« seances_point_1 ») are those of a thing."""
    return f"{cle}:{_tour(cle)}" if _tour(cle) else cle


def choisi(valeur: Choix | None, quoi: str) -> Choix:
    """What a gesture is about. Raises `EntreeInvalide` when nothing was chosen in its list (`quoi`: what, in words)."""
    if valeur is None:
        raise EntreeInvalide(f"Choisissez d'abord {quoi}. Rien n'a été modifié.")
    return valeur


def _tour(cle: str) -> int:
    return int(session.get(f"{TOURS}_{cle}", 0))


def annonce() -> None:
    """What the last gesture did, once, in a place of its own: what follows does not move when it goes."""
    message = session.get(ANNONCE)
    with st.container():
        if message:
            session.put(ANNONCE, None)
            st.success(widgets.phrase_inerte(message), icon=":material/check_circle:")
