"""« À voir »: constats that nobody answers, and reviews of constats that are due."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import liste, pluriel
from components.plans.regles import actions as actions_regles
from components.plans.regles import libelles
from components.ui import identity, lignes, menu, widgets
from components.ui.gestes import geste
from data.base import jours
from data.reponses import suites
from data.reponses.suites import ATTENTE, EtatDuConstat
from data.seances import seances

NOTE_MAX = 300
SANS_REPONSE, REVUE = "sans réponse", "revue échue"


def afficher(db: Database, code: str) -> bool:
    """What constats ask of the meeting, on a territory or everywhere; whether there is anything."""
    states = [one for one in suites.etats(db, jours.aujourd_hui(db)) if code in ("", one.constat.territoire)]
    rows = [(one, why) for one in states for why in raisons(one)]
    if not rows:
        return False
    st.header("Constats sans réponse, revues échues")
    table = pd.DataFrame(
        {
            "Constat": [one.constat.intitule for one, _ in rows],
            "Pourquoi": [why.capitalize() for _, why in rows],
            "Où en est la réponse": [one.mots(not identity.prepare()) for one, _ in rows],
            "Revue": [_jma(one) for one, _ in rows],
        }
    )
    lignes.ouvrables(table, "plans_constats", lambda rank: _ouvrir(rows[rank][0]))
    widgets.telecharger(table, "constats sans reponse", ["Registre de la table"], "plans_constats")
    menu.link("reponses", "Répondre, ou dire pourquoi la table ne répond pas")
    if identity.anime():
        _porter(db, rows)
    return True


def _ouvrir(one: EtatDuConstat) -> None:
    """The card of its territory."""
    about = one.constat
    menu.aller("territoires", {"territoires_choix": about.territoire, "territoires_profession": about.profession})


def raisons(one: EtatDuConstat) -> list[str]:
    """Why a meeting must look at a constat; nothing when it is answered or refused and its review is to come."""
    reasons = [SANS_REPONSE] if one.etat == ATTENTE else []
    return [*reasons, REVUE] if one.revue_en_retard else reasons


def point(rows: list[tuple[EtatDuConstat, str]]) -> tuple[str, str]:
    """The point of an agenda that constats ask for: its title and its note."""
    counts = {why: sum(reason == why for _, reason in rows) for why in (SANS_REPONSE, REVUE)}
    phrases = [f"{counts[SANS_REPONSE]} sans réponse"] if counts[SANS_REPONSE] else []
    phrases += [pluriel(counts[REVUE], "revue échue", "revues échues")] if counts[REVUE] else []
    names = [f"{one.lieu}, {one.constat.contenu.get('profession_libelle', '')} ({why})" for one, why in rows]
    return f"Constats : {', '.join(phrases)}", liste(names)[:NOTE_MAX]


def _porter(db: Database, rows: list[tuple[EtatDuConstat, str]]) -> None:
    """Put them on the agenda of the next séance."""
    title, note = point(rows)
    meetings = seances.read(db)
    waiting = meetings[meetings["etat"] != seances.CLOSE]
    if waiting.empty:
        return
    left, right = st.columns([2, 1.2], vertical_alignment="bottom")
    names = libelles.seances(waiting)
    chosen = left.selectbox("Séance", list(names), format_func=names.__getitem__, key="plans_constats_seance")
    there = (seances.points(db, int(chosen))["titre"] == title).any()
    words = "Déjà à l'ordre du jour" if there else "Porter ces constats à l'ordre du jour"
    if right.button(words, disabled=bool(there), width="stretch", icon=":material/event_note:"):
        geste(
            lambda: seances.ajouter_point(db, identity.acteur(), int(chosen), title, "débat", note),
            f"Ajouté à l'ordre du jour : {title}.",
        )


def _jma(one: EtatDuConstat) -> str:
    due = one.constat.contenu.get("revue_le")
    return actions_regles.jma(due) if due else "—"
