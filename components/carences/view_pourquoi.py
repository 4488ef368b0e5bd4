"""« Pourquoi ? »: what stands behind the published access of a commune, as far as the loaded data allow."""

import streamlit as st
from sqlite_utils import Database

from components.carences import commands, commands_pourquoi
from components.carences.commands_pourquoi import Pourquoi
from components.carences.commands_signaux import Tableau
from components.core.errors import EntreeInvalide
from components.core.francais import ecart, nombre, pluriel
from components.ui import widgets

SANS_OFFRE = (
    "Sans fichier d'offre (actes par lieu), on ne peut pas dire la part de chaque lieu : l'offre ne se retrouve pas à "
    "partir de l'APL publiée (l'inverser laisse une erreur d'environ 0,5 consultation)."
)


def render(db: Database, tableau: Tableau, code: str) -> None:
    """Choose a commune of the territory, and see the places it reaches."""
    serie = tableau.serie
    if serie is None or serie.niveau != "commune":
        st.info("Aucune APL par commune n'est chargée : rien à expliquer.")
        return
    communes = commands.habitants_par_commune(db)
    inside = communes[communes["territoire"] == code].sort_values("population", ascending=False)
    place = st.selectbox("Commune", inside.index, format_func=lambda c: inside.at[c, "nom"], key=f"pourquoi_{code}")
    try:
        why = commands_pourquoi.pourquoi(db, serie, place, tableau.valeurs)
    except EntreeInvalide as problem:
        st.info(f"Ce panneau attend la position des communes. {problem}")
        return
    _answer(why, str(inside.at[place, "nom"]), serie.decimales)
    _table(why, str(inside.at[place, "nom"]), serie.titre)
    widgets.precautions([*([] if why.ecart is not None else [SANS_OFFRE]), *why.precautions])


def _answer(why: Pourquoi, name: str, digits: int) -> None:
    rival = why.lieux["population_concurrente"]
    near = why.lieux["minutes"] <= why.lieux["minutes"].median() if len(why.lieux) else rival
    st.markdown(
        widgets.markdown_inerte(
            f"{name} : APL publiée {nombre(why.publie, digits)}. "
            f"{pluriel(len(why.lieux), 'commune atteinte', 'communes atteintes')} en moins de 20 minutes estimées"
            + (f", partagées chacune avec {nombre(rival[near].median())} habitants environ." if len(rival) else ".")
        )
    )
    if why.ecart is not None:
        st.markdown(f"Écart à l'APL publiée : **{ecart(why.ecart)}** (contributions + écart = publiée).")


def _table(why: Pourquoi, name: str, titre: str) -> None:
    names = {
        "nom": "Lieu atteint",
        "minutes": "Minutes estimées",
        "poids": "Poids de distance",
        "population_concurrente": "Habitants qui partagent ce lieu",
        "contribution": "Contribution à l'APL",
    }
    shown = why.lieux.rename(columns=names)[[label for key, label in names.items() if key in why.lieux.columns]]
    digits = {"Minutes estimées": 0, "Poids de distance": 2, "Habitants qui partagent ce lieu": 0}
    st.dataframe(shown.round(digits), hide_index=True, height=260)
    widgets.telecharger(shown, f"lieux atteints depuis {name}", [titre, *why.precautions], "pourquoi_export")
