"""What the thresholds are worth: how often each signal lights up, and how the rule agrees with the zoning in force."""

import pandas as pd
import streamlit as st

from components.carences.constat import lectures_propositions, lectures_reperes
from components.carences.regles.signaux import FAMILLES, PROPOSITIONS
from components.carences.territoires.view_liste import ListeRegardee
from components.core.francais import exact, nombre, pluriel, pourcent
from components.ui import widgets
from data.base import parameters
from data.carences import reperes_france
from data.territoire import indicateurs

TITRE = "Ce que valent ces seuils"
NOTE = (
    "« 9 % à 19 % » : selon la série d'âge, que le fichier chargé ne dit pas. « Non mesuré » : aucun fichier national "
    "ne le dit ; le seuil est une convention locale, à débattre. Un fichier de toutes les communes de France, chargé "
    "page Données avec la composition nationale des territoires, remplace les repères livrés, et fixe les seuils "
    "qu'aucun texte ne fixe."
)


def afficher(vue: ListeRegardee) -> None:
    """Draw the section, closed at first."""
    with st.expander(TITRE, key="territoires_reperes"):
        st.markdown(_propositions(vue))
        table = frequences(vue)
        st.dataframe(table, hide_index=True)
        st.caption(NOTE)
        widgets.telecharger(table, "frequence des signaux", [TITRE], "territoires_frequences")
        if vue.tableau.profession.acces == indicateurs.APL_MG:
            _zonage(vue)


def frequences(vue: ListeRegardee) -> pd.DataFrame:
    """One line per signal: its threshold, how often it lights up here, and in France where a national file tells."""
    by_signal, labels = lectures_reperes.frequences(vue.tableau), parameters.catalogue()
    return pd.DataFrame(
        [
            {
                "Famille": FAMILLES[rule.famille],
                "Signal": labels[rule.seuil].label,
                "Seuil": f"{rule.cote} {exact(vue.tableau.seuils[rule.seuil].value)}",
                "Ici": f"{by_signal[rule.nom].signalent} sur {by_signal[rule.nom].lus}"
                if by_signal[rule.nom].lus
                else "pas lu",
                "En France": en_france.part if (en_france := by_signal[rule.nom].france) else "non mesuré",
                "D'après": en_france.champ if en_france else by_signal[rule.nom].sinon,
                "Origine du seuil": vue.tableau.seuils[rule.seuil].reference,
            }
            for rule in vue.tableau.profession.regles
        ]
    )


def _propositions(vue: ListeRegardee) -> str:
    proposed = [review.proposition for review in vue.tableau.bilans.values()]
    parts = [
        f"{nombre(proposed.count(kind))} {words} ({pourcent(proposed.count(kind) / len(proposed))})"
        for kind, words in PROPOSITIONS.items()
        if proposed.count(kind)
    ]
    if not proposed:
        return "Aucun territoire."
    elsewhere = lectures_propositions.en_france(vue.tableau)
    return f"Sur {pluriel(len(proposed), 'territoire')} : {', '.join(parts)}. {elsewhere}"


def _zonage(vue: ListeRegardee) -> None:
    here = lectures_reperes.face_au_zonage(vue.db, vue.tableau)
    if here is not None:
        zoning, seen = here
        st.markdown(widgets.markdown_inerte(f"Face à « {zoning.titre} » : le niveau d'accès {seen.phrase}."))
    national = reperes_france.lire()
    rules = " ; ".join(
        f"au plus {_nom(name)}, sensibilité {pourcent(sensitivity)}, spécificité {pourcent(calm)}"
        for name, (sensitivity, calm) in national.zonage.items()
    )
    areas = " ; ".join(f"{_nom(name)} : {nombre(area, 2)}" for name, area in national.discrimination.items())
    st.caption(
        f"En France, face aux zones d'intervention prioritaire en vigueur vers 2025 ({national.champ}) : {rules}. "
        f"Chances qu'un territoire en zone soit plus mal lu qu'un autre (0,5 : pile ou face) : {areas}. Une baisse "
        "seule ne prédit presque rien : elle ne signale qu'au-delà du hasard des petits nombres."
    )


def _nom(name: str) -> str:
    return name.replace("apl_mg ", "").replace(".", ",")
