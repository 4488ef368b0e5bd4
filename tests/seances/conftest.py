"""A file of its own for each test, with a small table of fictional members."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from data.base import store
from data.base.acteurs import TERMINAL
from data.seances import seances
from tests.seances.salle import MEMBRES, membre


@pytest.fixture
def salle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An open file with five members and no séance."""
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        seances.ajouter_membres(db, TERMINAL, [membre(*line) for line in MEMBRES])
        yield db
