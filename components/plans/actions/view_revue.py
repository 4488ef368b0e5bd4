"""The review of the plan at a séance: for each action, what was promised and what is observed now."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import pluriel
from components.core.mots import observe
from components.core.refus import EntreeInvalide
from components.plans.actions import gestes, lectures_promesse, view_mandat
from components.plans.actions.lectures import Plan
from components.plans.jours import view_jours
from components.plans.regles import actions, libelles
from components.ui import gestes as gestes_ui
from components.ui import grilles, identity, session, widgets
from components.ui.gestes import annonce, geste
from data.base import jours
from data.base.store import writing
from data.plans import revues
from data.seances import seances

COLONNES = {"actes": "Actes par an observés", "etp": "ETP observés", "impact": "Indicateur d'impact observé"}
COURTS = {"actes": "Actes par an", "etp": "ETP", "impact": "Impact"}
NOMBRES = {
    title: grilles.Nombre(title, entier=name == "actes", aspect={"label": COURTS[name], "width": 105, "help": title})
    for name, title in COLONNES.items()
}
MOT = "Ce qu'en dit la table"
SAISIES = [*COLONNES.values(), MOT]
TEXTES = {  # narrow enough for the words of the table to be on screen too
    name: st.column_config.TextColumn(width=250) for name in ("Action", "Promis", MOT)
}


def afficher(db: Database, plan: Plan) -> None:
    """Choose the séance, fill the table, save once; then what earlier reviews said."""
    annonce()
    meetings = seances.read(db)
    waiting = meetings[meetings["etat"] != seances.CLOSE]
    if waiting.empty:
        st.info("La revue se fait en séance : préparez-en une (page Séances). Les revues passées sont dessous.")
    else:
        session.keep("plans_revue_seance")
        names = libelles.seances(waiting)
        session.start("plans_revue_seance", next(iter(names)), names)
        chosen = int(st.selectbox("Séance", list(names), format_func=names.__getitem__, key="plans_revue_seance"))
        _sheet(db, plan, chosen)
        view_mandat.revue(db, plan.actions.index)
    _past(db, plan)


def _sheet(db: Database, plan: Plan, seance: int) -> None:
    reviews = revues.read(db)
    mine = reviews[reviews["seance"] == seance].set_index("action")
    alive = plan.actions[~plan.actions["statut"].isin(["abandonnee"])]
    lines = [_row(db, plan, ident, mine) for ident in alive.index]
    rows = pd.DataFrame(lines, index=alive.index, columns=["Action", "Promis", *SAISIES])
    st.caption(
        f"{pluriel(len(rows), 'action')}. Inscrivez l'observé, laissez vide ce qui ne s'observe pas encore ; dites "
        "pourquoi en un mot. La promesse est figée avec la revue."
    )
    key = f"plans_revue_{seance}"
    base = grilles.reprise(key, grilles.textes(rows, NOMBRES), SAISIES)
    edited = grilles.saisir(
        base, NOMBRES, hide_index=True, disabled=["Action", "Promis"], key=key,
        placeholder="—", nom="Action", column_config=TEXTES,
    )  # fmt: skip
    grilles.retenir(key, edited)
    if st.button("Enregistrer la revue", type="primary"):
        geste(lambda: _saved(db, plan, seance, rows, edited, key))


def _saved(db: Database, plan: Plan, seance: int, before: pd.DataFrame, after: pd.DataFrame, key: str) -> None:
    done = _save(db, plan, seance, before, after)
    session.put(gestes_ui.ANNONCE, "Revue enregistrée." if done else gestes_ui.INCHANGE)
    grilles.retenir(key, None)


def _row(db: Database, plan: Plan, ident: Any, mine: pd.DataFrame) -> dict[str, Any]:
    made = lectures_promesse.lire(db, plan.actions.loc[[ident]], jours.aujourd_hui(db))
    before = mine.loc[ident] if ident in mine.index else None
    seen = {title: None if before is None else before["observe"].get(name) for name, title in COLONNES.items()}
    words = [lectures_promesse.mots(made), view_jours.phrase(db, int(ident))]
    row = {"Action": plan.actions.at[ident, "libelle"], "Promis": " ; ".join(part for part in words if part)}
    return row | {t: float("nan") if v is None else float(v) for t, v in seen.items()} | {
        MOT: "" if before is None else before["mot"]
    }  # fmt: skip


def _save(db: Database, plan: Plan, seance: int, before: pd.DataFrame, after: pd.DataFrame) -> bool:
    """Save the rows that changed, all or none; whether there was one. `after`: the sheet in words, as it was typed."""
    numbers, done = grilles.lire(after, before, NOMBRES, "Action"), False
    with writing(db):
        for ident, row in numbers.iterrows():
            seen, words = _read(row)
            if (seen, words) == _read(before.loc[ident]):
                continue
            if not words.strip() and all(value is None for value in seen.values()):
                raise EntreeInvalide(
                    f"« {row['Action']} » : la ligne est vide. Une revue dit ce qui est observé, ou pourquoi rien ne "
                    "l'est encore. Rien n'a été enregistré, vos saisies restent."
                )
            gestes.revoir(db, identity.acteur(), plan, seance, int(str(ident)), seen, words, jours.aujourd_hui(db))
            done = True
    return done


def _read(row: "pd.Series[Any]") -> tuple[dict[str, float | None], str]:
    """What a row of the sheet says: figures observed, and words."""
    seen = {name: None if pd.isna(row[title]) else float(row[title]) for name, title in COLONNES.items()}
    return seen, "" if pd.isna(row[MOT]) else str(row[MOT])


def _past(db: Database, plan: Plan) -> None:
    reviews = revues.read(db)
    reviews = reviews[reviews["action"].isin(plan.actions.index)].iloc[::-1]
    if reviews.empty:
        return
    st.header("Les revues enregistrées")
    table = pd.DataFrame(
        {
            "Séance": [f"{r.titre}, {date.fromisoformat(r.jour):%d/%m/%Y}" for r in reviews.itertuples()],
            "Action": reviews["action"].map(plan.actions["libelle"]),
            "Revue": [actions.verdict(r.promis, r.observe).capitalize() for r in reviews.itertuples()],
            "Observé": [observe(r.observe) for r in reviews.itertuples()],
            MOT: reviews["mot"],
        }
    )
    st.dataframe(table, hide_index=True)
    widgets.telecharger(table, "revues des actions", ["Plans de la table, saisis en séance"], "plans_revues")
