"""The mandate of an operator (HCAAM 2022, 1.2): given, tested at each review, ended."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import partial

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.ui import identity, widgets
from components.ui.gestes import geste
from data.base import jours
from data.plans import plans
from data.reponses import mandats
from data.reponses.mandats import FORMES, OBJECTIFS, QUESTION, RETOURS, SUITES, Mandat

AN = timedelta(days=365)
PRINCIPES = (
    "HCAAM 2022, 1.2 : public ou privé, sur objectifs, en support et / ou en substitution, réversible. Donner un "
    "mandat et y mettre fin sont des avis de la table, au registre."
)


def phrases(db: Database, ident: int) -> list[str]:
    """The mandates of an action in words, newest first, each with the last test of its reversibility."""
    rows = mandats.read(db)
    sentences = []
    for number, row in rows[rows["action"] == ident].iterrows():
        tests = mandats.epreuves(db, int(str(number)))
        last = ""
        if len(tests):
            first = tests.iloc[0]
            last = f" {QUESTION} {first['retour'].capitalize()} le {_jma(first['le'])} : {first['constate']}"
        sentences.append(f"{mandats.mots(row.to_dict())}{last}")
    return sentences


def afficher(db: Database, ident: int) -> None:
    """The mandate that runs, its tests and its end; or the form that gives one."""
    st.caption(PRINCIPES)
    running = mandats.en_cours(db, jours.aujourd_hui(db))
    mine = running[running["action"] == ident]
    if mine.empty:
        if identity.anime():
            _donner(db, ident)
        else:
            st.info("Aucun mandat en cours. La personne qui anime en donne un, par avis de la table.")
        return
    number = int(mine.index[0])
    st.markdown(widgets.markdown_inerte(mandats.mots(mine.iloc[0].to_dict())))
    eprouver(db, number)
    if identity.anime():
        _terminer(db, number, str(mine.iloc[0]["debut"]))


def _donner(db: Database, ident: int) -> None:
    today, row = jours.aujourd_hui(db), plans.action(db, ident)
    with st.form(f"plans_mandat_{ident}_{row['version']}", border=False):
        left, right = st.columns(2)
        forme = left.selectbox("L'opérateur intervient en", FORMES, FORMES.index(row["mode"]))
        start = left.date_input("Début du mandat", today, format="DD/MM/YYYY")
        end = right.date_input("Terme", today + 2 * AN, format="DD/MM/YYYY")
        funder = right.text_input("Financeur du mandat", max_chars=200)
        act = left.text_input("Décision du financeur (autorité, numéro, date ; vide si attendue)", max_chars=300)
        aims = []
        for rank in range(1, OBJECTIFS[1] + 1):
            first, second = st.columns([2, 1])
            optional = "" if rank <= OBJECTIFS[0] else " (facultatif)"
            aims.append(
                (first.text_input(f"Objectif {rank}{optional}", max_chars=300),
                 second.text_input(f"Cible {rank}{optional}", max_chars=200))
            )  # fmt: skip
        back = st.text_area("Conditions de réversibilité", max_chars=1_000, height=68)
        reason = st.text_input(
            "Raison de la table, pour substituer sans constat en vigueur", row["raison"], max_chars=500
        )
        if st.form_submit_button("Donner ce mandat", type="primary"):
            mandat = Mandat(forme, aims, start.isoformat(), end.isoformat(), back, funder, act)
            geste(
                lambda: mandats.donner(db, identity.acteur(), ident, mandat, reason),
                "Mandat donné : l'avis est au registre, avec ses objectifs.",
            )


def revue(db: Database, actions: Collection[int]) -> None:
    """Under the sheet of a review: the reversibility of each mandate that runs, tested there."""
    running = mandats.en_cours(db, jours.aujourd_hui(db))
    running = running[running["action"].isin(actions)]
    if running.empty:
        return
    st.header("Mandats : la réversibilité, à chaque revue")
    for number, row in running.iterrows():
        with st.container(border=True):
            st.markdown(widgets.markdown_inerte(f"**{row['titre']}** — {mandats.mots(row.to_dict())}"))
            eprouver(db, int(str(number)))


def eprouver(db: Database, number: int) -> None:
    """The tests of the reversibility of a mandate, and the form of the next one."""
    tests = mandats.epreuves(db, number)
    if len(tests):
        table = pd.DataFrame(
            {"Le": tests["le"].map(_jma), QUESTION: tests["retour"], "Constaté": tests["constate"],
             "Suite": tests["suite"]}
        )  # fmt: skip
        st.dataframe(table, hide_index=True)
    today = jours.aujourd_hui(db)
    with st.form(f"plans_epreuve_{number}_{len(tests)}", border=False):
        left, middle, right = st.columns(3)
        back = left.selectbox(QUESTION, RETOURS)
        what = middle.selectbox("Suite", SUITES)
        when = right.date_input("Testé le", today, max_value=today, format="DD/MM/YYYY")
        seen = st.text_input("Ce qui est constaté", max_chars=1_000)
        if st.form_submit_button("Noter ce test de réversibilité"):
            geste(
                partial(mandats.eprouver, db, identity.acteur(), number, when.isoformat(), back, seen, what),
                "Test de réversibilité noté.",
            )


def _terminer(db: Database, number: int, debut: str) -> None:
    today = jours.aujourd_hui(db)
    with (
        st.expander("Mettre fin au mandat", key=f"plans_fin_{number}"),
        st.form(f"plans_fin_mandat_{number}", border=False),
    ):
        when = st.date_input("Fin le", today, min_value=min(date.fromisoformat(debut), today), max_value=today,
                             format="DD/MM/YYYY")  # fmt: skip
        why = st.text_input("Pourquoi ce mandat prend fin", max_chars=1_000)
        st.caption("Si rien d'autre n'y répond, le constat dont il vient attend de nouveau une réponse.")
        if st.form_submit_button("Mettre fin au mandat"):
            geste(
                partial(mandats.terminer, db, identity.acteur(), number, when.isoformat(), why),
                "Mandat terminé : l'avis est au registre.",
            )


def _jma(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")
