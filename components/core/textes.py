"""Texts that every file can hold: what is not seen is replaced at entry and at export, what a spreadsheet would run is
put to sleep at export.

Word writes U+000B for a line break, and a workbook or a document with one in it does not open.
"""

import json
import re
from typing import Any, TypeVar

Valeur = TypeVar("Valeur")
FORMULES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width ones too, run by some
ERREURS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})  # a text no more once written
_INVISIBLES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MOITIE = re.compile("[\ud800-\udfff]|\\\\u[dD][89a-fA-F]")
_SAUTS = re.compile("\r\n|[\r\x0b\x0c]")


def sans_controle(texte: str) -> str:
    """A text without control characters but the tab and the end of line: other ends of line become one, other control
    characters a space; what no file may hold (half of a pair, U+FFFE, U+FFFF) becomes U+FFFD."""
    if texte.isprintable() or not _INVISIBLES.search(texte):
        return texte
    return _INVISIBLES.sub(lambda match: " " if match[0] < "\xa0" else "\ufffd", _SAUTS.sub("\n", texte))


def en_json(texte: str) -> Any:
    """What a JSON holds. Raises what `json` raises, and `UnicodeError` when it holds half of a character (« \\ud83d »),
    which no screen can show."""
    held = json.loads(texte)
    if _MOITIE.search(texte):
        json.dumps(held, ensure_ascii=False).encode()
    return held


def nets(valeur: Valeur) -> Valeur:
    """The same value, the texts it holds (in lists, tuples and dictionaries too) without control characters."""
    if isinstance(valeur, str):
        return sans_controle(valeur)  # type: ignore[return-value]
    if isinstance(valeur, dict):
        return {nets(key): nets(one) for key, one in valeur.items()}  # type: ignore[return-value]
    if isinstance(valeur, list | tuple):
        cleaned = [nets(one) for one in valeur]
        return cleaned if isinstance(valeur, list) else tuple(cleaned)  # type: ignore[return-value]
    return valeur


def inerte(valeur: Valeur) -> Valeur:
    """A cell to write: a text without control characters, behind an apostrophe when a spreadsheet would read it as a
    formula or an error; anything else as it is."""
    if not isinstance(valeur, str):
        return valeur
    text = sans_controle(valeur)
    return f"'{text}" if valeur.startswith(FORMULES) or text.startswith(FORMULES) or text in ERREURS else text  # type: ignore[return-value]
