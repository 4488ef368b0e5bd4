"""Loading one file: its kind, its form, the preview or the bad rows, then the gesture."""

from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.core.francais import pluriel
from components.core.refus import Refus
from components.donnees import view_offre
from components.ui import identity, saisies, session, widgets
from components.ui.porte import tour
from data.base import jours
from data.chargement import chargement
from data.chargement.chargement import Apercu
from data.imports import GENRES, Genre
from data.imports.grammaire.attendus import ATTENDUS
from data.imports.grammaire.base import Fiche, Fichier, FichierRefuse, Rejet, annee_du_nom

VU, FAIT, TOUR, CLE = "donnees_vu", "donnees_fait", "donnees_tour", "donnees_cle"
MONTRES = 200
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


def render(db: Database) -> None:
    """Draw the form; the file under examination lives in this tab's session until it is loaded or given up."""
    session.keep("donnees_genre")
    cle = st.selectbox(
        "Type de fichier", list(GENRES), format_func=lambda key: GENRES[key].libelle, key="donnees_genre"
    )
    kind = GENRES[cle]
    st.caption(kind.aide)
    turn = session.get(TOUR, 0)
    fiche = _form(db, kind, f"{cle}_{turn}")
    given = st.file_uploader(
        f"Fichier ({', '.join(kind.extensions)})", type=list(kind.extensions), key=f"donnees_fichier_{cle}_{turn}"
    )
    if given is None:
        session.put(VU, None)
        return
    dated = _annee(fiche, given.name, given.file_id)
    if dated is None:
        return
    fiche = dated
    asked = (cle, given.file_id, fiche)
    if st.button("Voir ce qui changerait", type="primary" if session.get(CLE) != asked else "secondary"):
        session.put(CLE, asked)
        session.put(VU, _examine(db, cle, Fichier(given.name, given.getvalue()), fiche))
    seen = session.get(VU) if session.get(CLE) == asked else None
    if isinstance(seen, FichierRefuse):
        _refused(seen)
    elif seen is not None:
        _preview(db, seen)


def _annee(fiche: Fiche, nom: str, fichier: str) -> Fiche | None:
    """The form with the year of the file: when its name says another one than what was typed, which one is asked;
    None until it is answered."""
    named = annee_du_nom(nom)
    if not fiche.millesime or named in (None, fiche.millesime):
        return fiche
    chosen = st.radio(
        f"Le nom du fichier dit {named}, la fiche dit {fiche.millesime}. Quelle est l'année de ces chiffres ?",
        [named, fiche.millesime], index=None, horizontal=True, key=f"donnees_annee_{fichier}_{fiche.millesime}",
    )  # fmt: skip
    return None if chosen is None else fiche.avec(millesime=chosen)


def _form(db: Database, kind: Genre, suite: str) -> Fiche:
    """The fields this kind asks for; folded when the file usually speaks for itself. An expected figure brings its own
    label, unit and side: they are not asked. What is typed for a file stays with it: `suite` ends the keys."""
    if not kind.fiche:
        return Fiche()
    title = "Fiche de l'indicateur, à remplir" if kind.obligatoire else "Préciser la source (facultatif)"
    with st.expander(title, expanded=kind.obligatoire):
        expected = _expected() if "attendu" in kind.fiche else ""
        asked = [name for name in kind.fiche if name != "attendu" and not (expected and name in CONNUS)]
        columns = st.columns(2)
        answers = {name: _field(db, name, columns[k % 2], suite) for k, name in enumerate(asked)}
    return Fiche(attendu=expected).avec(**answers)


def _expected() -> str:
    words = {"": "Un autre indicateur"} | {key: f"{found.libelle} ({found.unite})" for key, found in ATTENDUS.items()}
    chosen = st.selectbox(
        "Chiffre attendu par la règle des constats", list(words), format_func=words.__getitem__, key="donnees_attendu"
    )
    if chosen and ATTENDUS[chosen].prudence:
        st.caption(ATTENDUS[chosen].prudence)
    return chosen or ""


def _field(db: Database, name: str, place: DeltaGenerator, suite: str) -> object:
    if name in CHOIX:
        label, words = CHOIX[name]
        return place.selectbox(label, list(words), format_func=words.__getitem__, key=f"donnees_{name}_{suite}")
    if name == "millesime":
        last = jours.aujourd_hui(db).year + 1
        return saisies.champ_entier(place, "Année", 2000, last, key=f"donnees_millesime_{suite}") or 0
    return place.text_input(LIBELLES[name], max_chars=120, key=f"donnees_{name}_{suite}").strip()


def _examine(db: Database, cle: str, fichier: Fichier, fiche: Fiche) -> Apercu | FichierRefuse:
    bar = st.progress(0.0, "Lecture…")
    try:
        with tour.TOUR.rendu():
            told = bar.progress
            return chargement.apercu(
                db, cle, fichier, fiche, jours.aujourd_hui(db), lambda part, words: told(part, words)
            )
    except FichierRefuse as refusal:
        return refusal
    finally:
        bar.empty()


def _preview(db: Database, seen: Apercu) -> None:
    st.header("Ce qui changerait")
    st.dataframe(seen.table, hide_index=True)
    for remark in seen.remarques:
        st.markdown(f"- {widgets.markdown_inerte(remark)}")
    if not seen.change:
        st.info("Ce fichier ne changerait aucune valeur : il est déjà chargé.")
    if st.button("Charger dans le fichier de la table", type="primary", icon=":material/upload:"):
        bar = st.progress(0.0, "Écriture…")
        try:
            done = chargement.charger(
                db, identity.acteur(), seen, jours.aujourd_hui(db), lambda part, mots: bar.progress(part, mots)
            )
        except Refus as refusal:
            st.error(widgets.phrase_inerte(str(refusal)), icon=":material/block:")
            return
        finally:
            bar.empty()
        session.put(FAIT, [f"« {seen.fichier.nom} » est chargé. {' '.join(done[:3])}{' …' if len(done) > 3 else ''}"])
        session.put(VU, None)
        if seen.genre == "offre":
            view_offre.oublier()
        session.put(TOUR, session.get(TOUR, 0) + 1)
        st.rerun()


def _refused(refusal: FichierRefuse) -> None:
    st.error(widgets.phrase_inerte(str(refusal)), icon=":material/block:")
    if not refusal.rejets:
        return
    table = rejets(refusal.rejets)
    st.markdown(f"**{pluriel(len(table), 'ligne à corriger', 'lignes à corriger')}**")
    st.dataframe(table.head(MONTRES), hide_index=True)
    if len(table) > MONTRES:
        st.caption(f"Les {MONTRES} premières sont affichées ; la liste complète se télécharge.")
    widgets.telecharger(table, "lignes à corriger", [str(refusal)], "donnees_rejets")


def rejets(rows: tuple[Rejet, ...]) -> pd.DataFrame:
    """Bad rows as a table in French."""
    columns = ["Ligne", "Colonne", "Valeur", "Pourquoi", "Que faire"]
    return pd.DataFrame([(r.ligne, r.colonne, r.valeur, r.raison, r.que_faire) for r in rows], columns=columns)
