"""« Pourquoi ce chiffre ? »: who contributes to the access of the place looked at, or what it reaches."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.carences.carte import lectures_contributions
from components.carences.carte.lectures_contributions import Explication
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles import contributions
from components.carences.regles.contributions import Pourquoi
from components.core.francais import pluriel
from components.core.refus import EntreeInvalide
from components.ui import widgets
from components.ui.depot import manque
from data.base import jours

SANS_OFFRE = (
    "Sans fichier d'offre, on ne peut pas dire qui soigne combien : l'offre ne se déduit pas de l'APL publiée "
    "(l'inverser laisse une erreur d'une demi-consultation)."
)
ECART = "Écart à l'APL publiée"
ECART_DIT = (
    "L'écart réunit ce que l'offre chargée ne dit pas : activité réelle des petits lieux, praticiens absents du "
    "fichier, temps de trajet et poids estimés, millésimes différents."
)
MINUTES, PARTAGE, ACTES, PART = "Minutes", "Habitants qui se le partagent", "Actes par an", "Contribution"
DECIMALES = {MINUTES: 0, PARTAGE: 0, ACTES: 0, PART: 3}


def afficher(db: Database, lecture: IndicateurLu, code: str) -> None:
    """Draw the panel of a place; for a GP access only."""
    name = str(lecture.table.at[code, "nom"])
    st.header(f"Pourquoi ce chiffre ? {name}")
    try:
        explication = lectures_contributions.expliquer(db, lecture, code, jours.aujourd_hui(db))
    except EntreeInvalide as problem:
        st.info(widgets.phrase_inerte(f"L'explication attend les centres des communes. {problem}"))
        return
    if explication.detail is None:
        _reach(db, explication, name)
    else:
        _contributions(explication, explication.detail, name, lecture)


def _reach(db: Database, explication: Explication, name: str) -> None:
    count = pluriel(len(explication.portee), "commune", "communes")
    widgets.reponse(f"{name} a {count} à portée, où des habitants se partagent les mêmes médecins.")
    manque.debloquer(db, ("offre",), "contributions", SANS_OFFRE)
    table = pd.DataFrame(
        {
            "Lieu à portée": [explication.noms.get(str(code), str(code)) for code in explication.portee.index],
            MINUTES: explication.portee["minutes"],
            PARTAGE: explication.portee["concurrents"],
        }
    )
    _show(table, ["Lieux à portée", *explication.precautions], "lieux-a-portee")


def _contributions(explication: Explication, detail: Pourquoi, name: str, lecture: IndicateurLu) -> None:
    widgets.reponse(contributions.phrase(detail, explication.noms, name))
    none = [None, None]
    table = pd.DataFrame(
        {
            "Lieu": [
                *(explication.noms.get(str(code), str(code)) for code in detail.table.index),
                ECART,
                "APL publiée",
            ],
            MINUTES: [*detail.table["minutes"], *none],
            PARTAGE: [*detail.table["concurrents"], *none],
            ACTES: [*detail.table["actes"], *none],
            PART: [*detail.table["contribution"], detail.ecart, detail.publie],
        }
    )
    lines = [f"{lecture.serie.titre}, {name} : contributions par lieu", ECART_DIT, *explication.precautions]
    _show(table, lines, "contributions")
    st.caption(ECART_DIT)


def _show(table: pd.DataFrame, lines: list[str], key: str) -> None:
    config = {name: widgets.colonne_nombre(count, name) for name, count in DECIMALES.items() if name in table}
    st.dataframe(table.round(DECIMALES), hide_index=True, placeholder="", height=300, column_config=config)
    widgets.telecharger(table, key, lines, f"carences_{key}")
