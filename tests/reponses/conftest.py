"""A fresh 71 per test, made once, and a browser without any cookie."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from data.base import store
from data.reponses import lexique
from tests import fichiers
from tests.essais import textes
from tests.langue import lecture as langue
from tests.reponses import cas

PAGE = Path(__file__).resolve().parents[2] / "pages" / "reponses.py"


@pytest.fixture(scope="session")
def soixante_et_onze(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("reponses") / "71.db"
    with store.connect(file) as db:
        fichiers.remplir(db)
    return file.read_bytes()


@pytest.fixture(scope="session")
def avec_un_constat(soixante_et_onze: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same, with one constat in force, local dynamics absent."""
    file = tmp_path_factory.mktemp("constat") / "71.db"
    file.write_bytes(soixante_et_onze)
    with store.connect(file) as db:
        cas.constat(db)
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file.read_bytes()


@pytest.fixture
def constate(
    avec_un_constat: bytes, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    file = tmp_path / "71-constat.db"
    file.write_bytes(avec_un_constat)
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect(file) as opened:
        yield opened


@pytest.fixture
def db(soixante_et_onze: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    client = SimpleNamespace(cookies={}, headers={})
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)
    file = tmp_path / "71.db"
    file.write_bytes(soixante_et_onze)
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect(file) as opened:
        yield opened


@pytest.fixture
def page(db: Database) -> Callable[..., AppTest]:
    """`page(reponses_section="Structures")`: the page drawn with these choices made, every acronym of it explained."""

    def draw(path: Path = PAGE, **state: object) -> AppTest:
        test = AppTest.from_file(str(path), default_timeout=60)
        for key, value in state.items():
            test.session_state[key] = value
        test.run()
        assert not test.exception
        assert not lexique.inexpliques(textes(test)) and not langue.de_la_page(test)
        return test

    return draw
