"""Words typed in the cells of a row of services, read in French: a state by its first letter, a day, names.

A list or a calendar that opens in a grid swallows the first letter typed, and may take another answer: everything is
text here, which Tab and Enter leave alone, and what cannot be read is named and keeps nothing.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date

from components.core.refus import EntreeInvalide
from components.reponses.regles.services import INCONNU, MARQUES
from components.reponses.regles.tableur import simple

SEPARATEUR = re.compile(r"\s*;\s*")
JOUR = re.compile(r"(\d{1,2})[/. -]?(\d{1,2})[/. -]?(\d{4})")
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
AU_PLUS = 4  # names told at once


def etat(texte: str) -> str:
    """The state that a word, its first letters or its mark say; nothing typed is unknown. Raises `EntreeInvalide`."""
    words = simple(texte)
    for mark in MARQUES.values():
        words = words.removeprefix(simple(mark)).strip()
    if not words:
        marked = [state for state, mark in MARQUES.items() if simple(mark) == simple(texte)]
        return marked[0] if marked else INCONNU
    close = [state for state in MARQUES if state.startswith(words)]
    if len(close) != 1:
        raise EntreeInvalide(f"« {texte.strip()} » : écrivez r (rendu), p (partiel), n (non rendu) ou ? (inconnu).")
    return close[0]


def jour(texte: str, au_plus_tard: date) -> str | None:
    """The ISO day typed as 31/12/2025 (or 31122025); None for nothing. Raises `EntreeInvalide`."""
    text = texte.strip()
    if not text:
        return None
    day = None
    try:
        if read := JOUR.fullmatch(text):
            day = date(int(read[3]), int(read[2]), int(read[1]))
        elif read := ISO.fullmatch(text):
            day = date.fromisoformat(text)
    except ValueError:
        pass
    if day is None or day.year < 2000:
        raise EntreeInvalide(f"« {text} » n'est pas une date : écrivez-la comme 31/12/2025.")
    if day > au_plus_tard:
        raise EntreeInvalide(f"« {text} » est dans l'avenir : ce qui est observé ne l'est pas encore.")
    return day.isoformat()


def un(texte: str, noms: Collection[str], quoi: str) -> str:
    """The one name that some words say: whole, else by its beginning, else by any part; empty for nothing typed.
    Raises `EntreeInvalide` when none is meant, or several are. `quoi`: what is named, in words."""
    words = simple(texte)
    if not words or texte.strip() in noms:
        return texte.strip()
    plain = {name: simple(name) for name in noms}
    for meant in (
        [name for name, text in plain.items() if text == words],
        [name for name, text in plain.items() if text.startswith(words)],
        [name for name, text in plain.items() if words in text],
    ):
        if len(meant) == 1:
            return meant[0]
        if meant:
            more = "…" if len(meant) > AU_PLUS else ""
            raise EntreeInvalide(f"« {texte.strip()} » peut être {' ou '.join(meant[:AU_PLUS])}{more} : précisez.")
    raise EntreeInvalide(f"« {texte.strip()} » n'est pas {quoi}.")


def plusieurs(texte: str, noms: Mapping[str, int], quoi: str) -> frozenset[int]:
    """The numbers of the names that some words say, between « ; ». Raises `EntreeInvalide`."""
    parts = [part for part in SEPARATEUR.split(texte.strip()) if part]
    return frozenset(noms[un(part, noms, quoi)] for part in parts)
