"""A retained scenario on screen: what each of its lines would write in the plans, and the one gesture that does it."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import distincts, jour, pluriel
from components.plans.actions import lectures as lectures_actions
from components.plans.regles.actions import euros
from components.plans.scenario import gestes, lectures
from components.plans.scenario.lectures import ActionPreparee
from components.ui import identity, widgets
from components.ui.gestes import geste, renouvelee
from data.base import jours
from data.effectifs import scenarios
from data.plans import liens

CHIFFRE = "non chiffré"


def afficher(db: Database) -> None:
    """The retained scenarios, what the chosen one would create, and the form that retains another."""
    retained = liens.retenus(db)
    names = scenarios.read(db)["nom"]
    if not retained and names.empty:
        return
    with st.expander(
        "Créer les actions d'un scénario retenu par la table", key="plans_de_scenario", icon=":material/playlist_add:"
    ):
        if retained:
            _choisi(db, retained)
        else:
            st.caption("Aucun scénario n'est encore retenu.")
        if len(names):
            _retenir(db, names)


def _choisi(db: Database, retained: list[dict]) -> None:
    words = {one["rang"]: f"{one['nom']}, retenu le {jour(jours.jour_de(db, one['le']))}" for one in reversed(retained)}
    chosen = st.selectbox("Scénario retenu", list(words), format_func=distincts(words).__getitem__,
                          key="plans_scenario_retenu")  # fmt: skip
    one = next(one for one in retained if one["rang"] == chosen)
    st.caption(widgets.markdown_inerte(f"Motif : {one['motif']} (registre, ligne {one['rang']})."))
    prepared = lectures.preparer(db, one)
    if not prepared:
        st.info("Ce scénario n'a aucune ligne : rien à créer.")
        return
    st.dataframe(_tableau(db, prepared), hide_index=True)
    ready = [line for line in prepared if line.a_creer]
    st.caption(
        "Chaque brouillon porte l'opérateur, les jalons et les indicateurs de son modèle, et le coût d'une année "
        "pleine quand une source le donne. Il reste « proposée », invisible sans compte, tant que la "
        "table ne l'a pas retenue."
    )
    if st.button(f"Créer {pluriel(len(ready), 'action', 'actions')} en brouillon", type="primary", disabled=not ready):
        count = pluriel(len(ready), "action créée", "actions créées")
        geste(
            lambda: gestes.creer(db, identity.acteur(), one["rang"], jours.aujourd_hui(db)),
            dire=f"{count} en brouillon.",
        )


def _tableau(db: Database, prepared: list[ActionPreparee]) -> pd.DataFrame:
    answers = {code: lectures_actions.origines_possibles(db, code) for code in {p.territoire for p in prepared}}
    rows = []
    for one in prepared:
        kind, cost = lectures.modele(one), lectures.cout(one)
        rows.append(
            {
                "Ligne du scénario": one.mots, "Territoire": one.lieu,
                "Action": kind.titre if kind else "—", "Opérateur": kind.operateur if kind else "—",
                "Coût d'une année": euros(cost[1]) if cost else CHIFFRE,
                "Répond à": answers[one.territoire].get(one.origine, "—"),
                "État": _etat(one),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _etat(one: ActionPreparee) -> str:
    if one.action is not None:
        return f"déjà créée (n° {one.action})"
    return one.obstacle or "à créer"


def _retenir(db: Database, names: "pd.Series[str]") -> None:
    with st.form(renouvelee("plans_retenir"), border=False):
        chosen = st.selectbox("Retenir un scénario gardé", list(names.index), format_func=names.__getitem__)
        why = st.text_input("Pourquoi la table le retient", max_chars=500)
        st.caption("C'est un avis de la table : il entre au registre avec ses lignes et ses résultats figés.")
        if st.form_submit_button("Enregistrer cet avis"):
            geste(lambda: liens.retenir(db, identity.acteur(), int(chosen), why), renouvelle="plans_retenir")
