"""Declaring a vote: the question, the options, the rule, the weights of the colleges, before anything opens."""

from datetime import date
from fractions import Fraction
from typing import Any

import streamlit as st
from sqlite_utils import Database

from components.core.francais import distincts, jour
from components.core.refus import EntreeInvalide, Refus
from components.priorites import gestes, lectures, view_comparaison
from components.priorites.catalogue import lectures as lectures_catalogue
from components.priorites.regles.vote import APPROBATION, DEPARTAGES, METHODES, POINTS, REGLES, Option, Regle
from components.ui import identity, saisies, session, widgets
from components.ui.gestes import geste, renouvelee
from data.base import jours
from data.base.parameters import EnVigueur
from data.priorites import services
from data.seances import seances

QUESTION = "Quels services faut-il rendre d'abord près de chez les habitants ?"


def declarer(db: Database, seance: int | None = None) -> None:
    """The form of a declaration; `seance`: the one it is made in, else asked."""
    meetings = seances.read(db)
    meetings = meetings[(meetings["etat"] != seances.CLOSE) & (meetings.index.isin([seance]) | (seance is None))]
    if meetings.empty:
        st.info("Préparez d'abord une séance et ses membres (page Séances).")
        return
    genre = st.radio("Règle", list(REGLES), format_func=REGLES.__getitem__, key="priorites_genre", horizontal=True)
    names = services.read(db)["nom"]
    with st.form("priorites_declarer"):
        dated = {i: f"{row.titre}, {jour(date.fromisoformat(row.jour))}" for i, row in meetings.iterrows()}
        held = seance or st.selectbox("Séance", list(dated), format_func=distincts(dated).__getitem__)
        question = st.text_input("Question", QUESTION, max_chars=200)
        chosen = st.multiselect(
            "Options du bulletin, dans l'ordre", list(names.index), list(names.index[:7]),
            format_func=names.__getitem__, placeholder="Choisir dans le catalogue",
        ) if genre != APPROBATION else []  # fmt: skip
        values = _values(db, genre)
        weights = _weights(db)
        with st.expander("Secret, égalités et tours", key="priorites_secret"):
            named = st.checkbox("Vote nominatif : les bulletins portent un nom et sont publiés (par défaut, secret)")
            values["departage"] = st.selectbox(
                "Départage d'une égalité", list(DEPARTAGES), format_func=DEPARTAGES.__getitem__
            )
            two = st.checkbox("Prévoir un second tour")
            finalists = saisies.champ_entier(st, "Options gardées au second tour", 2, 10, 3)
        compare = genre == APPROBATION and st.form_submit_button("Comparer les règles à ces coûts")
        if st.form_submit_button("Déclarer ce scrutin", key=renouvelee("priorites_declarer_oui"), type="primary"):
            values |= {"tours": 2, "retenues_second_tour": finalists or 3} if two else {}
            values |= {"nominatif": True} if named else {}
            options = (
                _actions(values.pop("actions")) if genre == APPROBATION else lectures_catalogue.options(db, chosen)
            )
            geste(
                lambda: _declared(db, int(held), question, genre, options, weights, values),
                renouvelle="priorites_declarer_oui",
            )
    if compare:
        _compared(values, named)
    limit = int(EnVigueur.read(db, jours.aujourd_hui(db)).number("options_conseillees"))
    if len(chosen) > limit:
        st.warning(f"Plus de {limit} options : le bulletin sera long à remplir sur un téléphone.")


def _values(db: Database, genre: str) -> dict[str, Any]:
    if genre == POINTS:
        usual = int(EnVigueur.read(db, jours.aujourd_hui(db)).number("points_par_bulletin"))
        return {"points": saisies.champ_entier(st, "Points par bulletin", 1, 1000, usual) or usual}
    if genre == APPROBATION:
        budget = saisies.champ_entier(st, "Budget (euros)", 1, 100_000_000, 100_000) or 0
        how = st.radio("Ce que le budget retient", list(METHODES), format_func=METHODES.__getitem__)
        words = st.text_area("Actions, une par ligne : nom ; coût en euros", placeholder="Bus de prévention ; 40000")
        return {"budget": budget, "actions": words, "methode": how}
    return {}


def _weights(db: Database) -> dict[str, Fraction]:
    """Weights of the colleges that have voting members, in percent."""
    equal, names = lectures.poids_egaux(db), seances.colleges(db)["nom"]
    st.markdown("**Poids des collèges dans l'ensemble** (en parts ; à nombres égaux, poids égaux)")
    weights: dict[str, Fraction] = {}
    for column, code in zip(st.columns(max(1, len(equal))), equal, strict=False):
        weights[code] = Fraction(
            saisies.champ_entier(column, names[code], 0, 100, 1, key=f"priorites_poids_{code}") or 0
        )
    return weights


def _actions(text: str) -> list[Option]:
    options = []
    for rank, line in enumerate(filter(None, (raw.strip() for raw in text.splitlines())), start=1):
        name, separator, cost = line.rpartition(";")
        try:
            amount = saisies.lire(cost.replace("€", ""), 0, entier=True) if separator else None
        except EntreeInvalide as problem:
            raise EntreeInvalide(f"Ligne {rank} : {problem} Rien n'a été enregistré.") from problem
        if amount is None:
            raise EntreeInvalide(f"Ligne {rank} : écrire « nom ; coût en euros ». Rien n'a été enregistré.")
        options.append(Option(f"action_{rank}", name.strip(), int(amount)))
    return options


def _compared(values: dict[str, Any], nominatif: bool) -> None:
    """What each rule would fund at the costs typed, nothing declared yet."""
    try:
        saisies.exiger()
        options, budget = _actions(values["actions"]), int(values["budget"])
        if len(options) < 2 or budget <= 0 or not all(option.cout for option in options):
            raise EntreeInvalide("Écrivez un budget et au moins deux actions avec leur coût. Rien n'a été enregistré.")
    except Refus as refusal:
        st.error(widgets.phrase_inerte(str(refusal)), icon=":material/block:")
        return
    rule = Regle(APPROBATION, tuple(options), budget=budget, methode=str(values["methode"]))
    view_comparaison.avant(rule, nominatif, deplie=True)


def _declared(
    db: Database,
    seance: int,
    question: str,
    genre: str,
    options: list[Option],
    weights: dict[str, Fraction],
    values: Any,
) -> None:
    declared = lectures.definir(db, seance, question, genre, options, weights, jours.aujourd_hui(db), **values)
    session.put("priorites_ouvrir", gestes.declarer(db, identity.acteur(), seance, declared))
