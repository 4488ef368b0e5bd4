"""The acronyms of the texts, each in one plain sentence with its source, from `lexique.toml`.

`hors_lexique.toml` names the words in capitals that are no acronym: every other one is to be explained.
"""

import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")
HORS = Path(__file__).with_name("hors_lexique.toml")
MOT = re.compile(r"[^\W_]+")
CAPITALES = 2  # in a word: from there on, it is an acronym or it is declared as none


@dataclass(frozen=True)
class Sigle:
    """An acronym: what it stands for, one plain sentence, its source."""

    sigle: str
    nom: str
    phrase: str
    source: str


@cache
def lexique() -> tuple[Sigle, ...]:
    """Every acronym, in alphabetical order."""
    return tuple(sorted(_par_mot().values(), key=lambda one: one.sigle.casefold()))


@cache
def hors_lexique() -> dict[str, str]:
    """Words in capitals that are no acronym, and why."""
    read: dict[str, str] = tomllib.loads(HORS.read_text(encoding="utf-8"))
    return read


def trouver(mot: str) -> Sigle | None:
    """What the lexicon says of a word, if it knows it."""
    return _par_mot().get(mot)


def presents(*textes: str) -> list[Sigle]:
    """The acronyms that some texts use, as whole words, in alphabetical order: the foot list of a print."""
    return de({word for text in textes for word in MOT.findall(text)})


def de(mots: Collection[str]) -> list[Sigle]:
    """The acronyms among some words, in alphabetical order."""
    met = [one for word in mots if (one := trouver(word)) is not None]
    return sorted(met, key=lambda one: one.sigle.casefold())


def inexpliques(textes: Iterable[str]) -> list[str]:
    """Words of some texts with two capitals or more that the lexicon does not explain and nobody declared as none."""
    words = {word for text in textes for word in MOT.findall(text) if not any(sign.isdigit() for sign in word)}
    loud = {word for word in words if sum(sign.isupper() for sign in word) >= CAPITALES}
    return sorted(word for word in loud if trouver(word) is None and word not in hors_lexique())


@cache
def _par_mot() -> dict[str, Sigle]:
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {key: Sigle(key, **entry) for key, entry in entries.items()}
