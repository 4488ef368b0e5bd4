"""Small faults in a file, made by cosmic-ray: which ones, in which order, and those that change nothing left out."""

import ast
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from parso.python.tree import Keyword

# Boundaries, negations, arithmetic, logic, constants, loops: what a hand could get wrong in a rule.
NOMS = [
    *(f"core/ReplaceComparisonOperator_{a}_{b}" for a, b in [
        ("Lt", "LtE"), ("Lt", "GtE"), ("LtE", "Lt"), ("LtE", "Gt"), ("Gt", "GtE"), ("Gt", "LtE"), ("GtE", "Gt"),
        ("GtE", "Lt"), ("Eq", "NotEq"), ("NotEq", "Eq"), ("Is", "IsNot"), ("IsNot", "Is"),
    ]),
    *(f"core/ReplaceBinaryOperator_{a}_{b}" for a, b in [
        ("Add", "Sub"), ("Sub", "Add"), ("Mul", "Div"), ("Div", "Mul"), ("FloorDiv", "Mul"), ("Mod", "Mul"),
        ("BitOr", "BitAnd"), ("BitAnd", "BitOr"),
    ]),
    "core/ReplaceUnaryOperator_Delete_USub", "core/ReplaceUnaryOperator_Delete_Not", "core/AddNot",
    "core/ReplaceTrueWithFalse", "core/ReplaceFalseWithTrue", "core/ReplaceAndWithOr", "core/ReplaceOrWithAnd",
    "core/ReplaceBreakWithContinue", "core/ReplaceContinueWithBreak", "core/NumberReplacer",
    "core/ZeroIterationForLoop",
]  # fmt: skip
CONTRAIRES = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}


class Mutant(NamedTuple):
    """One fault: the file, its line, what it said, what it says, and the whole text with the fault in it."""

    fichier: str
    ligne: int
    avant: str
    apres: str
    texte: str


class Appartenance(Operator):
    """`in` and `not in`."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        if node.type == "comparison":
            yield from ((c.start_pos, c.end_pos) for c in node.children[1::2] if _said(c) in ("in", "not in"))

    def mutate(self, node: Any, index: int) -> Any:
        place = [k for k, c in enumerate(node.children) if k % 2 and _said(c) in ("in", "not in")][index]
        other = "in" if _said(node.children[place]) == "not in" else "not in"
        node.children[place] = Keyword(other, (1, 0), " ")
        return node

    @classmethod
    def examples(cls) -> Sequence[Any]:
        return ()


class Contraire(Operator):
    """A call of a name by its contrary: the least for the greatest, any for all, in order for as it comes."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        if node.type in ("atom_expr", "power") and node.children[0].type == "name":
            name, call = node.children[0], node.children[1].get_code()
            if name.value in CONTRAIRES and call.startswith("(") and not ("key=" in call and name.value == "sorted"):
                yield name.start_pos, name.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        node.children[0].value = CONTRAIRES[node.children[0].value]
        return node

    @classmethod
    def examples(cls) -> Sequence[Any]:
        return ()


def _said(node: Any) -> str:
    return " ".join(node.get_code().split())


OPERATEURS = [*(plugins.get_operator(name)() for name in NOMS), Appartenance(), Contraire()]


def possibles(texte: str) -> list[tuple[int, int]]:
    """Every fault that can be made in a text: rank of its operator, and of its place for that operator."""
    nodes = list(ast_nodes(get_ast(texte)))
    counts = [sum(len(list(operator.mutation_positions(node))) for node in nodes) for operator in OPERATEURS]
    return [(rank, place) for rank, count in enumerate(counts) for place in range(count)]


def echantillon(racine: Path, fichiers: Sequence[str], combien: int, graine: str) -> tuple[list[Mutant], int]:
    """A seeded sample of the faults of some files, in the order of the files, and how many there are in all."""
    texts = [(racine / name).read_text(encoding="utf-8") for name in fichiers]
    every = [(rank, fault) for rank, text in enumerate(texts) for fault in possibles(text)]
    random.Random(graine).shuffle(every)
    kept: list[tuple[int, Mutant]] = []
    total = len(every)
    for rank, fault in every:
        if len(kept) == combien:
            break
        made = _fautif(fichiers[rank], texts[rank], *fault)
        if made:
            kept.append((rank, made))
        else:
            total -= 1
    return [made for _, made in sorted(kept)], total


def _fautif(fichier: str, texte: str, operateur: int, place: int) -> Mutant | None:
    """One fault; None when it is no Python or changes only an annotation or a docstring."""
    text = str(mutate_code(texte, OPERATEURS[operateur], place))
    if _sens(text) in ("", _sens(texte)):
        return None
    lines = zip(texte.splitlines(), text.splitlines(), strict=True)
    line, (was, says) = next((k, pair) for k, pair in enumerate(lines, 1) if pair[0] != pair[1])
    return Mutant(fichier, line, " ".join(was.split()), " ".join(says.split()), text)


def _sens(texte: str) -> str:
    """What a text computes: its tree without annotations, docstrings nor assertions on itself (`strict`, `frozen`),
    empty when it is no Python."""
    try:
        tree = ast.parse(texte)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.Call):
            node.keywords = [word for word in node.keywords if word.arg not in ("strict", "frozen")]
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value = ast.Constant(None)
    return ast.dump(tree)
