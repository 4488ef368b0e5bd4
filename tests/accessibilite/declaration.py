"""The statement, made of the criteria, of the tests that hold them and of what these tests said."""

import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from components.core.francais import jour, nombre
from components.methode import texte

ROOT = Path(__file__).resolve().parents[2]
ICI = Path(__file__).resolve().parent
DOC = ROOT / "docs" / "accessibilite.md"
COMPLET = "complet"
TENU, PARTIE, NON_TENU, SANS_OBJET, NON_ESSAYE = "tenu", "tenu en partie", "**non tenu**", "sans objet", "non essayé"
MUET = "**non joué**"
CRITERES = "| critère | WCAG | ce qu'il demande | résultat | précision | essais |\n" + "| --- " * 6 + "|\n"
LE_JOUR = re.compile(r"\*\*[^*]+\*\*, en [\d\s\u00a0\u202f]+ s")
DUREE = re.compile(r"\| (?:moins de )?[\d\s\u00a0\u202f]*\d(?:,\d)? s \|")


@dataclass
class Essais:
    """What pytest said of the tests of `make test`, by file::function and by file: outcomes, and seconds."""

    issues: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    secondes: Counter[str] = field(default_factory=Counter)

    def ajouter(self, report: pytest.TestReport) -> None:
        """Count a call, or a set-up that failed or was skipped; tests of `make complet` alone are left out."""
        if COMPLET in report.keywords or (report.when != "call" and report.outcome == "passed"):
            return
        whole = report.nodeid.split("[")[0]
        for name in (whole, whole.split("::")[0]):
            self.issues[name][report.outcome] += 1
            self.secondes[name] += report.duration


@cache
def essais() -> dict[str, dict[str, str]]:
    """The tests by key: where each is (`essai`), what it looks at (`quoi`)."""
    return tomllib.loads((ICI / "essais.toml").read_text(encoding="utf-8"))


@cache
def themes() -> list[dict[str, Any]]:
    """The criteria by theme, in the order of the RGAA."""
    return tomllib.loads((ICI / "criteres.toml").read_text(encoding="utf-8"))["theme"]


def criteres() -> list[dict[str, Any]]:
    """Every criterion."""
    return [one for theme in themes() for one in theme["criteres"]]


def tous_joues(said: Essais) -> bool:
    """Whether the run was whole: every test that a criterion names was heard."""
    return all(said.issues[one["essai"]] for one in essais().values())


def resultat(critere: dict[str, Any], said: Essais) -> str:
    """What may be said of a criterion, from what its tests said."""
    if "s" in critere:
        return SANS_OBJET
    if "m" in critere:
        return NON_ESSAYE
    if "x" in critere:
        return NON_TENU
    heard = [said.issues[essais()[key]["essai"]] for key in critere["e"]]
    if not all(heard):
        return MUET
    if any(set(one) != {"passed"} for one in heard):
        return NON_TENU
    return PARTIE if "r" in critere else TENU


def page(said: Essais, le: date) -> str:
    """The whole statement, in Markdown."""
    numbers = {key: rank for rank, key in enumerate(essais(), start=1)}
    results = Counter(resultat(one, said) for one in criteres())
    seconds = sum(said.secondes[one["essai"]] for one in essais().values())
    parts = [
        (ICI / "declaration.md").read_text(encoding="utf-8").format(
            jour=jour(le), secondes=nombre(seconds, 0), total=len(criteres()), essais=len(essais()),
            tenus=results[TENU], partie=results[PARTIE], objet=results[SANS_OBJET],
            manquants=results[NON_ESSAYE], fautes=results[NON_TENU] + results[MUET], ecarts=_ecarts(said),
        )
    ]  # fmt: skip
    for theme in themes():
        rows = "".join(_ligne(one, said, numbers) for one in theme["criteres"])
        parts.append(f"### {theme['nom']}\n\n{CRITERES}{rows}")
    tests = [(rank, essais()[key]) for key, rank in numbers.items()]
    head = "| essai | ce qu'il regarde | résultat | durée |\n| --- | --- | --- | --- |\n"
    rows = "".join(f"| E{rank} | {one['quoi']} | {_mot(one, said)} | {_duree(one, said)} |\n" for rank, one in tests)
    files = "".join(f"- E{rank} : `{one['essai']}`\n" for rank, one in tests)
    return "\n".join([*parts, f"## Les essais\n\n{head}{rows}", f"{texte.FICHIERS}\n\n{files}"])


def comparable(text: str) -> str:
    """A statement without its day and its durations: what must be the same from one run to the next."""
    return DUREE.sub("| … |", LE_JOUR.sub("…", text))


def _ecarts(said: Essais) -> str:
    rows = [f"- {one['n']}, {one['t'].lower()} : {one.get('x') or 'un essai a échoué'}." for one in criteres()
            if resultat(one, said) in (NON_TENU, MUET)]  # fmt: skip
    rows += [f"- {one['n']}, {one['t'].lower()} : {one['m']} (non essayé)." for one in criteres() if "m" in one]
    return "\n".join(rows)


def _ligne(critere: dict[str, Any], said: Essais, numbers: dict[str, int]) -> str:
    tests = ", ".join(f"E{numbers[key]}" for key in critere.get("e", []))
    told = next((critere[key] for key in "smxr" if key in critere), "")
    return f"| {critere['n']} | {critere['w']} | {critere['t']} | {resultat(critere, said)} | {told} | {tests} |\n"


def _mot(one: dict[str, str], said: Essais) -> str:
    heard = said.issues[one["essai"]]
    return MUET if not heard else "réussi" if set(heard) == {"passed"} else "**échoué**"


def _duree(one: dict[str, str], said: Essais) -> str:
    seconds = said.secondes[one["essai"]]
    return f"{nombre(seconds, 1)} s" if seconds else "moins de 0,1 s"
