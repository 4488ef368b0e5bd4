"""The two ways out of a proposal, under it: a scenario to compare, drafts of actions to discuss."""

import streamlit as st
from sqlite_utils import Database

from components.core.francais import liste, pluriel
from components.core.refus import CODES_CITES
from components.propositions.envoi import gestes
from components.propositions.envoi.pret import PlansPretes, PropositionPrete
from components.propositions.lectures import Terrain
from components.ui import identity, menu, widgets
from components.ui.gestes import geste


def afficher(db: Database, lieu: Terrain, pret: PropositionPrete, plans: PlansPretes, key: str) -> None:
    """What may be done of a proposal: nothing here is adopted."""
    st.header("Et maintenant ?", anchor=False)
    left, right = st.columns(2)
    with left:
        if st.button("En faire un scénario", key=f"{key}_scenario", icon=":material/groups:", width="stretch"):
            geste(lambda: _scenario(db, pret))
        st.caption("Pour le comparer à d'autres, page Effectifs. La table le retient, ou non, page Plans.")
    with right:
        _brouillons(db, lieu, pret, plans, key)


def _scenario(db: Database, pret: PropositionPrete) -> None:
    name = gestes.en_scenario(db, identity.acteur(), pret)
    st.toast(widgets.phrase_inerte(f"Scénario « {name} » gardé, page Effectifs."), icon=":material/check:")


def _brouillons(db: Database, lieu: Terrain, pret: PropositionPrete, plans: PlansPretes, key: str) -> None:
    blocked = [draft for draft in pret.brouillons if plans.obstacle(db, draft)]
    ready = len(pret.brouillons) - len(blocked)
    label = f"En faire {pluriel(ready, 'brouillon', 'brouillons')} d'action"
    if st.button(label, key=f"{key}_brouillons", icon=":material/edit_note:", width="stretch",
                 disabled=not ready or not identity.anime()):  # fmt: skip
        geste(lambda: _inscrire(db, lieu, pret, plans))
    words = "Opérateur, jalons, coût et financeur viennent du catalogue ; la preuve est figée avec la proposition."
    if blocked:
        names = liste(sorted({lieu.noms[draft.commune] for draft in blocked}), CODES_CITES)
        words = f"Sans brouillon à {names} : {plans.obstacle(db, blocked[0])}"
    elif not identity.anime():
        words = "Ce geste demande un compte de facilitation."
    st.caption(widgets.phrase_inerte(words))
    menu.link("plans", "Voir les plans")


def _inscrire(db: Database, lieu: Terrain, pret: PropositionPrete, plans: PlansPretes) -> None:
    count = gestes.en_brouillons(db, identity.acteur(), pret, plans, lieu.jour)
    st.toast(f"{pluriel(count, 'brouillon créé', 'brouillons créés')}, page Plans.", icon=":material/check:")
