"""Two-minute update: walk the plan, one tap (or one digit) per action, Enter for « nothing new »."""

from functools import partial

import streamlit as st
from sqlite_utils import Database

from components.core.francais import nombre, pluriel
from components.core.mots import STATUTS
from components.plans.actions import gestes, lectures
from components.plans.actions.lectures import Plan
from components.plans.regles import actions
from components.ui import identity, session, widgets
from components.ui.gestes import geste
from data.plans import plans

RANG = "plans_rapide_rang"


def afficher(db: Database, plan: Plan) -> None:
    """The current action of the walk, and one button per allowed status."""
    order = [int(i) for i in plan.actions.index[~plan.actions["statut"].isin(actions.FINIES)]]
    rank = int(session.get(RANG, 0))
    if not order or rank >= len(order):
        _finished(len(order))
        return
    row = plan.actions.loc[order[rank]]
    st.progress(rank / len(order), text=f"Action {nombre(rank + 1)} sur {nombre(len(order))}")
    safe = widgets.markdown_inerte
    st.header(safe(row["titre"]), anchor=False)
    st.markdown(
        f"**{STATUTS[row['statut']]}** — {safe(row['nom_territoire'])}. Pilote : {safe(row['pilote'])}. "
        f"Fin prévue : {row['fin'][8:]}/{row['fin'][5:7]}/{row['fin'][:4]}."
    )
    _buttons(db, order[rank], row["statut"], int(row["version"]), rank)


def _buttons(db: Database, ident: int, statut: str, version: int, rank: int) -> None:
    st.caption("Une touche suffit : celle qui est écrite dans le bouton. « P » revient à la précédente.")
    nexts = [s for s in actions.SUITES[statut] if s != "bloquee"]
    columns = st.columns(len(nexts) + 2)
    if columns[0].button(
        "Rien de nouveau", key=f"plans_rapide_{ident}_0", shortcut="0", type="primary", width="stretch"
    ):
        geste(lambda: _step(lambda: plans.toucher(db, identity.acteur(), ident), rank + 1))
    for k, following in enumerate(nexts, start=1):
        words = STATUTS[following]
        if columns[k].button(words, key=f"plans_rapide_{ident}_{k}", shortcut=str(k), width="stretch"):
            change = {"statut": following}
            act = partial(gestes.modifier, db, identity.acteur(), ident, version, change)
            geste(partial(_step, act, rank + 1))
    if columns[-1].button(
        "Précédente", key=f"plans_rapide_{ident}_p", shortcut="p", disabled=not rank, width="stretch"
    ):
        geste(lambda: _step(lambda: None, rank - 1))
    if "bloquee" in actions.SUITES[statut]:
        _blocked(db, ident, version, rank)


def _blocked(db: Database, ident: int, version: int, rank: int) -> None:
    with st.form(f"plans_rapide_bloquee_{ident}", border=False):
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        what = left.text_input("Bloquée : ce qui la débloquerait")
        if right.form_submit_button("Bloquée", width="stretch"):
            change = {"statut": "bloquee", "deblocage": what}
            geste(lambda: _step(lambda: gestes.modifier(db, identity.acteur(), ident, version, change), rank + 1))


def _step(act: lectures.Geste, rank: int) -> None:
    act()
    session.put(RANG, rank)


def _finished(count: int) -> None:
    st.success(f"Tour du plan terminé : {pluriel(count, 'action revue', 'actions revues')}.")
    if st.button("Recommencer le tour"):
        session.put(RANG, 0)
        st.rerun()
