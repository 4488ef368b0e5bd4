"""Runs the tests of a package on each mutant: a copy of the tree per process, libraries loaded once, then a fork.

The tree itself is never written. A mutant is killed when its tests fail, cannot be collected, or never end.
"""

import gc
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from compileall import compile_dir
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import NamedTuple

from tests.mutants.mutation import Mutant

TUE, VIVANT, SANS_FIN = "killed", "survived", "timeout"
LONG = 600  # seconds at most of one trial
DOSSIERS = ("components", "data", "pages", "tests")
BIBLIOTHEQUES = (
    "altair", "docx", "hypothesis.strategies", "jenkspy", "jsonschema", "numpy", "openpyxl", "pabutools.election",
    "pabutools.rules", "pandas", "pyarrow", "pytest", "python_calamine", "scipy.optimize", "scipy.sparse",
    "scipy.stats", "shapely.geometry", "sqlite_utils", "starlette.applications", "starlette.testclient", "streamlit",
    "streamlit.testing.v1",
)  # fmt: skip


class Essai(NamedTuple):
    """A mutant (none: the tree as it is), the tests to run on it, and the seconds they may take: in all, and of
    processor (what never ends is seen sooner, and a busy machine changes nothing)."""

    mutant: Mutant | None
    tests: Sequence[str]
    secondes: float
    processeur: int = LONG


class Verdict(NamedTuple):
    """What became of it, how long it took, and the seconds of processor it asked."""

    mutant: Mutant | None
    sort: str
    secondes: float
    processeur: float


class Copie(NamedTuple):
    """A compiled copy of the tree, for one process at a time, and the tree it comes from."""

    racine: Path
    dossier: Path


def copie(racine: Path, vers: Path) -> Copie:
    """Copy the tree."""
    for name in DOSSIERS:
        shutil.copytree(racine / name, vers / name, ignore=shutil.ignore_patterns("__pycache__", "local", "output"))
        compile_dir(vers / name, quiet=2, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
    for name in ("app.py", "pyproject.toml"):
        shutil.copy(racine / name, vers / name)
    return Copie(racine, vers)


def preparer(exemples: int) -> None:
    """Load the libraries that tests share, in the process that will be forked."""
    os.environ |= {"EXEMPLES": str(exemples), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    sys.dont_write_bytecode = True
    for name in BIBLIOTHEQUES:
        import_module(name)
    gc.freeze()


def executer(essais: Iterator[Essai], copies: Sequence[Copie], fin: float) -> Iterator[Verdict]:
    """The verdict on each trial as it comes, as many at a time as there are copies; none starts after `fin`."""
    free, running = list(copies), dict[int, tuple[Copie, Essai, float]]()
    more = True
    while (more or running) and time.monotonic() < fin + LONG:
        more = more and time.monotonic() < fin
        trial = next(essais, None) if more and free else None
        if trial:
            where = free.pop()
            running[_lancer(where, trial)] = (where, trial, time.monotonic())
        elif free:
            more = False
        for pid, (where, trial, began) in list(running.items()):
            spent = time.monotonic() - began
            end = _etat(pid, spent > min(trial.secondes, LONG))
            if end:
                del running[pid]
                _rendre(where, trial.mutant)
                free.append(where)
                yield Verdict(trial.mutant, end[0], spent, end[1])
        time.sleep(0.02)


def _etat(pid: int, late: bool) -> tuple[str, float] | None:
    """How a process ended and what it asked of the processor; None while it runs. A late one is killed, with what it
    started."""
    done, status, used = os.wait4(pid, os.WNOHANG)
    if not done and not late:
        return None
    if not done:
        os.killpg(pid, signal.SIGKILL)
        _, _, used = os.wait4(pid, 0)
    endless = not done or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU)
    end = SANS_FIN if endless else VIVANT if status == 0 else TUE
    return end, used.ru_utime + used.ru_stime


def _lancer(where: Copie, trial: Essai) -> int:
    if trial.mutant:
        file = where.dossier / trial.mutant.fichier
        file.write_text(trial.mutant.texte, encoding="utf-8")
        Path(cache_from_source(str(file))).unlink(missing_ok=True)
    pid = os.fork()
    if pid:
        return pid
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (trial.processeur, trial.processeur + 1))
        os._exit(_tests(where.dossier, trial.tests))
    except BaseException:
        os._exit(70)


def _tests(where: Path, tests: Sequence[str]) -> int:
    """In the child: the tests of the copy, silently."""
    import pytest

    os.setsid()
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os.chdir(where)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # each trial would load them all, only one serves
    shutil.rmtree(where / ".hypothesis", ignore_errors=True)
    sys.path.insert(0, str(where))
    for name in [name for name in sys.modules if name.split(".")[0] in DOSSIERS]:
        del sys.modules[name]
    options = "-x -q -p no:cacheprovider -p _hypothesis_pytestplugin --hypothesis-seed=0 --rootdir=."
    found = pytest.main([*options.split(), *tests])
    return int(found)


def _rendre(where: Copie, mutant: Mutant | None) -> None:
    """Put the file of a mutant back."""
    if mutant:
        shutil.copy(where.racine / mutant.fichier, where.dossier / mutant.fichier)
