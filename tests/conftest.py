"""Fixtures for all tests: `connectee` signs the pages run by AppTest in, with a real account of the file; `copie` is
the whole demonstration, built once: tests that write take a copy."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings
from sqlite_utils import Database

from components.terminal.commandes import main
from data.base import identite, store
from tests import comptes, essais, fichiers
from tests.accessibilite.ecoute import Ecoute
from tests.parcours.appuis import Appuis

# `make complet` looks ten times further than the daily run; `EXEMPLES=1000 make unit`, further still.
# Up to thirty examples, the same are drawn everywhere and each time: what passes here passes there, and what survives
# one run survives the next. Beyond, new ones each time; what they find becomes a test.
# No deadline: a machine that is busy is not a fault of the code; timings live in the bench.
EXEMPLES = int(os.environ.get("EXEMPLES", "30"))
settings.register_profile("maison", deadline=None, max_examples=EXEMPLES, derandomize=EXEMPLES <= 30)
settings.load_profile("maison")


@pytest.fixture
def connectee(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`connectee("facilitateur")`: the browser's cookie now holds a session of that role (AppTest has no browser)."""

    def enter(role: str = "facilitateur", nom: str = "Camille Test") -> None:
        with store.connect() as db:
            cookies = {identite.COOKIE: comptes.session(db, role, nom)}
        client = SimpleNamespace(cookies=cookies, headers={})
        monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)

    return enter


@pytest.fixture
def en_71(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A file of 71 as it is created, open, and the file of this process."""
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "71.db"))
    with store.connect() as opened:
        fichiers.remplir(opened)
        yield opened


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the whole chain in it: constat, votes, scenario, actions, money, reviews, two closed séances."""
    file = tmp_path_factory.mktemp("demo") / "table.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONCERTATION_DB", str(file))
        assert main(["demo", "--step", "plan"]) == 0
    return file


@pytest.fixture
def copie(demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A copy of the demonstration, open, and the file of this process."""
    file = tmp_path / "table.db"
    with store.connect(demonstration) as db, Database(str(file)) as copy:
        db.conn.backup(copy.conn)
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect(file) as opened:
        yield opened


def pytest_configure(config: pytest.Config) -> None:
    """The process that hears every worker compares the statement of accessibility with what the tests said, and counts
    the buttons that they pressed."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Ecoute())
        config.pluginmanager.register(Appuis())


def pytest_collection_finish() -> None:
    """Once all is imported."""
    essais.alleger()
