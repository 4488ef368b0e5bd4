"""Names of French places reduced to a key under which two lists can meet. Pure functions."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": " ", "'": " ", "`": " "})
_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur"}
_ARTICLES = frozenset({"le", "la", "les", "l"})


def strip_accents(text: str) -> str:
    """The same text without diacritics: « Mâcon » gives « Macon »."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(name: str) -> list[str]:
    """Lower-case words without accents, ligatures, hyphens or bracketed remarks; St/Ste spelt out."""
    lowered = re.sub(r"\(.*?\)", " ", name).lower().translate(_LIGATURES)
    found = re.findall(r"[a-z0-9]+", strip_accents(lowered))
    return [_WORDS.get(word, word) for word in found]


def cle(name: str) -> str:
    """The key of a place name, without its leading article.

    « L'Abergement-Ste-Colombe » and « Abergement Sainte Colombe » share one key. A name made only of
    an article keeps it; a name without any Latin letter gives the empty key.
    """
    found = words(name)
    while len(found) > 1 and found[0] in _ARTICLES:
        found = found[1:]
    return " ".join(found)
