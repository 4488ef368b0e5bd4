"""A territory's services, a row each, filled in the meeting from the keyboard and kept all at once."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core import saisie
from components.core.francais import distincts, jour_court, liste, pluriel
from components.reponses import lectures_services as lectures
from components.reponses.lectures_services import Grille
from components.reponses.regles import services as regles
from components.ui import grilles, identity, session, widgets
from components.ui.gestes import ANNONCE, geste
from components.ui.grilles import Mots
from data.base import jours
from data.reponses import services_rendus
from data.seances import membres
from data.structures import structures

FIXES, LUES = ["Service", "Action"], "reponses_lues"
LARGEURS = {
    name: st.column_config.TextColumn(width=width, pinned=name == "Service")
    for name, width in {
        "Service": 200, "Comment": 170, "Garantie": 150, "Moyens": 130, "Impact": 130, "Source": 110, "Désaccord": 170,
        "Action": 220,
    }.items()
}  # fmt: skip
LIGNE, HAUTEUR = 66, 510  # pixels: from 65 on, a row shows its words whole; a longer grid scrolls with its keyboard
AIDE = "  \n".join((
    "**Au clavier** : tapez, Tab passe à la case suivante, Entrée à celle d'en dessous, Ctrl + Entrée enregistre, "
    "Échap puis Tab sort.",
    "**État** : r (rendu), p (partiel), n (non rendu), ? (inconnu). **Garantie** : la promesse faite aux habitants "
    "(par exemple dans les 48 h), avec ses deux indicateurs, de moyens et d'impact (IGAS 2018).",
    "**Structures et collèges** : le début d'un nom suffit, plusieurs se séparent par « ; ».",
))  # fmt: skip


def afficher(db: Database, read: Grille, wanted: list[str], works: bool) -> str:
    """The territory chosen: its services to read, or to fill in for who prepares. Returns its code."""
    session.keep("reponses_territoire")
    codes = [str(code) for code in read.territoires.index]
    session.start("reponses_territoire", codes[0], codes)
    code = str(st.selectbox("Territoire", codes, format_func=read.territoires.__getitem__, key="reponses_territoire"))
    cells = read.cellules[(read.cellules["territoire"] == code) & read.cellules["service"].isin(wanted)]
    cells = cells.set_index("service").reindex(wanted)
    st.markdown(f"**{regles.phrase(cells['etat'])}**")
    if works:
        _saisir(db, read, code, cells)
    else:
        st.dataframe(_lue(db, read, cells), hide_index=True)
    widgets.telecharger(_lue(db, read, cells), f"services {read.territoires[code]}", ["Observé par la table"],
                        "reponses_ici")  # fmt: skip
    st.link_button("Qui fait quoi ici, à imprimer", f"/missions/{code}", icon=":material/print:")
    _histoire(db, read, code, wanted)
    return code


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
    columns = _colonnes(db, cells)
    key = f"reponses_saisie_{code}_{turn}"
    shown = _montree(read, cells, _noms(db, cells), _colleges(db, cells))
    with st.form(f"{key}_form", border=False):
        typed = grilles.saisir(
            shown, columns, key=key, hide_index=True, disabled=FIXES, column_config=LARGEURS, nom="Service",
            row_height=LIGNE, height=min(HAUTEUR, LIGNE * len(shown) + 42),
        )  # fmt: skip
        st.caption(f"{AIDE} {widgets.markdown_inerte(_ici(db, code))}")
        if st.form_submit_button("Enregistrer cette ligne", type="primary"):
            geste(partial(_ecrire, db, code, cells, typed, columns))


def _ecrire(db: Database, code: str, cells: pd.DataFrame, typed: pd.DataFrame, columns: dict[str, Mots]) -> None:
    readers = {title: column.lire for title, column in columns.items()}
    count = services_rendus.ecrire(db, identity.acteur(), code, lectures.saisies(cells, typed, readers))
    sentence = (
        pluriel(count, "service enregistré", "services enregistrés") if count else "Rien n'a changé dans cette ligne"
    )
    session.put(ANNONCE, f"{sentence}.")
    _relire()


def _noms(db: Database, cells: pd.DataFrame) -> dict[int, str]:
    """What the grid calls each structure that may render a service here: no two alike, none with the separator."""
    every = structures.read(db, fermees=True)
    noted = {s for numbers in cells["structures"] for s in numbers}
    names = {
        int(str(i)): f"{row['nom'].replace(';', ',')}{' (fermée)' if row['fermee_le'] else ''}"
        for i, row in every.iterrows()
        if not row["fermee_le"] or i in noted
    }
    return distincts(names)


def _colleges(db: Database, cells: pd.DataFrame) -> dict[str, str]:
    """What the grid calls each college that may disagree: the open ones, and those that did."""
    noted = {code for codes in cells["colleges"] for code in codes}
    every = membres.colleges(db)
    names = every.loc[(every["ferme"] == 0) | every.index.isin(noted), "nom"]
    return distincts({str(code): name.replace(";", ",") for code, name in names.items()})


def _ici(db: Database, code: str) -> str:
    names = list(dict.fromkeys(structures.par_territoire(db, code)["nom"]))
    if not names:
        return "Aucune structure n'est encore notée ici (section Structures)."
    return f"Structures d'ici : {liste(names, 12)}."


def _montree(
    read: Grille, cells: pd.DataFrame, structures_ici: dict[int, str], colleges: dict[str, str]
) -> pd.DataFrame:
    words = {title: [str(value or "") for value in cells[name]] for title, name in lectures.COLONNES.items()}
    days = [date.fromisoformat(day).strftime("%d/%m/%Y") if day else "" for day in cells["observe_le"]]
    columns = {
        "Service": [str(read.services[key]) for key in cells.index],
        **words,
        "État": [regles.mot(state) for state in cells["etat"]],
        lectures.PAR: [" ; ".join(structures_ici[one] for one in numbers) for numbers in cells["structures"]],
        "Observé le": days,
        lectures.CONTRE: [" ; ".join(colleges[one] for one in codes) for codes in cells["colleges"]],
        "Action": [" ; ".join(titles) or "—" for titles in cells["actions"]],
    }
    order = ["Service", "État", lectures.PAR, *list(words)[1:-1], lectures.CONTRE, "Désaccord", "Action"]
    return pd.DataFrame(columns, index=cells.index)[order]


def _colonnes(db: Database, cells: pd.DataFrame) -> dict[str, Mots]:
    """The columns whose words are read, and how."""
    numbers = {name: ident for ident, name in _noms(db, cells).items()}
    codes = {name: code for code, name in _colleges(db, cells).items()}
    today = jours.aujourd_hui(db)
    return {
        "État": Mots("État", regles.etat_tape, {"width": 105}),
        lectures.PAR: Mots(
            lectures.PAR, partial(saisie.plusieurs, noms=numbers, quoi="une structure notée"), {"width": 170}
        ),
        "Observé le": Mots("Observé le", partial(saisie.jour, au_plus_tard=today), {"width": 95}),
        lectures.CONTRE: Mots(
            lectures.CONTRE, partial(saisie.plusieurs, noms=codes, quoi="un collège de la table"), {"width": 170}
        ),
    }


def _histoire(db: Database, read: Grille, code: str, wanted: list[str]) -> None:
    with st.expander("Histoire d'un service ici", key="reponses_histoire_volet"):
        key = str(st.selectbox("Service", wanted, format_func=read.services.__getitem__, key="reponses_histoire"))
        entries = services_rendus.journal(db, code, key)
        if entries.empty:
            st.caption("Rien n'a encore été noté : inconnu.")
            return
        names = {**structures.read(db, fermees=True)["nom"], **membres.colleges(db)["nom"]}
        table = pd.DataFrame(
            {
                "Quand": [jours.moment_de(db, moment) for moment in entries["le"]], "Qui": entries["acteur"],
                "Quoi": [" ; ".join(_change(name, pair, names) for name, pair in d.items()) for d in entries["detail"]],
            }
        )  # fmt: skip
        st.caption(pluriel(len(table), "changement"))
        st.dataframe(table, hide_index=True)


def _change(name: str, pair: list[Any], names: Mapping[Any, str]) -> str:
    def said(value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(str(names.get(one, one)) for one in value) or "—"
        return jour_court(str(value or "—"))

    return f"{services_rendus.NOMS[name]} : « {said(pair[0])} » devient « {said(pair[1])} »"
