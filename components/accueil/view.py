"""Home: where the table stands, what comes next."""

from collections.abc import Callable

import streamlit as st
from sqlite_utils import Database

from components.accueil import lectures, model
from components.core.francais import nombre, pluriel
from components.ui import identity, menu, sceau, widgets
from data.base import jours, store
from data.territoire import territoire

PARTS = [2.4, 1]  # of the width: the list of territories, then where the table stands
FAITE, A_FAIRE = ":material/check_circle:", ":material/radio_button_unchecked:"


def render(
    territoires: Callable[[Database], None] = lambda _: None, choisir: Callable[[Database], None] = lambda _: None
) -> None:
    """Draw the page. `territoires` draws the list of territories, `choisir` asks the département of a file that has
    none: they belong to other rooms."""
    with store.connect() as db:
        if territoire.is_empty(db):
            choisir(db)
            return
        name = territoire.setting(db, "nom")
        st.title(f"Table de concertation — {name}")
        sceau.dire(db, sceau.VOTE, sceau.RELEVE, sceau.PARAMETRE)
        point = lectures.point(db, jours.aujourd_hui(db))
        widgets.reponse(point.reponse)
        widgets.ligne_source(point.provenance)
        if point.constats_en_attente:
            st.warning(widgets.phrase_inerte(point.constats), icon=":material/handshake:")
            menu.link("reponses", "Les constats sans réponse et les revues échues")
        left, right = st.columns(PARTS, gap="medium")
        with left:
            territoires(db)
            menu.link("territoires", "Ouvrir les territoires")
        with right:
            _steps(point)
        _facts(db, point)


def _steps(point: lectures.Point) -> None:
    """The backbone, a line for each step; a visitor sees the steps whose page is open to them."""
    steps = [step for step in point.etapes if menu.ouverte(step.page)]
    st.header("Où en est la table")
    following = model.suivante(steps)
    if following and identity.prepare():
        menu.link(following.page, f"La suite : {following.suite[0].lower()}{following.suite[1:]}")
    with st.container(border=True, gap="xsmall"):
        for step in steps:
            _step(step)


def _step(step: model.Etape) -> None:
    with st.container(gap=None):
        st.page_link(menu.page(step.page), label=f"**{step.titre}**", icon=FAITE if step.faite else A_FAIRE)
        st.caption(step.etat)


def _facts(db: Database, point: lectures.Point) -> None:
    st.header("Le département en chiffres")
    for column, fact in zip(st.columns(len(point.chiffres)), point.chiffres, strict=True):
        column.metric(fact.libelle, nombre(fact.valeur, fact.decimales), label_visibility="collapsed")
        column.markdown(f"**{fact.libelle}**")
        column.caption(widgets.phrase_inerte(fact.source))
    sources = territoire.sources(db)
    st.caption(
        f"{pluriel(len(sources), 'source chargée', 'sources chargées')}, chacune avec sa carte d'identité "
        "(page Méthode). "
        f"{widgets.markdown_inerte(point.maille)}"
    )
