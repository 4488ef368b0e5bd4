"""« Fichiers à réunir »: every kind of official file, who publishes it, where, what it serves, whether it is there."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import pluriel
from components.ui import widgets
from components.ui.depot import manque
from data.chargement import depot
from data.chargement.depot import Piece
from data.imports.grammaire.genres import USAGES

TOUS = "Tous"
SOURCE = ["Fichiers officiels à réunir : producteur, adresse, usage, état dans ce fichier"]


def render(db: Database) -> None:
    """Draw the list, for one use or for all."""
    pieces = depot.inventaire(db)
    words = {TOUS: TOUS} | {use: f"Pour {use}" for use in USAGES}
    use = st.segmented_control("Pour quoi", list(words), default=TOUS, required=True, format_func=words.__getitem__,
                               key="donnees_usage", label_visibility="collapsed")  # fmt: skip
    shown = [piece for piece in pieces if use == TOUS or use in piece.genre.parution.sert]
    lacking = sum(not piece.presente for piece in shown)
    st.caption(
        f"{pluriel(len(shown) - lacking, 'type de fichier présent', 'types de fichiers présents')}, "
        f"{pluriel(lacking, 'autre à réunir', 'autres à réunir')} selon les besoins de la table."
    )
    for piece in shown:
        _piece(piece)
    widgets.telecharger(tableau(pieces), "fichiers à réunir", SOURCE, "donnees_reunir")


def _piece(piece: Piece) -> None:
    icon = ":material/check_circle:" if piece.presente else ":material/radio_button_unchecked:"
    serves = ", ".join(piece.genre.parution.sert)
    st.markdown(
        f"{icon} {manque.publication(piece.genre)}  \n"
        f"{widgets.markdown_inerte(f'{piece.etat[:1].upper()}{piece.etat[1:]} · sert à {serves}')}"
    )


def tableau(pieces: list[Piece]) -> pd.DataFrame:
    """The list as a table in French."""
    columns = ["Type de fichier", "Jeu de données publié", "Producteur", "Où le trouver", "Sert à", "État"]
    rows = [
        (one.genre.libelle, parution.titre, parution.producteur, parution.adresse, ", ".join(parution.sert), one.etat)
        for one in pieces
        for parution in [one.genre.parution]
    ]
    return pd.DataFrame(rows, columns=columns)
