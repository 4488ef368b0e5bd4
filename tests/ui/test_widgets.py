"""Words that reach the screen or a file name: inert, plain, found whatever the accents."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from components.ui import widgets

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("APL, 65 ans et moins, 2023 par commune", "apl-65-ans-et-moins-2023-par-commune"),
        ("é à/..\\", "e-a"),
        ("…?", "table"),
    ],
)
def test_a_file_name_is_plain(title: str, name: str) -> None:
    assert widgets.nom_de_fichier(title) == name


@pytest.mark.parametrize(
    "text", ["**gras**", "[x](http://a)", "<b>x</b>", "$x$", ":smile:", "# titre", "![i](u)", "a~b~", "`c`", "- [ ] x"]
)
def test_user_text_is_inert_in_markdown(text: str) -> None:
    safe = widgets.markdown_inerte(text)
    for character in "*[]<>$:#!~`_":
        assert safe.count(character) == safe.count(f"\\{character}")


ADRESSES = [
    "http://a.example",
    "HTTPS://a.example/b",
    "www.a.example",
    "voir www.a.example.",
    "moi@a.example",
    "x@y@a.example",
]
VIVANTES = re.compile(r"https?\\?:/|www\\?\.|\w\\?@|:material", re.IGNORECASE)


@pytest.mark.parametrize("inerte", [widgets.markdown_inerte, widgets.phrase_inerte])
@pytest.mark.parametrize("text", [*ADRESSES, ":material/home:", "« [x](http://a.example) »"])
def test_a_bare_address_never_becomes_a_link_and_reads_the_same(inerte: Callable[[str], str], text: str) -> None:
    safe = inerte(text)
    assert VIVANTES.search(text) and not VIVANTES.search(safe) and "[x]" not in safe
    assert safe.replace("\\", "").replace("\N{WORD JOINER}", "") == text


def test_a_list_or_an_entity_typed_by_someone_stays_text() -> None:
    assert widgets.markdown_inerte("1. un\n12. deux") == "1\\. un\n12\\. deux"
    assert widgets.markdown_inerte("&lt;") == "\\&lt;"


SHOWN = {"error", "warning", "info", "success", "caption", "markdown", "write"}


@pytest.mark.parametrize("path", sorted((ROOT / "components").rglob("*.py")), ids=lambda path: path.stem)
def test_a_refusal_is_shown_inert(path: Path) -> None:
    """It quotes what someone typed or a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in SHOWN
            and node.args
        ):
            words = ast.unparse(node.args[0])
            assert "inerte" in words or not re.search(r"\b(refusal|problem)\b", words), f"line {node.lineno}: {words}"


def test_a_filter_forgets_case_and_accents() -> None:
    names = pd.Series(["Mâcon", "Le Creusot", "Rully"])
    assert widgets.contient(names, "MACON").tolist() == [True, False, False]
    assert widgets.contient(names, "(").tolist() == [False, False, False]
