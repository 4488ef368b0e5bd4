"""What people type, read in French and never guessed: a number, a day, names that are known."""

import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from typing import TypeVar

from components.core.refus import EntreeInvalide

T = TypeVar("T")

ESPACE = "[ \u00a0\u2000-\u200a\u202f\u205f]"  # of a person: never an end of line, nor a tab
NOMBRE = re.compile(rf"[-−]?{ESPACE}?(?:[0-9]+|[0-9]{{1,3}}(?:{ESPACE}[0-9]{{3}})+)([.,][0-9]+)?")  # it parts thousands
DEUX_SENS = re.compile(r"[-−]?[1-9]\d{0,2}\.\d{3}")
SEPARATEUR = re.compile(r"\s*;\s*")
JOUR = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})|(\d\d)(\d\d)(\d{4})")
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
AU_PLUS = 4  # names told at once


def lire_nombre(texte: str) -> float | None:
    """« 17 600,50 », « 17600,5 » or « 17600.5 » as a number; None for nothing typed.

    Raises `EntreeInvalide` on anything else, on what is too large to hold, on « 17.600 », which reads as seventeen
    or as seventeen thousand, and on « 17600 50 », which is not seventeen hundred thousand.
    """
    compact = "".join(texte.split())
    if not compact:
        return None
    if DEUX_SENS.fullmatch(compact):
        plain = compact.replace(".", "")
        raise EntreeInvalide(
            f"« {texte.strip()} » se lit de deux façons : écrivez {plain} ou {compact.replace('.', ',')}."
        )
    if not NOMBRE.fullmatch(texte.strip()):
        raise EntreeInvalide(f"« {texte.strip()} » n'est pas un nombre{_pourquoi(compact)}")
    read = float(compact.replace(",", ".").replace("−", "-"))
    if math.isinf(read):
        raise EntreeInvalide(f"Un nombre de {len(compact)} chiffres est trop grand : vérifiez ce qui est écrit.")
    return read


def sans_arrondi(valeur: object) -> int:
    """A whole number as a file of ours writes it, never rounded to another. Raises `ValueError`."""
    if type(valeur) is not int:
        raise ValueError(f"« {valeur} » n'est pas un nombre entier")
    return valeur


def _pourquoi(compact: str) -> str:
    """Why a text is no number, and what to write: without its spaces, it might be one."""
    if NOMBRE.fullmatch(compact):
        return " : une espace ne sépare que des milliers. Retirez-la, ou écrivez une virgule avant les décimales."
    return " : écrivez-le en chiffres, sans unité, par exemple 17 600,50."


def simple(texte: str) -> str:
    """A text without case, accents or useless spaces."""
    apart = unicodedata.normalize("NFKD", texte.casefold().replace("’", "'"))
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def jour(texte: str, au_plus_tard: date | None = None) -> str | None:
    """The ISO day typed as 31/12/2025 (or 31122025); None for nothing. Raises `EntreeInvalide`, past a last day too."""
    text = texte.strip()
    if not text:
        return None
    day = None
    try:
        if read := JOUR.fullmatch(text):
            dd, mm, yyyy = (int(part) for part in read.groups() if part)
            day = date(yyyy, mm, dd)
        elif read := ISO.fullmatch(text):
            day = date.fromisoformat(text)
    except ValueError:
        pass
    if day is None or day.year < 2000:
        raise EntreeInvalide(f"« {text} » n'est pas une date : écrivez-la comme 31/12/2025.")
    if au_plus_tard is not None and day > au_plus_tard:
        raise EntreeInvalide(f"« {text} » est dans l'avenir : ce qui est observé ne l'est pas encore.")
    return day.isoformat()


def un(texte: str, noms: Collection[str], quoi: str) -> str:
    """The one name that some words say: whole, or but for what it has between brackets at its end, else by its
    beginning, else by any part; empty for nothing typed. Raises `EntreeInvalide` when none is meant, or several are.
    `quoi`: what is named, in words."""
    words = simple(texte)
    if not words or texte.strip() in noms:
        return texte.strip()
    plain = {name: simple(name) for name in noms}
    for meant in (
        [name for name, text in plain.items() if text == words],
        [name for name, text in plain.items() if text.endswith(")") and text.rpartition(" (")[0] == words],
        [name for name, text in plain.items() if text.startswith(words)],
        [name for name, text in plain.items() if words in text],
    ):
        if len(meant) == 1:
            return meant[0]
        if meant:
            more = "…" if len(meant) > AU_PLUS else ""
            raise EntreeInvalide(f"« {texte.strip()} » peut être {' ou '.join(meant[:AU_PLUS])}{more} : précisez.")
    raise EntreeInvalide(f"« {texte.strip()} » n'est pas {quoi}.")


def plusieurs(texte: str, noms: Mapping[str, T], quoi: str) -> frozenset[T]:
    """What the names mean that some words say, between « ; ». Raises `EntreeInvalide`."""
    parts = [part for part in SEPARATEUR.split(texte.strip()) if part]
    return frozenset(noms[un(part, noms, quoi)] for part in parts)
