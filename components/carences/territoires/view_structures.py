"""Structures of a territory (who provides, who organises) and its citizen sheet."""

from datetime import date

import streamlit as st
from sqlite_utils import Database

from components.carences.indicateurs import lectures
from components.carences.regles.territoire import CPTS, MATURITES, ROLES, SECTEURS, TYPES
from components.core.francais import jour
from components.ui import identity, widgets
from components.ui.gestes import geste
from data.carences import fiches


def structures(db: Database, code: str) -> None:
    """Who provides and who organises, and the form to add one."""
    known = fiches.structures(db, code)
    for column, (role, words) in zip(st.columns(2), ROLES.items(), strict=True):
        with column:
            st.header(words)
            rows = known[known["role"] == role]
            for row in rows.itertuples():
                _structure(db, row)
            if rows.empty:
                st.caption("Aucune structure n'est encore notée.")
    _sites(db, code)
    if identity.prepare():
        _form(db, code, f"structure_{code}_{known['id'].max()}")


def _structure(db: Database, row: object) -> None:
    plain = widgets.markdown_inerte
    left, right = st.columns([4, 1], vertical_alignment="center")
    words = [row.type, row.secteur, row.maturite, row.precisions]  # type: ignore[attr-defined]
    left.markdown(f"**{plain(row.nom)}**  \n{plain(' · '.join(w for w in words if w))}")  # type: ignore[attr-defined]
    identifiant = row.id  # type: ignore[attr-defined]
    if identity.prepare() and right.button("Retirer", key=f"structure_{identifiant}"):
        geste(lambda: fiches.retirer_structure(db, identity.acteur(), identifiant))


def _sites(db: Database, code: str) -> None:
    here = lectures.sites(db, code)
    if len(here):
        names = " ; ".join(f"{site.nom} ({site.type})" for site in here.itertuples())
        st.caption(widgets.markdown_inerte(f"Sites chargés : {names}."))


def _form(db: Database, code: str, key: str) -> None:
    """The form; its `key` changes when a structure is kept, so that it starts blank, and not when one is refused."""
    st.header("Ajouter une structure")
    role = st.segmented_control(
        "Rôle", list(ROLES), default="offre", format_func=ROLES.__getitem__, key="structure_role", required=True
    )
    with st.form(f"{key}_{role}"):
        left, right = st.columns(2)
        kind = left.selectbox("Type", TYPES[str(role)])
        name = right.text_input("Nom", max_chars=200)
        sector = left.selectbox("Secteur", SECTEURS)
        stage = right.selectbox("Maturité (pour une CPTS)", ("", *MATURITES)) if role == "organise" else ""
        more = st.text_input("Précisions", max_chars=300)
        if st.form_submit_button("Ajouter à la fiche", type="primary"):
            kept = stage if kind == CPTS else ""
            geste(
                lambda: fiches.ajouter_structure(db, identity.acteur(), code, str(role), kind, name, sector, kept, more)
            )


def fiche(db: Database, code: str) -> None:
    """The citizen sheet: its headings, what is still to check, and the page to print."""
    headings = fiches.rubriques(db, code)
    waiting = sum(not heading.verifie for heading in headings)
    left, right = st.columns([3, 1], vertical_alignment="center")
    checked = f"{waiting} rubriques sur {len(headings)} à vérifier." if waiting else "Chaque rubrique a été vérifiée."
    left.markdown(f"Une page en français courant : que faire, pour quel besoin, ici. {checked}")
    right.link_button("Page à imprimer", f"/fiche/{code}", icon=":material/print:", type="primary")
    for heading in headings:
        _heading(db, code, heading)


def _heading(db: Database, code: str, heading: fiches.Rubrique) -> None:
    plain = widgets.markdown_inerte
    with st.container(border=True):
        number = f" — {heading.numero}" if heading.numero else ""
        st.markdown(f"**{plain(heading.titre)}{number}**")
        st.markdown(plain(heading.texte))
        state = (
            f"vérifié le {jour(date.fromisoformat(heading.verifie))}"
            if heading.verifie
            else "à vérifier avant diffusion"
        )
        widgets.ligne_source([state, heading.reference, f"[{heading.fiabilite}]"])
        if not identity.prepare():
            return
        with st.popover("Vérifier ou récrire"):
            text = st.text_area("Texte", heading.texte, max_chars=600, key=f"fiche_{code}_{heading.nom}")
            if st.button("Retenir ce texte, vérifié", key=f"fiche_oui_{heading.nom}", type="primary"):
                geste(lambda: fiches.ecrire(db, identity.acteur(), code, heading.nom, text))
            if heading.verifie and st.button("Revenir au texte national", key=f"fiche_non_{heading.nom}"):
                geste(lambda: fiches.retablir(db, identity.acteur(), code, heading.nom))
