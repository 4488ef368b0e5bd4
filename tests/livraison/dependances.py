"""The libraries that the product runs on, read from what is installed: which, in which version, under which licence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
INSTALLEUR = "pip"  # which a library asks for, and which is there already: it installs the others
DEMANDES, VERROU, ESSAIS = (ROOT / name for name in ("requirements.txt", "requirements.lock", "requirements-dev.txt"))
LIGNE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(.*?)(?=^[A-Za-z]|\Z)", re.MULTILINE | re.DOTALL)
EMPREINTE = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# A licence that would bind what is built on it. The LGPL does not, used as a library.
CONTAGIEUSE = re.compile(r"(?<!L)GPL|GNU (Affero )?General Public|\bSSPL\b|\bBUSL\b|Commons Clause", re.IGNORECASE)


@dataclass(frozen=True)
class Bibliotheque:
    """A library as it is installed."""

    nom: str
    version: str
    licence: str


def demandes() -> list[Requirement]:
    """What `requirements.txt` asks for."""
    lines = (line.partition("#")[0].strip() for line in DEMANDES.read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line]


@cache
def arbre() -> dict[str, Bibliotheque]:
    """Every library that the product runs on here, by its canonical name: what is asked, and what these ask."""
    seen: dict[str, Bibliotheque] = {}
    left = [(one.name, frozenset(one.extras)) for one in demandes()]
    done: set[tuple[str, frozenset[str]]] = set()
    while left:
        name, extras = left.pop()
        if (name, extras) in done or name == INSTALLEUR:
            continue
        done.add((name, extras))
        found = metadata.distribution(name)
        seen[canonicalize_name(name)] = Bibliotheque(canonicalize_name(name), found.version, licence(found))
        left += [(str(canonicalize_name(one.name)), frozenset(one.extras)) for one in _suites(found, extras)]
    return dict(sorted(seen.items()))


def _suites(found: metadata.Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for line in found.requires or []:
        one = Requirement(line)
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield one


def licence(found: metadata.Distribution) -> str:
    """The licence that a library declares: its expression, its classifiers, else the first line of its field."""
    about = found.metadata
    classifiers = [one.rsplit(" :: ", 1)[-1] for one in about.get_all("Classifier") or [] if one.startswith("License")]
    named = about.get("License-Expression") or " ; ".join(one for one in classifiers if one != "OSI Approved")
    return named or (about.get("License") or "").strip().split("\n")[0][:80]


def verrou(path: Path = VERROU) -> dict[str, tuple[str, list[str]]]:
    """What a lock holds, by canonical name: version, hashes."""
    text = re.sub(r"^\s*#.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {canonicalize_name(name): (version, EMPREINTE.findall(rest)) for name, version, rest in LIGNE.findall(text)}
