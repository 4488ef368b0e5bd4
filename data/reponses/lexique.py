"""The acronyms of the texts, each in one plain sentence with its source, from `lexique.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")


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
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Sigle(key, **entry) for key, entry in sorted(entries.items(), key=lambda pair: pair[0].casefold()))


def presents(*textes: str) -> list[Sigle]:
    """The acronyms that some texts use, as whole words, in alphabetical order: the foot list of a print."""
    words = set(re.findall(r"[^\W_]+", " ".join(textes)))
    return [one for one in lexique() if one.sigle in words]
