"""« Offre »: who practises where, corrected on screen row by row."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import pluriel
from components.ui import identity, session, widgets
from data import offre, territoire
from data.erreurs import Refus
from data.imports.professions import PROFESSIONS
from data.parameters import EnVigueur

FAIT = "donnees_fait"
SECTEURS = ["libéral", "centre de santé", "public", "privé", "médico-social", "salarié", "mixte"]
TITRES = {"commune": "Commune", "profession": "Profession", "secteur": "Secteur", "nombre": "Nombre",
          "etp": "ETP", "actes": "Actes par an"}  # fmt: skip


def render(db: Database) -> None:
    """Draw the editable table and its gesture."""
    known = offre.lire(db)
    communes = territoire.communes(db)["nom"]
    labels = {code: f"{name} ({code})" for code, name in communes.items()}
    st.caption(
        f"{pluriel(len(known), 'ligne')}. Sous trois praticiens, l'activité n'est ni gardée ni affichée : "
        "laissez-la vide."
    )
    shown = known.assign(commune=known["commune"].map(labels)).rename(columns=TITRES)
    edited = st.data_editor(
        shown,
        num_rows="dynamic",
        hide_index=True,
        height=300,
        key=f"donnees_offre_{session.get('donnees_offre_tour', 0)}",
        column_config=_columns(list(labels.values())),
    )
    if st.button("Enregistrer l'offre", type="primary"):
        _save(db, edited, {label: code for code, label in labels.items()})
    widgets.telecharger(shown, "offre", ["Offre de soins par lieu, saisie ou chargée par la table"], "donnees_offre_x")


def _columns(labels: list[str]) -> dict[str, Any]:
    choice = st.column_config.SelectboxColumn
    number = st.column_config.NumberColumn
    return {
        "Commune": choice(options=labels, required=True),
        "Profession": choice(options=[p.nom for p in PROFESSIONS], required=True),
        "Secteur": choice(options=SECTEURS, required=True, default="libéral"),
        "Nombre": number(min_value=0, step=1, required=True, default=1),
        "ETP": number(min_value=0.0, step=0.1),
        "Actes par an": number(min_value=0, step=100),
    }


def _save(db: Database, edited: pd.DataFrame, codes: dict[str, str]) -> None:
    names = {title: name for name, title in TITRES.items()}
    rows = edited.rename(columns=names).astype(object)
    rows = rows.where(rows.notna(), None).to_dict("records")
    values = EnVigueur.read(db, date.today())
    try:
        said = offre.enregistrer(db, identity.acteur(), [_row(row, codes) for row in rows], values)
    except Refus as refusal:
        st.error(str(refusal), icon=":material/block:")
        return
    session.put(FAIT, [said])
    session.put("donnees_offre_tour", session.get("donnees_offre_tour", 0) + 1)
    st.rerun()


def _row(row: dict[Any, Any], codes: dict[str, str]) -> dict[str, Any]:
    return row | {"commune": codes.get(str(row["commune"]), ""), "nombre": int(row["nombre"] or 0)}
