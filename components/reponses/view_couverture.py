"""Who covers what: by kind of structure, white zones and overlaps, on the map and in the table that says the same."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.communes import interieures
from components.core.francais import compte, liste, nombre, pluriel, pourcent
from components.reponses.lectures import Annuaire
from components.reponses.regles import structures as regles
from components.ui import lignes, menu, session, widgets
from components.ui.cartes import carte
from components.ui.cartes.planche import LegendeDeCarte, LigneDeLegende, Panneau, Planche
from data.structures import catalogue
from data.structures.catalogue import CPTS
from data.territoire import indicateurs, territoire

AUCUNE, UNE, PLUSIEURS = (250, 250, 250), (128, 115, 172), (45, 0, 75)
MARQUE = "2"


def afficher(db: Database, directory: Annuaire) -> None:
    """The kind chosen, its sentence, the map and the table."""
    kinds = catalogue.types()
    present = [key for key in kinds if (directory.structures["type"] == key).any()]
    offered = present or [CPTS]
    session.keep("reponses_couverture_type")
    session.start("reponses_couverture_type", CPTS if CPTS in offered else offered[0], offered)
    kind = st.selectbox(
        "Type de structure", offered, format_func=lambda k: kinds[k].nom, key="reponses_couverture_type"
    )
    names = {
        int(str(i)): str(n) for i, n in directory.structures.loc[directory.structures["type"] == kind, "nom"].items()
    }
    towns = interieures(territoire.communes(db))
    covered = regles.par_commune(directory.communes, names, towns.index)
    people, words = indicateurs.habitants(db)
    places = regles.par_territoire(covered, towns["territoire"], people)
    sentence = _phrase(places, covered)
    st.markdown(f"**{sentence}**")
    lines = [f"Structures notées par la table ; {words}"]
    sheet = _planche(db, _cellules(towns, covered), sentence, kinds[kind].nom, lines[0])
    carte.afficher(db, sheet, "reponses_carte_choix", "reponses_carte")
    table = _tableau(db, places)
    open_it = lambda rank: menu.aller("territoires", {"territoires_choix": str(places.index[rank])})  # noqa: E731
    lignes.ouvrables(table, "reponses_couverture", open_it)
    widgets.ligne_source(lines)
    widgets.telecharger(table, f"couverture {kinds[kind].nom}", lines, "reponses_couverture")
    white = sorted(str(towns.at[code, "nom"]) for code in covered.index[covered["nombre"] == 0])
    if white and len(white) < len(towns):
        with st.expander(
            f"Les {pluriel(len(white), 'commune en zone blanche', 'communes en zone blanche')}", key="reponses_blanches"
        ):
            st.markdown(widgets.markdown_inerte(", ".join(white)))


def _planche(db: Database, cells: pd.DataFrame, sentence: str, kind: str, source: str) -> Planche:
    lines = (
        LigneDeLegende.de(AUCUNE, "", "zone blanche : aucune structure de ce type"),
        LigneDeLegende.de(UNE, "", "une structure"),
        LigneDeLegende.de(PLUSIEURS, MARQUE, "recouvrement : deux au moins"),
    )
    return Planche(
        titre=f"Couverture, {kind} — {territoire.setting(db, 'nom')}",
        niveau="commune",
        panneaux=(Panneau("", cells),),
        legendes=(LegendeDeCarte(f"Couverture, {kind}", lines),),
        alt=f"{sentence} Même contenu au tableau.",
        source=source,
    )


def _phrase(places: pd.DataFrame, covered: pd.DataFrame) -> str:
    total, inside = float(places["habitants"].sum()), float(places["couverts"].sum())
    share = pourcent(inside / total if total else None)
    white, double = int((covered["nombre"] == 0).sum()), int((covered["nombre"] > 1).sum())
    return (
        f"{compte(inside, 'habitant couvert', 'habitants couverts')} sur {nombre(total)} ({share}) ; "
        f"{pluriel(white, 'commune en zone blanche', 'communes en zone blanche')}, "
        f"{pluriel(double, 'commune couverte plusieurs fois', 'communes couvertes plusieurs fois')}."
    )


def _cellules(towns: pd.DataFrame, covered: pd.DataFrame) -> pd.DataFrame:
    counts = covered["nombre"]
    return pd.DataFrame(
        {
            "texte": [liste(one) if one else "aucune structure de ce type" for one in covered["lesquelles"]],
            "couleur": [AUCUNE if n == 0 else UNE if n == 1 else PLUSIEURS for n in counts],
            "marque": [MARQUE if n > 1 else "" for n in counts],
        },
        index=towns.index,
    )


def _tableau(db: Database, places: pd.DataFrame) -> pd.DataFrame:
    names = territoire.territoires(db)["nom"]
    return pd.DataFrame(
        {
            "Territoire": [str(names.get(code, code)) for code in places.index],
            "Structures": [", ".join(structures) or "aucune" for structures in places["lesquelles"]],
            "Habitants": [nombre(n) for n in places["habitants"]],
            "Couverts": [pourcent(p.couverts / p.habitants if p.habitants else None) for p in places.itertuples()],
            "Couverts plusieurs fois": [nombre(n) for n in places["plusieurs"]],
            "Communes en zone blanche": [int(n) for n in places["blanches"]],
        }
    )  # fmt: skip
