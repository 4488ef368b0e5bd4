"""Paper ballots: two tellers of different colleges, one line per ballot by the keyboard alone, or all in one grid."""

import streamlit as st
from sqlite_utils import Database

from components.core.mots import MENTIONS
from components.core.refus import Refus
from components.priorites import lectures
from components.priorites.papier import gestes, view_grille
from components.priorites.regles import scrutin
from components.priorites.regles.scrutin import Definition
from components.priorites.regles.vote import APPROBATION, JUGEMENT, POINTS
from components.ui import identity, session, widgets
from components.ui.gestes import choisi, geste
from data.priorites import bulletins, scrutins, signatures
from data.seances import seances

LIGNE, GRILLE = "Un bulletin à la fois", "Tous dans une grille"


def saisir(db: Database, chosen: int, state: str) -> None:
    """Name the tellers, then type ballots in."""
    if state != scrutins.OUVERT:
        st.info("La saisie des bulletins papier s'ouvre avec le vote. Les bulletins s'impriment avec les cartons.")
        return
    tellers = scrutins.scrutin(db, chosen)["scrutateurs"]
    if not tellers:
        _name(db, chosen)
        return
    names = widgets.markdown_inerte(tellers)
    declared = lectures.definition(db, chosen)
    how = st.segmented_control("Saisie", [LIGNE, GRILLE], default=LIGNE, key=f"priorites_saisie_{chosen}")
    if how == GRILLE:
        st.caption(
            f"Scrutateurs : {names}. Une ligne par bulletin, une colonne par option ; tout s'enregistre ensemble."
        )
        view_grille.saisir(db, chosen, declared)
        _key(declared)
        return
    st.caption(f"Scrutateurs : {names}. L'un lit le bulletin à voix haute, l'autre tape une ligne puis Entrée.")
    left, right = st.columns([1.2, 1])
    with left:
        _line(db, chosen, declared)
    with right:
        _key(declared)


def _name(db: Database, chosen: int) -> None:
    people, names = seances.membres(db), seances.colleges(db)["nom"]
    words = {int(i): f"{row.nom} ({names[row.college]})" for i, row in people.iterrows()}
    with st.form("priorites_scrutateurs"):
        left, right = st.columns(2)
        first = left.selectbox("Premier scrutateur", list(words), index=None, format_func=words.__getitem__,
                               placeholder="Choisir")  # fmt: skip
        second = right.selectbox("Second scrutateur, d'un autre collège", list(words), index=None,
                                 format_func=words.__getitem__, placeholder="Choisir")  # fmt: skip
        if st.form_submit_button("Nommer les scrutateurs", type="primary"):
            geste(lambda: scrutins.nommer_scrutateurs(
                db, identity.acteur(), chosen, choisi(first, "le premier scrutateur"),
                choisi(second, "le second scrutateur"),
            ))  # fmt: skip


def _line(db: Database, chosen: int, declared: Definition) -> None:
    with st.form("priorites_papier", clear_on_submit=True, enter_to_submit=True):
        member = _signer(db, chosen) if declared.nominatif else None
        text = st.text_input("Code du bulletin, espace, puis les réponses", key="priorites_ligne", autocomplete="off")
        sent = st.form_submit_button("Enregistrer ce bulletin", type="primary")
    if sent:
        try:
            session.put("priorites_dernier", _store(db, chosen, declared, text, member))
        except Refus as refusal:
            session.put("priorites_dernier", None)
            st.error(widgets.phrase_inerte(f"{refusal} Ligne tapée : {text}"), icon=":material/block:")
        else:
            st.rerun()
    last = session.get("priorites_dernier")
    if last and last[0] == chosen:
        _last(db, declared, *last)


def _signer(db: Database, chosen: int) -> int | None:
    """The name written on a nominative ballot."""
    people = signatures.electeurs(db, chosen)
    names = people.loc[~people["signe"], "nom"]
    person = st.selectbox("Nom écrit sur le bulletin", list(names.index), index=None, format_func=names.__getitem__,
                         placeholder="Choisir")  # fmt: skip
    return None if person is None else int(person)


def _store(db: Database, chosen: int, declared: Definition, text: str, member: int | None) -> tuple[int, str, str, str]:
    code, content = gestes.lire_ligne(declared, text)
    phrase = bulletins.deposer_papier(db, identity.acteur(), chosen, code, content, member)
    return chosen, code, content, phrase


def _last(db: Database, declared: Definition, chosen: int, code: str, content: str, phrase: str) -> None:
    st.success(f"Enregistré. Phrase à recopier sur le carton : {phrase}", icon=":material/check:")
    given = " · ".join(f"{option} : {value}" for option, value in scrutin.en_mots(declared, content))
    st.caption(widgets.markdown_inerte(given))
    if st.button("Erreur de saisie : reprendre ce bulletin"):
        session.put("priorites_dernier", None)
        geste(lambda: bulletins.reprendre_papier(db, identity.acteur(), chosen, code))


def _key(declared: Definition) -> None:
    words = {
        JUGEMENT: " · ".join(f"{k} {mention}" for k, mention in enumerate(MENTIONS, start=1)),
        POINTS: "Un nombre de points par option, séparés par des espaces.",
        APPROBATION: "Les numéros des actions soutenues, séparés par des espaces ; 0 pour aucune.",
    }
    st.markdown(f"**Réponses** : {words[declared.genre]}")
    for number, option in enumerate(declared.options, start=1):
        st.markdown(f"{number}\\. {widgets.markdown_inerte(option.libelle)}")
