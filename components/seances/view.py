"""« Séances »: one page that follows the agenda: a séance to prepare, under way, or closed with its minutes."""

from datetime import date

import streamlit as st
from sqlite_utils import Database

from components.core.francais import distincts, jour, pluriel
from components.seances import lectures
from components.seances.deroule import view_clore, view_conduire, view_preparer
from components.seances.deroule.pretes import Pretes
from components.ui import identity, sceau, session, widgets
from components.ui.gestes import annonce
from data.base import store
from data.seances import seances

NOUVELLE = 0


def render(pretes: Pretes) -> None:
    """Draw the page. `pretes`: what the rooms of the votes, the constats and the plans lend it."""
    with store.connect() as db:
        left, right = st.columns([1, 2.6], vertical_alignment="center")
        left.title("Séances")
        with right:
            chosen = _choose(db)
        sceau.dire(db, sceau.RELEVE, sceau.VOTE, sceau.PARAMETRE)
        sceau.effacement(db)
        if chosen == NOUVELLE:
            widgets.reponse(
                "Préparez une séance : la date, le quorum, puis les membres et l'ordre du jour."
                if identity.anime()
                else "Aucune séance n'est préparée ; le compte de facilitation en prépare une."
            )
            view_preparer.creer(db, pretes, lambda made: session.put("seances_ouvrir", made))
            return
        widgets.reponse(_answer(db, chosen))
        _draw(db, chosen, pretes)


def _draw(db: Database, chosen: int, pretes: Pretes) -> None:
    state = seances.seance(db, chosen)["etat"]
    if state == seances.PREPAREE:
        view_preparer.afficher(db, chosen, pretes)
    elif state == seances.OUVERTE:
        view_conduire.afficher(db, chosen, pretes)
    else:
        annonce()
        view_clore.releve(db, chosen)
        st.caption("La table d'aujourd'hui est dans *Membres* ; celle de cette séance, dans *Présences*.")
        view_conduire.a_portee(db, chosen, pretes)


def _choose(db: Database) -> int:
    meetings = seances.read(db)
    names = distincts({int(i): f"{row.titre}, {jour(date.fromisoformat(row.jour))}" for i, row in meetings.iterrows()})
    if identity.anime() or not names:
        names[NOUVELLE] = "Nouvelle séance" if identity.anime() else "Aucune séance"
    wanted = session.get("seances_ouvrir")
    if wanted in names:
        session.put("seances_choix", wanted)
        session.put("seances_ouvrir", None)
    session.keep("seances_choix")
    if session.get("seances_choix") not in names:
        session.put("seances_choix", _du_moment(db, names))
    return int(
        st.selectbox("Séance", list(names), format_func=names.__getitem__, key="seances_choix",
                     label_visibility="collapsed")
    )  # fmt: skip


def _du_moment(db: Database, names: dict[int, str]) -> int:
    """The séance that is open, else the first one to come, else the newest."""
    states, days = seances.read(db)["etat"], seances.read(db)["jour"]
    opened, ready = (list(states.index[states == state]) for state in (seances.OUVERTE, seances.PREPAREE))
    return int((opened or sorted(ready, key=lambda i: (days[i], i)) or [next(iter(names))])[0])


def _answer(db: Database, chosen: int) -> str:
    row, here = seances.seance(db, chosen), lectures.assemblee(db, chosen)
    if not here.membres:
        return "Aucun membre pour l'instant" + (
            " : importez la liste, collège par collège." if identity.anime() else "."
        )
    quorum = "le quorum est atteint" if here.atteint else f"le quorum n'est pas atteint (il en faut {here.requis})"
    people = pluriel(here.presents, "membre votant présent", "membres votants présents")
    users = pluriel(here.usagers, "représentant des usagers", "représentants des usagers")
    return f"Séance {seances.ETATS[row['etat']]} : {people} sur {here.membres}, dont {users} ; {quorum}."
