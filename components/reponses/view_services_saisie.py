"""A territory's services, a row each, filled in the meeting from the keyboard and kept all at once."""

from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import distincts, pluriel
from components.reponses import lectures_services as lectures
from components.reponses.lectures_services import Grille
from components.reponses.regles import services as regles
from components.ui import grilles, identity, session, widgets
from components.ui.gestes import ANNONCE, geste
from data.base import jours
from data.reponses import services_rendus
from data.seances import membres
from data.structures import structures

FIXES, LUES = ["Service", "Action"], "reponses_lues"


def afficher(db: Database, read: Grille, wanted: list[str], works: bool) -> None:
    """The territory chosen: its services to read, or to fill in for who prepares."""
    session.keep("reponses_territoire")
    codes = [str(code) for code in read.territoires.index]
    session.start("reponses_territoire", codes[0], codes)
    code = str(st.selectbox("Territoire", codes, format_func=read.territoires.__getitem__, key="reponses_territoire"))
    cells = read.cellules[(read.cellules["territoire"] == code) & read.cellules["service"].isin(wanted)]
    cells = cells.set_index("service").reindex(wanted)
    if works:
        _saisir(db, read, code, cells)
    else:
        st.dataframe(_lue(db, read, cells), hide_index=True)
    widgets.telecharger(_lue(db, read, cells), f"services {read.territoires[code]}", ["Observé par la table"],
                        "reponses_ici")  # fmt: skip
    _histoire(db, read, code, wanted)


def _lue(db: Database, read: Grille, cells: pd.DataFrame) -> pd.DataFrame:
    return lectures.detail(db, read, cells.reset_index()).drop(columns=["Territoire"])


def _lues(code: str, cells: pd.DataFrame) -> tuple[int, pd.DataFrame]:
    """The cells as this tab read them, until they are kept or read again: what is typed meanwhile is never lost."""
    snapshot = session.get(LUES)
    if snapshot is None or snapshot[:2] != (code, tuple(cells.index)):
        snapshot = (code, tuple(cells.index), (snapshot[2] + 1) if snapshot else 0, cells)
        session.put(LUES, snapshot)
    return int(snapshot[2]), snapshot[3]


def _relire() -> None:
    snapshot = session.get(LUES)
    session.put(LUES, ("", (), snapshot[2] if snapshot else 0, None))


def _saisir(db: Database, read: Grille, code: str, now: pd.DataFrame) -> None:
    turn, cells = _lues(code, now)
    if cells["version"].tolist() != now["version"].tolist():
        st.warning("Quelqu'un a noté des services d'ici depuis que vous les lisez. Ce que vous tapez n'est pas perdu.")
        if st.button("Relire la ligne", key="reponses_relire"):
            _relire()
            st.rerun()
    structure_rows = structures.read(db)
    labels = distincts({int(str(i)): str(name) for i, name in structure_rows["nom"].items()})
    closed = structures.read(db, fermees=True)["nom"]
    labels |= {s: f"{closed[s]} (fermée)" for one in cells["structures"] for s in one if s not in labels}
    names = {name: ident for ident, name in labels.items()}
    shown = _montree(read, cells, labels)
    key = f"reponses_saisie_{code}_{turn}"
    with st.form(f"{key}_form", border=False):
        typed = grilles.saisir(
            shown, {}, key=key, hide_index=True, disabled=FIXES, column_config=_colonnes(db, list(names)),
            height=36 * (len(shown) + 1) + 6, placeholder="—",
        )  # fmt: skip
        st.caption(
            "Tab et flèches pour aller d'une case à l'autre, Entrée pour ouvrir une liste. Rien de noté : inconnu. Une "
            "garantie est la promesse faite aux habitants (par exemple dans les 48 h), avec ses deux indicateurs (IGAS "
            "2018)."
        )
        if st.form_submit_button("Enregistrer cette ligne", type="primary"):
            geste(partial(_ecrire, db, code, cells, typed, names))


def _ecrire(db: Database, code: str, cells: pd.DataFrame, typed: pd.DataFrame, names: dict[str, int]) -> None:
    count = services_rendus.ecrire(db, identity.acteur(), code, lectures.saisies(cells, typed, names))
    sentence = (
        pluriel(count, "service enregistré", "services enregistrés") if count else "Rien n'a changé dans cette ligne"
    )
    session.put(ANNONCE, f"{sentence}.")
    _relire()


def _montree(read: Grille, cells: pd.DataFrame, labels: dict[int, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Service": [str(read.services[key]) for key in cells.index],
            "État": [regles.mot(state) for state in cells["etat"]],
            "Par": [[labels[s] for s in one] for one in cells["structures"]],
            "Comment": cells["modalite"], "Garantie": cells["promesse"], "Moyens": cells["moyens"],
            "Impact": cells["impact"], "Source": cells["source"],
            "Observé le": pd.Series(
                [date.fromisoformat(day) if day else None for day in cells["observe_le"]], cells.index, dtype=object
            ),
            "Collège en désaccord": [college or None for college in cells["college"]],
            "Désaccord": cells["desaccord"],
            "Action": [" ; ".join(one) or "—" for one in cells["actions"]],
        },
        index=cells.index,
    )  # fmt: skip


def _colonnes(db: Database, names: list[str]) -> dict[str, Any]:
    column = st.column_config
    return {
        "Service": column.TextColumn(width="medium", pinned=True),
        "État": column.SelectboxColumn(options=[regles.mot(state) for state in regles.MARQUES], required=True),
        "Par": column.MultiselectColumn(options=names),
        "Observé le": column.DateColumn(format="DD/MM/YYYY", max_value=jours.aujourd_hui(db)),
        "Collège en désaccord": column.SelectboxColumn(options=membres.colleges(db)["nom"].tolist()),
    }


def _histoire(db: Database, read: Grille, code: str, wanted: list[str]) -> None:
    with st.expander("Histoire d'un service ici"):
        key = str(st.selectbox("Service", wanted, format_func=read.services.__getitem__, key="reponses_histoire"))
        entries = services_rendus.journal(db, code, key)
        if entries.empty:
            st.caption("Rien n'a encore été noté : inconnu.")
            return
        names = structures.read(db, fermees=True)["nom"]
        table = pd.DataFrame(
            {
                "Quand": [jours.moment_de(db, moment) for moment in entries["le"]], "Qui": entries["acteur"],
                "Quoi": [" ; ".join(_change(name, pair, names) for name, pair in d.items()) for d in entries["detail"]],
            }
        )  # fmt: skip
        st.caption(pluriel(len(table), "changement"))
        st.dataframe(table, hide_index=True)


def _change(name: str, pair: list[Any], names: "pd.Series[str]") -> str:
    def said(value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(str(names.get(one, one)) for one in value) or "—"
        return str(value or "—")

    return f"{services_rendus.NOMS[name]} : « {said(pair[0])} » devient « {said(pair[1])} »"
