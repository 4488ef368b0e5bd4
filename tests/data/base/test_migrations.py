"""Files of another age: an older one is brought up to date by one program at a time, a newer one is refused."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.refus import Indisponible
from components.terminal.commandes import main
from data.base import marque, store
from data.base.migrations import ensembles as migrations

ANCIENS = (migrations.socle, migrations.identite, migrations.geographie)


def ancien(file: Path, journal: str) -> None:
    """A file as an older version left it: some sets of tables only."""
    with closing(sqlite3.connect(file)) as base:
        base.execute(f"PRAGMA journal_mode = {journal}")
        for group in ANCIENS:
            group.apply(Database(base))
        base.execute("INSERT INTO concertation VALUES ('nom', 'Ancienne')")
        base.commit()


def ouvre(file: Path, start: int) -> int:
    """A program that opens the file when the others do: 0 once it could read and write in it."""
    os.read(start, 1)
    try:
        with store.connect(file) as db, store.writing(db):
            db.conn.execute("INSERT INTO concertation VALUES (?, '')", (f"programme-{os.getpid()}",))
    except BaseException:
        return 1
    return 0


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_programs_that_open_an_old_file_together_all_succeed(tmp_path: Path, journal: str) -> None:
    number, file = 8, tmp_path / "t.db"
    ancien(file, journal)
    ready, go = os.pipe()
    children = []
    for _ in range(number):
        if not (child := os.fork()):
            os._exit(ouvre(file, ready))
        children.append(child)
    os.write(go, b"x" * number)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * number
    with store.connect(file) as db:
        steps = [row[0] for row in db.conn.execute("SELECT name FROM _sqlite_migrations")]
        assert sorted(steps) == sorted(step.name for group in migrations.SETS for step in group._migrations)
        kept = {row[0] for row in db.conn.execute("SELECT cle FROM concertation")}
        assert kept == {"nom", *(f"programme-{child}" for child in children)}


def test_an_old_file_brought_up_to_date_bears_a_mark(tmp_path: Path) -> None:
    ancien(tmp_path / "t.db", "delete")
    with store.connect(tmp_path / "t.db") as db:
        assert marque.lire(db.conn) > 0


@pytest.mark.parametrize("step", [("plans", "p999_demain"), ("demain", "d001_tables")])
def test_a_file_of_a_newer_version_is_refused_in_words_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], step: tuple[str, str]
) -> None:
    file = tmp_path / "t.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect() as db:
        db.conn.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, '')", step)
        db.conn.commit()
    before = file.read_bytes()
    with pytest.raises(Indisponible, match="version plus récente"), store.connect():
        pass
    for words in (["check"], ["verify"], ["init"], ["lien"], ["backup", str(tmp_path / "copie.db")]):
        assert main(words) == 1, words
        said = capsys.readouterr()
        assert "version plus récente" in said.err and "/".join(step) in said.err and not said.out, words
    assert file.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == ["t.db"]


def test_an_old_file_with_an_unknown_step_is_not_brought_half_way(tmp_path: Path) -> None:
    file = tmp_path / "t.db"
    ancien(file, "delete")
    with closing(sqlite3.connect(file)) as base:
        base.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('x', 'y', '')")
        base.commit()
    with pytest.raises(Indisponible, match="x/y"), store.connect(file):
        pass
    with closing(sqlite3.connect(file)) as base:
        assert not base.execute("SELECT 1 FROM sqlite_master WHERE name = 'scrutins'").fetchone()
