"""« Services »: the grid of services by territory, a territory filled in a row at a time, a service read everywhere."""

from functools import partial

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from sqlite_utils import Database

from components.reponses import lectures_services as lectures
from components.reponses import view_services_saisie
from components.reponses.lectures_services import Grille
from components.reponses.regles import services as regles
from components.ui import identity, menu, session, widgets
from components.ui.gestes import geste
from data.reponses import services_rendus
from data.reponses.services_rendus import ECHELONS

GRILLE, TERRITOIRE, SERVICE = "Grille", "Par territoire", "Par service"
HAUTEUR = 560  # pixels: a longer grid scrolls under its titles
LIEU = {"Territoire": st.column_config.TextColumn(width=220, pinned=True)}  # what it says is beside it, on a phone too
SOURCE = "Observé par la table ; « non rendu » est ce qui se constate aujourd'hui, la priorité se lit dans le vote"


def afficher(db: Database, codes: list[str]) -> None:
    """The reading chosen, of the territories that this visitor may read."""
    works = identity.prepare()
    if not codes:
        st.info("La table n'a encore examiné aucun territoire : rien n'est publié ici.")
        return
    read = lectures.grille(db, codes, publies=not works)
    left, right = st.columns([1.4, 1], vertical_alignment="bottom")
    session.keep("reponses_lecture", "reponses_tous")
    session.start("reponses_lecture", GRILLE, [GRILLE, TERRITOIRE, SERVICE])
    how = left.segmented_control("Lire", [GRILLE, TERRITOIRE, SERVICE], required=True, key="reponses_lecture",
                                 label_visibility="collapsed")  # fmt: skip
    wanted = list(read.services.index)
    if read.votes and not right.checkbox("Tous les services, pas seulement ceux que la table a votés",
                                         key="reponses_tous", wrap=True):  # fmt: skip
        wanted = read.votes
    if how == TERRITOIRE:
        code = view_services_saisie.afficher(db, read, wanted, works)
        if works:
            _a_inscrire(read, [pair for pair in lectures.sans_action(read, wanted) if pair[0] == code], db, code)
    elif how == SERVICE:
        _service(db, read, wanted, works)
    else:
        _grille(db, read, wanted, works)


def _grille(db: Database, read: Grille, wanted: list[str], works: bool) -> None:
    st.markdown(f"**{regles.phrase(read.cellules.loc[read.cellules['service'].isin(wanted), 'etat'])}**")
    table = lectures.croisee(read, wanted)
    st.table(_a_l_ecran(table), height=HAUTEUR, hide_index=True)
    widgets.ligne_source([SOURCE])
    widgets.telecharger(table, "services par territoire", [SOURCE], "reponses_grille")
    if works:
        _a_inscrire(read, lectures.sans_action(read, wanted), db)


def _a_l_ecran(table: pd.DataFrame) -> Styler:
    """The grid as it is projected: every title whole, on as many lines as it takes; names are text, never Markdown."""
    names = [widgets.markdown_inerte(name) for name in table["Territoire"]]
    return table.assign(Territoire=names).rename(columns=widgets.markdown_inerte).style.map(regles.fond)


def _a_inscrire(read: Grille, waiting: list[tuple[str, str]], db: Database, code: str = "") -> None:
    """Services not rendered that no action answers: one click opens the plan, the form filled in."""
    if not waiting:
        return
    st.header("Non rendus, sans action")
    words = {pair: f"{read.services[pair[1]]} — {read.territoires[pair[0]]}" for pair in waiting}
    left, right = st.columns([2.4, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        "Service non rendu", waiting, format_func=words.__getitem__, key=f"reponses_non_rendu_{code}"
    )
    if right.button("Inscrire une action", icon=":material/add:", width="stretch", type="primary"):
        session.put("plans_territoire", chosen[0])
        session.put("plans_section", "Actions")
        session.put("plans_preparee", lectures.preparee(db, *chosen))
        st.switch_page(menu.page("plans"))


def _service(db: Database, read: Grille, wanted: list[str], works: bool) -> None:
    session.keep("reponses_service")
    session.start("reponses_service", wanted[0], wanted)
    key = str(st.selectbox("Service", wanted, format_func=read.services.__getitem__, key="reponses_service"))
    cells = read.cellules[read.cellules["service"] == key]
    if lectures.partout(db, key):
        cells = cells.head(1)
        st.caption("Ce service relève d'un échelon plus large : une seule case vaut pour tous les territoires.")
    table = lectures.detail(db, read, cells).drop(columns=["Service"])
    st.markdown(regles.phrase(cells["etat"]))
    st.caption(f"Échelon : {ECHELONS[services_rendus.echelons(db)[key]]}.")
    st.dataframe(
        table.drop(columns=["Échelon"]), hide_index=True,
        column_config=LIEU | {"Action": st.column_config.TextColumn(width=260)},
    )  # fmt: skip
    widgets.telecharger(table, f"service {read.services[key]}", [SOURCE], "reponses_un_service")
    if works:
        _echelon(db, key)


def _echelon(db: Database, key: str) -> None:
    now, levels = services_rendus.echelons(db)[key], list(ECHELONS)
    with st.form(f"reponses_echelon_{key}_{now}", border=False):
        left, right = st.columns([2, 1], vertical_alignment="bottom")
        level = left.selectbox(
            "Ce service relève de l'échelon", levels, levels.index(now), format_func=ECHELONS.__getitem__
        )
        if right.form_submit_button("Retenir cet échelon"):
            geste(partial(services_rendus.regler_echelon, db, identity.acteur(), key, str(level)), "Échelon retenu.")
