"""Names that tell apart what looks alike: a list on screen can only choose between options with different names.

Two actions may share a title, two lines a funder, two séances a title: choosing one must never take the other.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import TypeVar

import pandas as pd

from components.core.francais import jour
from components.core.mots import NATURES
from components.plans.regles import actions as actions_regles

Cle = TypeVar("Cle", bound=Hashable)
LONGUEUR = 200  # characters of an option of a ballot


def uniques(mots: Mapping[Cle, str], marque: Callable[[Cle], str]) -> dict[Cle, str]:
    """The same words, with a mark (« n° 3 ») where two keys have words that read alike."""
    counts = Counter(_read(text) for text in mots.values())
    marked = {key: f"{text} ({marque(key)})" if counts[_read(text)] > 1 else text for key, text in mots.items()}
    if len({_read(text) for text in marked.values()}) == len(marked):
        return marked
    return {key: f"{text} ({marque(key)})" for key, text in mots.items()}  # a title that imitates a mark


def numero(ident: object) -> str:
    """« n° 3 »."""
    return f"n° {ident}"


def actions(rows: pd.DataFrame) -> dict[int, str]:
    """« titre — territoire » of each action (indexed by id; columns titre, nom_territoire), its number when needed."""
    pairs = zip(rows.index, rows["titre"], rows["nom_territoire"], strict=True)
    return uniques({int(i): f"{title} — {place}" for i, title, place in pairs}, numero)


def titres(rows: pd.DataFrame) -> dict[int, str]:
    """The title of each action, for a table that says the territory: its number when both are the same."""
    labels = actions(rows)
    pairs = zip(rows.index, rows["titre"], rows["nom_territoire"], strict=True)
    return {int(i): f"{title}{labels[int(i)].removeprefix(f'{title} — {place}')}" for i, title, place in pairs}


def option(libelle: str, ident: int) -> str:
    """A name short enough for a ballot; what is cut never holds what tells two actions apart."""
    mark = f"… ({numero(ident)})"
    return libelle if len(libelle) <= LONGUEUR else libelle[: LONGUEUR - len(mark)] + mark


def lignes(rows: pd.DataFrame) -> dict[int, str]:
    """Funding lines of an action (indexed by id): rank, funder, amount planned, nature of the act."""
    return {
        int(str(ident)): f"{rank}. {row['financeur']}, {actions_regles.euros(int(row['prevu']))} prévus, "
        f"{NATURES[row['nature']]}"
        for rank, (ident, row) in enumerate(rows.iterrows(), start=1)
    }


def seances(rows: pd.DataFrame) -> dict[int, str]:
    """« titre, 3 mars 2026 » of each séance (indexed by id; columns titre, jour), its number when needed."""
    pairs = zip(rows.index, rows["titre"], rows["jour"], strict=True)
    return uniques({int(i): f"{title}, {jour(date.fromisoformat(day))}" for i, title, day in pairs}, numero)


def _read(text: str) -> str:
    return " ".join(text.split()).casefold()
