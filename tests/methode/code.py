"""The code of a formula, read so that only what it computes counts.

From the function that a formula names, every definition of ours that it reaches is written in the order met, without
docstring, annotation nor the words of a refusal; definitions and local variables are numbered. Moving a function,
renaming it, splitting its module or formatting it gives the same text; another operator, constant, helper or SQL does
not. What reads the file (`db: Database` first) is not followed: it feeds a formula, it is not one.
"""

import ast
from functools import cache
from pathlib import Path

Place = tuple[str, str]  # module, name in it (`Class.method` for a method)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def texte(root: Path, code: str) -> str:
    """The code behind `module:object`, from the tree of `root`."""
    module, _, name = code.partition(":")
    met: list[Place] = [(module, name)]
    written: list[str] = []
    while len(written) < len(met):
        place = met[len(written)]
        copy = ast.parse(ast.unparse(_definition(root, *place))).body[0]  # what is cached is not to be changed
        if isinstance(copy, Function | ast.ClassDef):
            copy.name = "definition"
        written.append(ast.unparse(ast.fix_missing_locations(_Lecture(root, place, met).visit(copy))))
    return "\n\n".join(written)


@cache
def _names(root: Path, module: str) -> dict[str, ast.stmt]:
    """What each name of a module is: the statement that defines or imports it."""
    file = _file(root, module)
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(file.read_text(encoding="utf-8")).body if file else []:
        if isinstance(node, Function | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name: node for alias in node.names}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {n.id: node for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    return found


def _file(root: Path, module: str) -> Path | None:
    path = root.joinpath(*module.split("."))
    return next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()), None)


def _resolve(root: Path, module: str, name: str) -> Place | None:
    """Where a name is defined, following imports; a module is itself with no name. None when it is not ours."""
    node = _names(root, module).get(name)
    if isinstance(node, ast.ImportFrom):
        origin = next(alias.name for alias in node.names if (alias.asname or alias.name) == name)
        inner = f"{node.module}.{origin}"
        return (inner, "") if _file(root, inner) else _resolve(root, node.module or "", origin)
    return (module, name) if node else None


def _definition(root: Path, module: str, name: str) -> ast.AST:
    owner, _, method = name.partition(".")
    node = _names(root, module)[owner]
    if method:
        node = next(part for part in getattr(node, "body", []) if getattr(part, "name", "") == method)
    value = getattr(node, "value", None)
    return node if value is None or isinstance(getattr(node, "targets", [None])[0], ast.Tuple) else value


def _reads_the_file(node: ast.AST) -> bool:
    args = node.args.args if isinstance(node, Function) else []
    return bool(args) and args[0].annotation is not None and ast.unparse(args[0].annotation) == "Database"


class _Lecture(ast.NodeTransformer):
    """Writes one definition, adding to `met` the places it names."""

    def __init__(self, root: Path, place: Place, met: list[Place]) -> None:
        self.root, self.place, self.met = root, place, met
        self.locals: dict[str, str] = {}

    def _reference(self, place: Place | None, otherwise: ast.expr) -> ast.expr:
        if place is None or not place[1] or _reads_the_file(_definition(self.root, *place)):
            return otherwise
        if place not in self.met:
            self.met.append(place)
        return ast.Name(f"ref{self.met.index(place)}", ast.Load())

    def _local(self, name: str) -> str:
        return self.locals.get(name, name)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.locals:
            return ast.Name(self.locals[node.id], node.ctx)
        return self._reference(_resolve(self.root, self.place[0], node.id), node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name):
            name, owner = node.value.id, self.place[1].partition(".")
            if name == "self" and owner[1]:
                parts = getattr(_names(self.root, self.place[0])[owner[0]], "body", [])
                if any(isinstance(part, Function) and part.name == node.attr for part in parts):
                    return self._reference((self.place[0], f"{owner[0]}.{node.attr}"), node)
            elif name not in self.locals:
                place = _resolve(self.root, self.place[0], name)
                if place and not place[1]:
                    return self._reference(_resolve(self.root, place[0], node.attr), node)
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        outermost, node.returns, node.body = not self.locals, None, _without_docstring(node.body)
        if outermost:
            self.locals = {name: f"local{rank}" for rank, name in enumerate(_locals(node))}
        else:
            node.name = self._local(node.name)
        found = self.generic_visit(node)
        self.locals = {} if outermost else self.locals
        return found

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.body = _without_docstring(node.body)
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(self._local(node.arg))

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        node.name = self._local(node.name) if node.name else None
        return self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> ast.Raise:
        return ast.Raise()


def _locals(function: ast.FunctionDef) -> list[str]:
    """What a function itself names: arguments, variables, functions inside it; in the order written."""
    found: dict[str, None] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            found[node.arg] = None
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found[node.id] = None
        elif isinstance(node, ast.ExceptHandler | Function) and node is not function and node.name:
            found[node.name] = None
    return list(found)


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return (body[1:] or [ast.Pass()]) if said else body
