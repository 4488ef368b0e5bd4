"""A séance with an open vote, through the product's own gestures."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL

Code = tuple[str, str]


@pytest.fixture
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "table.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    return file


@pytest.fixture
def vote(fichier: Path) -> Iterator[tuple[Database, int, list[Code]]]:
    """(file, vote, slips) of 24 voters."""
    with store.connect(fichier) as db:
        scrutin, slips = demonstration.ouvrir(db, TERMINAL, 24, date(2026, 11, 22))
        yield db, scrutin, slips
