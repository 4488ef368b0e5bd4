"""A file of every earlier version of the product, made by that version itself, is opened by this one.

For each state of the migrations that the history holds: the code of that day is unpacked, makes a table with its own
demonstration (its first versions: its own `init`), then this code opens it: every row is still there, `check` and
`verify` have nothing to say, twice. `VERSIONS=1/3` plays a third of them.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

from tests.data.base.test_montee import EFFACES, colonnes, lignes, perdues, tables
from tests.deploiement import outils

MIGRATIONS = ("data/base/migrations", "data/migrations*.py")
FAIRE = (("demo", "--members", "12"), ("demo",), ("init",))  # the first that this version knows
MUETTE = "rien"
JAMAIS = ("ModuleNotFoundError", "conflicting subparser")  # what a step that never ran says of itself
Contenu = dict[tuple[str, ...], set[str]]


def jouer(dossier: Path) -> list[str]:
    """Open a file of each version."""
    outils.exiger("git")
    asked = _etats()
    rank, _, parts = os.environ.get("VERSIONS", "1/1").partition("/")
    mine = asked[int(rank) - 1 :: int(parts)]
    made: dict[str, int] = {}
    rows = 0
    for commit in mine:
        place = dossier / commit
        how = _faire(commit, place)
        made[how] = made.get(how, 0) + 1
        if how != MUETTE:
            rows += _ouvrir(place / "table.db", commit)
        shutil.rmtree(place)
        print(f"  {commit} : {how}", flush=True)
    silent = made.pop(MUETTE, 0)
    ways = ", ".join(f"{count} par « {how} »" for how, count in made.items())
    unable = [f"{silent} états ne se lancent pas seuls : NON ESSAYÉS"] if silent else []
    return [
        f"{len(mine) - silent} états de migration sur {len(asked)}, chacun sur le fichier de sa version ({ways}) : "
        f"{rows} lignes retrouvées, aucune perdue ; check et verify deux fois sans rien à redire",
        *unable,
    ]


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=outils.ROOT, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        raise outils.Absent(f"l'histoire du dépôt n'est pas ici ({done.stderr.strip()[:80]})")
    return done.stdout


def _etats() -> list[str]:
    """The first commit of each state of the migrations on the main line, oldest first, but for the present one: what
    was tried beside it was never a version of the product."""
    seen: dict[str, str] = {}
    for commit in _git("log", "--first-parent", "--format=%h", "--reverse", "--", *MIGRATIONS).split():
        seen.setdefault(_etat(commit), commit)
    seen.pop(_etat("HEAD"), None)
    return list(seen.values())


def _etat(commit: str) -> str:
    """The files of its migrations, as the history names their content."""
    return "\n".join(line for line in _git("ls-tree", "-r", commit, "data/").splitlines() if "migrations" in line)


def _faire(commit: str, place: Path) -> str:
    """Unpack the code of that day, and let it make its table; returns how."""
    code = place / "code"
    code.mkdir(parents=True)
    packed = place / "code.tar"
    _git("archive", "-o", str(packed), commit)
    with tarfile.open(packed) as opened:
        opened.extractall(code, filter="data")
    packed.unlink()
    said = ""
    for words in FAIRE:
        file = place / "table.db"
        done = subprocess.run(
            [sys.executable, "-m", "data", *words], cwd=code, capture_output=True, text=True, check=False, timeout=300,
            env={**os.environ, "CONCERTATION_DB": str(file), "PYTHONPATH": str(code)},
        )  # fmt: skip
        if done.returncode == 0:
            return words[0]
        said += done.stdout[-500:] + done.stderr[-1500:]
        for rest in place.glob("table.db*"):
            rest.unlink()
    assert any(words in said for words in JAMAIS), f"{commit} ne fait plus de table ici :\n{said}"
    return MUETTE  # a step of its history that was never meant to run alone


def _contenu(file: Path) -> Contenu:
    with closing(sqlite3.connect(file)) as base:
        seen = {(table, *colonnes(base, table, "main")): set[str]() for table in tables(base)}
        return {(table, *names): lignes(base, table, names) for table, *names in seen}


def _ouvrir(file: Path, commit: str) -> int:
    """Open with this code, and find every row again; returns how many."""
    before = _contenu(file)
    for _ in range(2):
        outils.data(file, "check")
        outils.data(file, "verify")
    with closing(sqlite3.connect(file)) as base:
        for (table, *names), rows in before.items():
            if table in EFFACES or (table == "structures" and "maille" in names):
                continue  # told by the tests of each step
            lost = perdues(base, table, names, rows)
            assert not lost, f"{commit}, {table} : {sorted(lost)[:3]}"
    return sum(map(len, before.values()))
