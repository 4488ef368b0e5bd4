"""What the table voted first, and which signals of this territory each priority rests on."""

from typing import Any

import streamlit as st
from sqlite_utils import Database

from components.core.francais import jour, liste
from components.ui import menu, widgets
from data.base import jours
from data.priorites import scrutins

PREMIERES = 3  # the whole ranking is one link away


def afficher(db: Database, preuve: dict[str, Any]) -> None:
    """The first priorities of the last published vote; nothing before one."""
    ranked = scrutins.priorites(db)
    if not ranked:
        return
    with st.container(border=True):
        st.markdown("**Priorités votées par la table**")
        for line in [line for line in ranked if line["rang"] <= PREMIERES]:
            st.markdown(f"{line['rang']}\\. {widgets.markdown_inerte(line['option'])}")
            st.caption(widgets.markdown_inerte(appui(line["signaux"], preuve)))
        voted = jour(jours.jour_de(db, ranked[0]["le"]))
        st.caption(widgets.markdown_inerte(f"{ranked[0]['seance']}, publié le {voted}."))
        menu.link("priorites", "Voir tout le classement")
        menu.link("plans", "Voir les actions")


def appui(indicateurs: list[str], preuve: dict[str, Any]) -> str:
    """Which of a priority's figures signal here, in words; missing is not « does not signal »."""
    figures = [s for family in preuve["familles"] for s in family["signaux"] if s["indicateur"] in indicateurs]
    flags = list(dict.fromkeys(s["libelle"] for s in figures if s["signale"]))
    if flags:
        return f"Ici, signale : {liste(flags)}."
    if any(s["signale"] is False for s in figures):
        return "Ici, les chiffres disponibles qui la justifient ne signalent pas."
    return "Aucun chiffre disponible ici ne la justifie ni ne l'écarte."
