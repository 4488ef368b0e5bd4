"""The panel that sets a table's own value of a dated parameter, and takes it back. Every change is recorded."""

from collections.abc import Mapping

import streamlit as st
from sqlite_utils import Database

from components.core.francais import exact, jour
from components.ui import identity, saisies
from components.ui.gestes import geste
from components.ui.widgets import markdown_inerte
from data.base import jours, parameters
from data.base.parameters import FIABILITES, EnVigueur, Parametre, ValeurDatee


def regler(db: Database, noms: list[str], values: EnVigueur, key: str, retenues: Mapping[str, ValeurDatee]) -> None:
    """Show the parameters named and, for who prepares, the form that sets one of them.

    `retenues`: the values the screen really reads, where they are not the last dated ones.
    """
    used = {nom: retenues.get(nom) or values[nom] for nom in noms}
    for nom in noms:
        st.markdown(_line(parameters.catalogue()[nom], used[nom], nom in values.locales))
    open_ones = {n: p for n, p in reglables(db).items() if n in noms}
    if not open_ones:
        return
    nom = st.selectbox("Régler", list(open_ones), format_func=lambda n: open_ones[n].label, key=f"{key}_nom")
    floor = float(open_ones[nom].minimum)
    with st.form(f"{key}_{nom}"):
        value = saisies.champ_nombre(st, f"Valeur ({open_ones[nom].unit})", floor, valeur=used[nom].value)
        why = st.text_input("Pourquoi cette valeur ?", max_chars=300)
        if st.form_submit_button("Retenir cette valeur", type="primary"):
            geste(lambda: parameters.fixer(db, identity.acteur(), nom, saisies.valeur(value), None, None, why))
    if nom in values.locales and st.button("Revenir à la valeur datée", icon=":material/undo:", key=f"{key}_retour"):
        geste(lambda: parameters.retablir(db, identity.acteur(), nom))


def reglables(db: Database) -> dict[str, Parametre]:
    """The parameters that who is in front of the screen may set, by name: a reader none, an analyst no floor."""
    day, role = jours.aujourd_hui(db), identity.acteur().role
    return {n: p for n, p in parameters.catalogue().items() if p.editable(day) and role in p.roles}


def _line(parametre: Parametre, value: ValeurDatee, reglee: bool) -> str:
    local = " — **réglé par la table**" if reglee else ""
    local += "" if parametre.plancher is None else " (plancher : se relève seulement)"
    label, reference = markdown_inerte(parametre.label), markdown_inerte(value.reference)
    return (
        f"- {label} : **{exact(value.value)}** {parametre.unit}{local}. "
        f"{reference} ({FIABILITES[value.fiabilite]}), depuis le {jour(value.since)}."
    )
