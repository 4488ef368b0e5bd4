"""What a search finds: names that hold every word typed, whatever the case, the accents and the hyphens."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

GENRES = ("Commune", "Territoire", "Action", "Service", "Décision")


@dataclass(frozen=True)
class Trouvaille:
    """Something that has a name: its kind (`GENRES`), its name, what tells it apart, the page that shows it, what that
    page must open (key of the tab → value) and what follows « ? » in its address."""

    genre: str
    nom: str
    precision: str
    page: str
    choix: tuple[tuple[str, object], ...] = ()
    adresse: tuple[tuple[str, str], ...] = ()


def mots(texte: str) -> list[str]:
    """The words of a text, bare: lower case, no accent, « St » and « Ste » in full."""
    apart = unicodedata.normalize("NFKD", texte.lower().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return [{"st": "saint", "ste": "sainte"}.get(word, word) for word in re.findall(r"[a-z0-9]+", bare)]


def chercher(connues: Iterable[Trouvaille], tape: str) -> dict[str, list[Trouvaille]]:
    """What holds every word typed at the beginning of one of its own, by kind; names that begin with them first.

    Nothing typed finds nothing.
    """
    wanted = mots(tape)
    if not wanted:
        return {}
    ranked: dict[str, list[tuple[int, int, str, Trouvaille]]] = {genre: [] for genre in GENRES}
    for one in connues:
        name = mots(one.nom)
        if all(any(word.startswith(part) for word in name) for part in wanted):
            first = 0 if name == wanted else 1 if " ".join(name).startswith(" ".join(wanted)) else 2
            ranked[one.genre].append((first, len(name), " ".join(name), one))
    return {genre: [row[3] for row in sorted(rows, key=lambda row: row[:3])] for genre, rows in ranked.items() if rows}
