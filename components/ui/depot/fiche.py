"""The short form that goes with a file that does not say everything of itself."""

from typing import Any

import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.ui import saisies
from data.base import jours
from data.imports.grammaire.attendus import ATTENDUS
from data.imports.grammaire.base import Fiche, annee_du_nom
from data.imports.grammaire.genres import Genre

SENS = {1: "plus, c'est mieux", -1: "moins, c'est mieux", 0: "ni l'un ni l'autre"}
NIVEAUX = {"commune": "commune", "territoire": "territoire de la maille en usage"}
AGREGATIONS = {"moyenne": "moyenne pondérée", "somme": "somme", "aucune": "ne s'agrège pas"}
CHOIX: dict[str, tuple[str, dict[Any, str]]] = {
    "sens": ("Sens de lecture", SENS),
    "niveau": ("Niveau", NIVEAUX),
    "agregation": ("Par territoire", AGREGATIONS),
}
CONNUS = ("libelle", "unite", "sens", "agregation", "compte")  # what an expected figure brings
LIBELLES = {
    "libelle": "Libellé", "unite": "Unité", "producteur": "Source", "licence": "Licence",
    "compte": "Ce que ces nombres comptent, si ce ne sont pas des personnes",
}  # fmt: skip


def remplir(db: Database, kind: Genre, nom: str, cle: str) -> Fiche | None:
    """The form of a file of this kind; None while its year is asked. What is typed for a file stays with it: `cle`
    begins the keys."""
    fiche = _form(db, kind, cle)
    return _annee(fiche, nom, cle)


def _annee(fiche: Fiche, nom: str, cle: str) -> Fiche | None:
    """The form with the year of the file: when its name says another one than what was typed, which one is asked;
    None until it is answered."""
    named = annee_du_nom(nom)
    if not fiche.millesime or named in (None, fiche.millesime):
        return fiche
    chosen = st.radio(
        f"Le nom du fichier dit {named}, la fiche dit {fiche.millesime}. Quelle est l'année de ces chiffres ?",
        [named, fiche.millesime], index=None, horizontal=True, key=f"{cle}_annee_{fiche.millesime}",
    )  # fmt: skip
    return None if chosen is None else fiche.avec(millesime=chosen)


def _form(db: Database, kind: Genre, cle: str) -> Fiche:
    """The fields this kind asks for; folded when the file usually speaks for itself. An expected figure brings its own
    label, unit and side: they are not asked."""
    if not kind.fiche:
        return Fiche()
    title = "Ce que le fichier ne dit pas, à compléter" if kind.obligatoire else "Préciser la source (facultatif)"
    with st.expander(title, kind.obligatoire, key=f"{cle}_volet_{kind.obligatoire}"):
        expected = _expected(cle) if "attendu" in kind.fiche else ""
        asked = [name for name in kind.fiche if name != "attendu" and not (expected and name in CONNUS)]
        columns = st.columns(2)
        answers = {name: _field(db, name, columns[k % 2], cle) for k, name in enumerate(asked)}
    return Fiche(attendu=expected).avec(**answers)


def _expected(cle: str) -> str:
    words = {"": "Un autre indicateur"} | {
        key: f"{expected.libelle} ({expected.unite})" for key, expected in ATTENDUS.items()
    }
    chosen = st.selectbox(
        "Chiffre attendu par la règle des constats", list(words), format_func=words.__getitem__, key=f"{cle}_attendu"
    )
    if chosen and ATTENDUS[chosen].prudence:
        st.caption(ATTENDUS[chosen].prudence)
    return chosen or ""


def _field(db: Database, name: str, place: DeltaGenerator, cle: str) -> object:
    if name in CHOIX:
        label, words = CHOIX[name]
        return place.selectbox(label, list(words), format_func=words.__getitem__, key=f"{cle}_{name}")
    if name == "millesime":
        last = jours.aujourd_hui(db).year + 1
        return saisies.champ_entier(place, "Année", 2000, last, key=f"{cle}_millesime") or 0
    return place.text_input(LIBELLES[name], max_chars=120, key=f"{cle}_{name}").strip()
