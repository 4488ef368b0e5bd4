"""« Données »: what is loaded, what is missing, and official files in, with a preview before anything is written."""

from collections.abc import Collection

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import distincts, jour
from components.core.refus import Refus
from components.donnees import lectures, view_declarer, view_departement, view_offre, view_reunir
from components.ui import identity, session, widgets
from components.ui.depot import zone
from components.ui.gestes import geste
from data.base import jours, store
from data.chargement import chargement, retrait
from data.imports import GENRES
from data.territoire import territoire

FAIT = "donnees_fait"
AILLEURS = "Autre département"
ONGLETS = ["Déposer des fichiers", "Fichiers à réunir", "Ce qui est chargé", "Offre", "Historique"]


def render() -> None:
    """Draw the page."""
    with store.connect() as db:
        if territoire.is_empty(db):
            view_departement.choisir(db)
            return
        st.title(f"Données — {territoire.setting(db, 'nom')}")
        widgets.reponse(lectures.phrase(db))
        _said()
        view_declarer.demander(db)
        tabs = st.tabs(_onglets(), key="donnees_onglets", on_change="rerun")
        load, gather, loaded, supply, history, *elsewhere = tabs
        with load:
            left, right = st.columns([1.8, 1])
            with right:
                _needs(db)
            with left:
                zone.deposer(db, "donnees_depot", _charges)
        with gather:
            view_reunir.render(db)
        with loaded:
            _sources(db)
        with supply:
            view_offre.render(db)
        with history:
            _history(db)
        for tab in elsewhere:
            with tab:
                if tab.open:  # France is drawn for whoever leaves
                    view_departement.ailleurs(db)


def _charges(genres: Collection[str]) -> None:
    if "offre" in genres:
        view_offre.oublier()


def _onglets() -> list[str]:
    return [*ONGLETS, AILLEURS] if identity.anime() else ONGLETS


def _said() -> None:
    """What the last gesture did, shown once, in a place of its own: what follows does not move when it goes."""
    with st.container():
        for line in session.get(FAIT, []):
            st.success(widgets.phrase_inerte(line), icon=":material/check:")
    session.put(FAIT, [])


def _needs(db: Database) -> None:
    st.markdown("**Ce qu'il faut pour une carte complète**")
    for need in lectures.besoins(db):
        icon = ":material/check_circle:" if need.present else ":material/radio_button_unchecked:"
        st.markdown(f"{icon} **{need.nom}** — {widgets.markdown_inerte(need.etat)}")


def _sources(db: Database) -> None:
    table = lectures.sources(db, jours.aujourd_hui(db))
    st.dataframe(table, hide_index=True, height=340)
    widgets.telecharger(table, "sources", ["Sources chargées dans ce fichier"], "donnees_sources")
    _mesh(db)
    st.header("Retirer une source")
    names = distincts(table["Source"].to_dict())
    chosen = st.selectbox(
        "Source", list(names), index=None, format_func=names.__getitem__, placeholder="Choisir une source",
        key="donnees_retirer",
    )  # fmt: skip
    if chosen is None:
        return
    try:
        back = retrait.retour(db, chosen)
    except Refus as refusal:
        st.info(widgets.phrase_inerte(str(refusal)))
        return
    what = widgets.markdown_inerte(table.at[chosen, "Ce qu'elle apporte"])
    st.warning(f"Seront retirés du fichier : {what}. Le journal en gardera la trace. {widgets.markdown_inerte(back)}")
    if st.button("Retirer cette source", icon=":material/delete:"):
        geste(lambda: session.put(FAIT, [retrait.retirer(db, identity.acteur(), chosen)]))


def _mesh(db: Database) -> None:
    meshes = chargement.mailles(db)
    if len(meshes) < 2:
        return
    current = territoire.setting(db, "maille")
    chosen = st.selectbox(
        "Maille en usage pour les territoires", list(meshes), list(meshes).index(current),
        format_func=meshes.__getitem__, key=f"donnees_maille_{current}",
    )  # fmt: skip
    if chosen != current and st.button(widgets.phrase_inerte(f"Passer à : {meshes[chosen]}"), type="primary"):
        geste(lambda: session.put(FAIT, [chargement.choisir_maille(db, identity.acteur(), chosen)]))


def _history(db: Database) -> None:
    files = chargement.imports(db)
    if files.empty:
        st.info("Aucun fichier n'a encore été chargé depuis cette page ou le terminal.")
        return
    shown = pd.DataFrame(
        {
            "Le": [jour(jours.jour_de(db, day)) for day in files["le"]],
            "Par": files["acteur"],
            "Fichier": files["fichier"],
            "Type": [GENRES[kind].libelle if kind in GENRES else kind for kind in files["genre"]],
            "Empreinte": files["sha256"].str[:12],
        }
    )
    st.dataframe(shown, hide_index=True)
