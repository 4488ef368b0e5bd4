"""« Financement »: envelopes, requests, and the readings that help the table share them."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.core.francais import liste, nombre, pluriel
from components.plans.actions import lectures
from components.plans.partage import lectures as lectures_partage
from components.plans.partage.lecture import Lecture
from components.plans.partage.lectures import Partage
from components.plans.regles import actions as actions_regles
from components.plans.regles import libelles
from components.ui import identity, menu, saisies, sceau, session, widgets
from components.ui.gestes import geste, renouvelee
from data.base import jours, store
from data.plans import actions_types, financements, plans
from data.priorites import scrutins
from data.seances import seances
from data.territoire import territoire

GENRES = {"eligible": "N'est éligible que", "flechage": "Crédits fléchés vers"}
SANS_ECART = (
    "Les demandes se comparent donc aux consultations qu'elles apportent ; péréquation et votes n'en dépendent pas."
)
NOMMEES = 2  # actions that the first sentence names; beyond, it counts them, and they are named under it
PORTE_SUR = {"territoire": "un territoire", "modele": "un modèle d'action", "secteur": "un secteur"}

MettreAuVote = Callable[..., int]


def render(mettre_au_vote: MettreAuVote | None = None) -> None:
    """Draw the page. `mettre_au_vote` declares an approval vote on actions; it belongs to another room."""
    with store.connect() as db:
        st.title(f"Financement — {territoire.setting(db, 'nom')}")
        sceau.dire(db, *sceau.ARGENT, sceau.PARAMETRE)
        answer = st.container()
        envelopes = financements.envelopes(db)
        if envelopes.empty:
            with answer:
                widgets.reponse("Aucune enveloppe n'est encore ouverte.")
            _open(db)
            return
        session.keep("plans_enveloppe")
        left, right = st.columns([1.4, 1], vertical_alignment="bottom")
        names = {int(i): f"{row.nom} ({row.annee})" for i, row in envelopes.iterrows()}
        picked = int(left.selectbox("Enveloppe", list(names), format_func=names.__getitem__, key="plans_enveloppe"))
        shared = lectures_partage.lire(db, picked, jours.aujourd_hui(db))
        with answer:
            adopted, names_adopted = _adopted(db, picked)
            widgets.reponse(f"{adopted}{shared.phrase}")
            if names_adopted:
                st.caption(widgets.markdown_inerte(names_adopted))
        with right.popover("Régler l'enveloppe", key=f"plans_regler_{picked}", width="stretch"):
            _settings(db, picked)
        _requests(db, picked, shared)
        if mettre_au_vote is not None and identity.anime() and len(shared.demandes) > 1:
            _to_vote(db, shared, mettre_au_vote)
        if shared.lectures:
            _readings(db, picked, shared)


def _open(db: Database) -> None:
    with st.form("plans_enveloppe_nouvelle"):
        name = st.text_input("Nom de l'enveloppe (par exemple : FIR, accès aux soins)")
        left, middle, right = st.columns(3)
        funder = left.text_input("Financeur")
        year = saisies.champ_entier(middle, "Année", 2020, 2060, jours.aujourd_hui(db).year)
        amount = saisies.champ_nombre(right, "Montant (€)", 0, 1e9, 0, decimales=2)
        st.caption(
            "La dotation régionale du FIR n'est pas l'enveloppe de la table : n'inscrire que la part à partager."
        )
        if st.form_submit_button("Ouvrir cette enveloppe", key=renouvelee("plans_enveloppe_oui"), type="primary"):
            cents = round((amount or 0) * 100)
            geste(
                lambda: financements.ajouter_enveloppe(
                    db, identity.acteur(), name, funder, year or jours.aujourd_hui(db).year, cents
                ), renouvelle="plans_enveloppe_oui",
            )  # fmt: skip


def _settings(db: Database, enveloppe: int) -> None:
    rules = financements.rules(db, enveloppe)
    for row in rules.itertuples():
        amount = f" : {actions_regles.euros(int(row.montant))}" if row.genre == "flechage" else ""
        target = widgets.markdown_inerte(lectures.mots_regle(db, row.porte_sur, row.valeur))
        st.markdown(f"{GENRES[row.genre]} {target}{amount}")
        if st.button("Retirer cette règle", key=f"plans_regle_{row.id}", type="tertiary", icon=":material/close:"):
            geste(partial(financements.retirer_regle, db, identity.acteur(), row.id))
    genre = st.selectbox("Ajouter une règle", list(GENRES), format_func=GENRES.__getitem__)
    about = st.selectbox("Elle porte sur", list(PORTE_SUR), format_func=PORTE_SUR.__getitem__)
    choices = _values(db, about)
    value = st.selectbox("Lequel", list(choices), format_func=choices.__getitem__)
    earmark = saisies.champ_nombre(st, "Montant fléché (€)", 0, 1e9, 0, decimales=2, disabled=genre != "flechage")
    if st.button("Ajouter cette règle"):
        cents = round((earmark or 0) * 100) or None if genre == "flechage" else None
        if genre == "flechage" and cents is None:
            st.error("Un fléchage a un montant positif. Rien n'a été ajouté.")
        else:
            geste(lambda: financements.ajouter_regle(db, identity.acteur(), enveloppe, genre, about, value, cents))
    with st.expander("Ouvrir une autre enveloppe", key="plans_autre_enveloppe"):
        _open(db)


def _values(db: Database, about: str) -> dict[str, str]:
    if about == "territoire":
        return lectures.territoires_mots(db)
    if about == "secteur":
        return dict(actions_regles.SECTEURS)
    return {key: kind.titre for key, kind in actions_types.catalogue().items()}


def _requests(db: Database, enveloppe: int, shared: Partage) -> None:
    with st.expander(f"Demandes ({len(shared.demandes)})", shared.demandes.empty, key=f"plans_demandes_{enveloppe}"):
        actions = plans.actions(db)
        alive = actions[~actions["statut"].isin(actions_regles.FINIES)]
        if alive.empty:
            st.info("Inscrivez d'abord des actions dans les plans : une demande est celle d'une action.")
            return
        all_labels = lectures.libelles(db)
        labels = {int(i): all_labels[int(i)] for i in alive.index}
        with st.form("plans_demande", border=False):
            left, middle, right = st.columns([2.4, 1, 1], vertical_alignment="bottom")
            picked = left.selectbox("Action", list(labels), format_func=labels.__getitem__)
            amount = saisies.champ_nombre(
                middle, "Montant demandé (€)", 0, 1e9, 0, decimales=2, help="0 retire la demande"
            )
            if right.form_submit_button("Enregistrer", width="stretch"):
                cents = round((amount or 0) * 100)
                geste(lambda: financements.demander(db, identity.acteur(), enveloppe, int(picked), cents))


def _to_vote(db: Database, shared: Partage, mettre_au_vote: MettreAuVote) -> None:
    """Open an approval vote on the costed requests of this envelope."""
    meetings = seances.read(db)
    meetings = meetings[meetings["etat"] != seances.CLOSE]
    with st.expander("Mettre ces actions au vote (approbation sous budget)", key="plans_au_vote_volet"):
        if meetings.empty:
            st.caption("Préparez d'abord une séance et ses membres (page Séances).")
            return
        rows = shared.demandes.set_index("action")
        words, days = dict(rows["libelle"]), libelles.seances(meetings)
        with st.form("plans_au_vote", border=False):
            left, right = st.columns([1, 2])
            seance = left.selectbox("Séance", list(days), format_func=days.__getitem__)
            question = right.text_input("Question", f"Quelles actions financer avec « {shared.nom} » ?", max_chars=200)
            chosen = st.multiselect(
                "Actions soumises au vote", list(words), list(words), format_func=words.__getitem__,
                placeholder="Choisir",
            )  # fmt: skip
            st.caption(
                "Le budget du vote est celui de l'enveloppe, le coût d'une action est le montant demandé. Chaque "
                "collège pèse autant ; les règles se lisent et se figent ensuite sur la page Priorités."
            )
            if st.form_submit_button("Déclarer ce vote", type="primary"):
                actions = [(a, libelles.option(words[a], a), int(rows.at[a, "montant"])) for a in chosen]
                act = partial(mettre_au_vote, db, identity.acteur(), int(seance), question, shared.montant)
                geste(lambda: _declared(act(actions, jours.aujourd_hui(db))))
        if scrutins.liste(db)["etat"].get(session.get("plans_vote_declare")) == scrutins.PREPARE:
            st.success("Vote déclaré : il reste à le figer et à l'ouvrir.")
            menu.link("priorites", "Aller au vote")


def _declared(ident: Any) -> None:
    session.put("plans_vote_declare", ident)
    session.put("priorites_ouvrir", ident)


def _readings(db: Database, enveloppe: int, shared: Partage) -> None:
    st.header("Les lectures, côte à côte")
    if shared.sans_sens:
        st.info(widgets.phrase_inerte(f"{shared.sans_sens} {SANS_ECART}"))
    for column, reading in zip(st.columns(len(shared.lectures)), shared.lectures, strict=True):
        _card(column, reading)
    table = _side_by_side(shared)
    st.dataframe(table, hide_index=True)
    widgets.telecharger(table, f"partage {shared.nom}", list(shared.sources), "plans_partage")
    _reasons(shared)
    _choice(db, enveloppe, shared)
    widgets.precautions(shared.precautions, "plans_partage")


def _card(place: DeltaGenerator, reading: Lecture) -> None:
    with place.container(border=True, height="stretch"):
        st.markdown(f"**{reading.nom}**")
        st.markdown(widgets.markdown_inerte(reading.phrase))
        if reading.change:
            st.warning(widgets.markdown_inerte(reading.change), icon=":material/swap_horiz:")
        else:
            st.caption(reading.stable)


def _side_by_side(shared: Partage) -> pd.DataFrame:
    rows = shared.demandes
    table = pd.DataFrame(
        {
            "Action": rows["titre_distinct"],
            "Territoire": rows["nom_territoire"],
            "Demandé": rows["montant"].map(actions_regles.euros),
        }
    )
    for reading in shared.lectures:
        retained = set(reading.choix.retenues)
        table[reading.nom] = [
            "oui" if action in retained else "hors lecture" if action in reading.hors else "non"
            for action in rows["action"]
        ]
    return table


def _reasons(shared: Partage) -> None:
    titles = shared.demandes.set_index("action")["libelle"]
    for reading in shared.lectures:
        words = f"{reading.nom} : la raison de chaque oui et de chaque non"
        with st.expander(words, key=f"plans_raisons_{reading.nom}"):
            reasons = reading.choix.raisons
            table = pd.DataFrame(
                {"Action": [titles[a] for a in reasons], "Raison (hypothèse centrale)": list(reasons.values())}
            )
            st.dataframe(table, hide_index=True)
            if reading.parts is not None:
                st.dataframe(reading.parts, hide_index=True)


def _choice(db: Database, enveloppe: int, shared: Partage) -> None:
    st.header("Le choix de la table")
    st.caption("L'outil propose, la table décide. Son choix est un avis : aucun euro n'est acquis avant une décision.")
    labels = dict(zip(shared.demandes["action"], shared.demandes["libelle"], strict=True))
    with st.form("plans_avis", border=False):
        retained = st.multiselect(
            "Actions retenues", list(labels), format_func=labels.__getitem__, placeholder="Choisir des actions"
        )
        why, apart = st.text_input("Pourquoi ce choix"), ""
        if len(financements.rules(db, enveloppe)):
            apart = st.text_input("Pourquoi s'écarter des règles de l'enveloppe (seulement si ce choix s'en écarte)")
        if st.form_submit_button("Enregistrer l'avis de la table", type="primary", disabled=not identity.anime()):
            evidence = lectures_partage.preuve(shared)
            geste(lambda: financements.adopter_choix(db, identity.acteur(), enveloppe, retained, why, evidence, apart))
    if not identity.anime():
        st.caption("Seul un compte de facilitation enregistre l'avis de la table.")
    given = financements.choices(db, enveloppe)
    if given:
        last = given[-1]
        names = widgets.markdown_inerte(liste(_kept(last)))
        count = pluriel(len(last["retenues"]), "action retenue", "actions retenues")
        st.success(f"Dernier avis : {count} ({names}), décision n° {nombre(last['rang'])} du registre.")
        if last.get("ecarts"):
            broken = f"Hors des règles de l'enveloppe : {' ; '.join(last['ecarts'])}. "
            broken += f"Raison donnée : {last['pourquoi_ecart']}"
            st.warning(widgets.markdown_inerte(broken))
        menu.link("chaine", "Suivre cet avis dans la chaîne", objet=f"decision:{last['rang']}")


def _adopted(db: Database, enveloppe: int) -> tuple[str, str]:
    """What the table chose, said before what is proposed; and its names, when they are too many for a sentence."""
    given = financements.choices(db, enveloppe)
    if not given:
        return "", ""
    names = [f"« {name} »" for name in _kept(given[-1])]
    if not names:
        return "La table n'a retenu aucune action. ", ""
    if len(names) <= NOMMEES:
        return f"La table a retenu {liste(names)}. ", ""
    asked = len(names) + len(given[-1]["non_retenues"])
    return f"La table a retenu {len(names)} actions sur {asked}. ", f"Retenues par la table : {liste(names)}."


def _kept(given: dict[str, Any]) -> list[str]:
    """What an avis retained, as it was named then; avis of earlier versions did not name the territory."""
    asked = [*given["retenues"], *given["non_retenues"]]
    words = {one["action"]: " — ".join(one[k] for k in ("titre", "territoire") if k in one) for one in asked}
    names = libelles.uniques(words, libelles.numero)
    return [names[one["action"]] for one in given["retenues"]]
