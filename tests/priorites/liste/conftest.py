"""A département with a table of three and a séance prepared, where colleges sign."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlite_utils import Database

from data.base import store
from data.base.acteurs import TERMINAL
from data.seances import seances
from tests import fichiers
from tests.priorites.liste.table import MEMBRES, TITRE


@pytest.fixture(scope="session")
def depart(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("liste") / "71.db"
    with store.connect(file) as db:
        fichiers.remplir(db)
        seances.ajouter_membres(
            db, TERMINAL, [{"nom": n, "college": c, "organisation": "", "suppleant": "", "vote": 1} for n, c in MEMBRES]
        )
        seances.creer(db, TERMINAL, TITRE, date(2026, 11, 22), "Mâcon", Fraction(0))
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file.read_bytes()


@pytest.fixture
def db(depart: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    file = tmp_path / "71.db"
    file.write_bytes(depart)
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect(file) as opened:
        yield opened
