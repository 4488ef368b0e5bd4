"""« Offre »: who practises where, corrected on screen row by row."""

from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import pluriel
from components.ui import grilles, identity, session, widgets
from components.ui.gestes import geste
from components.ui.grilles import Mots, Nombre
from data.base import jours
from data.base.parameters import EnVigueur
from data.chargement import offre
from data.imports.effectifs import PROFESSIONS_OFFRE, SECTEURS
from data.territoire import territoire

FAIT, VUE, TOUR = "donnees_fait", "donnees_offre_vue", "donnees_offre_tour"
NON_ENREGISTRE = "Modifications à l'écran, pas encore enregistrées."
TITRES = {"commune": "Commune", "profession": "Profession", "secteur": "Secteur", "nombre": "Nombre",
          "etp": "ETP", "actes": "Actes par an"}  # fmt: skip
NOMBRES = {
    "Nombre": Nombre("Nombre", entier=True, bas=0, aspect={"required": True, "default": "1"}),
    "ETP": Nombre("ETP", bas=0),
    "Actes par an": Nombre("Actes par an", entier=True, bas=0),
}


def render(db: Database) -> None:
    """Draw the editable table and its gesture. What is edited is the supply as this tab first saw it: another tab's
    changes neither move its rows nor lose what is typed."""
    supply, seen = _snapshot(db)
    communes = territoire.communes(db)["nom"]
    labels = {code: f"{name} ({code})" for code, name in communes.items()}
    least = EnVigueur.read(db, jours.aujourd_hui(db)).number("seuil_secret_praticiens")
    st.caption(
        f"{pluriel(len(supply), 'ligne')}. À moins de {least:g} praticiens, ni l'activité ni les ETP ne sont gardés : "
        "laissez-les vides."
    )
    before = supply.assign(commune=supply["commune"].map(labels)).rename(columns=TITRES)
    shown = grilles.textes(before, NOMBRES)
    columns: dict[str, Nombre | Mots] = {**NOMBRES, **_mots(list(labels.values()))}
    edited = grilles.saisir(
        shown,
        columns,
        nom="Commune",
        num_rows="dynamic",
        hide_index=True,
        placeholder="",
        height=300,
        key=f"donnees_offre_{session.get(TOUR, 0)}",
    )
    if edited.to_csv() != shown.to_csv():
        st.caption(NON_ENREGISTRE)
    if st.button("Enregistrer l'offre", type="primary"):
        _save(db, before, edited, {label: code for code, label in labels.items()}, seen)
    if seen != offre.empreinte(db):
        st.warning("L'offre a changé depuis l'ouverture de ce tableau.", icon=":material/sync_problem:")
        if st.button("Reprendre l'offre actuelle", icon=":material/refresh:"):
            oublier()
            st.rerun()
    on_screen = grilles.lisibles(edited, before, NOMBRES)
    widgets.telecharger(on_screen, "offre", ["Offre de soins par lieu, telle qu'à l'écran"], "donnees_offre_x")


def _snapshot(db: Database) -> tuple[pd.DataFrame, str]:
    """The supply this tab edits and its mark; taken again when nothing is being typed over it."""
    snapshot = session.get(VUE)
    if snapshot is None:
        snapshot = offre.lire(db), offre.empreinte(db)
        session.put(VUE, snapshot)
    return snapshot


def oublier() -> None:
    """Forget what this tab was editing: the next drawing takes the supply as it is."""
    session.put(VUE, None)
    session.put(TOUR, session.get(TOUR, 0) + 1)


def _mots(labels: list[str]) -> dict[str, Mots]:
    return {
        "Commune": grilles.parmi("Commune", labels, "une commune d'ici"),
        "Profession": grilles.parmi("Profession", PROFESSIONS_OFFRE),
        "Secteur": grilles.parmi("Secteur", list(SECTEURS.values()), default="libéral"),
    }


def _save(db: Database, before: pd.DataFrame, after: pd.DataFrame, codes: dict[str, str], seen: str) -> None:
    names = {title: name for name, title in TITRES.items()}
    values, words = EnVigueur.read(db, jours.aujourd_hui(db)), _mots(list(codes))

    def keep() -> None:
        read = grilles.lire(after, before, NOMBRES, "Commune")
        read = read.assign(
            **{title: [column.lire(str(cell or "")) for cell in read[title]] for title, column in words.items()}
        )
        read = read.rename(columns=names).astype(object)
        rows = read.where(read.notna(), None).to_dict("records")
        sentence = offre.enregistrer(db, identity.acteur(), [_row(row, codes) for row in rows], values, seen)
        session.put(FAIT, [sentence])
        oublier()

    geste(keep)


def _row(row: dict[Any, Any], codes: dict[str, str]) -> dict[str, Any]:
    return row | {"commune": codes.get(str(row["commune"]), ""), "nombre": int(row["nombre"] or 0)}
