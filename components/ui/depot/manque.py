"""What unlocks a page that lacks data: which file, who publishes it, where; and the place to drop it, right there."""

from collections.abc import Callable, Collection, Sequence

import streamlit as st
from sqlite_utils import Database

from components.ui import identity, menu, widgets
from components.ui.depot import zone
from data.imports import GENRES
from data.imports.grammaire.genres import Genre

TITRE = "Le fichier qui débloque cette page"
APL = ("apl-drees", "apl-extrait")  # the published workbook, or a cut of it
AUTRES = "C'est à qui prépare la table de les charger, page Données."


def debloquer(
    db: Database,
    genres: Sequence[str],
    cle: str,
    pourquoi: str = "",
    apres: Callable[[Collection[str]], None] = lambda genres: None,
) -> None:
    """Say which kinds of files are lacking and why, where each is published; whoever prepares drops them here.

    `cle` begins the keys of the place: one per screen. `apres` hears which kinds were loaded.
    """
    with st.container(border=True):
        plural = TITRE.replace("Le fichier qui débloque", "Les fichiers qui débloquent")
        st.markdown(f"**{TITRE if len(genres) == 1 else plural}**")
        if pourquoi:
            st.markdown(widgets.phrase_inerte(pourquoi))
        st.markdown("\n".join(f"- {publication(GENRES[genre])}" for genre in genres))
        if not identity.prepare():
            st.caption(AUTRES)
            return
        zone.deposer(db, f"{cle}_manque", apres)
        menu.link("donnees", "Tous les fichiers à réunir, page Données")


def publication(kind: Genre) -> str:
    """Where a kind of file is published, its address as text: a line of Markdown."""
    parution = kind.parution
    words = f"{parution.titre}. Producteur : {parution.producteur}."
    return f"**{widgets.phrase_inerte(kind.libelle)}** — {widgets.phrase_inerte(words)} Où : `{parution.adresse}`"
