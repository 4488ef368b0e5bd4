"""A fresh file of 71 for each test, copied from one made once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from data.base import store
from tests import fichiers


@pytest.fixture(scope="session")
def modele_71(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("modele") / "table.db"
    with store.connect(target) as db:
        fichiers.remplir(db)
    return target


@pytest.fixture
def fichier(modele_71: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of the file, which CONCERTATION_DB names."""
    target = tmp_path / "table.db"
    shutil.copyfile(modele_71, target)
    monkeypatch.setenv("CONCERTATION_DB", str(target))
    return target


@pytest.fixture
def db(fichier: Path) -> Iterator[Database]:
    """The same file, open."""
    with store.connect(fichier) as opened:
        yield opened
