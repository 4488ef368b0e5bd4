"""One action on screen: read it, change it (nobody's words lost), its money, milestones, measures and journal."""

import json
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.acces import autres
from components.core.acces.effects import TOLERANCE
from components.core.francais import ecart, nombre
from components.core.mots import STATUTS
from components.plans.actions import (
    gestes,
    lectures,
    lectures_promesse,
    view_ajout,
    view_argent,
    view_difference,
    view_effet,
    view_mandat,
    view_suivi,
    view_tableau,
)
from components.plans.actions.lectures import Plan
from components.plans.jours import view_jours
from components.plans.jours.lectures import prete
from components.plans.regles import actions
from components.ui import identity, lignes, menu, saisies, session, widgets
from components.ui.gestes import annonce
from data.base import jours
from data.base.parameters import EnVigueur
from data.plans import derogations, financements, jours_pretes, plans

NOMS = jours_pretes.NOMS | financements.NOMS_LIGNE | plans.NOMS_MESURE | plans.NOMS_CHAMPS
CHAMPS_TEXTE = ("titre", "operateur", "pilote", "partenaires", "description", "deblocage", "raison")


def afficher(db: Database, plan: Plan, works: bool) -> None:
    """The list of actions, then the sheet of the chosen one."""
    if plan.actions.empty:
        st.info("Aucune action n'est encore inscrite ici.")
        return
    lignes.ouvrables(
        _list(plan), "plans_actions", lambda rank: lignes.choisir(plans_action=int(str(plan.actions.index[rank])))
    )
    widgets.telecharger(_list(plan), "actions des plans", ["Plans de la table, saisis par la table"], "plans_actions")
    if works:
        view_tableau.afficher(db, plan)
    names = {int(str(i)): str(name) for i, name in plan.actions["libelle"].items()}
    session.keep("plans_action")
    if session.get("plans_action") not in names:
        session.put("plans_action", None)
    picked = st.selectbox(
        "Ouvrir une fiche", list(names), format_func=names.__getitem__, index=None, key="plans_action",
        placeholder="Choisir une action",
    )  # fmt: skip
    if picked is not None:
        _sheet(db, plan, int(picked), works)


def _list(plan: Plan) -> pd.DataFrame:
    lines = plan.lignes.groupby("action")[["prevu", "engage"]].sum().reindex(plan.actions.index).fillna(0)
    return pd.DataFrame(
        {
            "Action": plan.actions["titre_distinct"],
            "Statut": plan.actions["statut"].map(STATUTS),
            "Opérateur": plan.actions["operateur"],
            "Pilote": plan.actions["pilote"],
            "Fin": plan.actions["fin"].map(actions.jma),
            "Acquis / prévu": [f"{actions.euros(int(e))} / {actions.euros(int(p))}" for p, e in lines.to_numpy()],
            "Répond à": plan.actions["origine_mots"],
            "Territoire": plan.actions["nom_territoire"],
        }
    )


def _sheet(db: Database, plan: Plan, ident: int, works: bool) -> None:
    row = plan.actions.loc[ident]
    safe = widgets.markdown_inerte
    with st.container(border=True):
        st.markdown(f"**{safe(row['titre'])}** — {STATUTS[row['statut']]}. Répond à : {safe(row['origine_mots'])}.")
        reversible = "réversible" if row["reversible"] else "non réversible"
        st.caption(
            safe(
                f"{row['operateur']} ({actions.STATUTS_OPERATEUR[row['statut_operateur']]}), "
                f"{actions.MODES[row['mode']]}, {reversible}. Pilote : {row['pilote']}. "
                f"Secteur : {actions.SECTEURS[row['secteur']]}."
            )
        )
        _notes(db, plan, ident)
        _promise(db, plan.actions.loc[[ident]])
        if held := view_jours.phrase(db, ident):
            st.markdown(f"**Jours prêtés** : {held}.")
        _measures(plan.mesures[plan.mesures["action"] == ident])
        menu.link("chaine", "Remonter et descendre la chaîne de cette action", objet=f"action:{ident}")
    lends = works and prete(row)
    names = ["Modifier", "Argent", "Jalons", "Mesures", "Mandat", *(["Jours prêtés"] if lends else []), "Journal"]
    names = names if works else ["Argent", "Journal"]
    annonce()  # above the tabs: said whichever is open
    tabs = st.tabs(names, key=f"plans_onglets_{ident}")
    if works:
        with tabs[0]:
            _edit(db, ident)
        with tabs[2]:
            view_suivi.jalons(db, plan.jalons[plan.jalons["action"] == ident], ident)
        with tabs[3]:
            view_suivi.mesures(db, ident)
        with tabs[4]:
            view_mandat.afficher(db, ident)
        if lends:
            with tabs[5]:
                view_jours.afficher(db, ident)
    with tabs[1 if works else 0]:
        view_argent.afficher(db, plan.lignes[plan.lignes["action"] == ident], ident, works)
    with tabs[-1]:
        _journal(db, ident)


def _notes(db: Database, plan: Plan, ident: int) -> None:
    """What an action says of itself besides who and when: what is wrong, why, under which derogation or mandate."""
    row, safe = plan.actions.loc[ident], widgets.markdown_inerte
    if row["statut"] == "financee" and actions.acquis(plan.lignes[plan.lignes["action"] == ident]) <= 0:
        st.warning("Financée, mais aucune décision n'engage d'argent : corrigez la ligne de financement ou le statut.")
    if row["statut"] == "bloquee":
        st.warning(safe(f"Débloquerait : {row['deblocage']}"))
    if row["description"]:
        st.markdown(safe(row["description"]))
    if row["raison"]:
        st.info(safe(f"Raison de la table : {row['raison']}"), icon=":material/gavel:")
    if words := derogations.mots(row):
        st.info(safe(words), icon=":material/hourglass:")
    for words in view_mandat.phrases(db, ident):
        st.markdown(safe(words))


def _promise(db: Database, row: pd.DataFrame) -> None:
    made = lectures_promesse.lire(db, row, jours.aujourd_hui(db))
    if not made.chiffree:
        st.caption("Promesse : aucun effet chiffré sur l'accès ni sur le temps de soin.")
        return
    words = lectures_promesse.mots(made)
    if made.effet is not None and not made.sans_sens:
        inside = made.effet.communes[made.effet.communes["publie"].notna()]
        most = inside["variation"].idxmax()
        low, middle, high = (inside.at[most, name] for name in ("variation_min", "variation", "variation_max"))
        words += (
            f" ; au plus fort, {ecart(middle)} consultation par habitant et par an (de {ecart(low)} à {ecart(high)})"
        )
        least = inside["variation"].idxmin()
        if inside.at[least, "variation"] < -TOLERANCE:
            low, middle, high = (inside.at[least, name] for name in ("variation_min", "variation", "variation_max"))
            words += f" ; là où l'on prête, jusqu'à {ecart(middle)} (de {ecart(low)} à {ecart(high)})"
    st.markdown(f"**Promesse** : {words}.")
    if made.sans_sens:
        st.caption(widgets.markdown_inerte(made.sans_sens))
    st.caption(f"{lectures.MISE_EN_GARDE} {autres.POIDS if made.autres else ''}".strip())


def _measures(measures: pd.DataFrame) -> None:
    for line in measures.itertuples():
        seen = (
            f"observé {nombre(line.observe, 1)} le {actions.jma(line.observe_le)}"
            if line.observe_le
            else "pas encore observé"
        )
        st.caption(
            widgets.markdown_inerte(
                f"{view_suivi.GENRES[line.genre]} — {line.libelle} : départ {nombre(line.depart, 1)}, visé "
                f"{nombre(line.cible, 1)}, {seen}."
            )
        )


def _edit(db: Database, ident: int) -> None:
    key = f"action_{ident}"
    read = view_difference.lue(key, partial(plans.action, db, ident))
    view_difference.montrer(key, plans.NOMS_CHAMPS)
    with st.form(f"plans_modifier_{ident}_{read['version']}", border=False):
        fields = _fields(db, view_difference.valeurs(key, read), ident)
        left, right = st.columns([1, 3])
        save = left.form_submit_button("Enregistrer", type="primary")
        again = right.form_submit_button("Relire la dernière version")
    if again:
        view_difference.oublier(key)
        st.rerun()
    if save:
        changes = {name: value for name, value in fields.items() if value != read[name]}
        act = partial(gestes.modifier, db, identity.acteur(), ident, read["version"], changes)
        view_difference.enregistrer(key, read, fields, act)


def _fields(db: Database, row: dict[str, Any], ident: int) -> dict[str, Any]:
    left, right = st.columns(2)
    key = f"plans_champ_{ident}_{row['version']}"
    fields: dict[str, Any] = {}
    for k, name in enumerate(CHAMPS_TEXTE[:4]):
        place = (left, right)[k % 2]
        fields[name] = place.text_input(plans.NOMS_CHAMPS[name], row[name], key=f"{key}_{name}")
    following = [row["statut"], *(s for s in STATUTS if s in actions.SUITES[row["statut"]])]
    fields["statut"] = left.selectbox("Statut", following, format_func=STATUTS.__getitem__, key=f"{key}_statut")
    fields["deblocage"] = right.text_input("Ce qui débloquerait (si bloquée)", row["deblocage"], key=f"{key}_deblocage")
    start = left.date_input("Début", date.fromisoformat(row["debut"]), format="DD/MM/YYYY", key=f"{key}_debut")
    end = right.date_input("Fin", date.fromisoformat(row["fin"]), format="DD/MM/YYYY", key=f"{key}_fin")
    fields["debut"], fields["fin"] = start.isoformat(), end.isoformat()
    fields["etp"] = saisies.champ_nombre(left, "ETP", 0, 500, row["etp"], key=f"{key}_etp", placeholder="non chiffré")
    fields["mode"] = right.selectbox(
        "Intervient", list(actions.MODES), list(actions.MODES).index(row["mode"]),
        format_func=actions.MODES.__getitem__, key=f"{key}_mode",
    )  # fmt: skip
    fields |= view_effet.champs(db, row, key)
    fields["raison"] = st.text_input(view_ajout.RAISON, row["raison"], max_chars=500, key=f"{key}_raison")
    if row["modele"] == derogations.MODELE:
        fields |= view_ajout.champs_derogation(row, key)
    fields["description"] = st.text_area("Description", row["description"], key=f"{key}_description")
    return fields


def _journal(db: Database, ident: int) -> None:
    entries = plans.journal(db, ident)
    table = pd.DataFrame(
        {
            "Quand": [jours.moment_de(db, moment) for moment in entries["le"]],
            "Qui": entries["acteur"],
            "Quoi": entries["geste"].str.capitalize(),
            "Détail": [_words(json.loads(text)) for text in entries["detail"]],
        }
    )
    st.dataframe(table, hide_index=True)
    silence = int(EnVigueur.read(db, jours.aujourd_hui(db)).number("jours_sans_nouvelle"))
    st.caption(f"Sans aucune ligne pendant {silence} jours, l'action remonte à l'ordre du jour.")


def _words(detail: dict[str, Any]) -> str:
    def said(name: str, value: Any) -> str:
        label = NOMS.get(name, name.replace("_", " ").capitalize())
        if isinstance(value, list) and len(value) == 2:
            return f"{label} : « {actions.mot(name, value[0])} » devient « {actions.mot(name, value[1])} »"
        return f"{label} : {actions.mot(name, value)}"

    return " ; ".join(said(name, value) for name, value in detail.items() if value not in ("", None)) or "—"
