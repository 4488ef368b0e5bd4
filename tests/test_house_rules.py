"""The rules of the house that no linter holds: sizes, doors, one place for SQL and for session state."""

import ast
import re
import subprocess
from functools import cache
from importlib import import_module
from pathlib import Path

from tests.maison import PRODUCT, ROOT, TESTS, arbre, chacun, fonctions, importes, nom_de

LINES_PER_FILE, LINES_PER_FUNCTION, LINES_PER_PAGE, FILES_PER_FOLDER = 280, 40, 15, 15
TOP_LEVEL = {
    "app.py", "pages", "data", "components", "tests", "docs", "requirements.txt", "requirements-dev.in",
    "requirements-dev.txt", "requirements-routes.txt", "requirements-oidc.txt", "deploiement",
    "requirements.lock", "CONTRIBUTING.md",
    "README.md", "LICENSE", "Makefile", "pyproject.toml", ".ci", ".streamlit", ".gitignore",
}  # fmt: skip
SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE|PRAGMA)\b")


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@chacun([*PRODUCT, *TESTS])
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_PER_FILE


@chacun(PRODUCT)
def test_a_function_is_short(path: Path) -> None:
    long = {f.name: _body_lines(f) for f in fonctions(path) if _body_lines(f) > LINES_PER_FUNCTION}
    if path == ROOT / "components/terminal/commandes.py":
        long.pop("_parser", None)  # a list of commands, one line each
    assert not long


@chacun(sorted((ROOT / "pages").glob("*.py")))
def test_a_page_is_a_door(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_PER_PAGE


@chacun(PRODUCT)
def test_state_and_numbers_typed_have_one_door(path: Path) -> None:
    """A browser reads a number in its own language: ours are texts that `grilles` and `saisies` read in French."""
    for word, door in {"session_state": "session.py", "data_editor": "grilles.py", "number_input": "none"}.items():
        assert path == ROOT / "components/ui" / door or word not in path.read_text(encoding="utf-8"), word


@chacun([p for p in PRODUCT if "data" not in p.relative_to(ROOT).parts[:1]])
def test_today_is_the_day_of_the_table(path: Path) -> None:
    """Screens and the terminal ask `jours.aujourd_hui(db)`: overseas, the machine may be a day ahead."""
    assert not re.search(r"\bdate\.today\(|\bdatetime\.(now|utcnow)\(", path.read_text(encoding="utf-8"))


@chacun([p for p in PRODUCT if "data" not in p.relative_to(ROOT).parts[:1]])
def test_sql_lives_in_the_cellar(path: Path) -> None:
    texts = [n.value for n in ast.walk(arbre(path)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    assert not [text for text in texts if SQL.search(text)]


@chacun(PRODUCT)
def test_only_views_and_ui_speak_a_web_framework(path: Path) -> None:
    allowed = (
        path.name == "app.py"
        or "ui" in path.parts
        or path.name.startswith("view")
        or path.name in ("ballot.py", "routes.py")
    )
    assert allowed or not importes(path) & {"streamlit", "starlette"}


@chacun(PRODUCT)
def test_no_user_text_becomes_html(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "unsafe_allow_html" not in text
    if "st.html(" in text:
        assert path.parent.name == "ui", "HTML is only written by components/ui, which escapes"


@chacun(sorted((ROOT / "components").rglob("*.html")))
def test_a_template_never_turns_escaping_off(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "|safe" not in text.replace(" ", "") and "autoescape" not in text and "<script" not in text


# Doors that write for someone who is not an actor: the voter holds a slip, the room a link, the visitor a password.
WITHOUT_ACTOR = {
    "bulletins.deposer",
    "envois.recevoir",
    "store.writing",
    "identite.premier_lien",
    "identite.creer_compte",
    "identite.entrer",
    "identite.sortir",
    "courriels.entrer",
}


def _is_gesture(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    calls = {
        node.func.id for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return "writing" in calls and not function.name.startswith("_")


@cache
def gestures() -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    return {
        f"{nom_de(path)}:{function.name}": function
        for path in sorted((ROOT / "data").rglob("*.py"))
        for function in fonctions(path)
        if _is_gesture(function) and f"{path.stem}.{function.name}" not in WITHOUT_ACTOR
    }


def test_the_gestures_are_found_where_they_live() -> None:
    """A move of the cellar that this rule does not follow guards nothing: it must fail here first."""
    rooms = {Path(name).parts[1] for name in gestures()}
    assert rooms >= {"base", "carences", "chargement", "effectifs", "plans", "priorites", "releves", "seances"}
    known = {f"{path.stem}.{f.name}" for path in (ROOT / "data").rglob("*.py") for f in fonctions(path)}
    assert known >= WITHOUT_ACTOR


@chacun(gestures, str)
def test_a_gesture_takes_its_actor_first_and_checks_it(name: str) -> None:
    function = gestures()[name]
    assert [argument.arg for argument in function.args.args][:2] == ["db", "acteur"], "(db, acteur, …)"
    assert "acteurs.exiger(db, acteur," in ast.unparse(function), "checks nobody"


@chacun([p for p in PRODUCT if p.name.startswith("view") or p.name == "widgets.py"])
def test_a_download_runs_nothing_else(path: Path) -> None:
    """A page drawn again by a download withdraws the file that the next click asks for; a tab outlives its account."""
    calls = [n for n in ast.walk(arbre(path)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    for call in (call for call in calls if call.func.attr == "download_button"):  # type: ignore[attr-defined]
        assert any(key.arg == "on_click" for key in call.keywords), f"line {call.lineno}"
        assert ast.unparse(call.args[1]).startswith("pour_qui_demande("), f"line {call.lineno}"


@chacun([p for p in PRODUCT if p.name.startswith("view")])
def test_no_heading_level_is_skipped(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "st.subheader(" not in text or "st.header(" in text, "a page goes from st.title to st.header, then subheader"


OPENS = {"tabs", "expander", "popover"}


@chacun([p for p in PRODUCT if p.name.startswith("view") or "ui" in p.parts])
def test_what_is_open_stays_open_whatever_changes_around_it(path: Path) -> None:
    """Without a key, a tab, a fold or a box is known by its rank and its words: a message that goes from above, a count
    that grows closes the one in use, and that of a line that goes opens on the next line."""
    calls = (node for node in ast.walk(arbre(path)) if isinstance(node, ast.Call))
    opened = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in OPENS]
    assert [call.lineno for call in opened if "key" not in {word.arg for word in call.keywords}] == []


WAITS = {"join", "wait", "communicate", "result"}  # of a thread, a process, a barrier, a future


def _waits_for_ever(node: ast.AST) -> bool:
    """A wait without a bound: of a thread or a process, of a command, or a loop that sleeps and looks at no clock."""
    if isinstance(node, ast.While):
        return "sleep(" in ast.unparse(node) and "monotonic" not in ast.unparse(node.test)
    if not isinstance(node, ast.Call):
        return False
    if not isinstance(node.func, ast.Attribute) or any(word.arg == "timeout" for word in node.keywords):
        return False
    if node.func.attr in ("run", "check_output", "check_call"):
        return ast.unparse(node.func.value) == "subprocess"
    return node.func.attr in WAITS and not node.args


@chacun(TESTS)
def test_no_test_waits_for_ever(path: Path) -> None:
    assert [node.lineno for node in ast.walk(arbre(path)) if _waits_for_ever(node)] == []  # type: ignore[attr-defined]


PURE = [p for p in PRODUCT if p.name == "model.py" or {"core", "regles", "moteur"} & {*p.relative_to(ROOT).parts}]


@chacun(PURE)
def test_a_model_has_no_clock_file_or_unseeded_random(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for forbidden in (".today(", ".now(", "open(", "Path(", "default_rng()", "import random", "np.random.rand"):
        assert forbidden not in text, forbidden


@chacun(PRODUCT)
def test_public_things_say_what_they_promise(path: Path) -> None:
    tree = arbre(path)
    assert ast.get_docstring(tree) is not None
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent


def test_only_the_agreed_top_level_entries() -> None:
    listed = {line.split("/")[0] for line in _tracked()}
    assert listed <= TOP_LEVEL


def _tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.splitlines()


def test_the_word_tvs_means_only_the_official_mesh() -> None:
    for path in PRODUCT:
        if path.name.startswith("view"):
            assert "TVS" not in path.read_text(encoding="utf-8"), path


@chacun(sorted(path.stem for path in (ROOT / "tests" / "bench").glob("bench_*.py")), str)
def test_every_bench_still_has_what_it_imports(bench: str) -> None:
    assert callable(import_module(f"tests.bench.{bench}").run)


FLOORS = {"lectures": 1, "figures": 1, "gestes": 2, "minutes": 3, "documents": 3, "view": 4, "routes": 4, "ballot": 4}
FAR_FROM_A_RULE = {"data", "streamlit", "starlette", "altair", "pydeck", "sqlite_utils", "sqlite3"}
ROOMS = [
    p
    for p in sorted((ROOT / "components").rglob("*.py"))
    if p.parts[len(ROOT.parts) + 1] not in ("core", "ui", "terminal") and p.stem.split("_")[0] in {*FLOORS, "model"}
]


@chacun(ROOMS)
def test_in_a_room_nothing_looks_up(path: Path) -> None:
    """Screens above minutes and documents above gestures above readings above rules: by name, none is forgotten."""
    room = ".".join(path.relative_to(ROOT).parts[:2]) + "."
    floor = FLOORS.get(path.stem.split("_")[0], 0)
    for node in ast.walk(arbre(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(room[:-1]):
            for name in [*(node.module or "").removeprefix(room).split("."), *(alias.name for alias in node.names)]:
                assert FLOORS.get(name.split("_")[0], 0) <= floor, f"{node.module}: {name}"
    if path.name == "model.py":
        assert not importes(path) & FAR_FROM_A_RULE


@chacun(sorted({p.parent for p in [*PRODUCT, *TESTS]} - {ROOT / "pages"}))  # doors: as many as the menu holds
def test_a_room_is_taken_in_at_a_glance(folder: Path) -> None:
    assert len([p for p in folder.glob("*.py") if p.name != "__init__.py"]) <= FILES_PER_FOLDER


SAYS_NOTHING = {"found", "known", "kept", "said"}


@chacun(PRODUCT)
def test_a_local_name_says_what_it_holds(path: Path) -> None:
    names = {
        node.id if isinstance(node, ast.Name) else node.arg
        for function in fonctions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.arg) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    }
    assert not names & SAYS_NOTHING


def test_no_class_name_means_two_things() -> None:
    names = [node.name for path in PRODUCT for node in ast.walk(arbre(path)) if isinstance(node, ast.ClassDef)]
    assert sorted({name for name in names if names.count(name) > 1}) == []
