"""The first minutes of a table: its département, its figures, its first séance; then the page has no use any more."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from sqlite_utils import Database

from components.accueil import lectures_agenda
from components.ui import identity, menu
from data.territoire import indicateurs

FAIT, A_FAIRE = ":material/check_circle:", ":material/radio_button_unchecked:"


@dataclass(frozen=True)
class Pas:
    """A first step: what it is, whether it is done, what to do, and the page that does it."""

    titre: str
    fait: bool
    geste: str
    page: str


def pas(db: Database) -> list[Pas]:
    """The three steps, in order."""
    figures, meetings = bool(indicateurs.apl_generalistes(db)), bool(lectures_agenda.seances_dites(db))
    return [
        Pas("Le département", True, "Le territoire et ses communes sont là", "donnees"),
        Pas("Les chiffres", figures, "Déposer les fichiers officiels", "donnees"),
        Pas("La première séance", meetings, "Préparer la première séance", "seances"),
    ]


def afficher(db: Database, demonstration: Callable[[Database], None]) -> None:
    """Draw them for whoever leads, until a séance exists. `demonstration` offers a whole example, beside."""
    steps = pas(db)
    if not identity.anime() or steps[-1].fait:
        return
    with st.container(border=True):
        st.markdown(f"**Premiers pas : {sum(one.fait for one in steps)} sur {len(steps)}**")
        for column, (rank, one) in zip(st.columns(len(steps)), enumerate(steps, start=1), strict=True):
            with column:
                st.markdown(f"{FAIT if one.fait else A_FAIRE} **{rank}. {one.titre}**")
                if one.fait:
                    st.caption("C'est fait.")
                else:
                    menu.link(one.page, one.geste)
        demonstration(db)
