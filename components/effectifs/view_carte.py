"""The map at a horizon: what the projection does to access, through the same kernel as « et si ? »."""

import pandas as pd
import streamlit as st

from components.core.errors import EntreeInvalide
from components.core.francais import ecart, liste, nombre
from components.core.people import personnes_par_ampleur
from components.effectifs import commands_scenario, model_phrases
from components.effectifs.commands_scenario import Horizon
from components.effectifs.view_choix import Scene, choix_garde, tableau
from components.ui import carte, carte_effet, widgets
from data import indicateurs

HORIZONS = (5, 10)
CHOIX, CARTE = "effectifs_commune", "effectifs_carte"
PHRASE = (
    "Variation estimée, ajoutée à l'APL publiée ; ce n'est pas l'APL que publierait la DREES. À population constante."
)


def afficher(scene: Scene) -> None:
    """Draw the screen: always general practitioners, the whole département."""
    if not [serie for serie in indicateurs.series(scene.db, "commune") if serie.indicateur == "apl_mg"]:
        st.info(
            "Chargez d'abord une APL aux médecins généralistes : la carte ajoute la projection à la valeur publiée."
        )
        return
    answer = st.container()
    left, right = st.columns([2.1, 1])
    with right:
        years = [scene.jour.year + h for h in HORIZONS]
        year = int(choix_garde("Année", years, years[0], "effectifs_carte_annee"))
    try:
        result = commands_scenario.calculer(scene.db, scene.jour, HORIZONS[-1], scene.scenario, profession="mg")
        access = commands_scenario.acces(scene.db, scene.jour)
        found = commands_scenario.carte(scene.db, scene.jour, access, result, year)
    except EntreeInvalide as refusal:
        answer.error(f"La carte ne peut pas être calculée. {refusal}")
        return
    with answer:
        _phrase(scene, found, access.habitants)
    with left:
        carte_effet.afficher(scene.db, found.effet, access, CHOIX, CARTE)
    with right:
        carte.boutons_zoom(CARTE)
        _notes(scene, found, access.noms)
    _table(scene, found, access)


def _phrase(scene: Scene, found: Horizon, people: "pd.Series[float]") -> None:
    sizes = personnes_par_ampleur(found.effet, people).groupby("sens")["personnes"].sum()
    lost, gained = float(sizes.get("perte", 0)), float(sizes.get("gain", 0))
    widgets.reponse(
        f"En {found.annee}, {nombre(lost)} habitants auraient moins d'accès qu'aujourd'hui, {nombre(gained)} davantage "
        f"(variation estimée, {ecart(found.effet.actes, 0)} consultations par an dans le département)."
    )
    st.caption(PHRASE)


def _notes(scene: Scene, found: Horizon, names: object) -> None:
    st.caption(
        "Médecins généralistes, tout le département, hypothèse centrale. Ce qu'un territoire gagne ou perd est réparti "
        "entre ses communes comme l'accès publié, faute d'adresse des cabinets ; les mouvements du scénario restent à "
        "leur commune."
    )
    if found.sans_niveau:
        places = [names[code] for code in found.sans_niveau]  # type: ignore[index]
        st.caption(
            f"Niveau non estimé, l'APL publiée y étant trop basse pour porter la baisse calculée : {liste(places)}."
        )


def _table(scene: Scene, found: Horizon, access: object) -> None:
    inside = found.effet.communes.loc[access.habitants.index]  # type: ignore[attr-defined]
    names = access.noms  # type: ignore[attr-defined]
    shown = pd.DataFrame(
        {
            "Code": inside.index,
            "Commune": [names[code] for code in inside.index],
            "Variation estimée": inside["variation"].round(3),
            "au moins": inside["variation_min"].round(3),
            "au plus": inside["variation_max"].round(3),
            "APL publiée": inside["publie"],
            "Publiée + variation": inside["estime"].round(2),
            "Habitants": access.habitants.astype("Int64"),  # type: ignore[attr-defined]
        }
    ).sort_values("Variation estimée")
    digits = dict.fromkeys(shown.columns[2:7], 2) | {"Habitants": 0}
    tableau(shown, digits, height=300)
    lines = [PHRASE, model_phrases.PRUDENCE, f"Scénario {scene.scenario or 'tendance'}, {found.annee}."]
    widgets.telecharger(shown, f"variation estimee {found.annee}", lines, "effectifs_carte_table")
