"""What is given as an example on a screen is of the département of the file, never of another."""

import ast
import re
from pathlib import Path

import pytest

from data.base import store
from data.territoire import indicateurs
from tests import fichiers

ROOT = Path(__file__).resolve().parents[2]
# Places of the département that a fresh clone opens on: none is written in a screen that every other one shows.
LIEUX = re.compile(
    r"\b(Mâcon|Chalon|Autun|Creusot|Montceau|Paray|Digoin|Gueugnon|Louhans|Tournus|Cluny|Cuiseaux|Brionnais|Bresse|"
    r"Morvan|Saône)\b",
    re.IGNORECASE,
)
A_LUI = "data/fichier/saone_et_loire.py"  # what is embedded for it alone


@pytest.mark.parametrize(("code", "nom"), [("58", "Nevers"), ("974", "Saint-Denis"), ("71", "Chalon-sur-Saône")])
def test_the_example_is_the_largest_commune_of_the_departement(tmp_path: Path, code: str, nom: str) -> None:
    with store.connect(tmp_path / "table.db") as db:
        fichiers.remplir(db, code)
        assert indicateurs.plus_peuplee(db) == nom


def test_no_screen_names_a_place_of_one_departement() -> None:
    named = [
        f"{path.relative_to(ROOT)} : {words[:60]}"
        for place in ("components", "pages", "data")
        for path in (ROOT / place).rglob("*")
        if path.suffix in (".py", ".js", ".html") and "sources" not in path.parts and not str(path).endswith(A_LUI)
        for words in (_mots(path) if path.suffix == ".py" else [path.read_text(encoding="utf-8")])
        if LIEUX.search(words)
    ]
    assert named == []


def _mots(path: Path) -> list[str]:
    """The texts of a module, but for what developers read."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    owners = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    told = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, owners) and _dite(node)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [str(node.value) for node in texts if id(node) not in told]


def _dite(node: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return bool(node.body) and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
