"""What is public is documented: commands, parameters, formulas, sources, pages."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from components.terminal.commandes import _parser
from data.base import formules, parameters

ROOT = Path(__file__).resolve().parents[1]


def _commands() -> list[str]:
    actions = [a for a in _parser()._actions if a.choices]
    return sorted(str(name) for action in actions for name in action.choices)


@pytest.mark.parametrize("command", _commands())
def test_every_command_is_in_the_guide(command: str) -> None:
    guide = (ROOT / "docs" / "guide-animation.md").read_text(encoding="utf-8")
    assert f"python -m data {command}" in guide


@pytest.mark.parametrize("name", sorted(parameters.catalogue()))
def test_every_parameter_is_read_by_a_formula(name: str) -> None:
    assert any(name in formule.parametres for formule in formules.catalogue().values())


@pytest.mark.parametrize("name", sorted(formules.catalogue()))
def test_every_formula_points_to_code_and_parameters_that_exist(name: str) -> None:
    formule = formules.catalogue()[name]
    module, _, path = formule.code.partition(":")
    found = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    assert callable(found)
    assert set(formule.parametres) <= set(parameters.catalogue())


def test_the_readme_fits_one_screen_and_has_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme and "make test" in readme
    assert "pip install -r requirements.txt" in readme and "streamlit run app.py" in readme
    assert len(readme.splitlines()) <= 60


def test_every_link_between_documents_leads_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} -> {target}"


def _noms(path: Path) -> list[str]:
    """The names that a rehearsal may give to its captures, as patterns: its texts, with what it fills in them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    filled = [node.values for node in nodes if isinstance(node, ast.JoinedStr)]
    return [re.escape(text) for text in texts if re.fullmatch(r"[\w-]{4,}", text)] + [
        "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w-]+" for part in parts)
        for parts in filled
        if sum(len(str(part.value)) for part in parts if isinstance(part, ast.Constant)) >= 6
    ]


def test_every_screen_that_a_document_shows_is_made_by_a_rehearsal() -> None:
    """`CAPTURES=1 make browser` takes them all again: none is older than what it shows."""
    made = [name for path in (ROOT / "tests" / "browser").rglob("*.py") for name in _noms(path)]
    shown = {
        image: document.name
        for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
        for image in re.findall(r"captures/([\w-]+)\.png\)", document.read_text(encoding="utf-8"))
    }
    assert sum(name == "guide-animation.md" for name in shown.values()) >= 8
    assert not {image: name for image, name in shown.items() if not any(re.fullmatch(one, image) for one in made)}


def test_every_fault_of_the_matrix_has_its_result_and_a_test_that_exists() -> None:
    lines = (ROOT / "docs" / "pannes.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]
    assert len(rows) >= 25
    for row in rows:
        assert len(row) == 4 and all(row), row
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row[3])
        assert named, row
        for path, name in named:
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), row[3]


def test_every_make_target_is_in_the_readme_or_the_guide() -> None:
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/developpement.md"))
    targets = re.search(r"\.PHONY: (.+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert targets is not None
    for target in targets.group(1).split():
        assert f"make {target}" in text, target


def test_every_requirement_has_its_reason() -> None:
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            assert re.search(r"<\d.*#\s*\S.{10,}", line), line
