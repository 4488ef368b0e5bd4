"""Running the tests of the matrix and writing what they said."""

import hashlib
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE, DOC = Path(__file__).with_name("attaques.toml"), ROOT / "docs" / "attaques.md"
CHIFFRE = "chiffre"  # what a test records of itself: `record_property(CHIFFRE, "0 clé sur 34")`
TETE = """# Ce qui a été tenté, et ce qui tient

Chaque ligne est une attaque menée contre une table ouverte, ce que l'outil promet, et ce qu'en disent les tests de
cette version. Écrit par `python -m tests.matrice`, qui les joue ; rien n'est saisi à la main.

| point | attaque | promesse | résultat | chiffres | tests |
| --- | --- | --- | --- | --- | --- |
"""


def attaques() -> list[dict[str, Any]]:
    """The rows of the table, in its order."""
    found: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["attaque"]
    return found


def marque() -> str:
    """The mark of the table: a page written from another one is known by it."""
    return hashlib.sha256(TABLE.read_bytes()).hexdigest()[:16]


class Releve:
    """What pytest says of each test, by file and by file::function."""

    def __init__(self) -> None:
        self.issues: dict[str, Counter[str]] = defaultdict(Counter)
        self.chiffres: dict[str, list[str]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a call, or a set-up that failed."""
        if report.when != "call" and not report.failed:
            return
        whole = report.nodeid.split("[")[0]
        for name in (whole, whole.split("::")[0]):
            self.issues[name][report.outcome] += 1
            self.chiffres[name] += [str(value) for key, value in report.user_properties if key == CHIFFRE]


def jouer(points: Collection[int] = ()) -> Releve:
    """Run every test of the matrix once, or those of some points."""
    kept = Releve()
    rows = [row for row in attaques() if not points or row["point"] in points]
    names = list(dict.fromkeys(name for row in rows for name in row["tests"]))
    pytest.main(["-q", "-p", "no:cacheprovider", *names], plugins=[kept])
    return kept


def page(said: Releve, avant: str = "") -> str:
    """The page: one line for each attack. `avant`: the page of before, whose lines stay where nothing was played."""
    lines = [(not _jouee(row, said) and _gardee(row, avant)) or _ligne(row, said) for row in attaques()]
    return f"{TETE}{''.join(lines)}\nTableau des attaques : `tests/matrice/attaques.toml`, marque `{marque()}`.\n"


def _jouee(row: dict[str, Any], said: Releve) -> bool:
    return any(said.issues[name] for name in row["tests"])


def _gardee(row: dict[str, Any], avant: str) -> str:
    """The line of a row in a page of before, its tests and its words unchanged; empty without one."""
    names = "<br>".join(f"`{name.removeprefix('tests/')}`" for name in row["tests"])
    about = f"| {row['point']} | {row['attaque']} | {row['promesse']} |"
    found = (line for line in avant.splitlines() if line.startswith(about) and line.endswith(f"| {names} |"))
    return f"{line}\n" if (line := next(found, "")) else ""


def _ligne(row: dict[str, Any], said: Releve) -> str:
    issues = sum((said.issues[name] for name in row["tests"]), Counter[str]())
    count, held = issues.total(), issues["passed"]
    result = "tenu" if count and held == count else "**NON TENU**" if count else "**non joué**"
    figures = [f"{held} essais sur {count}", *dict.fromkeys(c for name in row["tests"] for c in said.chiffres[name])]
    names = "<br>".join(f"`{name.removeprefix('tests/')}`" for name in row["tests"])
    return f"| {row['point']} | {row['attaque']} | {row['promesse']} | {result} | {' ; '.join(figures)} | {names} |\n"
