"""Home: where the table stands, what comes next."""

from collections.abc import Callable
from datetime import date

import streamlit as st
from sqlite_utils import Database

from components.accueil import agenda, lectures, lectures_agenda, model, view_premiers_pas
from components.core.francais import nombre, pluriel
from components.core.mots import Rappel
from components.ui import identity, lignes, menu, sceau, widgets
from data.base import jours, store
from data.releves import recit
from data.territoire import territoire

PARTS = [2.4, 1]  # of the width: the list of territories, then where the table stands
FAITE, A_FAIRE = ":material/check_circle:", ":material/radio_button_unchecked:"
D_ABORD = 6  # lines shown at once, of what to look at and of what was done
Rappels = Callable[[Database, date, bool], list[Rappel]]


def render(
    territoires: Callable[[Database], None] = lambda _: None,
    choisir: Callable[[Database], None] = lambda _: None,
    plans: Rappels = lambda *_: [],
    demonstration: Callable[[Database], None] = lambda _: None,
) -> None:
    """Draw the page. `territoires` draws the list of territories, `choisir` asks the département of a file that has
    none, `plans` says what plans wait for, `demonstration` offers a whole example: they belong to other rooms."""
    with store.connect() as db:
        if territoire.is_empty(db):
            choisir(db)
            return
        name = territoire.setting(db, "nom")
        st.title(f"Table de concertation — {name}")
        sceau.dire(db, sceau.VOTE, sceau.RELEVE, sceau.PARAMETRE)
        today = jours.aujourd_hui(db)
        point = lectures.point(db, today)
        _seance(db, today)
        view_premiers_pas.afficher(db, demonstration)
        widgets.reponse(point.reponse)
        widgets.ligne_source(point.provenance)
        if point.constats_en_attente:
            st.warning(widgets.phrase_inerte(point.constats), icon=":material/handshake:")
            menu.link("reponses", "Les constats sans réponse et les revues échues")
        _a_voir(db, today, plans)
        left, right = st.columns(PARTS, gap="medium")
        with left:
            territoires(db)
            menu.link("territoires", "Ouvrir les territoires")
        with right:
            _steps(point)
        _facts(db, point)


def _seance(db: Database, today: date) -> None:
    """The next séance, before everything else."""
    left, right = st.columns([3.2, 1], vertical_alignment="center")
    told = agenda.phrase(lectures_agenda.seances_dites(db), today)
    left.markdown(f":material/event: **{widgets.markdown_inerte(told)}**")
    with right:
        menu.link("seances", "Préparer, animer la séance")


def _a_voir(db: Database, today: date, plans: Rappels) -> None:
    """What the next meeting must look at, and what was done since the last one; nothing where there is nothing."""
    reader = not identity.prepare()
    waiting = [*plans(db, today, reader), *lectures_agenda.rappels(db, today, reader)]
    done = recit.depuis_la_seance(db, reader)
    if waiting:
        st.header(f"À voir d'abord : {len(waiting)}")
        _pliees(waiting, "accueil_voir")
    if done.faits:
        st.header(done.depuis)
        _pliees([_fait(one) for one in done.faits], "accueil_depuis")


def _pliees(rows: list[Rappel], key: str) -> None:
    """The first lines, and the rest folded."""
    lignes.rappels(rows[:D_ABORD], key)
    if len(rows) > D_ABORD:
        more = len(rows) - D_ABORD
        with st.expander("Voir l'autre" if more == 1 else f"Voir les {more} autres", key=f"{key}_autres"):
            lignes.rappels(rows[D_ABORD:], f"{key}_suite")


def _fait(one: recit.Fait) -> Rappel:
    if one.decision:
        return Rappel(one.mots, ":material/gavel:", "chaine", adresse=(("objet", f"decision:{one.decision}"),))
    if one.action:
        opens = (("plans_territoire", one.territoire), ("plans_section", "Actions"), ("plans_action", one.action))
        return Rappel(one.mots, ":material/checklist:", "plans", opens)
    if one.territoire:
        return Rappel(one.mots, ":material/flag:", "territoires", (("territoires_choix", one.territoire),))
    return Rappel(one.mots, ":material/database:", "donnees")


def _steps(point: lectures.Point) -> None:
    """The backbone, a line for each step; a visitor sees the steps whose page is open to them."""
    steps = [step for step in point.etapes if menu.ouverte(step.page)]
    st.header("Où en est la table")
    following = model.suivante(steps)
    if following and identity.prepare():
        menu.link(following.page, f"La suite : {following.suite[0].lower()}{following.suite[1:]}")
    with st.container(border=True, gap="xsmall"):
        for step in steps:
            _step(step)


def _step(step: model.Etape) -> None:
    with st.container(gap=None):
        st.page_link(menu.page(step.page), label=f"**{step.titre}**", icon=FAITE if step.faite else A_FAIRE)
        st.caption(step.etat)


def _facts(db: Database, point: lectures.Point) -> None:
    st.header("Le département en chiffres")
    for column, fact in zip(st.columns(len(point.chiffres)), point.chiffres, strict=True):
        column.metric(fact.libelle, nombre(fact.valeur, fact.decimales), label_visibility="collapsed")
        column.markdown(f"**{fact.libelle}**")
        column.caption(widgets.phrase_inerte(fact.source))
    sources = territoire.sources(db)
    st.caption(
        f"{pluriel(len(sources), 'source chargée', 'sources chargées')}, chacune avec sa carte d'identité "
        "(page Méthode). "
        f"{widgets.markdown_inerte(point.maille)}"
    )
