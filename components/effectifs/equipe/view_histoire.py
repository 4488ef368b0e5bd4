"""What the table entered of a team in the past: who wrote it, when, and what; it may identify people."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import nombre, pluriel
from components.effectifs import lectures
from components.effectifs.view_choix import EquipeRegardee, quand
from data.effectifs import effectifs as donnees

COLONNES = {
    "effectif": "Personnes", "sexe": "Sexe", "age_min": "Âge, de", "age_max": "à", "annee": "Âges de",
    "heures": "Heures", "patientele": "Patientèle", "cumul": "Cumul", "mode": "Exercice", "secteur": "Secteur",
    "depart": "Départ", "arrivee": "Arrivée", "acteur": "Saisie par", "cree_le": "Saisie le",
    "retire_le": "Retirée le", "retire_par": "Retirée par",
}  # fmt: skip


def afficher(scene: EquipeRegardee, ouverte: bool) -> None:
    """Draw the fold. `ouverte`: this screen was already said not to be projected."""
    past = donnees.history(scene.db, scene.lieu, scene.profession)
    if past.empty:
        return
    with st.expander(f"Historique de la saisie ({pluriel(len(past), 'ligne')})", key="effectifs_historique"):
        hidden = not ouverte and lectures.identifie(scene.db, scene.jour, scene.groupe)
        if hidden and not st.toggle(
            "Ouvrir l'historique : cet écran n'est pas projeté",
            key=f"effectifs_histoire_{scene.lieu}_{scene.profession}",
            help="L'équipe a compté moins de cinq personnes : âges et départs les identifient.",
        ):
            return
        st.dataframe(lisible(scene.db, past), hide_index=True)


def lisible(db: Database, past: pd.DataFrame) -> pd.DataFrame:
    """The history in French words: empty when not known, dates as they are said. Columns of `COLONNES`."""
    rows = past.astype(object).where(past.notna(), None)
    shown = pd.DataFrame({title: [_mot(db, name, value) for value in rows[name]] for name, title in COLONNES.items()})
    shown.loc[rows["age_min"].isna().to_numpy(), COLONNES["annee"]] = ""
    return shown


def _mot(db: Database, name: str, value: object) -> str:
    if value is None:
        return ""
    if name == "cumul":
        return "oui" if value else ""
    if name in ("cree_le", "retire_le"):
        return quand(db, str(value))
    if name in ("annee", "depart", "arrivee"):
        return str(int(float(str(value))))
    if name in ("heures", "patientele"):
        number = float(str(value))
        return nombre(number, 0 if number.is_integer() else 1)
    return nombre(float(str(value))) if name in ("effectif", "age_min", "age_max") else str(value)
