"""The whole demonstration, built once: tests that write take a copy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.terminal.commandes import main
from data.base import store


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
