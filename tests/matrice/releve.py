"""Running the tests of the matrix and writing what they said."""

import hashlib
import tomllib
from collections import Counter, defaultdict
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


def jouer() -> Releve:
    """Run every test of the matrix once."""
    kept = Releve()
    names = list(dict.fromkeys(name for row in attaques() for name in row["tests"]))
    pytest.main(["-q", "-p", "no:cacheprovider", *names], plugins=[kept])
    return kept


def page(said: Releve) -> str:
    """The page: one line for each attack."""
    lines = [_ligne(row, said) for row in attaques()]
    return f"{TETE}{''.join(lines)}\nTableau des attaques : `tests/matrice/attaques.toml`, marque `{marque()}`.\n"


def _ligne(row: dict[str, Any], said: Releve) -> str:
    issues = sum((said.issues[name] for name in row["tests"]), Counter[str]())
    count, held = issues.total(), issues["passed"]
    result = "tenu" if count and held == count else "**NON TENU**" if count else "**non joué**"
    figures = [f"{held} essais sur {count}", *dict.fromkeys(c for name in row["tests"] for c in said.chiffres[name])]
    names = "<br>".join(f"`{name.removeprefix('tests/')}`" for name in row["tests"])
    return f"| {row['point']} | {row['attaque']} | {row['promesse']} | {result} | {' ; '.join(figures)} | {names} |\n"
