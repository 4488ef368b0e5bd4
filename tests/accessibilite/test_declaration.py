"""The statement of accessibility says what its tests said, of every criterion, and anyone reads it."""

import ast
from collections import Counter
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.methode import routes, texte
from tests.accessibilite import declaration
from tests.accessibilite.declaration import COMPLET, MUET, NON_ESSAYE, NON_TENU, PARTIE, SANS_OBJET, TENU, Essais

RGAA = {1: 9, 2: 2, 3: 3, 4: 13, 5: 8, 6: 2, 7: 5, 8: 10, 9: 4, 10: 14, 11: 13, 12: 11, 13: 12}  # criteria by theme
WCAG_2_2 = ["2.4.11", "2.5.7", "2.5.8", "3.2.6", "3.3.7", "3.3.8"]
JOUR = date(2026, 11, 22)


def _dit(**issues: int) -> Essais:
    """Every test of the statement said the same."""
    said = Essais()
    for one in declaration.essais().values():
        said.issues[one["essai"]].update(issues)
    return said


def test_every_criterion_is_there_once_and_says_how_it_is_known() -> None:
    numbers = [f"{theme}.{k}" for theme, count in RGAA.items() for k in range(1, count + 1)]
    assert [one["n"] for one in declaration.criteres()] == numbers + WCAG_2_2
    for one in declaration.criteres():
        assert len(one.keys() & {"e", "s", "m", "x"}) == 1, one
        assert "r" not in one or one.get("e"), one
        assert set(one.get("e", [])) <= set(declaration.essais()), one
    assert {key for one in declaration.criteres() for key in one.get("e", [])} == set(declaration.essais())


@pytest.mark.parametrize("key", declaration.essais())
def test_a_test_of_the_statement_is_there_and_played_every_day(key: str) -> None:
    file, _, function = declaration.essais()[key]["essai"].partition("::")
    tree = ast.parse((declaration.ROOT / file).read_text(encoding="utf-8"))
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    (wanted,) = [node for node in tests if node.name == function] if function else [tests[0]]
    assert not [mark for mark in wanted.decorator_list if ast.unparse(mark) == f"pytest.mark.{COMPLET}"]


def test_the_statement_of_the_house_is_the_one_that_tests_which_all_pass_write() -> None:
    written = declaration.page(_dit(passed=3), JOUR)
    kept = declaration.DOC.read_text(encoding="utf-8")
    assert declaration.comparable(written) == declaration.comparable(kept), "make accessibilite"
    assert written != kept and "22 novembre 2026" not in declaration.comparable(written)


@pytest.mark.parametrize(
    ("issues", "word"), [({"passed": 1, "failed": 1}, NON_TENU), ({"skipped": 2}, NON_TENU), ({}, MUET)]
)
def test_a_test_that_fails_is_skipped_or_is_not_played_holds_nothing(issues: dict[str, int], word: str) -> None:
    results = Counter(declaration.resultat(one, _dit(**issues)) for one in declaration.criteres())
    assert not results[TENU] and not results[PARTIE] and results[word] > 40
    assert results[SANS_OBJET] and results[NON_ESSAYE]
    assert declaration.comparable(declaration.page(_dit(**issues), JOUR)) != declaration.comparable(
        declaration.DOC.read_text(encoding="utf-8")
    )


def test_only_a_whole_run_of_the_daily_tests_speaks() -> None:
    said, first = _dit(passed=1), next(iter(declaration.essais().values()))["essai"]
    assert declaration.tous_joues(said)
    del said.issues[first]
    for keywords, when in (({COMPLET: 1}, "call"), ({}, "setup")):
        said.ajouter(pytest.TestReport(f"{first}[x]", ("", 0, ""), keywords, "passed", None, when))  # type: ignore[arg-type]
    assert not declaration.tous_joues(said)
    said.ajouter(pytest.TestReport(f"{first}[x]", ("", 0, ""), {}, "failed", None, "setup"))
    assert declaration.tous_joues(said) and said.issues[first] == {"failed": 1}


def test_the_page_of_the_statement_is_served_whole_to_anyone() -> None:
    answer = TestClient(Starlette(routes=routes.ROUTES)).get("/accessibilite")
    assert answer.status_code == 200 and answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.text.count("<h1>") == 1 and "non conforme" in answer.text and "Défenseur des droits" in answer.text
    assert answer.text.count("<tr>") > len(declaration.criteres()) and "tests/" not in answer.text
    assert "**" not in answer.text and "| " not in answer.text and "<script" not in answer.text
    for page in ("compagnon/salle", "compagnon/public", "priorites/ballot", "ui/porte/entrer"):
        template = (declaration.ROOT / f"components/{page}.html").read_text(encoding="utf-8")
        assert 'href="/accessibilite"' in template, page


@pytest.mark.parametrize(
    "typed", ["<b>x</b>", "**<i>**", "`<script>`", "| <a> |\n| --- |\n| <b> |", "- <li>", "## <h>"]
)
def test_no_text_becomes_a_tag(typed: str) -> None:
    tags = set(texte.re.findall(r"<(\w+)", str(texte.en_page(typed))))
    assert tags <= {"p", "strong", "code", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "h2"}
