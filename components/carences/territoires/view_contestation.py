"""Contested figures of a territory: who disputes what and why, what is asked, and how it was settled."""

from typing import Any

import streamlit as st
from sqlite_utils import Database

from components.carences.constat.dossier import Dossier
from components.carences.regles.territoire import COLLEGES, SUITES
from components.core.francais import jour, nombre
from components.ui import identity, widgets
from components.ui.gestes import geste
from data.base import jours
from data.carences import contestations


def render(db: Database, dossier: Dossier, code: str, evidence: dict[str, Any]) -> None:
    """The list, the form to dispute a figure, the form to settle one."""
    contests = dossier.contests(code, identity.prepare())
    if contests.empty:
        st.markdown("Aucun chiffre de ce territoire n'est contesté.")
    for row in contests.to_dict("records"):
        _one(db, row)
    if identity.prepare():
        _form(db, dossier.profession, code, evidence, len(contests))
    else:
        _door(dossier.profession, code, evidence)


def _door(profession: str, code: str, evidence: dict[str, Any]) -> None:
    """For a reader: the page where anyone disputes a figure, received and to examine until facilitation takes it up."""
    figures = _figures(evidence)
    if not figures:
        return
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    name = left.selectbox("Contester un chiffre", list(figures), format_func=lambda n: _words(figures[n]))
    right.link_button("Contester ce chiffre, sans compte", f"/contester/{code}/{profession}/{name}")


def _figures(evidence: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The figures of a territory that have a value, by signal."""
    every = (figure for family in evidence["familles"] for figure in family["signaux"])
    return {figure["signal"]: figure for figure in every if figure["valeur"] is not None}


def _one(db: Database, row: dict[str, Any]) -> None:
    figure = row["chiffre"]
    value = nombre(figure["valeur"], figure["decimales"])
    plain = widgets.markdown_inerte
    with st.container(border=True):
        settled = row["suite"] is not None and row["suite"] == row["suite"]
        mark = ":material/check_circle:" if settled else ":material/priority_high:"
        st.markdown(f"**{mark} {plain(figure['titre'])} : {value}**")
        st.markdown(f"Contesté par : {plain(row['college'])}, le {_day(db, row['le'])}. {plain(row['motif'])}")
        st.markdown(f"Suite demandée : {plain(row['attendu'])}")
        if settled:
            st.markdown(f"**Réglé** le {_day(db, row['regle_le'])} : {plain(row['suite'])}. {plain(row['conclusion'])}")
        elif identity.anime():
            _settle(db, int(row["id"]))


def _settle(db: Database, identifiant: int) -> None:
    with st.form(f"contester_regler_{identifiant}", border=False):
        left, right = st.columns([1, 2])
        suite = left.selectbox("Suite donnée", SUITES)
        why = right.text_input("Ce qui a été conclu", max_chars=500)
        if st.form_submit_button("Régler cette contestation"):
            geste(lambda: contestations.regler(db, identity.acteur(), identifiant, suite, why), "Contestation réglée.")


def _form(db: Database, profession: str, code: str, evidence: dict[str, Any], rank: int) -> None:
    figures = _figures(evidence)
    if not figures:
        st.caption("Aucun chiffre n'est disponible : rien ne peut être contesté.")
        return
    st.header("Contester un chiffre")
    with st.form(f"contester_{code}_{rank}"):
        left, right = st.columns(2)
        name = left.selectbox("Chiffre", list(figures), format_func=lambda n: _words(figures[n]))
        college = right.selectbox("Collège de la personne", COLLEGES, index=None, placeholder="Choisir un collège")
        why = st.text_area("Pourquoi ce chiffre est contesté", max_chars=1_000, height=80)
        wanted = st.text_input("Suite demandée", max_chars=500, placeholder="par exemple : vérifier auprès de la Cpam")
        if st.form_submit_button("Enregistrer la contestation", type="primary"):
            geste(
                lambda: contestations.contester(
                    db, identity.acteur(), code, profession, name, figures[name], college or "", why, wanted
                ),
                "Contestation enregistrée : elle reste marquée sur la carte jusqu'à son règlement.",
            )


def _day(db: Database, iso: str) -> str:
    return jour(jours.jour_de(db, iso))


def _words(figure: dict[str, Any]) -> str:
    return f"{figure['titre']} : {nombre(figure['valeur'], figure['decimales'])}"
