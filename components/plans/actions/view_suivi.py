"""What is followed of an action: its milestones, and its indicators of means and of impact."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.plans.actions import view_difference
from components.plans.regles import actions
from components.ui import identity, saisies, widgets
from components.ui.gestes import geste, renouvelee
from data.base import jours
from data.plans import plans

GENRES = {"moyens": "Indicateur de moyens", "impact": "Indicateur d'impact"}
VALEURS = {"depart": "Départ", "cible": "Visé", "observe": "Observé"}


def jalons(db: Database, lignes: pd.DataFrame, ident: int) -> None:
    """Each milestone with its one button, then the form that adds one."""
    for line in lignes.itertuples():
        left, right = st.columns([3, 1])
        state = f"atteint le {actions.jma(line.fait_le)}" if line.fait_le else f"prévu le {actions.jma(line.prevu_le)}"
        left.markdown(f"{widgets.markdown_inerte(line.intitule)} — {state}")
        done = None if line.fait_le else jours.aujourd_hui(db).isoformat()
        if right.button("Rouvrir" if line.fait_le else "Atteint aujourd'hui", key=f"plans_jalon_{line.id}"):
            geste(partial(plans.atteindre_jalon, db, identity.acteur(), line.id, done, line.fait_le or None))
    form = f"plans_jalon_{ident}"
    with st.form(renouvelee(form), border=False):
        left, right = st.columns([3, 1])
        name = left.text_input("Nouveau jalon")
        day = right.date_input("Prévu le", jours.aujourd_hui(db), format="DD/MM/YYYY")
        if st.form_submit_button("Ajouter ce jalon"):
            geste(lambda: plans.ajouter_jalon(db, identity.acteur(), ident, name, day.isoformat()), renouvelle=form)


def mesures(db: Database, ident: int) -> None:
    """One form per indicator; two people who write the same one are shown the difference."""
    for genre in GENRES:
        _measure(db, ident, genre)


def _measure(db: Database, ident: int, genre: str) -> None:
    key = f"mesure_{ident}_{genre}"
    read = view_difference.lue(key, partial(plans.measure, db, ident, genre))
    view_difference.montrer(key, plans.NOMS_MESURE)
    row = view_difference.valeurs(key, read)
    with st.form(f"plans_{key}_{read['version']}"):
        fields = _fields(db, row, genre, f"plans_{key}_{read['version']}")
        if not st.form_submit_button("Enregistrer cette mesure"):
            return
    if fields["observe"] == read["observe"]:
        fields["observe_le"] = read["observe_le"]
    act = partial(plans.mesurer, db, identity.acteur(), ident, genre, read["version"], fields)
    view_difference.enregistrer(key, read, fields, act)


def _fields(db: Database, row: dict[str, Any], genre: str, key: str) -> dict[str, Any]:
    label = st.text_input(GENRES[genre], row["libelle"], key=f"{key}_libelle")
    values = {
        name: saisies.champ_nombre(place, words, valeur=row[name], placeholder="inconnu", key=f"{key}_{name}")
        for place, (name, words) in zip(st.columns(3), VALEURS.items(), strict=True)
    }
    seen = jours.aujourd_hui(db).isoformat() if values["observe"] is not None else None
    return {"libelle": label, "unite": row["unite"], **values, "observe_le": seen}
