"""The card of a point: what is said of it, what the room looks at, the gestures that the table makes there."""

from typing import Any

import streamlit as st
from sqlite_utils import Database

from components.core.francais import distincts
from components.core.refus import Refus
from components.seances import gestes as gestes_seances
from components.seances import lectures
from components.seances.deroule import view_cartons, view_mur
from components.seances.deroule.pretes import Pretes
from components.seances.regles import ordre_du_jour
from components.ui import identity, menu, session, widgets
from components.ui.gestes import geste
from data.base import store
from data.priorites import bulletins, scrutins
from data.seances import notes, seances
from data.seances.points import A_VENIR, EN_COURS, TRAITE
from data.territoire import territoire

CONSTAT, ACTION = "Adopter un constat", "Inscrire une action"
TERRITOIRE = "seances_territoire"


def afficher(db: Database, seance: int, point: int, pretes: Pretes) -> None:
    """Draw the card of a point of a séance that is not closed."""
    row = seances.points(db, seance).loc[point]
    st.header(widgets.markdown_inerte(str(row["titre"])))
    st.caption(widgets.markdown_inerte(" · ".join(filter(None, (row["genre"], row["etat"], row["note"])))))
    _prendre(db, seance, point, row)
    code = _lieu(db)
    view_mur.choisir(db, seance, point, code)
    bloc_notes(db, point)
    if row["genre"] == ordre_du_jour.VOTE:
        pretes.vote(db, seance, lectures.scrutins_du_point(db, seance, point), lambda: cartons(db, seance))
    if code:
        _ici(db, point, code, pretes)


def _prendre(db: Database, seance: int, point: int, row: Any) -> None:
    """For a point that is not under way: take it, out of its turn or again."""
    if row["etat"] == EN_COURS or not identity.anime() or seances.seance(db, seance)["etat"] != seances.OUVERTE:
        return
    words = {A_VENIR: "Passer à ce point maintenant", TRAITE: "Revenir à ce point"}[row["etat"]]
    if st.button(words, key=f"seances_prendre_{point}", icon=":material/play_arrow:"):
        geste(lambda: gestes_seances.reprendre(db, identity.acteur(), seance, point))


def bloc_notes(db: Database, point: int) -> None:
    """What is said of a point: kept as soon as one leaves the field."""
    field, before = f"seances_notes_{point}", f"seances_notes_vu_{point}"
    now, shown = notes.note(db, point), session.get(before)
    if session.get(field) in (None, shown):  # nothing is being written here: what another screen noted shows
        session.put(field, now)
        session.put(before, now)
    typed = st.text_area(
        "Notes de ce point, une ligne par chose dite : elles vont au relevé", key=field, height=96,
        max_chars=notes.LONGUEUR, disabled=not identity.anime(),
    )  # fmt: skip
    if typed != session.get(before):
        _noter(db, point, typed, field, before)


def _noter(db: Database, point: int, typed: str, field: str, before: str) -> None:
    try:
        written = notes.noter(db, identity.acteur(), point, typed, session.get(before) or "")
    except Refus as refusal:
        st.error(widgets.phrase_inerte(str(refusal)), icon=":material/block:")
        return
    session.put(before, written)
    session.put(field, written)
    st.caption("Noté.")


def cartons(db: Database, seance: int) -> None:
    """The slips, between a vote declared and its opening: drawn on their own page, seen here as soon as they are."""
    count = sum(bulletins.cartons(db, seance).values())
    left, right = st.columns([2, 1], vertical_alignment="center")
    if count:
        left.markdown(f":material/check: **Cartons tirés : {count}.**")
    else:
        left.markdown("**Tirer et imprimer les cartons**, avec les bulletins papier de ce vote si l'on en veut.")
        _attendre(seance)
    with right:
        view_cartons.lien(seance)


@st.fragment(run_every=2.0)
def _attendre(seance: int) -> None:
    """Draw the page again once the slips are drawn, in another window."""
    with store.connect() as db:
        if bulletins.cartons(db, seance):
            st.rerun()


def _lieu(db: Database) -> str:
    """The territory that the table speaks of, kept from point to point; empty for none."""
    if territoire.is_empty(db):
        return ""
    names = distincts(territoire.territoires(db)["nom"].to_dict(), {"": "Aucun en particulier"})
    session.keep(TERRITOIRE)
    session.start(TERRITOIRE, session.get(TERRITOIRE) or "", names)
    chosen = st.selectbox("Territoire dont parle la table", list(names), format_func=names.__getitem__, key=TERRITOIRE)
    return str(chosen or "")


def _ici(db: Database, point: int, code: str, pretes: Pretes) -> None:
    """What the table does on a territory: a constat, an action; the whole card, one click away and back."""
    left, right = st.columns([2, 1], vertical_alignment="center")
    wanted = left.segmented_control(
        "Faire ici", [CONSTAT, ACTION], key=f"seances_faire_{point}", label_visibility="collapsed", wrap=True
    )
    if right.button("Fiche complète", key="seances_fiche", icon=":material/flag:", width="stretch"):
        menu.aller("territoires", {"territoires_choix": code})
    if wanted == CONSTAT:
        pretes.constat(db, code)
    elif wanted == ACTION:
        pretes.action(db, code)


def vote_ailleurs(db: Database, seance: int) -> None:
    """A vote that no point of the agenda leads to, and the way to it."""
    if lectures.hors_ordre_du_jour(db, seance):
        st.warning("Un vote est déclaré, et l'ordre du jour n'a pas de point de vote.", icon=":material/how_to_vote:")
        waiting = scrutins.liste(db, seance).query("etat in @lectures.A_CONDUIRE")
        session.put("priorites_ouvrir", int(waiting.index[-1]))
        menu.link("priorites", "Conduire ce vote")
