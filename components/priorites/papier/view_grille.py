"""Several paper ballots at once: a grid, a row for each, its code then one cell by option; kept all together."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import pluriel
from components.priorites.papier import gestes
from components.priorites.papier.gestes import BulletinPapier, Tape
from components.priorites.regles import scrutin
from components.priorites.regles.scrutin import Definition
from components.priorites.regles.vote import JUGEMENT, POINTS
from components.ui import grilles, identity, session, widgets
from components.ui.gestes import choisi, geste
from components.ui.grilles import Mots, Nombre
from data.priorites import bulletins, signatures

LIGNES = 5  # blank rows to begin with; the grid takes others
CODE, NOM, TITRE_NOM = "code", "nom", "Nom écrit sur le bulletin"


def saisir(db: Database, chosen: int, declared: Definition) -> None:
    """Draw the grid, then what was kept of the one before, to copy."""
    people = _personnes(db, chosen) if declared.nominatif else {}
    with st.form(f"{_cle(chosen)}_form", border=False):  # pressed twice, the second press is for a button that is gone
        typed = grilles.saisir(
            _blanche(declared), {**_nombres(declared), **_noms(declared, people)}, key=_cle(chosen), hide_index=True,
            num_rows="dynamic", column_config=_colonnes(declared),
        )  # fmt: skip
        if st.form_submit_button("Enregistrer ces bulletins", type="primary"):
            geste(lambda: _deposer(db, chosen, declared, typed, people))
    gardes: list[BulletinPapier] = session.get(_cle_gardes(chosen)) or []
    if gardes:
        _gardes(db, chosen, declared, gardes)


def _cle(chosen: int) -> str:
    """The grid's key: another one once its ballots are kept, so that it starts blank; the same after a refusal."""
    return f"priorites_grille_{chosen}_{session.get(f'priorites_grilles_{chosen}', 0)}"


def _cle_gardes(chosen: int) -> str:
    return f"priorites_gardes_{chosen}"


def _personnes(db: Database, chosen: int) -> dict[str, int]:
    """Who may sign a ballot and has not yet, by name; two of the same name are told apart by their number."""
    people = signatures.electeurs(db, chosen)
    names = people.loc[~people["signe"], "nom"]
    twice = names.duplicated(keep=False)
    return {f"{name} (n° {ident})" if twice[ident] else str(name): int(ident) for ident, name in names.items()}


def _reponses(declared: Definition) -> list[str]:
    return [f"o{k}" for k in range(len(declared.options))]


def _blanche(declared: Definition) -> pd.DataFrame:
    columns = [CODE, *([NOM] if declared.nominatif else [])]
    blank: dict[str, Any] = {name: pd.Series([None] * LIGNES, dtype="string") for name in columns}
    ticks = declared.genre not in (JUGEMENT, POINTS)
    empty = pd.Series([False] * LIGNES) if ticks else pd.Series([None] * LIGNES, dtype="string")
    return pd.DataFrame(blank | dict.fromkeys(_reponses(declared), empty))


def _nombres(declared: Definition) -> dict[str, Nombre]:
    """The columns of numbers, named whole in a refusal and by their number above the grid."""
    bounds = {JUGEMENT: (1, 5), POINTS: (0, declared.points or 0)}.get(declared.genre)
    if bounds is None:
        return {}
    return {
        name: Nombre(f"{k}. {option.libelle}", True, *bounds, {"label": str(k), "help": option.libelle, "width": 48})
        for k, (name, option) in enumerate(zip(_reponses(declared), declared.options, strict=True), start=1)
    }


def _noms(declared: Definition, people: dict[str, int]) -> dict[str, Mots]:
    """The column of names, whole: « Martin » who signed already is no « Martinez »."""
    who = "une personne qui peut encore signer"
    return {NOM: grilles.parmi(TITRE_NOM, people, who, vide=True, entier=True)} if declared.nominatif else {}


def _colonnes(declared: Definition) -> dict[str, Any]:
    columns: dict[str, Any] = {CODE: st.column_config.TextColumn("Code du bulletin", max_chars=20, width=170)}
    if declared.genre not in (JUGEMENT, POINTS):
        columns |= {
            name: st.column_config.CheckboxColumn(str(k), help=option.libelle, default=False, width=48)
            for k, (name, option) in enumerate(zip(_reponses(declared), declared.options, strict=True), start=1)
        }
    return columns


def _deposer(db: Database, chosen: int, declared: Definition, typed: pd.DataFrame, people: dict[str, int]) -> None:
    rows = [_tape(rank, row, declared, people) for rank, (_, row) in enumerate(typed.iterrows(), start=1)]
    gardes = gestes.deposer(db, identity.acteur(), chosen, declared, rows)
    session.put(_cle_gardes(chosen), gardes)
    session.put(f"priorites_grilles_{chosen}", session.get(f"priorites_grilles_{chosen}", 0) + 1)


def _tape(rank: int, row: "pd.Series[Any]", declared: Definition, people: dict[str, int]) -> Tape:
    answers = tuple(_texte(row[name]) for name in _reponses(declared))
    person = None
    for name, column in _noms(declared, people).items():
        person = people.get(column.lire(_texte(row[name])))
    return Tape(rank, _texte(row[CODE]), answers, person)


def _texte(cell: Any) -> str:
    """What is in a cell: a tick is 1, nothing is empty."""
    if isinstance(cell, bool | np.bool_):
        return "1" if cell else ""
    return "" if pd.isna(cell) else str(cell).strip()


def _gardes(db: Database, chosen: int, declared: Definition, gardes: list[BulletinPapier]) -> None:
    """Each phrase to copy, with what was understood of its ballot; and the one to take back, if any."""
    count = pluriel(len(gardes), "bulletin enregistré", "bulletins enregistrés")
    st.success(f"{count}. Recopiez chaque phrase sur son carton.", icon=":material/check:")
    lines = []
    for one in gardes:
        given = " · ".join(value for _, value in scrutin.en_mots(declared, one.contenu))
        words = widgets.markdown_inerte(f"{bulletins.affiche(one.code)} : {given}")
        lines.append(f"**{widgets.markdown_inerte(one.phrase)}** — {words}")
    widgets.puces(lines)
    with st.form(f"priorites_reprendre_{chosen}", border=False, clear_on_submit=True):
        wrong = st.selectbox("Bulletin mal saisi", [bulletins.affiche(one.code) for one in gardes], index=None,
                             placeholder="Aucun")  # fmt: skip
        if st.form_submit_button("Reprendre ce bulletin"):
            geste(lambda: _reprendre(db, chosen, bulletins.normaliser(choisi(wrong, "le bulletin mal saisi"))))


def _reprendre(db: Database, chosen: int, code: str) -> None:
    bulletins.reprendre_papier(db, identity.acteur(), chosen, code)
    left = [one for one in session.get(_cle_gardes(chosen)) or [] if one.code != code]
    session.put(_cle_gardes(chosen), left)
