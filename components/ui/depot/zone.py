"""Where official files are dropped, several at once: what each is, what it would change or why not, then one gesture.

The files under examination live in this tab's session until they are loaded or given up.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from components.core.francais import pluriel
from components.core.refus import Refus
from components.ui import identity, session, widgets
from components.ui.depot import fiche as fiches
from components.ui.porte import tour
from data.base import jours
from data.chargement import depot
from data.chargement.chargement import Apercu
from data.chargement.depot import Depose, Examen
from data.imports import GENRES
from data.imports.grammaire.base import Fiche, FicheIncomplete, Fichier, FichierInconnu, FichierRefuse, Rejet

MONTRES = 200
INVITATION = "Fichiers publiés, tels quels : plusieurs à la fois"
AIDE = "Chaque fichier est reconnu à ce qu'il contient ; rien n'est écrit avant votre geste."
RESTE = "Une question restait à son sujet."
REFUS, DEMANDE = ":material/block:", ":material/help:"


@dataclass(frozen=True)
class _Vu:
    """The files of one drop: what each is, and what was seen of them under some answers."""

    depots: tuple[str, ...]
    reconnus: tuple[Examen, ...]
    reponses: tuple[tuple[str, Fiche], ...] = ()
    examens: tuple[Examen, ...] = ()


def deposer(db: Database, cle: str, apres: Callable[[Collection[str]], None] = lambda genres: None) -> None:
    """Draw the place and what was dropped on it. `cle` begins its keys; `apres` hears which kinds were loaded."""
    _dire(cle)
    turn = session.get(f"{cle}_tour", 0)
    given = st.file_uploader(INVITATION, accept_multiple_files=True, key=f"{cle}_fichiers_{turn}", help=AIDE)
    if not given:
        session.put(f"{cle}_vu", None)
        return
    seen = _reconnaitre(cle, given)
    places = [st.container(border=True) for _ in given]
    asked = []
    for place, file, one in zip(places, given, seen.reconnus, strict=True):
        with place:
            asked.append(_demander(db, one, f"{cle}_{file.file_id}"))
    answers = tuple((one.genre, one.depose.fiche) for one in asked)
    if answers != seen.reponses or not seen.examens:
        seen = replace(seen, reponses=answers, examens=tuple(_examiner(db, asked)))
        session.put(f"{cle}_vu", seen)
    for rank, (place, one) in enumerate(zip(places, seen.examens, strict=True)):
        with place:
            _montrer(one, f"{cle}_rejets_{rank}")
    _charger(db, cle, seen.examens, apres)


def _reconnaitre(cle: str, given: Sequence[UploadedFile]) -> _Vu:
    """What the files are: read once for the same drop."""
    marks = tuple(file.file_id for file in given)
    seen: _Vu | None = session.get(f"{cle}_vu")
    if seen is None or seen.depots != marks:
        with tour.TOUR.rendu():
            recognised = depot.reconnus([Depose(Fichier(file.name, file.getvalue())) for file in given])
        seen = _Vu(marks, tuple(recognised))
        session.put(f"{cle}_vu", seen)
    return seen


def _demander(db: Database, one: Examen, cle: str) -> Examen:
    """The file with its kind, that whoever drops it may correct, and the form of that kind."""
    left, right = st.columns([1.4, 1], vertical_alignment="center")
    left.markdown(f"**{widgets.markdown_inerte(one.nom)}**")
    chosen = _genre(one, right, f"{cle}_genre")
    if not chosen:
        return replace(one, genre="")
    form = fiches.remplir(db, GENRES[chosen], one.nom, f"{cle}_{chosen}")
    if form is None:
        return replace(one, genre="", candidats=(chosen,))
    return replace(one, genre=chosen, depose=replace(one.depose, fiche=form), refus=None)


def _genre(one: Examen, place: DeltaGenerator, cle: str) -> str:
    kinds = list(one.candidats) if one.demande else list(GENRES)
    words = "Dire lequel" if one.demande else "Lire quand même comme…"
    if one.refus is not None and not isinstance(one.refus, FichierInconnu):
        return ""
    chosen = place.selectbox(
        "Type de fichier", kinds, index=kinds.index(one.genre) if one.genre else None, placeholder=words,
        format_func=lambda key: GENRES[key].libelle, key=cle, label_visibility="collapsed",
    )  # fmt: skip
    return chosen or ""


def _examiner(db: Database, asked: Sequence[Examen]) -> list[Examen]:
    bar = st.progress(0.0, "Lecture…")
    try:
        with tour.TOUR.rendu():
            return depot.examiner(db, asked, jours.aujourd_hui(db), lambda part, words: bar.progress(part, words))
    finally:
        bar.empty()


def _montrer(one: Examen, cle: str) -> None:
    if one.vu is not None:
        _apercu(one.vu)
    elif one.refus is not None:
        _refus(one, cle)
    elif one.demande:
        st.info(widgets.phrase_inerte(one.demande), icon=DEMANDE)


def _apercu(seen: Apercu) -> None:
    if not seen.change:
        st.info("Ce fichier ne changerait aucune valeur : il est déjà chargé.")
    st.dataframe(seen.table, hide_index=True, height="auto" if len(seen.table) <= 5 else 215)
    widgets.puces(map(widgets.markdown_inerte, seen.remarques))


def _refus(one: Examen, cle: str) -> None:
    """Why a file is not loaded; what its form still lacks is no fault."""
    words = widgets.phrase_inerte(str(one.refus))
    if isinstance(one.refus, FicheIncomplete):
        st.info(words, icon=DEMANDE)
    else:
        st.error(words, icon=REFUS)
    if isinstance(one.refus, FichierInconnu):
        with st.expander("Ce qui a été cherché", key=f"{cle}_cherche"):
            st.markdown("\n".join(f"- {widgets.markdown_inerte(looked)}" for looked in one.refus.cherche))
    if isinstance(one.refus, FichierRefuse) and one.refus.rejets:
        table = rejets(one.refus.rejets)
        st.markdown(f"**{pluriel(len(table), 'ligne à corriger', 'lignes à corriger')}**")
        st.dataframe(table.head(MONTRES), hide_index=True)
        if len(table) > MONTRES:
            st.caption(f"Les {MONTRES} premières sont affichées ; la liste complète se télécharge.")
        widgets.telecharger(table, "lignes à corriger", [str(one.refus)], cle)


def _charger(db: Database, cle: str, examens: Sequence[Examen], apres: Callable[[Collection[str]], None]) -> None:
    ready = [one for one in examens if one.vu is not None]
    left = [one for one in examens if one.vu is None]
    if ready and left:
        names = ", ".join(f"« {one.nom} »" for one in left)
        st.caption(widgets.phrase_inerte(f"Ne {'sera' if len(left) == 1 else 'seront'} pas chargé : {names}."))
    label = "Charger ce fichier" if len(ready) == 1 else f"Charger les {len(ready)} fichiers"
    if not ready or not st.button(label, type="primary", icon=":material/upload:", key=f"{cle}_charger"):
        return
    bar = st.progress(0.0, "Écriture…")
    try:
        done, refused = depot.charger(
            db, identity.acteur(), ready, jours.aujourd_hui(db), lambda part, words: bar.progress(part, words)
        )
    except Refus as refusal:
        st.error(widgets.phrase_inerte(str(refusal)), icon=REFUS)
        return
    finally:
        bar.empty()
    why = [f"« {one.nom} » n'est pas chargé. {one.refus or one.demande or RESTE}" for one in left]
    session.put(f"{cle}_fait", (done, [*map(str, refused), *why]))
    session.put(f"{cle}_vu", None)
    session.put(f"{cle}_tour", session.get(f"{cle}_tour", 0) + 1)
    apres({one.genre for one in ready})
    st.toast(f"{pluriel(len(done), 'fichier chargé', 'fichiers chargés')}.", icon=":material/check:")
    st.rerun()


def _dire(cle: str) -> None:
    """What the last gesture loaded, and what it did not, once, in a place of its own."""
    done, left = session.get(f"{cle}_fait", ([], []))
    with st.container():
        for line in done:
            st.success(widgets.phrase_inerte(line), icon=":material/check:")
        for line in left:
            st.warning(widgets.phrase_inerte(line), icon=REFUS)
    session.put(f"{cle}_fait", ([], []))


def rejets(rows: tuple[Rejet, ...]) -> pd.DataFrame:
    """Bad rows as a table in French."""
    columns = ["Ligne", "Colonne", "Valeur", "Pourquoi", "Que faire"]
    return pd.DataFrame([(r.ligne, r.colonne, r.valeur, r.raison, r.que_faire) for r in rows], columns=columns)
