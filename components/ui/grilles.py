"""A grid to fill in whose numbers we read ourselves: typed in French and shown in French, whatever the browser.

Words that must be read (a state, a day, a name) are text too (`parmi`, `jour`): a calendar that opens in a grid
swallows the first figure typed, and a list takes the first answer that holds a letter, « mandat » for an « a ».
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from components.core.refus import EntreeInvalide
from components.core.saisie import jour as lire_jour
from components.core.saisie import simple, un
from components.ui import saisies, session, widgets

AU_PLUS = 5  # cells named at once
OUVRANTES = {"selectbox", "multiselect", "list", "date", "time", "datetime"}  # columns that open what swallows a key


@dataclass(frozen=True)
class Nombre:
    """A column of numbers: how refusals call it, what it may hold, and how it looks (of `st.column_config`)."""

    titre: str
    entier: bool = False
    bas: float | None = None
    haut: float | None = None
    aspect: Mapping[str, Any] = field(default_factory=dict)

    def lire(self, texte: str) -> float | None:
        """The number of a cell. Raises `EntreeInvalide`."""
        return saisies.lire(texte, self.bas, self.haut, self.entier)

    def colonne(self) -> Any:
        """The column on screen."""
        return st.column_config.TextColumn(**{"label": self.titre, "alignment": "right"} | dict(self.aspect))


@dataclass(frozen=True)
class Mots:
    """A column of words that are read: how refusals call it, what reads a cell (raises `EntreeInvalide`), its look."""

    titre: str
    lire: Callable[[str], Any]
    aspect: Mapping[str, Any] = field(default_factory=dict)

    def colonne(self) -> Any:
        """The column on screen."""
        return st.column_config.TextColumn(**{"label": self.titre} | dict(self.aspect))


def parmi(
    titre: str, noms: Collection[str], quoi: str = "", *, vide: bool = False, entier: bool = False, **aspect: Any
) -> Mots:
    """A column of one of some names, typed whole or by its beginning. `quoi`: what they are, in words, when there are
    too many to be listed; `vide`: a cell may be left empty; `entier`: whole names alone."""
    listed = ", ".join(noms)

    def lire(texte: str) -> str:
        if not vide and not texte.strip():
            raise EntreeInvalide(f"il manque {quoi or f'un de ces mots : {listed}'}.")
        read = un(texte, dict.fromkeys(noms), quoi or f"possible ici : écrivez {listed}")
        if entier and simple(read) != simple(texte):
            raise EntreeInvalide(f"« {texte.strip()} » n'est pas {quoi} : écrivez son nom entier.")
        return read

    hint = {} if quoi else {"help": f"{listed} : les premières lettres suffisent"}
    return Mots(titre, lire, hint | ({} if vide else {"required": True}) | aspect)


def jour(titre: str, **aspect: Any) -> Mots:
    """A column of days, typed as 31/12/2025 or 31122025, and read as ISO."""

    def lire(texte: str) -> str:
        if day := lire_jour(texte):
            return day
        raise EntreeInvalide("il manque une date, comme 31/12/2025.")

    return Mots(titre, lire, {"required": True} | aspect)


Nombres = Mapping[str, Nombre]


def textes(table: pd.DataFrame, nombres: Nombres) -> pd.DataFrame:
    """The table as the grid shows it: its columns of numbers in French, empty where nothing is known."""
    shown = {name: [None if pd.isna(v) else saisies.forme(float(v)) for v in table[name]] for name in nombres}
    return table.assign(**{name: pd.Series(cells, table.index, "string") for name, cells in shown.items()})


def saisir(
    montree: pd.DataFrame,
    nombres: Mapping[str, Nombre | Mots],
    *,
    key: str,
    column_config: Mapping[str, Any] | None = None,
    nom: str | None = None,
    **reste: Any,
) -> pd.DataFrame:
    """The grid of `textes`, as it is typed. Cells that cannot be read are named under it (`nom`: the column that tells
    rows apart), and no gesture is made meanwhile (`saisies.exiger`)."""
    numbers = {name: column.colonne() for name, column in nombres.items()}
    if loose := [name for name in montree.select_dtypes("number") if name not in reste.get("disabled", ())]:
        raise TypeError(f"columns of numbers that the browser would read: {loose}")
    for name, column in (column_config or {}).items():
        if column and (column.get("type_config") or {}).get("type") in OUVRANTES:
            raise TypeError(f"a column that swallows what is typed (`parmi`, `jour`): {name}")
    reste = {"placeholder": ""} | reste
    typed = st.data_editor(montree, column_config=numbers | dict(column_config or {}), key=key, **reste)
    problems = [words for *_, words in _illisibles(typed, nombres, nom)]
    saisies.noter(key, " ".join(problems[:AU_PLUS]))
    for words in problems[:AU_PLUS]:
        st.error(widgets.phrase_inerte(words), icon=":material/block:")
    return typed


def reprise(key: str, rows: pd.DataFrame, colonnes: Sequence[str]) -> pd.DataFrame:
    """What a grid starts from: the rows of the file, and what was typed in `colonnes` before a look elsewhere
    (`retenir`).

    It stays the same while the grid is on screen: its edits are counted from it.
    """
    base, typed = session.get(f"{key}_base"), session.get(f"{key}_saisie")
    if session.get(key) is not None and base is not None and base.index.equals(rows.index):
        return base
    base = rows.copy()
    if typed is not None:
        both = base.index.intersection(typed.index)
        base.loc[both, list(colonnes)] = typed.loc[both, list(colonnes)]
    session.put(f"{key}_base", base)
    return base


def retenir(key: str, saisie: pd.DataFrame | None) -> None:
    """Keep what is typed in a grid for when its visitor comes back; None once it is saved."""
    session.put(f"{key}_saisie", saisie)


def lire(saisie: pd.DataFrame, depart: pd.DataFrame, nombres: Nombres, nom: str | None = None) -> pd.DataFrame:
    """The numbers of a grid, NaN where nothing is typed. A cell left as it was shown keeps the number of `depart`,
    decimals that were not shown included. Raises `EntreeInvalide`, which names the row and the column."""
    for *_, words in _illisibles(saisie, nombres, nom):
        raise EntreeInvalide(f"{words} Rien n'a été enregistré.")
    return lisibles(saisie, depart, nombres).astype(dict.fromkeys(nombres, float))


def lisibles(saisie: pd.DataFrame, depart: pd.DataFrame, nombres: Nombres) -> pd.DataFrame:
    """The same, what cannot be read left in words."""
    shown = textes(depart, nombres)
    wrong = {(label, name) for label, name, _ in _illisibles(saisie, nombres, None)}

    def cell(label: Any, name: str, text: Any) -> Any:
        if label in shown.index and _mots(shown.at[label, name]) == _mots(text):
            return depart.at[label, name]
        return text if (label, name) in wrong else saisies.lire(_mots(text))

    return saisie.assign(
        **{
            name: pd.Series([cell(label, name, text) for label, text in saisie[name].items()], saisie.index, object)
            for name in nombres
        }
    )


def _mots(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def _illisibles(
    saisie: pd.DataFrame, colonnes: Mapping[str, Nombre | Mots], nom: str | None
) -> Iterator[tuple[Any, str, str]]:
    """The row, the column and what is wrong, for each cell that its column cannot read."""
    for rank, (label, row) in enumerate(saisie.iterrows(), 1):
        called = f"Ligne {rank}" + (f" ({_mots(row[nom])})" if nom and _mots(row[nom]) else "")
        for name, column in colonnes.items():
            try:
                column.lire(_mots(row[name]))
            except EntreeInvalide as problem:
                yield label, name, f"{called}, « {column.titre} » : {problem}"
