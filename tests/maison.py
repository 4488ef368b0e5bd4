"""What the rules of the house look at: the files, their trees, and one test for many things."""

import ast
from collections.abc import Callable, Iterable
from functools import cache, wraps
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = [ROOT / "app.py", *(p for room in ("pages", "components", "data") for p in (ROOT / room).rglob("*.py"))]
TESTS = list((ROOT / "tests").rglob("*.py"))


def nom_de(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def arbre(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def fonctions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(arbre(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def chacun(
    choses: Iterable[Any] | Callable[[], Iterable[Any]], nom: Callable[[Any], str] = nom_de
) -> Callable[[Callable[[Any], None]], Callable[[], None]]:
    """A rule tried on each thing in one test, which names all those that break it. Things that take time to find come
    from a function: every worker reads this file, one runs it."""

    def every(rule: Callable[[Any], None]) -> Callable[[], None]:
        @wraps(rule)
        def tried() -> None:
            faults = []
            for one in choses() if callable(choses) else choses:
                try:
                    rule(one)
                except AssertionError as error:
                    faults.append(f"{nom(one)}: {error}")
            assert not faults, "\n".join(faults)

        del tried.__wrapped__  # pytest would ask for the rule's own argument
        return tried

    return every


def importes(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(arbre(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found
