"""The band taken apart, for the analyst: the chance of people alone, and what the level error of the past adds."""

import pandas as pd
import streamlit as st

from components.core.francais import pourcent
from components.effectifs.faites import projeter
from components.effectifs.moteur.scenario import Entrees
from components.effectifs.regles import bande, phrases
from components.effectifs.view_choix import EquipeRegardee, tableau
from components.ui import widgets


def afficher(scene: EquipeRegardee, central: Entrees) -> None:
    """Draw both bands, year by year."""
    result = projeter(central)
    world = result.monde
    error = bande.niveau(central.parametres, scene.profession)
    alone, whole = bande.bande(world, result, 0, hasard=True), bande.bande(world, result, 0)
    table = pd.DataFrame(
        {
            "Année": [str(year) for year in central.calendrier],
            "Attendus": phrases.arrondi(result.tetes_moyennes[0]),
            "Hasard seul, de": alone[0],
            "hasard seul, à": alone[1],
            "Avec l'erreur de niveau, de": whole[0],
            "avec l'erreur de niveau, à": whole[1],
        }
    )
    tableau(table, {"Attendus": 1} | dict.fromkeys(table.columns[2:], 0))
    st.caption(
        "Le hasard seul suppose les lois exactes : sur le passé, il n'a couvert qu'une part des départements (page "
        f"Validation). L'erreur de niveau, {pourcent(error, 1)} de l'effectif par an, est celle des prévisions à deux "
        "ans faites dans la période d'ajustement, au-delà du hasard ; elle grandit avec les années depuis le compte."
    )
    widgets.telecharger(table, f"bande {scene.lieux[scene.lieu]}", [phrases.PRUDENCE], "effectifs_hasard")
