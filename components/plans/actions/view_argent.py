"""The money of one action: lines by funder, each with the nature of its act."""

from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.core.mots import NATURES
from components.plans.actions import view_difference
from components.plans.regles import actions, libelles
from components.ui import gestes, identity, saisies, session
from components.ui.gestes import geste
from data.base import jours
from data.plans import financements

NOUVELLE = 0
VIDE: dict[str, Any] = {
    "financeur": "", "prevu": 0, "engage": 0, "depense": 0, "nature": "avis", "autorite": "", "numero": "",
    "date_acte": None, "version": 0,
}  # fmt: skip
PLUS_FINANCEE = (
    "Ligne enregistrée. Plus aucune décision n'engage d'argent : l'action revient de « Financée » à « Retenue par la "
    "table », et son journal le dit."
)


def afficher(db: Database, lignes: pd.DataFrame, ident: int, works: bool) -> None:
    """The lines as a table, then the form that adds or changes one."""
    if lignes.empty:
        st.caption("Aucun financement saisi.")
    else:
        st.dataframe(_table(lignes), hide_index=True)
    if works:
        _form(db, lignes, ident)


def _table(lignes: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Financeur": lignes["financeur"],
            "Prévu": lignes["prevu"].map(actions.euros),
            "Engagé": lignes["engage"].map(actions.euros),
            "Dépensé": lignes["depense"].map(actions.euros),
            "Nature": [actions.acte(row) for row in lignes.to_dict("records")],
        }
    )


def _form(db: Database, lignes: pd.DataFrame, ident: int) -> None:
    labels = libelles.lignes(lignes)
    choices = {NOUVELLE: "Nouvelle ligne"} | {line: f"Modifier : {words}" for line, words in labels.items()}
    picked = int(st.selectbox("Ligne", list(choices), format_func=choices.__getitem__, key=f"plans_ligne_{ident}"))
    read = view_difference.lue(f"ligne_{picked}", partial(financements.line, db, picked)) if picked else VIDE
    view_difference.montrer(f"ligne_{picked}", financements.NOMS_LIGNE)
    row = view_difference.valeurs(f"ligne_{picked}", read)
    key = f"plans_argent_{ident}_{picked}_{read['version'] if picked else len(lignes)}"  # a new line once added: blank
    nature = st.radio(
        "Nature de l'acte", list(NATURES), format_func=NATURES.__getitem__, horizontal=True,
        index=list(NATURES).index(row["nature"]), key=f"{key}_nature",
    )  # fmt: skip
    with st.form(key, border=False):
        fields = _fields(db, row, nature, key)
        left, right = st.columns([1, 3])
        save = left.form_submit_button("Enregistrer cette ligne")
        again = picked and right.form_submit_button("Relire cette ligne")
    if again:
        view_difference.oublier(f"ligne_{picked}")
        st.rerun()
    if save and picked:
        view_difference.enregistrer(
            f"ligne_{picked}", read, fields, partial(_change, db, picked, read["version"], fields)
        )
    elif save:
        geste(lambda: financements.ajouter_ligne(db, identity.acteur(), ident, fields, jours.aujourd_hui(db)))


def _change(db: Database, ligne: int, version: int, fields: dict[str, Any]) -> None:
    if financements.modifier_ligne(db, identity.acteur(), ligne, version, fields, jours.aujourd_hui(db)):
        session.put(gestes.ANNONCE, PLUS_FINANCEE)


def _fields(db: Database, row: dict[Any, Any], nature: str, key: str) -> dict[str, Any]:
    funder = st.text_input(
        "Financeur (ARS – FIR, département, Cpam, commune…)", row["financeur"], key=f"{key}_financeur"
    )
    columns = st.columns(3)
    fields: dict[str, Any] = {"financeur": funder, "engage": 0, "depense": 0, "nature": nature}
    fields |= {"prevu": _euros(columns[0], "Prévu (€)", row, "prevu", key)}
    fields |= {"autorite": "", "numero": "", "date_acte": None}
    if nature == "avis":
        st.caption("Un avis de la table n'engage l'argent de personne : rien ne peut être inscrit comme engagé.")
    if nature == "engagement":
        fields["autorite"] = st.text_input("Qui s'engage", row["autorite"], key=f"{key}_engagement")
        st.caption("Un engagement n'est pas encore une décision : rien ne peut être inscrit comme engagé.")
    if nature == "decision":
        fields["engage"] = _euros(columns[1], "Engagé (€)", row, "engage", key)
        fields["depense"] = _euros(columns[2], "Dépensé (€)", row, "depense", key)
        left, middle, right = st.columns(3)
        fields["autorite"] = left.text_input("Autorité", row["autorite"], key=f"{key}_autorite")
        fields["numero"] = middle.text_input("Numéro", row["numero"], key=f"{key}_numero")
        day = date.fromisoformat(row["date_acte"]) if row["date_acte"] else jours.aujourd_hui(db)
        picked = right.date_input("Date", day, format="DD/MM/YYYY", key=f"{key}_date")
        fields["date_acte"] = picked.isoformat()
    return fields


def _euros(place: DeltaGenerator, words: str, row: dict[Any, Any], name: str, key: str) -> int:
    amount = saisies.champ_nombre(place, words, 0, 1e9, row[name] / 100, decimales=2, key=f"{key}_{name}")
    return round((amount or 0) * 100)
