"""Fields of an action that say who operates and what it should change, for the form that amends it."""

from typing import Any

import streamlit as st
from sqlite_utils import Database

from components.plans.regles import actions
from components.ui import saisies
from data.plans import plans
from data.territoire import territoire


def champs(db: Database, row: dict[str, Any], key: str) -> dict[str, Any]:
    """Status of the operator, sector, reversibility, and the expected effect (kind, place, amount)."""
    left, right = st.columns(2)
    choices = {"statut_operateur": (left, actions.STATUTS_OPERATEUR), "secteur": (right, actions.SECTEURS)}
    fields: dict[str, Any] = {
        name: place.selectbox(
            plans.NOMS_CHAMPS[name], list(words), list(words).index(row[name]), format_func=words.__getitem__,
            key=f"{key}_{name}",
        )
        for name, (place, words) in choices.items()
    }  # fmt: skip
    fields["effet_genre"] = left.selectbox(
        "Effet attendu sur l'accès aux médecins", list(actions.EFFETS), list(actions.EFFETS).index(row["effet_genre"]),
        format_func=actions.EFFETS.__getitem__, key=f"{key}_effet",
    )  # fmt: skip
    communes = territoire.communes(db)
    here = communes[communes["territoire"] == row["territoire"]].sort_values("nom")["nom"]
    codes = list(here.index)
    position = codes.index(row["effet_commune"]) if row["effet_commune"] in codes else None
    place = right.selectbox(
        "Lieu de l'effet", codes, position, format_func=here.__getitem__, key=f"{key}_lieu",
        placeholder="Choisir une commune",
    )  # fmt: skip
    amount = saisies.champ_nombre(
        left, "Quantité (ETP, ou jours par mois)", 0.1, 100, row["effet_quantite"], key=f"{key}_quantite",
        placeholder="sans effet chiffré",
    )  # fmt: skip
    reversible = right.checkbox("Réversible", bool(row["reversible"]), key=f"{key}_reversible")
    fields["reversible"] = int(reversible)
    if not fields["effet_genre"]:
        return fields | {"effet_commune": None, "effet_quantite": None}
    return fields | {"effet_commune": place, "effet_quantite": amount}
