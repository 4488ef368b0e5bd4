"""« Constats »: every constat in force with who answers and by when, a dated refusal, or nobody yet."""

from functools import partial

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import jour
from components.ui import identity, menu, session, widgets
from components.ui.gestes import geste
from data.base import jours
from data.reponses import suites
from data.reponses.suites import ATTENTE, REFUSE, REPONDU, EtatDuConstat
from data.territoire import territoire

MARQUES = {
    ATTENTE: (":material/pending:", "En attente"), REFUSE: (":material/block:", "Refusé"),
    REPONDU: (":material/check_circle:", "Répondu"),
}  # fmt: skip


def afficher(db: Database) -> None:
    """The constats in force, those that wait first."""
    states = suites.etats(db, jours.aujourd_hui(db))
    if not states:
        st.info("Aucun constat n'est en vigueur : la table en adopte sur la fiche d'un territoire.")
        menu.link("territoires", "Ouvrir les territoires")
        return
    for one in states:
        _constat(db, one)
    public = not identity.prepare()
    table = pd.DataFrame(
        {
            "Constat": [one.constat.intitule for one in states], "État": [MARQUES[one.etat][1] for one in states],
            "Qui répond, pour quand": [one.mots(public) for one in states],
            "Revue": [_jour(db, str(one.constat.contenu.get("revue_le") or "")) for one in states],
        }
    )  # fmt: skip
    widgets.telecharger(table, "constats et reponses", ["Registre et plans de la table"], "reponses_constats")


def _constat(db: Database, one: EtatDuConstat) -> None:
    plain, content = widgets.markdown_inerte, one.constat.contenu
    icon, words = MARQUES[one.etat]
    with st.container(border=True):
        st.markdown(f"**{icon} {words} — {plain(one.lieu)}**, {plain(str(content.get('profession_libelle', '')))}")
        st.markdown(plain(one.mots(not identity.prepare())))
        for answer in one.reponses:
            if answer.mandat and not (answer.proposee and not identity.prepare()):
                st.caption(plain(answer.mandat))
        due = _jour(db, str(content.get("revue_le") or ""))
        late = "revue attendue depuis le" if one.revue_en_retard else "à revoir le"
        st.caption(plain(f"{content.get('motif', '')} Adopté le {_jour(db, one.constat.le)}, {late} {due}."))
        if identity.prepare():
            _repondre(db, one)


def _repondre(db: Database, one: EtatDuConstat) -> None:
    here = one.constat.territoire in territoire.territoires(db).index
    with st.container(horizontal=True):
        if here and st.button("Inscrire une action qui y répond", key=f"reponses_action_{one.constat.rang}",
                              icon=":material/add:"):  # fmt: skip
            session.put("plans_territoire", one.constat.territoire)
            session.put("plans_section", "Actions")
            session.put("plans_preparee", {"constat": one.constat.rang, "territoire": one.constat.territoire})
            st.switch_page(menu.page("plans"))
        if one.etat == ATTENTE and identity.anime():
            _refuser(db, one)


def _refuser(db: Database, one: EtatDuConstat) -> None:
    with (
        st.popover("La table n'y répond pas", key=f"reponses_boite_{one.constat.rang}"),
        st.form(f"reponses_refus_{one.constat.rang}", border=False),
    ):
        why = st.text_area("Pourquoi", max_chars=2_000, height=80, key=f"reponses_motif_{one.constat.rang}")
        st.caption("C'est une décision de la table : datée, avec sa raison, au registre et au relevé.")
        if st.form_submit_button("Inscrire ce refus au registre", type="primary"):
            geste(
                partial(suites.refuser, db, identity.acteur(), one.constat.empreinte, why),
                f"Refus inscrit au registre, avec sa raison : {one.lieu}.",
            )


def _jour(db: Database, iso: str) -> str:
    return jour(jours.jour_de(db, iso)) if iso else "—"
