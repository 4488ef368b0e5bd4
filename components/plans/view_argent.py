"""The money of one action: lines by funder, each with the nature of its act."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.plans import model, model_libelles
from components.plans.view_ajout import geste
from components.ui import gestes, identity, session
from data import financements

NOUVELLE = 0
PLUS_FINANCEE = (
    "Ligne enregistrée. Plus aucune décision n'engage d'argent : l'action revient de « Financée » à « Retenue par la "
    "table », et son journal le dit."
)


def afficher(db: Database, lignes: pd.DataFrame, ident: int, works: bool) -> None:
    """The lines as a table, then the form that adds or changes one."""
    gestes.annonce()
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
            "Prévu": lignes["prevu"].map(model.euros),
            "Engagé": lignes["engage"].map(model.euros),
            "Dépensé": lignes["depense"].map(model.euros),
            "Nature": [_nature(row) for row in lignes.to_dict("records")],
        }
    )


def _nature(row: dict[Any, Any]) -> str:
    if row["nature"] == "decision":
        day = date.fromisoformat(row["date_acte"]).strftime("%d/%m/%Y")
        return f"décision de {row['autorite']}, n° {row['numero']}, {day}"
    return f"engagement de {row['autorite']}" if row["nature"] == "engagement" else "avis de la table"


def _form(db: Database, lignes: pd.DataFrame, ident: int) -> None:
    known = model_libelles.lignes(lignes)
    choices = {NOUVELLE: "Nouvelle ligne"} | {ident: f"Modifier : {words}" for ident, words in known.items()}
    picked = st.selectbox("Ligne", list(choices), format_func=choices.__getitem__, key=f"plans_ligne_{ident}")
    row = lignes.loc[picked].to_dict() if picked else {}
    nature = st.radio(
        "Nature de l'acte", list(model.NATURES), format_func=model.NATURES.__getitem__, horizontal=True,
        index=list(model.NATURES).index(row.get("nature", "avis")), key=f"plans_nature_{ident}_{picked}",
    )  # fmt: skip
    with st.form(f"plans_argent_{ident}_{picked}", border=False):
        fields = _fields(row, nature)
        if st.form_submit_button("Enregistrer cette ligne"):
            actor = identity.acteur()
            if picked:
                geste(lambda: _change(db, int(picked), fields))
            else:
                geste(lambda: financements.add_line(db, actor, ident, fields, date.today()))


def _change(db: Database, ligne: int, fields: dict[str, Any]) -> None:
    if financements.update_line(db, identity.acteur(), ligne, fields, date.today()):
        session.put(gestes.ANNONCE, PLUS_FINANCEE)


def _fields(row: dict[Any, Any], nature: str) -> dict[str, Any]:
    funder = st.text_input("Financeur (ARS – FIR, département, Cpam, commune…)", row.get("financeur", ""))
    columns = st.columns(3)
    planned = _euros(columns[0], "Prévu (€)", row.get("prevu", 0))
    fields: dict[str, Any] = {"financeur": funder, "prevu": planned, "engage": 0, "depense": 0, "nature": nature}
    fields |= {"autorite": "", "numero": "", "date_acte": None}
    if nature == "avis":
        st.caption("Un avis de la table n'engage l'argent de personne : rien ne peut être inscrit comme engagé.")
    if nature == "engagement":
        fields["autorite"] = st.text_input("Engagement de", row.get("autorite", ""))
        st.caption("Un engagement n'est pas encore une décision : rien ne peut être inscrit comme engagé.")
    if nature == "decision":
        fields["engage"] = _euros(columns[1], "Engagé (€)", row.get("engage", 0))
        fields["depense"] = _euros(columns[2], "Dépensé (€)", row.get("depense", 0))
        left, middle, right = st.columns(3)
        fields["autorite"] = left.text_input("Autorité", row.get("autorite", ""))
        fields["numero"] = middle.text_input("Numéro", row.get("numero", ""))
        day = row.get("date_acte")
        picked = right.date_input("Date", date.fromisoformat(day) if day else date.today(), format="DD/MM/YYYY")
        fields["date_acte"] = picked.isoformat()
    return fields


def _euros(place: DeltaGenerator, words: str, cents: int) -> int:
    amount = place.number_input(words, 0.0, 1e9, float(cents) / 100, step=1000.0, format="%.2f")
    return round(float(amount) * 100)


def montant(place: DeltaGenerator, words: str, key: str) -> int:
    """An amount in euros, returned in whole cents."""
    return round(float(place.number_input(words, 0.0, 1e9, 0.0, step=1000.0, format="%.2f", key=key)) * 100)
