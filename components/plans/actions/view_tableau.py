"""The list of actions as a sheet: status, operator, pilot and end, amended in place and saved at once."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.mots import STATUTS
from components.core.refus import EntreeInvalide, Refus
from components.plans.actions import gestes
from components.plans.actions.lectures import Plan
from components.ui import grilles, identity, session
from components.ui.gestes import geste
from data.base.store import writing
from data.plans import plans

TOUR = "plans_tableau_tour"  # counts the savings: a sheet saved starts anew
SAISIES = ["Statut", "Opérateur", "Pilote", "Fin"]
COLONNES = {"Statut": grilles.parmi("Statut", STATUTS.values()), "Fin": grilles.jour("Fin")}


def afficher(db: Database, plan: Plan) -> None:
    """Draw the sheet and its button."""
    key = f"plans_tableau_{session.get(TOUR, 0)}"
    with st.expander("Modifier plusieurs actions, dans le tableau", key="plans_plusieurs", icon=":material/edit:"):
        base = grilles.reprise(key, _rows(plan), SAISIES)
        edited = grilles.saisir(
            base, COLONNES, key=key, hide_index=True, disabled=["Action", "version"], nom="Action",
            column_config={
                "version": None,
                "Opérateur": st.column_config.TextColumn(required=True),
                "Pilote": st.column_config.TextColumn(required=True),
            },
        )  # fmt: skip
        grilles.retenir(key, edited)
        st.caption(
            "Statut : les premières lettres suffisent ; fin : comme 31/12/2027. Rien n'est écrit avant "
            "l'enregistrement, et tout l'est, ou rien : une ligne refusée est nommée."
        )
        touched = not edited.equals(base)
        if st.button("Enregistrer ces lignes", type="primary", disabled=not touched, key="plans_tableau_oui"):
            geste(lambda: _save(db, plan, base, modifies(plan, edited), key), "Lignes enregistrées.")


def _rows(plan: Plan) -> pd.DataFrame:
    rows = plan.actions
    return pd.DataFrame(
        {
            "Action": rows["libelle"],
            "Statut": rows["statut"].map(STATUTS),
            "Opérateur": rows["operateur"],
            "Pilote": rows["pilote"],
            "Fin": [date.fromisoformat(day).strftime("%d/%m/%Y") for day in rows["fin"]],
            "version": rows["version"],
        },
        index=rows.index,
    )


def modifies(plan: Plan, edited: pd.DataFrame) -> dict[int, dict[str, Any]]:
    """The fields that a sheet changes, by action, as the store keeps them. Raises `EntreeInvalide`."""
    codes = {words: code for code, words in STATUTS.items()}
    changes: dict[int, dict[str, Any]] = {}
    for ident, row in edited.iterrows():
        typed = {
            "statut": codes[COLONNES["Statut"].lire(_texte(row["Statut"]))],
            "operateur": _texte(row["Opérateur"]), "pilote": _texte(row["Pilote"]),
            "fin": COLONNES["Fin"].lire(_texte(row["Fin"])),
        }  # fmt: skip
        now = plan.actions.loc[ident]
        changed = {name: value for name, value in typed.items() if value != now[name]}
        if changed:
            changes[int(str(ident))] = changed
    return changes


def _texte(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell)


def _save(db: Database, plan: Plan, base: pd.DataFrame, changes: dict[int, dict[str, Any]], key: str) -> None:
    """Write every row, or none: a row that someone else has changed meanwhile, or that a rule refuses, is named."""
    if not changes:
        raise EntreeInvalide("Rien n'a changé dans ces lignes. Rien n'a été enregistré.")
    with writing(db):
        for ident, fields in changes.items():
            name = plan.actions.at[ident, "libelle"]
            try:
                gestes.modifier(db, identity.acteur(), ident, int(base.at[ident, "version"]), fields)
            except plans.Depasse as late:
                raise Refus(
                    f"« {name} » : {late.auteur} l'a modifiée pendant votre saisie. Rien n'a été enregistré, vos "
                    "saisies restent : ouvrez sa fiche pour comparer."
                ) from late
            except Refus as refusal:
                raise Refus(
                    f"« {name} » : {refusal} Aucune des lignes n'a été enregistrée, vos saisies restent."
                ) from refusal
    grilles.retenir(key, None)
    session.put(TOUR, session.get(TOUR, 0) + 1)
