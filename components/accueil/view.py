"""Home: where the table stands, what comes next."""

from collections.abc import Callable
from datetime import date

import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.accueil import commands, model
from components.core.francais import nombre, pluriel
from components.ui import identity, menu, widgets
from data import store, territoire
from data.erreurs import Introuvable

PAR_LIGNE = 4


def render(territoires: Callable[[Database], None] = lambda _: None) -> None:
    """Draw the page. `territoires` draws the list of territories, which belongs to another room."""
    with store.connect() as db:
        try:
            name = territoire.setting(db, "nom")
        except Introuvable as empty:
            st.title("Concertation")
            st.info(str(empty))
            menu.link("donnees", "Choisir le département")
            return
        st.title(f"Table de concertation — {name}")
        point = commands.point(db, date.today())
        widgets.reponse(point.reponse)
        widgets.ligne_source(point.provenance)
        _steps(point)
        territoires(db)
        menu.link("territoires", "Ouvrir les territoires")
        _facts(db, point)


def _steps(point: commands.Point) -> None:
    """The backbone as cards, four a line; a visitor sees the steps whose page is open to them."""
    known = [step for step in point.etapes if menu.ouverte(step.page)]
    st.header("Où en est la table")
    following = model.suivante(known)
    if following and identity.prepare():
        menu.link(following.page, f"La suite : {following.suite[0].lower()}{following.suite[1:]}")
    for line in (known[i : i + PAR_LIGNE] for i in range(0, len(known), PAR_LIGNE)):
        for column, step in zip(st.columns(PAR_LIGNE), line, strict=False):
            _card(column, step)


def _card(place: DeltaGenerator, step: model.Etape) -> None:
    with place.container(border=True, height="stretch"):
        mark = ":material/check_circle:" if step.faite else ":material/radio_button_unchecked:"
        st.markdown(f"**{mark} {step.titre}**")
        st.markdown(step.etat)
        menu.link(step.page, step.suite)


def _facts(db: Database, point: commands.Point) -> None:
    st.header("Le département en chiffres")
    for column, fact in zip(st.columns(len(point.chiffres)), point.chiffres, strict=True):
        column.metric(fact.libelle, nombre(fact.valeur, fact.decimales), label_visibility="collapsed")
        column.markdown(f"**{fact.libelle}**")
        column.caption(fact.source)
    sources = territoire.sources(db)
    st.caption(
        f"{pluriel(len(sources), 'source chargée', 'sources chargées')}, chacune avec sa carte d'identité "
        "(page Méthode). "
        f"{widgets.markdown_inerte(point.maille)}"
    )
