"""Nothing of a closed vote stays on the disk: not the file, not its journal, whoever was reading or was killed."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

import app
from components.priorites import gestes
from components.terminal.demonstration import vote as demonstration
from components.ui.menu import PAGES
from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins

Vote = tuple[Database, int, list[tuple[str, str]]]


def _keys(db: Database) -> list[bytes]:
    return [bytes(key) for (key,) in db.conn.execute("SELECT cle FROM bulletins")]


def _left(file: Path, keys: list[bytes]) -> int:
    """How many keys of ballots may be read in the bytes of the file and of what SQLite keeps beside it."""
    parts = [Path(f"{file}{end}") for end in ("", "-wal", "-shm", "-journal")]
    disk = b"".join(part.read_bytes() for part in parts if part.exists())
    return sum(key in disk for key in keys)


def _cast(vote: Vote) -> list[bytes]:
    db, scrutin, slips = vote
    for code, _ in slips:
        bulletins.deposer(db, scrutin, code, "0123401")
    keys = _keys(db)
    assert len(keys) == len(slips) and _left(store.path(), keys) == len(keys), "the search finds what is there"
    return keys


def _close(db: Database, scrutin: int) -> bool:
    return gestes.clore(db, TERMINAL, scrutin)


def _cancel(db: Database, scrutin: int) -> bool:
    scrutins.annuler(db, TERMINAL, scrutin, "essai")
    return scrutins.effacer(db)


@pytest.mark.parametrize("end", [_close, _cancel])
def test_someone_reading_at_the_closing_delays_the_erasure_which_is_said_then_done(
    vote: Vote, connectee: Callable[..., None], end: Callable[[Database, int], bool]
) -> None:
    db, scrutin, _ = vote
    keys = _cast(vote)
    connectee()
    with closing(sqlite3.connect(store.path())) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM bulletins").fetchone() == (len(keys),)
        assert end(db, scrutin) is False and scrutins.reste_a_effacer(db)
        assert _left(store.path(), keys), "what the reader still reads"
        app._erase()
        assert scrutins.reste_a_effacer(db), "not said done while it is not"
        if end is _close:
            said = [warning.value for warning in _page().warning]
            assert any("ne sont pas encore effacées du disque" in words for words in said)
    app._erase()
    assert not scrutins.reste_a_effacer(db) and _left(store.path(), keys) == 0


def _page() -> AppTest:
    return AppTest.from_file(str(PAGES / "priorites.py"), default_timeout=60).run()


KILLED = """
import os, signal, sys
from components.priorites import gestes
from data.base import store
from data.base.acteurs import TERMINAL
with store.connect() as db:
    cut = lambda words: os.kill(os.getpid(), signal.SIGKILL) if "wal_checkpoint" in words else None
    db.conn.set_trace_callback(cut)
    gestes.clore(db, TERMINAL, int(sys.argv[1]))
"""


def test_a_process_killed_between_the_closing_and_the_erasure_is_repaired_at_the_next_start(
    fichier: Path, record_property: Callable[[str, object], None]
) -> None:
    with store.connect() as db:
        scrutin, slips = demonstration.ouvrir(db, TERMINAL, 24, date(2026, 11, 22))
        keys = _cast((db, scrutin, slips))
        command = [sys.executable, "-c", KILLED, str(scrutin)]
        killed = subprocess.run(command, env=dict(os.environ), timeout=60, check=False)
        assert killed.returncode == -signal.SIGKILL
        assert scrutins.reste_a_effacer(db) and _left(fichier, keys)
    assert app._ready("http://localhost", lambda _: []) == ""
    assert _left(fichier, keys) == 0
    record_property("chiffre", f"0 clé lisible sur {len(keys)}")


def test_a_reader_of_et_si_sees_nothing_typed_for_a_doctor(fichier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page itself refuses, whichever door draws it."""
    nobody = SimpleNamespace(cookies={}, headers={})
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: nobody)
    run = AppTest.from_file(str(PAGES / "et_si.py"), default_timeout=60).run()
    assert run.title[0].value == "Écran de travail" and not run.selectbox and not run.button
