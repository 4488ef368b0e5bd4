"""Adding an action: it answers a priority or a constat, from a model of the catalogue or from a blank sheet."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import streamlit as st
from sqlite_utils import Database

from components.core.francais import liste, nombre
from components.core.refus import EntreeInvalide
from components.plans.actions import gestes, lectures, view_effet
from components.plans.professions import lectures as professions
from components.plans.regles import actions
from components.ui import identity, saisies, session, widgets
from components.ui.gestes import geste, renouvelee
from data.base import jours
from data.base.parameters import sourcee
from data.base.store import writing
from data.plans import actions_types, derogations, financements, gardes, plans
from data.plans.actions_types import ActionType
from data.territoire import territoire

LIBRE, PREPAREE = "", "plans_preparee"
PRINCIPES = "Principes de cette mission, dans les mots de la table"
RAISON = "Raison de la table, pour substituer sans constat ou confier une crise à une CPTS qui n'est pas mûre"
MOTS_FAMILLES = {
    "offre": "offre", "age": "âge des médecins", "recours": "recours", "eloignement": "éloignement",
    "besoins": "besoins",
}  # fmt: skip


def en_seance(db: Database, code: str) -> None:
    """The same forms, lent to the screen of a séance: what the plan of the territory holds, the first form unfolded."""
    there = [str(title) for title in plans.actions(db, code)["titre"]]
    st.markdown(widgets.markdown_inerte(f"Au plan de ce territoire : {liste(there or ['aucune action encore'])}."))
    afficher(db, code, deplie=True)


def afficher(db: Database, code: str, deplie: bool = False) -> None:
    """The form that adds an action to a territory, and the one that records a priority without a ballot."""
    ready = _preparee(db, code)
    with st.expander("Inscrire une action", deplie or bool(ready), key="plans_inscrire", icon=":material/add:"):
        code = code or _territoire(db)
        origins = lectures.origines_possibles(db, code)
        if not origins:
            st.info("Une action répond à une priorité ou à un constat de la table : aucun n'est encore enregistré ici.")
        else:
            _rappel(ready)
            _form(db, code, origins, ready)
    if identity.anime():
        with st.expander("Enregistrer une priorité retenue sans scrutin", key="plans_sans_scrutin"):
            _priority(db)


def _territoire(db: Database) -> str:
    """The territory whose plan receives the action, when the page shows them all."""
    names = lectures.territoires_mots(db)
    session.keep("plans_ajout_territoire")
    session.start("plans_ajout_territoire", next(iter(names)), names)
    return str(st.selectbox("Territoire", list(names), format_func=names.__getitem__, key="plans_ajout_territoire"))


def _preparee(db: Database, code: str) -> dict[str, Any]:
    """What another page asked to inscribe here: the constat or the priority, the model, the first words; once."""
    ready = dict(session.get(PREPAREE) or {})
    if not ready or ready.get("territoire") != code:
        return {}
    if not ready.get("posee"):
        session.put("plans_origine", lectures.cle_d_origine(db, ready))
        session.put("plans_modele", ready.get("modele", LIBRE))
        session.put(PREPAREE, ready | {"posee": True})
    return ready


def _rappel(ready: dict[str, Any]) -> None:
    """What the form was prepared for, said for as long as it is, and how to start from nothing."""
    if not ready:
        return
    about = f" : « {ready['titre']} »" if ready.get("titre") else ""
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.caption(widgets.markdown_inerte(f"Préparée depuis la page {ready.get('page', 'Réponses')}{about}."))
    if right.button("Repartir d'une page blanche", width="stretch"):
        session.put(PREPAREE, None)
        st.rerun()


def _form(db: Database, code: str, origins: dict[str, str], ready: dict[str, Any]) -> None:
    session.keep("plans_origine", "plans_modele")
    if session.get("plans_origine") not in origins:
        session.put("plans_origine", None)
    kinds = actions_types.catalogue()
    answer = st.selectbox(
        "Répond à", list(origins), format_func=lambda key: origins[key], key="plans_origine", index=None,
        placeholder="Choisir une priorité ou un constat",
    )  # fmt: skip
    here = lectures.genre_de_territoire(db, code, jours.aujourd_hui(db))
    suited = [key for key, one in kinds.items() if here in one.territoires]
    words = {LIBRE: "Aucun : action libre"} | {
        key: f"{kinds[key].titre}{'' if key in suited else f' (rarement en territoire {here})'}"
        for key in (*suited, *(key for key in kinds if key not in suited))
    }
    picked = st.selectbox("Modèle", list(words), format_func=words.__getitem__, key="plans_modele")
    kind = kinds.get(picked)
    if kind:
        _model_card(kind)
    effect = st.selectbox(
        "Effet attendu sur l'accès aux soins", list(actions.EFFETS), format_func=actions.EFFETS.__getitem__,
        index=list(actions.EFFETS).index(kind.effet if kind else ""), key=f"plans_effet_{picked}",
    )  # fmt: skip
    name = f"plans_ajout_{picked}"
    with st.form(renouvelee(name), border=False):
        fields = _fields(db, code, kind, effect, _pour(db, code, answer, ready))
        if st.form_submit_button("Inscrire l'action", type="primary"):
            geste(lambda: _add(db, code, answer, picked, fields, ready.get("cellule", "")), renouvelle=name)


def _pour(db: Database, code: str, answer: str | None, ready: dict[str, Any]) -> dict[str, Any]:
    """What was prepared, with the profession of the constat that the action answers."""
    profession = professions.DES_CONSTATS.get(lectures.profession(db, code, answer or ""), professions.MG)
    return ready | {"effet": {"profession": profession} | dict(ready.get("effet", {}))}


def _model_card(kind: ActionType) -> None:
    families = liste([MOTS_FAMILLES[f] for f in kind.familles])
    low, middle, high = kind.delai_mois
    st.markdown(widgets.markdown_inerte(kind.resume))
    st.caption(
        widgets.markdown_inerte(
            f"Pour territoires : {liste(list(kind.territoires))}. Répond aux signaux : {families}. Délai : {middle} "
            f"mois ({low} à {high}). Coût : {kind.cout} Effet connu : {kind.effet_connu} Source : "
            f"{sourcee(kind.source, kind.fiabilite)}."
        )
    )


def _fields(db: Database, code: str, kind: ActionType | None, effect: str, ready: dict[str, Any]) -> dict[str, Any]:
    title = st.text_input("Titre", ready.get("titre") or (kind.titre if kind else ""))
    left, right = st.columns(2)
    operator = left.text_input("Opérateur", kind.operateur if kind else "")
    pilot = right.text_input("Pilote (personne ou fonction)")
    status = left.selectbox(
        "Statut de l'opérateur", list(actions.STATUTS_OPERATEUR), format_func=actions.STATUTS_OPERATEUR.__getitem__,
        index=list(actions.STATUTS_OPERATEUR).index(kind.statut_operateur) if kind else 0,
    )  # fmt: skip
    mode = right.selectbox(
        "Intervient", list(actions.MODES), format_func=actions.MODES.__getitem__,
        index=list(actions.MODES).index(kind.mode) if kind else 0,
    )  # fmt: skip
    sector = left.selectbox(
        "Secteur", list(actions.SECTEURS), format_func=actions.SECTEURS.__getitem__,
        index=list(actions.SECTEURS).index(kind.secteur) if kind else 0,
    )  # fmt: skip
    partners = right.text_input("Partenaires", ready.get("partenaires", ""))
    today = jours.aujourd_hui(db)
    months = kind.delai_mois[1] if kind else 12
    start = left.date_input("Début", today, format="DD/MM/YYYY")
    end = right.date_input("Fin", today + timedelta(days=round(30.4 * months)), format="DD/MM/YYYY")
    etp = saisies.champ_nombre(left, "ETP", 0, 500, placeholder="non chiffré")
    reversible = right.checkbox("Réversible", value=True)
    money = _argent(kind)
    reason = st.text_input(RAISON, max_chars=500)
    derogation = champs_derogation({}, "plans_deroge") if kind and kind.id == derogations.MODELE else {}
    crisis = kind is not None and kind.id == gardes.CRISE
    principles = st.text_area(PRINCIPES, max_chars=1_000, height=68).strip() if crisis else ""
    return {
        "titre": title, "description": principles, "operateur": operator, "statut_operateur": status, "mode": mode,
        "reversible": int(reversible), "pilote": pilot, "partenaires": partners, "secteur": sector,
        "debut": start.isoformat(), "fin": end.isoformat(), "etp": etp, "raison": reason.strip(),
        **_effect(db, code, effect, ready.get("effet", {})), "argent": money, **derogation,
    }  # fmt: skip


def _argent(kind: ActionType | None) -> tuple[str, int]:
    """Who is asked for money and how much, in cents: the yearly cost of the model is offered, and may be left out."""
    left, right = st.columns([2, 1])
    cost = kind.cout_annuel[1] if kind and kind.cout_annuel else None
    funder = left.text_input("Financeur pressenti (vide : pas encore d'argent)", "ARS – FIR" if cost else "")
    amount = saisies.champ_nombre(right, "Prévu (€)", 0, 1e9, cost, decimales=2, placeholder="non chiffré")
    if cost:
        low, _, high = kind.cout_annuel if kind else (0, 0, 0)
        st.caption(
            f"Coût du modèle, par an : {nombre(cost)} € ({nombre(low)} à {nombre(high)} €). Un avis n'engage rien."
        )
    return funder.strip(), round((amount or 0) * 100)


def champs_derogation(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    """What a temporary derogation says besides its end: who, to what, on which legal basis."""
    st.caption(
        "Une dérogation finit à la date de fin de l'action : c'est un jalon, à prolonger ou à noter le jour venu."
    )
    return {
        name: st.text_input(words, row.get(name, ""), max_chars=500, key=f"{key}_{name}").strip()
        for name, words in derogations.NOMS.items()
    }


def _effect(db: Database, code: str, effect: str, ready: Mapping[str, Any]) -> dict[str, Any]:
    if not effect:
        return dict(actions.SANS_EFFET)
    communes = territoire.communes(db)
    here = communes[communes["territoire"] == code].sort_values("nom")
    left, right = st.columns(2)
    codes = here.index.tolist()
    first = codes.index(ready["commune"]) if ready.get("commune") in codes else 0
    place = left.selectbox("Commune où l'effet a lieu", codes, first, format_func=lambda c: here.at[c, "nom"])
    words, high, usual = ("ETP de médecin", 1.5, 1.0) if effect == "arrivee" else ("Jours par mois", 23.0, 2.0)
    start = ready.get("quantite", usual)
    amount = saisies.champ_nombre(right, f"{words} (au plus {nombre(high, 1)})", 0.1, high, start)
    key = f"plans_ajout_{code}_{effect}_{ready.get('donneur', '')}"
    ends = ready.get("donneur", ""), ready.get("route", 0.0)
    if effect == actions.AVANCEE:
        other = view_effet.bouts(db, key, *ends)
    else:
        who = view_effet.profession(st, f"{key}_{ready.get('profession', '')}", ready.get("profession", professions.MG))
        other = actions.SANS_BOUT | {"effet_profession": who}
    return {"effet_genre": effect, "effet_commune": place, "effet_quantite": amount, **other}


def _add(db: Database, code: str, answer: str | None, kind: str, fields: dict[str, Any], service: str) -> None:
    if answer is None:
        raise EntreeInvalide("Choisissez la priorité ou le constat auquel cette action répond. Rien n'a été ajouté.")
    actor, (funder, amount) = identity.acteur(), fields.pop("argent")
    with writing(db):
        origin = gestes.origine(db, actor, answer, code)
        ident = gestes.inscrire(db, actor, code, origin, fields, kind, service)
        if funder and amount:
            line = {"financeur": funder, "prevu": amount, "engage": 0, "depense": 0, "nature": "avis"}
            blank = {"autorite": "", "numero": "", "date_acte": None}
            financements.ajouter_ligne(db, actor, ident, line | blank, jours.aujourd_hui(db))
    session.put("plans_action", ident)
    session.put(PREPAREE, None)


def _priority(db: Database) -> None:
    st.caption("Par exemple un point adopté sans débat. L'avis entre au registre, avec votre nom et la date.")
    with st.form(renouvelee("plans_priorite"), border=False):
        service = st.text_input("Service à rendre en priorité")
        why = st.text_input("Comment la table l'a retenu")
        if st.form_submit_button("Enregistrer cette priorité"):
            geste(lambda: plans.ajouter_priorite(db, identity.acteur(), service, why), renouvelle="plans_priorite")
