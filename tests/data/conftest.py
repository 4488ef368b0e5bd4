"""A table in a folder of its own, for the faults around the file."""

import shutil
from pathlib import Path

import pytest

from data.base import store
from tests.pannes import ecrire


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with its tables, made once."""
    file = tmp_path_factory.mktemp("modele") / "table.db"
    with store.nouveau(file):
        pass
    return file


@pytest.fixture
def table(tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in a folder of its own, served by this process, with one gesture in it."""
    file = tmp_path / "reseau" / "table.db"
    file.parent.mkdir()
    shutil.copy(base, file)
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    ecrire("avant")
    return file
