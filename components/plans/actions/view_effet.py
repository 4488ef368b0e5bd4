"""Fields of an action that say who operates and what it should change, for the form that amends it."""

from typing import Any

import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.plans.professions import lectures as professions
from components.plans.regles import actions
from components.ui import saisies
from components.ui.champs import preteur
from data.base import jours
from data.base.parameters import EnVigueur
from data.plans import plans
from data.territoire import territoire

PROFESSION = "Du temps ajouté. L'accès promis est celui de cette profession, dans son unité."


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
        "Effet attendu sur l'accès aux soins", list(actions.EFFETS), list(actions.EFFETS).index(row["effet_genre"]),
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
    who = profession(right, key, row["effet_profession"])
    other = bouts(db, key, row["effet_donneur"], row["effet_route"])
    if not fields["effet_genre"]:
        return fields | actions.SANS_EFFET
    lent = other if fields["effet_genre"] == actions.AVANCEE else actions.SANS_BOUT
    return fields | {"effet_commune": place, "effet_quantite": amount, **lent, "effet_profession": who}


def profession(place: DeltaGenerator | Any, key: str, valeur: str = professions.MG) -> str:
    """The profession whose time is added: its access, in its own unit, is what is promised."""
    names = professions.NOMS
    rank = list(names).index(valeur) if valeur in names else 0
    return str(
        place.selectbox(
            "Profession", list(names), rank, format_func=names.__getitem__, key=f"{key}_profession", help=PROFESSION
        )
    )


def bouts(db: Database, key: str, donneur: str = "", route: float = 0.0) -> dict[str, Any]:
    """Where the days of a consultation avancée are taken, and what the road takes of them."""
    left, right = st.columns(2)
    day = EnVigueur.read(db, jours.aujourd_hui(db)).number("minutes_par_jour")
    return {
        "effet_donneur": preteur.champ(left, territoire.communes(db)["nom"].to_dict(), f"{key}_donneur", donneur),
        "effet_route": preteur.champ_route(right, day, f"{key}_route", route),
    }
