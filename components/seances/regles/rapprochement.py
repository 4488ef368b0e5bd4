"""A name written again a year later: the same person, perhaps the same one, or someone else.

Case, accents, apostrophes, hyphens, titles and the order of the names do not make another person; anything nearer than
chance is named, for people to decide.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from components.seances.regles.assemblee import simple

TITRES = {"m", "mme", "mlle", "monsieur", "madame", "mademoiselle", "dr", "docteur", "docteure", "pr", "professeur"}
LETTRES, PROCHE = 4, 0.8  # letters of a word that may be misspelt, and how alike two spellings are


@dataclass(frozen=True)
class Rapprochement:
    """What a list says of the table: known names, by rank in the list; doubts, by rank, in French; names of the table
    that are not in the list."""

    reconnus: Mapping[int, str]
    doutes: Mapping[int, str]
    absents: tuple[str, ...]


def mots(nom: str) -> tuple[str, ...]:
    """The words of a name, in order, without what does not make another person."""
    words = re.findall(r"[^\W_]+", simple(nom))
    titled = len(words) > 2 and words[0] in TITRES
    return tuple(words[1:] if titled else words) or (simple(nom),)


def rapprocher(noms: Sequence[str], connus: Mapping[str, bool]) -> Rapprochement:
    """Match the names of a list with those the table has known (`connus`: whether each is a member now)."""
    matched: dict[int, str] = {}
    for same in (str, mots, _en_desordre):  # the surest first
        _match(noms, connus, same, matched)
    taken = set(matched.values())
    left = [k for k in range(len(noms)) if k not in matched]
    free = [name for name, active in connus.items() if active and name not in taken]
    doubts = {k: why for k in left if (why := _doubt(k, noms, left, list(connus), free))}
    return Rapprochement(matched, doubts, tuple(free))


def _en_desordre(nom: str) -> tuple[str, ...]:
    return tuple(sorted(mots(nom)))


def _match(
    noms: Sequence[str], connus: Mapping[str, bool], same: Callable[[str], Hashable], matched: dict[int, str]
) -> None:
    """Pair the names that are alike and alone of their kind on both sides; of two of the table, the member."""
    left = {k: same(nom) for k, nom in enumerate(noms) if k not in matched}
    counts, taken = Counter(left.values()), set(matched.values())
    for k, key in left.items():
        alike = [name for name in connus if name not in taken and same(name) == key]
        active = [name for name in alike if connus[name]] or alike
        if counts[key] == 1 and len(active) == 1:
            matched[k] = active[0]


def _doubt(k: int, noms: Sequence[str], left: list[int], connus: list[str], free: list[str]) -> str:
    nom = noms[k]
    others = [*connus, *(noms[other] for other in left if other < k)]
    alike = next((name for name in others if _en_desordre(name) == _en_desordre(nom)), "")
    near = alike or next((name for name in free if proches(nom, name)), "")
    where = "à la table" if near in connus else "plus haut"
    return f"« {nom} » est peut-être « {near} », déjà {where}" if near else ""


def proches(un: str, autre: str) -> bool:
    """Whether two names may be those of one person: a name left out, initials, or words misspelt."""
    first, second = list(mots(un)), list(mots(autre))
    for word in mots(un):
        if word in second:
            first.remove(word)
            second.remove(word)
    common = len(mots(un)) - len(first)
    if not common:
        return False
    if not first or not second:
        return True
    return len(first) == len(second) and all(map(_alike, sorted(first), sorted(second)))


def _alike(un: str, autre: str) -> bool:
    if any(char.isdigit() for char in un + autre):
        return False
    short, long = sorted((un, autre), key=len)
    if len(short) == 1:
        return long.startswith(short)
    return len(short) >= LETTRES and SequenceMatcher(None, un, autre).ratio() >= PROCHE
