"""What published figures say of the access kernel, of the curve and of the signals: the stored results, as found."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import ecart, exact, nombre, pourcent
from components.ui import widgets
from data.base import jours
from data.base.parameters import EnVigueur
from data.carences import reperes_france
from data.carences.reperes_france import ReperesDeFrance

SOURCE = (
    "Résultats gardés de « make check-reference » : APL de 2016 et 2018 (DREES), zonage des médecins vers 2025, temps "
    "de trajet de Gironde (METRIC, 2021)."
)
LIMITES = (
    "Le calage dit quelle vitesse rend le calcul d'accès fidèle aux variations publiées, pas à quelle vitesse on "
    "roule : en Gironde, où la courbe suit les trajets chronométrés, il demande aussi moins que 1.",
    "Deux millésimes, avant 2019 : rien ne dit qu'un autre calage ne vaudrait pas mieux aujourd'hui.",
    "Là où peu de médecins ont bougé (Corse-du-Sud), ou loin de tout (Lozère), le calcul n'explique presque rien.",
    "Le zonage est arrêté par l'ARS avec d'autres critères que l'accès : s'en écarter n'est pas se tromper.",
)


def afficher(db: Database) -> None:
    """Draw the tab."""
    reperes = reperes_france.lire()
    st.markdown(_reponse(reperes, EnVigueur.read(db, jours.aujourd_hui(db)).number("facteur_vitesse")))
    tables = {
        "Par département, EPCI laissés de côté un à un": _departements(reperes),
        "Courbe de vitesse : écart aux trajets chronométrés": _courbe(reperes),
        "Baisse de l'accès : bassins de vie qui signaleraient": _baisses(reperes),
        "Règle du niveau face au zonage (zones d'intervention prioritaire)": _zonage(reperes),
        "Vitesse du noyau : part des variations expliquée": _vitesses(reperes),
    }
    for title, table in tables.items():
        st.markdown(f"**{title}**")
        st.dataframe(table, hide_index=True)
    st.markdown("\n".join(f"- {sentence}" for sentence in LIMITES))
    st.caption(SOURCE)
    whole = pd.concat([table.astype(str).assign(Épreuve=title) for title, table in tables.items()])
    widgets.telecharger(whole, "epreuves de l'accès", [SOURCE, *LIMITES], "methode_epreuves")


def _reponse(reperes: ReperesDeFrance, en_vigueur: float) -> str:
    best, factor = reperes.vitesse[f"{reperes.vitesse['facteur']:g}"], reperes.vitesse["facteur"]
    better = sum(chosen > one for one, chosen, _ in reperes.departements.values())
    sentence = (
        f"À la vitesse {exact(factor)}, le calcul d'accès explique {pourcent(best)} des variations publiées de 2016 à "
        f"2018 dans des EPCI qu'il n'a pas vus, contre {pourcent(reperes.vitesse['1'])} à la vitesse 1. Choisie sans "
        f"un département, elle y fait mieux que 1 dans {better} des {len(reperes.departements)} essayés."
    )
    if en_vigueur != factor:
        sentence += f" La table a retenu {exact(en_vigueur)}."
    return sentence


def _vitesses(reperes: ReperesDeFrance) -> pd.DataFrame:
    rows = [(exact(float(name)), pourcent(part, 1)) for name, part in reperes.vitesse.items() if name != "facteur"]
    return pd.DataFrame(rows, columns=["Facteur de vitesse", "Variance expliquée"])


def _departements(reperes: ReperesDeFrance) -> pd.DataFrame:
    rows = [
        (code, pourcent(one, 1), pourcent(chosen, 1), f"× {nombre(effect, 2)}")
        for code, (one, chosen, effect) in reperes.departements.items()
    ]
    columns = ["Département", "Expliqué à 1", "Au facteur choisi sans lui", "Effet d'un médecin sur place"]
    return pd.DataFrame(rows, columns=columns)


def _courbe(reperes: ReperesDeFrance) -> pd.DataFrame:
    rows = [(band, nombre(n), nombre(error, 1), ecart(bias, 1)) for band, (n, error, bias) in reperes.courbe.items()]
    columns = ["À vol d'oiseau", "Trajets", "Erreur moyenne (minutes)", "Biais de la courbe (minutes)"]
    return pd.DataFrame(rows, columns=columns)


def _baisses(reperes: ReperesDeFrance) -> pd.DataFrame:
    rows = [
        (size, nombre(count), pourcent(alone), pourcent(beyond))
        for size, (count, alone, beyond) in reperes.baisses.items()
    ]
    return pd.DataFrame(rows, columns=["Habitants", "Bassins", "Au seuil seul", "Au-delà du hasard"])


def _zonage(reperes: ReperesDeFrance) -> pd.DataFrame:
    rows = [
        (name.replace("apl_mg ", "").replace(".", ","), pourcent(sensitivity), pourcent(calm))
        for name, (sensitivity, calm) in reperes.zonage.items()
    ]
    return pd.DataFrame(rows, columns=["Seuil et série", "Sensibilité", "Spécificité"])
