"""The page of attacks is the one its tests wrote: every row is played, every test named is there, all held."""

import ast
import re

import pytest

from tests.matrice import releve

RANGEES = {f"{k}. {row['attaque'][:40]}": row for k, row in enumerate(releve.attaques(), start=1)}


def test_every_point_has_its_row() -> None:
    assert {row["point"] for row in RANGEES.values()} == set(range(1, 16))


@pytest.mark.parametrize("name", RANGEES)
def test_the_tests_of_a_row_are_there_and_the_page_says_they_held(name: str) -> None:
    row, page = RANGEES[name], releve.DOC.read_text(encoding="utf-8")
    for test in row["tests"]:
        file, _, function = test.partition("::")
        tree = ast.parse((releve.ROOT / file).read_text(encoding="utf-8"))
        found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert (function in found) if function else any(one.startswith("test_") for one in found), test
    (line,) = [line for line in page.splitlines() if f"| {row['attaque']} |" in line]
    assert f"| {row['promesse']} | tenu | " in line and re.search(r"(\d+) essais sur \1\b", line)


def test_the_page_was_written_from_this_table() -> None:
    assert f"marque `{releve.marque()}`" in releve.DOC.read_text(encoding="utf-8"), "python -m tests.matrice"


def test_a_row_that_fails_or_is_not_played_is_not_said_held() -> None:
    said = releve.Releve()
    assert "**non joué**" in releve.page(said)
    for row in releve.attaques():
        said.issues[row["tests"][0]].update(passed=2, failed=1)
    assert "**NON TENU**" in releve.page(said) and "| tenu |" not in releve.page(said)


def test_what_was_not_played_keeps_its_line_and_no_other() -> None:
    said, before = releve.Releve(), releve.DOC.read_text(encoding="utf-8")
    assert releve.page(said, before) == before
    first, *others = releve.attaques()
    said.issues[first["tests"][0]].update(passed=7)
    changed = releve.page(said, before)
    assert "| tenu | 7 essais sur 7 |" in changed
    assert [line for line in before.splitlines() if line not in changed] == [
        line for line in before.splitlines() if f"| {first['attaque']} |" in line
    ]
    assert others and "**non joué**" in releve.page(said, before.replace(others[0]["promesse"], "Autre promesse"))
