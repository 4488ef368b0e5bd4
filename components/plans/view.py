"""« Plans »: who does what, with what money, by when — and what the meeting must look at first."""

from datetime import date

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.core.francais import distincts, pluriel
from components.core.mots import STATUTS
from components.plans.actions import figures, lectures, view_ajout, view_constats, view_fiche, view_rapide, view_revue
from components.plans.actions.lectures import Plan
from components.plans.carte import planches
from components.plans.regles import actions as actions_regles
from components.plans.regles import libelles
from components.plans.scenario import view as view_scenario
from components.plans.territoire import lectures_calendrier, view_territoire
from components.ui import graphique, identity, lignes, sceau, session, widgets
from components.ui.cartes import carte
from components.ui.gestes import annonce, geste
from components.ui.sorties import calendrier
from components.ui.sorties.telechargements import pour_qui_demande
from data.base import acteurs, jours, store
from data.seances import seances
from data.territoire import territoire

TOUS = ""
VOIR, PLAN, TERRITOIRE, CALENDRIER, BUDGET, CARTE = "À voir", "Actions", "Territoire", "Calendrier", "Argent", "Carte"
REVUE, RAPIDE = "Revue", "Mise à jour"
LARGEUR_DE_JALON = 0.02  # of the calendar's width: closer marks would touch
PAR = {"financeur": "par financeur", "territoire": "par territoire"}


def render() -> None:
    """Draw the page."""
    with store.connect() as db:
        st.title(f"Plans — {territoire.setting(db, 'nom')}")
        sceau.dire(db, *sceau.ARGENT, sceau.ORIGINE)
        answer = st.container()
        left, right = st.columns([1.1, 2], vertical_alignment="bottom")
        code = _territory(db, left)
        works = identity.prepare()
        section = _section(right, works)
        plan = lectures.lire(db, jours.aujourd_hui(db), code or None, publies=not works)
        with answer:
            widgets.reponse(actions_regles.resume(plan.actions, plan.vues, plan.lignes))
        _draw(db, plan, section, code, works)


def _territory(db: Database, place: DeltaGenerator) -> str:
    session.keep("plans_territoire")
    names = distincts(lectures.territoires_mots(db), {TOUS: "Tout le département"})
    return str(place.selectbox("Territoire", list(names), format_func=names.__getitem__, key="plans_territoire"))


def _section(place: DeltaGenerator, works: bool) -> str:
    session.keep("plans_section")
    sections = [VOIR, PLAN, TERRITOIRE, CALENDRIER, BUDGET, CARTE, *([REVUE, RAPIDE] if works else [])]
    if session.get("plans_section") not in sections:
        session.put("plans_section", VOIR)
    chosen = place.segmented_control(
        "Regarder", sections, key="plans_section", required=True, label_visibility="collapsed", wrap=True
    )
    return chosen or VOIR


def _draw(db: Database, plan: Plan, section: str, code: str, works: bool) -> None:
    if section == PLAN:
        view_fiche.afficher(db, plan, works)
        if works:
            view_ajout.afficher(db, code)
        if identity.anime():
            view_scenario.afficher(db)
        return
    if section == TERRITOIRE:
        view_territoire.afficher(db, plan, code, works)
        return
    if section == VOIR:
        annonce()
        asked = view_constats.afficher(db, code)
        if plan.actions.empty and asked:
            return
    if plan.actions.empty:
        st.info(_empty(works))
        return
    if section in (RAPIDE, REVUE):
        (view_rapide if section == RAPIDE else view_revue).afficher(db, plan)
        return
    {VOIR: _to_see, CALENDRIER: _calendar, BUDGET: _money, CARTE: _map}[section](db, plan)


def _empty(works: bool) -> str:
    if works:
        return (
            "Inscrivez une première action dans « Actions » : elle répond à une priorité ou à un constat de la table."
        )
    return "La table n'a encore retenu aucune action ici."


def _to_see(db: Database, plan: Plan) -> None:
    if plan.vues.empty:
        st.success("Rien à signaler : aucune action bloquée, en retard ou sans nouvelle, aucun jalon proche.")
        return
    st.header("Ce que la séance doit voir")
    shown = plan.vues.merge(plan.actions.drop(columns="raison"), left_on="action", right_index=True)
    table = pd.DataFrame(
        {
            "Action": shown["titre_distinct"],
            "Pourquoi": shown["raison"].str.capitalize(),
            "Précision": shown["precision"],
            "Pilote": shown["pilote"],
            "Territoire": shown["nom_territoire"],
        }
    )
    lignes.ouvrables(table, "plans_voir", lambda rank: _ouvrir(shown["action"].iloc[rank]))
    widgets.telecharger(table, "plans a voir en seance", ["Plans de la table, saisis par la table"], "plans_voir")
    if identity.anime():
        _to_agenda(db, plan)


def _ouvrir(action: object) -> None:
    """The sheet of an action."""
    lignes.choisir(plans_section=PLAN, plans_action=int(str(action)))


def _to_agenda(db: Database, plan: Plan) -> None:
    """Put what is wrong on the agenda of the next séance."""
    title, note = lectures.a_porter(plan)
    meetings = seances.read(db)
    waiting = meetings[meetings["etat"] != seances.CLOSE]
    if not title or waiting.empty:
        return
    left, right = st.columns([2, 1.2], vertical_alignment="bottom")
    names = libelles.seances(waiting)
    chosen = left.selectbox("Séance", list(names), format_func=names.__getitem__, key="plans_ordre_du_jour")
    there = (seances.points(db, int(chosen))["titre"] == title).any()
    words = "Déjà à l'ordre du jour" if there else "Porter à l'ordre du jour"
    if right.button(words, disabled=bool(there), width="stretch", icon=":material/event_note:"):
        geste(
            lambda: seances.ajouter_point(db, identity.acteur(), int(chosen), title, "débat", note),
            f"Ajouté à l'ordre du jour : {title}.",
        )


def _calendar(db: Database, plan: Plan) -> None:
    rows = plan.actions.sort_values(["debut", "fin"])
    bars = pd.DataFrame(
        {
            "titre": [f"{k}. {title}" for k, title in enumerate(rows["titre_distinct"], start=1)],
            "debut": rows["debut"],
            "fin": rows["fin"],
            "statut": rows["statut"].map(STATUTS),
            "ordre": range(len(rows)),
        },
        index=rows.index,
    )
    marks = plan.jalons.assign(
        titre=plan.jalons["action"].map(bars["titre"]),
        etat=plan.jalons["fait_le"].isna().map({True: "jalon à venir", False: "jalon atteint"}),
        ordre=plan.jalons["action"].map(bars["ordre"]),
        etage=actions_regles.etages(plan.jalons, LARGEUR_DE_JALON * _duree(rows, plan.jalons)),
    )
    words = (
        f"Calendrier de {pluriel(len(rows), 'action')}, du {_day(rows['debut'].min())} au {_day(rows['fin'].max())}."
    )
    words += " Même contenu au tableau."
    graphique.afficher(
        figures.calendrier, bars, marks, jours.aujourd_hui(db).isoformat(), widgets.telephone(), alt=words
    )
    table = pd.DataFrame(
        {
            "Action": rows["titre_distinct"],
            "Statut": bars["statut"],
            "Début": rows["debut"].map(_day),
            "Fin": rows["fin"].map(_day),
            "Jalons atteints": [_done(plan.jalons, ident) for ident in rows.index],
            "Territoire": rows["nom_territoire"],
        }
    )
    lignes.ouvrables(table, "plans_calendrier", lambda rank: _ouvrir(rows.index[rank]))
    widgets.telecharger(table, "calendrier des plans", ["Plans de la table, saisis par la table"], "plans_calendrier")
    _agenda(db, plan)


def _agenda(db: Database, plan: Plan) -> None:
    """The same days for anyone's own agenda."""
    name = f"Table de concertation — {territoire.setting(db, 'nom')}"
    events = lectures_calendrier.evenements(db, plan, str(session.get("plans_territoire") or ""))
    table = territoire.setting(db, "departement")
    st.download_button(
        "Dans mon agenda (ICS)", pour_qui_demande(lambda: calendrier.ics(name, table, events, acteurs.now())),
        "concertation.ics", calendrier.GENRE, icon=":material/event_available:", key="plans_ics", on_click="ignore",
        help="Séances, jalons, fins d'action et revues de constat, à ouvrir dans un agenda (une copie du jour).",
    )  # fmt: skip


def _duree(rows: pd.DataFrame, milestones: pd.DataFrame) -> float:
    """Days that the calendar shows."""
    days = pd.to_datetime(pd.concat([rows["debut"], rows["fin"], milestones["prevu_le"]]))
    return float((days.max() - days.min()).days)


def _done(jalons: pd.DataFrame, ident: object) -> str:
    mine = jalons[jalons["action"] == ident]
    return f"{mine['fait_le'].notna().sum()} sur {len(mine)}"


def _day(text: str) -> str:
    return date.fromisoformat(text).strftime("%d/%m/%Y")


def _money(_: Database, plan: Plan) -> None:
    if plan.lignes.empty:
        st.info("Aucun financement n'est encore saisi : ajoutez-le sur la fiche d'une action.")
        return
    by = st.radio("Lire l'argent", list(PAR), format_func=PAR.__getitem__, horizontal=True, key="plans_par")
    lines = plan.lignes.assign(territoire=plan.lignes["action"].map(plan.actions["nom_territoire"]))
    sums = lines.groupby(by)[["prevu", "engage", "depense"]].sum()
    parts = pd.DataFrame(
        {
            "dépensé": sums["depense"],
            "engagé, non dépensé": sums["engage"] - sums["depense"],
            "prévu, non acquis": (sums["prevu"] - sums["engage"]).clip(lower=0),
        }
    )
    long = parts.rename_axis(by).reset_index().melt(by, var_name="part", value_name="centimes")
    long = long.assign(
        euros=long["centimes"] / 100,
        texte=long["centimes"].map(actions_regles.euros),
        rang=long["part"].map({name: k for k, name in enumerate(parts.columns)}),
    )
    words = f"Argent des plans {PAR[by]}. Même contenu au tableau."
    graphique.afficher(figures.argent, long, by, widgets.telephone(), alt=words)
    st.caption(
        "Seul compte comme acquis ce qu'une décision engage (autorité, numéro, date). Un avis de la table et un "
        "engagement restent « prévus »."
    )
    table = sums.rename_axis(by.capitalize()).reset_index()
    for name, label in (("prevu", "Prévu (€)"), ("engage", "Engagé (€)"), ("depense", "Dépensé (€)")):
        table[label] = table.pop(name) / 100
    numbers = {name: widgets.colonne_nombre(2, "euros") for name in table.columns[1:]}
    st.dataframe(table, hide_index=True, column_config=numbers)
    widgets.telecharger(table, f"argent des plans {PAR[by]}", ["Saisi par la table, en euros"], "plans_argent")


def _map(db: Database, plan: Plan) -> None:
    drawn, table = planches.composer(db, plan)
    carte.afficher(db, drawn, "plans_carte_choix", "plans_carte")
    widgets.ligne_source([drawn.source])
    shown = table.sort_values("Actions", ascending=False)
    open_it = lambda rank: lignes.choisir(plans_territoire=str(shown.index[rank]), plans_section=TERRITOIRE)  # noqa: E731
    lignes.ouvrables(shown, "plans_ou", open_it)
    widgets.telecharger(table, "actions par territoire", [drawn.source], "plans_ou")
