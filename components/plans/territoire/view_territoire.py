"""One page per territory: what its plan promises, what was observed, its documents, its XLSX out and back in."""

from datetime import date

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.runtime.uploaded_file_manager import UploadedFile

from components.core.francais import pluriel
from components.core.mots import STATUTS, observe
from components.plans.actions import lectures, lectures_promesse
from components.plans.actions.lectures import Plan
from components.plans.territoire import documents, gestes_tableur
from components.ui import gestes, identity, lignes, menu, session, widgets
from components.ui.gestes import annonce, choisi, geste
from components.ui.sorties import exports
from components.ui.sorties.telechargements import pour_qui_demande
from data.base import jours, store
from data.base.acteurs import Acteur
from data.imports.grammaire import remplis
from data.territoire import territoire

OBSERVE = {True: "▲ en deçà de la promesse", False: "promesse tenue ou dépassée", None: "pas encore observé"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def afficher(db: Database, plan: Plan, code: str, works: bool) -> None:
    """The page of a territory; without one chosen, the table of all."""
    annonce()
    if not code:
        _all(db, plan)
        if works:
            _spreadsheet(db, plan, "tous les territoires")
        return
    name = str(territoire.territoires(db).at[code, "nom"])
    promise = lectures_promesse.du_plan(db, plan.actions, jours.aujourd_hui(db), code)
    silent = f" {pluriel(promise.muettes, 'action')} sans effet chiffré." if promise.muettes else ""
    st.markdown(f"**Promesse du plan** : {lectures_promesse.mots(promise)}.{silent}")
    st.caption(f"{lectures_promesse.regle(plan.actions)} {lectures.MISE_EN_GARDE}")
    if promise.sans_sens:
        st.caption(widgets.markdown_inerte(promise.sans_sens))
    bars = lectures_promesse.barres(db, plan)
    if bars:
        widgets.barres(bars, f"Promis et observé à {name}, par action", OBSERVE)
        st.caption("Le trait noir est la promesse centrale ; la barre, ce qui a été observé à la dernière revue.")
    table = _actions(db, plan)
    if len(table):
        lignes.ouvrables(
            table, "plans_territoire",
            lambda rank: lignes.choisir(plans_section="Actions", plans_action=int(str(plan.actions.index[rank]))),
        )  # fmt: skip
        widgets.telecharger(table, f"plan {name}", ["Plans de la table", lectures.MISE_EN_GARDE], "plans_territoire")
    menu.link("chaine", "Toute la chaîne de ce territoire", territoire=code)
    _documents(db, code, name, works)
    if works:
        _spreadsheet(db, plan, name)


def _actions(db: Database, plan: Plan) -> pd.DataFrame:
    """Each action: promised, observed at its last review, and how they compare."""
    reviews = lectures_promesse.bilan(db, plan).set_index("action")
    rows = []
    for ident, row in plan.actions.iterrows():
        made = lectures_promesse.lire(db, plan.actions.loc[[ident]], jours.aujourd_hui(db))
        seen = reviews.loc[ident] if ident in reviews.index else None
        rows.append(
            {
                "Action": row["titre_distinct"],
                "Statut": STATUTS[row["statut"]],
                "Revue": "pas encore revue" if seen is None else seen["verdict"].capitalize(),
                "Observé": "—" if seen is None else observe(seen["observe"]),
                "Promis": lectures_promesse.mots(made),
                "Ce qu'en dit la table": "—" if seen is None else seen["mot"] or "—",
            }
        )
    return pd.DataFrame(rows)


def _all(db: Database, plan: Plan) -> None:
    st.info("Choisissez un territoire, en haut de la page, pour voir sa promesse, sa revue et ses documents.")
    counts, names = plan.actions["territoire"].value_counts(), territoire.territoires(db)["nom"]
    table = pd.DataFrame({"Territoire": [names.get(c, c) for c in counts.index], "Actions": counts.to_numpy()})
    open_it = lambda rank: lignes.choisir(plans_territoire=str(counts.index[rank]))  # noqa: E731
    lignes.ouvrables(table, "plans_tous", open_it, vide="Aucun territoire n'a encore d'action.")


def _documents(db: Database, code: str, name: str, works: bool) -> None:
    actor, today = identity.acteur(), jours.aujourd_hui(db)
    stem = widgets.nom_de_fichier(name)
    left, right, _ = st.columns([1.2, 1.2, 1])
    left.download_button(
        "Plan du territoire (Word)", pour_qui_demande(lambda: _made_plan(code, today, not works)),
        f"plan-{stem}.docx", WORD,
        icon=":material/description:", width="stretch", key="plans_word",
        on_click="ignore",
    )  # fmt: skip
    if documents.ouverte(db, actor, code):
        right.download_button(
            "Fiche citoyenne (Word)", pour_qui_demande(lambda: _made_sheet(actor, code, today)),
            f"fiche-{stem}.docx", WORD,
            icon=":material/badge:", width="stretch", key="plans_fiche_word",
            on_click="ignore",
        )  # fmt: skip


def _made_plan(code: str, today: date, published: bool) -> bytes:
    with store.connect() as db:
        return documents.plan(db, code, today, published)


def _made_sheet(actor: Acteur, code: str, today: date) -> bytes:
    with store.connect() as db:
        return documents.fiche(db, actor, code, today)


def _spreadsheet(db: Database, plan: Plan, name: str) -> None:
    """The plan as a spreadsheet, and back."""
    with st.expander("Modifier le plan dans un tableur", key="plans_tableur"):
        table, lines = gestes_tableur.tableau(plan), ["Plan de la table, à renvoyer par « Relire un plan »"]
        st.download_button(
            "Plan à modifier (XLSX)", pour_qui_demande(lambda: exports.to_xlsx(table, lines)),
            f"plan-{widgets.nom_de_fichier(name)}.xlsx",
            key="plans_xlsx_sortie",
            on_click="ignore",
        )  # fmt: skip
        st.caption(
            "Une ligne par action. Sans numéro, une ligne ajoute une action. Le fichier est accepté en entier ou "
            "refusé en entier, avec la ligne, la colonne et la raison ; une action changée par quelqu'un d'autre "
            "n'est pas écrasée."
        )
        with st.form("plans_relire", border=False, clear_on_submit=True):
            file = st.file_uploader("Relire un plan (XLSX)", ["xlsx"], max_upload_size=remplis.MEGAOCTETS)
            if st.form_submit_button("Relire ce plan"):
                geste(lambda: _reread(db, choisi(file, gestes.FICHIER)))


def _reread(db: Database, file: UploadedFile) -> None:
    sentence = gestes_tableur.importer(db, identity.acteur(), file.name, file.getvalue())
    session.put(gestes.ANNONCE, sentence)
