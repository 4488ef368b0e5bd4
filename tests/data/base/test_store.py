"""The store on real files: migrations, strict tables, several processes at once, sudden death, backup."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from components.core.refus import Indisponible, Refus
from data.base import acteurs, store
from data.base.acteurs import TERMINAL
from data.base.migrations import ensembles as migrations

ROOT = Path(__file__).resolve().parents[3]
WRITER = """
import sys
from data.base import acteurs, store
from data.base.acteurs import TERMINAL
name, number = sys.argv[1], int(sys.argv[2])
for k in range(number):
    with store.connect() as db, store.writing(db):
        acteurs.record(db, TERMINAL, "essai", f"{name}-{k}")
    print(f"{name}-{k}", flush=True)
"""


def _writer(file: Path, name: str, number: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, name, str(number)],
        cwd=ROOT,
        env=os.environ | {"CONCERTATION_DB": str(file)},
        stdout=subprocess.PIPE,
        text=True,
    )


def _kept(file: Path) -> set[str]:
    with store.connect(file) as db:
        assert db.conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return {row[0] for row in db.conn.execute("SELECT objet FROM gestes")}


def test_the_file_is_ready_as_the_design_says(tmp_path: Path) -> None:
    with store.connect(tmp_path / "t.db") as db:
        assert db.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert db.conn.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert db.conn.execute("PRAGMA busy_timeout").fetchone()[0] == store.BUSY_MS
        loose = [t.name for t in db.tables if not t.strict and not t.name.startswith(("_", "sqlite_"))]
        assert loose == []


def test_opening_again_writes_nothing(tmp_path: Path) -> None:
    with store.connect(tmp_path / "t.db") as db:
        before = db.conn.execute("PRAGMA schema_version").fetchone()[0], db["_sqlite_migrations"].count
    with store.connect(tmp_path / "t.db") as db:
        changes = db.conn.total_changes
        assert (db.conn.execute("PRAGMA schema_version").fetchone()[0], db["_sqlite_migrations"].count) == before
        assert changes == 0


def test_a_migration_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Migrations("essai")

    @broken()
    def e001_half(db: Database) -> None:
        db.conn.execute("CREATE TABLE moitie (x INTEGER) STRICT")
        raise sqlite3.OperationalError("panne")

    with store.connect(tmp_path / "t.db"):
        pass
    monkeypatch.setattr(migrations, "SETS", (*migrations.SETS, broken))
    with pytest.raises(Refus, match="panne"), store.connect(tmp_path / "t.db"):
        pass
    monkeypatch.undo()
    with store.connect(tmp_path / "t.db") as db:
        assert "moitie" not in db.table_names()


def test_text_in_a_number_and_an_orphan_are_refused(tmp_path: Path) -> None:
    with store.connect(tmp_path / "t.db") as db:
        with pytest.raises(sqlite3.IntegrityError, match="REAL"):
            db.conn.execute("INSERT INTO communes VALUES ('1', 'a', '71', '', 'interieure', 'nord', 1.0, NULL)")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            db.conn.execute("INSERT INTO gestes (le, acteur, geste, objet) VALUES ('x', 'personne', 'y', 'z')")


def test_a_value_is_present_missing_or_withheld_and_nothing_in_between(tmp_path: Path) -> None:
    with store.connect(tmp_path / "t.db") as db:
        db.conn.execute("PRAGMA foreign_keys = OFF")
        for value, state in ((None, "valeur"), (0.0, "manquant"), (3.0, "secret"), (1.0, "autre")):
            with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
                db.conn.execute("INSERT INTO valeurs VALUES ('s', 'c', ?, ?)", (value, state))
        db.conn.execute("INSERT INTO valeurs VALUES ('s', 'zero', 0.0, 'valeur')")


def test_a_group_of_writes_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    with store.connect(tmp_path / "t.db") as db:
        with pytest.raises(ZeroDivisionError), store.writing(db):
            acteurs.record(db, TERMINAL, "essai", "perdu")
            with store.writing(db):
                acteurs.record(db, TERMINAL, "essai", "perdu aussi")
            raise ZeroDivisionError
        with store.writing(db):
            acteurs.record(db, TERMINAL, "essai", "gardé")
    assert _kept(tmp_path / "t.db") == {"gardé"}


def test_a_file_that_is_not_ours_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("Ceci n'est pas une base.\n" * 100, encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(Refus, match="ne peut pas être ouvert"), store.connect(file):
        pass
    assert file.read_bytes() == before


def test_eight_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "t.db"
    with store.connect(file):
        pass
    writers = [_writer(file, f"p{k}", 25) for k in range(8)]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 8
    assert _kept(file) == {f"p{p}-{k}" for p in range(8) for k in range(25)}


def test_killed_in_the_middle_every_acknowledged_gesture_is_there(tmp_path: Path) -> None:
    file = tmp_path / "t.db"
    with store.connect(file):
        pass
    writer = _writer(file, "p", 100_000)
    assert writer.stdout is not None
    patience = threading.Timer(60, writer.kill)  # a writer that says nothing does not hold the suite
    patience.start()
    seen = [writer.stdout.readline().strip() for _ in range(30)]
    patience.cancel()
    assert all(seen), "the writer stopped by itself"
    writer.send_signal(signal.SIGKILL)
    seen += [line.strip() for line in writer.stdout.read().splitlines() if line.strip()]
    writer.wait(timeout=30)
    assert writer.returncode == -signal.SIGKILL
    assert set(seen) <= _kept(file)


def test_a_backup_runs_while_people_write_and_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "t.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect():
        pass
    writer = _writer(file, "p", 400)
    end = time.monotonic() + 60
    while time.monotonic() < end and writer.poll() is None and len(_kept(file)) < 5:
        time.sleep(0.02)
    assert len(_kept(file)) >= 5, "the writer wrote nothing"
    copy = store.backup(tmp_path / "sauvegarde" / "copie.db")
    assert writer.wait(timeout=120) == 0
    saved = _kept(copy)
    assert len(saved) >= 5 and saved <= _kept(file)
    with pytest.raises(Refus, match="existe déjà"):
        store.backup(copy)


def test_another_programs_base_is_refused_and_left_alone(tmp_path: Path) -> None:
    stranger = tmp_path / "autre.db"
    with sqlite3.connect(stranger) as other:
        other.execute("CREATE TABLE communes (code INTEGER)")
    other.close()
    before = stranger.read_bytes()
    with pytest.raises(Refus, match="autre logiciel"), store.connect(stranger):
        pass
    assert stranger.read_bytes() == before


def test_a_full_disk_refuses_in_french_and_undoes_the_whole_group(tmp_path: Path) -> None:
    with store.connect(tmp_path / "table.db") as db:
        db.conn.execute("CREATE TABLE essai (texte TEXT)")
        pages = db.conn.execute("PRAGMA page_count").fetchone()[0]
        db.conn.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(Indisponible, match="plus de place sur le disque"), store.writing(db):
            db.conn.execute("INSERT INTO essai VALUES ('avant')")
            with store.writing(db):
                db.conn.execute("INSERT INTO essai VALUES (?)", ("x" * 1_000_000,))
        assert not db["essai"].count and not db.conn.in_transaction
        with pytest.raises(sqlite3.OperationalError, match="no such table"), store.writing(db):
            db.conn.execute("INSERT INTO absente VALUES (1)")
