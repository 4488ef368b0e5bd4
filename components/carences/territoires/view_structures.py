"""Structures of a territory (who provides, who organises, who supports), the services rendered there, and its citizen
sheet."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.carences.indicateurs import lectures
from components.core.francais import jour
from components.ui import identity, menu, widgets
from components.ui.gestes import geste
from data.base.parameters import sourcee
from data.carences import fiches
from data.reponses import fiche_citoyenne, lignes_services
from data.structures import structures
from data.structures.catalogue import ROLES, SECTEURS, types

PAR_TERRITOIRE = {"reponses_section": "Services", "reponses_lecture": "Par territoire"}
SERVICES = ["Service", "État", "Par qui, comment", "Garantie", "Action"]
LARGEURS = {
    name: st.column_config.TextColumn(width=width)
    for name, width in zip(SERVICES, (260, 110, 200, 220, 220), strict=True)
}


def afficher(db: Database, code: str) -> None:
    """Who provides, who organises and who supports here, and the form to note one more."""
    structures_ici = structures.par_territoire(db, code)
    for column, (role, words) in zip(st.columns(len(ROLES)), ROLES.items(), strict=True):
        with column:
            st.header(words)
            rows = structures_ici[structures_ici["role"] == role]
            for row in rows.to_dict("records"):
                _structure(db, code, row)
            if rows.empty:
                st.caption("Aucune structure n'est encore notée.")
    _sites(db, code)
    with st.container(horizontal=True):
        menu.link("reponses", "Toutes les structures du département")
        st.link_button("Qui fait quoi ici, à imprimer", f"/missions/{code}", icon=":material/print:")
    if identity.prepare():
        _form(db, code, f"structure_{code}_{len(structures_ici)}")


def services(db: Database, code: str) -> None:
    """Which services are rendered here, as the table noted them; for who prepares, the way to note the others."""
    st.header("Services rendus ici")
    lines = lignes_services.lignes(db, (code,), not identity.prepare())
    if lines:
        table = pd.DataFrame([one.cellules for one in lines], columns=SERVICES)
        st.dataframe(table, hide_index=True, column_config=LARGEURS)
    left = lignes_services.reste(db, lines)
    st.caption(left or "Chaque service a été observé ici.")
    if identity.prepare() and st.button(
        "Noter les services d'ici", key=f"fiche_services_{code}", icon=":material/edit:"
    ):
        menu.aller("reponses", PAR_TERRITOIRE | {"reponses_territoire": code})


def _structure(db: Database, code: str, row: Mapping[Any, Any]) -> None:
    plain = widgets.markdown_inerte
    left, right = st.columns([3, 1.3], vertical_alignment="center")
    names = ("type", "secteur", "maturite", "telephone", "precisions")
    left.markdown(f"**{plain(row['nom'])}**  \n{plain(' · '.join(row[name] for name in names if row[name]))}")
    ident = int(row["id"])
    if identity.prepare() and right.button("Retirer", key=f"structure_{ident}"):
        geste(
            lambda: structures.quitter(db, identity.acteur(), ident, code),
            f"« {row['nom']} » n'est plus sur cette fiche ; elle reste parmi les structures du département.",
        )


def _sites(db: Database, code: str) -> None:
    here = lectures.sites(db, code)
    if len(here):
        names = " ; ".join(f"{site.nom} ({site.type})" for site in here.itertuples())
        st.caption(widgets.markdown_inerte(f"Sites chargés : {names}."))


def _form(db: Database, code: str, key: str) -> None:
    """The form; its `key` changes when a structure is kept, so that it starts blank, and not when one is refused."""
    st.header("Ajouter une structure")
    kinds = types()
    with st.form(key):
        left, right = st.columns(2)
        kind = left.selectbox("Type", list(kinds), format_func=lambda k: kinds[k].nom)
        name = right.text_input("Nom", max_chars=200)
        sector = left.selectbox("Secteur", SECTEURS)
        phone = right.text_input("Téléphone", max_chars=40)
        more = st.text_input("Précisions", max_chars=300)
        st.caption("Déjà notée ailleurs dans le département ? La même structure couvre alors aussi ce territoire.")
        if st.form_submit_button("Ajouter à la fiche", type="primary"):
            fields = {"type": kind, "nom": name, "secteur": sector, "telephone": phone, "precisions": more}
            geste(
                lambda: structures.noter(db, identity.acteur(), code, fields), f"« {name.strip()} » est sur la fiche."
            )


def fiche(db: Database, code: str) -> None:
    """The citizen sheet: its headings, what is still to check, and the page to print."""
    headings = fiches.rubriques(db, code)
    printed = {one.nom: one.texte for one in fiche_citoyenne.rubriques(db, code)}  # with whom to call here
    waiting = sum(not heading.verifie for heading in headings)
    left, right = st.columns([3, 1], vertical_alignment="center")
    checked = f"{waiting} rubriques sur {len(headings)} à vérifier." if waiting else "Chaque rubrique a été vérifiée."
    left.markdown(f"Une page en français courant : que faire, pour quel besoin, ici. {checked}")
    right.link_button("Page à imprimer", f"/fiche/{code}", icon=":material/print:", type="primary")
    for heading in headings:
        _heading(db, code, heading, printed.get(heading.nom, heading.texte))


def _heading(db: Database, code: str, heading: fiches.Rubrique, imprime: str) -> None:
    plain = widgets.markdown_inerte
    with st.container(border=True):
        number = f" — {heading.numero}" if heading.numero else ""
        st.markdown(f"**{plain(heading.titre)}{number}**")
        st.markdown(plain(imprime))
        state = (
            f"vérifié le {jour(date.fromisoformat(heading.verifie))}"
            if heading.verifie
            else "à vérifier avant diffusion"
        )
        widgets.ligne_source([state, sourcee(heading.reference, heading.fiabilite)])
        if not identity.prepare():
            return
        with st.popover("Vérifier ou récrire", key=f"fiche_recrire_{code}_{heading.nom}"):
            text = st.text_area("Texte", heading.texte, max_chars=600, key=f"fiche_{code}_{heading.nom}")
            number = st.text_input(
                "Numéro affiché", heading.numero, max_chars=14, key=f"fiche_numero_{code}_{heading.nom}"
            )
            if st.button("Retenir ce texte, vérifié", key=f"fiche_oui_{heading.nom}", type="primary"):
                geste(lambda: fiches.ecrire(db, identity.acteur(), code, heading.nom, text, number))
            if heading.verifie and st.button("Revenir au texte national", key=f"fiche_non_{heading.nom}"):
                geste(lambda: fiches.retablir(db, identity.acteur(), code, heading.nom))
