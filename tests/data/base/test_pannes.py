"""What goes wrong around the file, for real: full disk, lock, rights, a folder that vanishes, an unfinished file."""

import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from components.core.refus import Disparu, Indisponible, Refus
from components.terminal.commandes import main
from data.base import acteurs, store
from data.base.acteurs import TERMINAL
from data.fichier import creation, export
from tests.pannes import disque_plein, ecrire, garde


def beside(file: Path) -> set[str]:
    return {one.name for one in file.parent.iterdir()}


def plein() -> None:
    """SQLite itself says that the disk is full: the file may not take one page more."""
    with store.connect() as db:
        db.conn.execute("PRAGMA max_page_count = 1")
        with store.writing(db):
            acteurs.record(db, TERMINAL, "essai", "perdu" + "x" * 20_000)


def occupe() -> None:
    """Another program holds the write lock."""
    with sqlite3.connect(store.path(), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            ecrire("perdu")
        finally:
            other.execute("ROLLBACK")
    other.close()


def lecture_seule() -> None:
    """SQLite refuses writes on a file that may only be read (root ignores rights: the connection says it)."""
    with store.connect() as db:
        db.conn.execute("PRAGMA query_only = ON")
        with store.writing(db):
            acteurs.record(db, TERMINAL, "essai", "perdu")


def disque_muet() -> None:
    """The system refuses the bytes of the journal."""
    with disque_plein():
        ecrire("perdu")


PANNES: dict[str, tuple[Callable[[], object], str]] = {
    "plein": (plein, "plus de place sur le disque"),
    "occupé": (occupe, "occupé par un autre programme"),
    "lecture seule": (lecture_seule, "il se lit seulement"),
    "disque muet": (disque_muet, "le disque ne répond pas"),
}


@pytest.mark.parametrize("panne", PANNES)
def test_a_gesture_that_the_disk_refuses_says_why_and_keeps_what_was_there(
    table: Path, monkeypatch: pytest.MonkeyPatch, panne: str
) -> None:
    monkeypatch.setattr(store, "BUSY_MS", 50)
    fault, words = PANNES[panne]
    with pytest.raises(Indisponible, match=words) as said:
        fault()
    assert words in said.value.raison and str(table) not in said.value.raison
    assert garde() == ["avant"]
    ecrire("après")
    assert garde() == ["avant", "après"]


def test_a_fault_of_ours_is_not_taken_for_the_disk(table: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), store.connect() as db:
        db.conn.execute("SELECT * FROM absente")
    with pytest.raises(sqlite3.IntegrityError), store.connect() as db, store.writing(db):
        db.conn.execute("INSERT INTO gestes (le, acteur, geste, objet) VALUES ('x', 'personne', 'y', 'z')")


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_vanishes_while_serving_is_never_made_again_and_comes_back_whole(table: Path, what: str) -> None:
    gone = table if what == "file" else table.parent
    aside = gone.with_name("ailleurs")
    gone.rename(aside)
    for attempt in (garde, lambda: ecrire("perdu"), lambda: store.backup(table.with_name("copie.db"))):
        with pytest.raises(Disparu):
            attempt()
    assert not gone.exists()
    aside.rename(gone)
    assert garde() == ["avant"]
    ecrire("après")
    assert garde() == ["avant", "après"]


@pytest.mark.parametrize("emptied", [b"", "base"])
def test_an_empty_file_in_place_of_the_table_is_refused_not_filled(table: Path, emptied: bytes | str) -> None:
    table.unlink()
    if emptied == b"":
        table.touch()
    else:
        with sqlite3.connect(table) as base:
            base.execute("PRAGMA user_version = 1")
        base.close()
    before = table.read_bytes()
    with pytest.raises(Indisponible, match="vide"):
        garde()
    assert table.read_bytes() == before


def test_a_start_makes_no_folder_but_init_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "lecteur" / "table.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with pytest.raises(Disparu, match="branchez-le"):
        creation.assurer(TERMINAL, "58")
    file.parent.mkdir()
    with pytest.raises(Disparu):
        garde()
    assert not file.exists(), "once waited for, a file is not made by a visitor"
    file.parent.rmdir()
    assert main(["init", "--departement", "58"]) == 0
    assert file.exists() and creation.assurer(TERMINAL, "58") == creation.assurer(TERMINAL) == []
    with pytest.raises(Refus, match="pas celle du département 71"):
        creation.assurer(TERMINAL, "71")


def test_programs_that_start_together_make_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    ready, go = os.pipe()
    children = []
    for _ in range(3):
        if not (child := os.fork()):
            os.read(ready, 1)
            os._exit(len(creation.assurer(TERMINAL, "58")))
        children.append(child)
    os.write(go, b"xxx")
    said = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    assert said == [0, 0, 3] and beside(tmp_path / "table.db") == {"table.db"}


@pytest.mark.parametrize("fault", ["département", "disque"])
def test_init_leaves_nothing_of_a_file_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    file = tmp_path / "table.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    if fault == "département":
        with pytest.raises(Refus):
            creation.nouveau(TERMINAL, "99")
    else:
        with pytest.raises(Indisponible), disque_plein(300_000):
            creation.nouveau(TERMINAL, "58")
    assert not list(tmp_path.iterdir())


def test_a_backup_that_fails_leaves_nothing(table: Path) -> None:
    with pytest.raises(Refus, match="Rien n'a été copié"), disque_plein(40_000):
        store.backup(table.with_name("copie.db"))
    assert beside(table) == {"table.db"}


def test_an_export_that_fails_leaves_nothing(table: Path) -> None:
    ecrire("x" * 60_000)
    with store.connect() as db:
        with pytest.raises(OSError), disque_plein(40_000):
            export.write(db, table.with_name("csv"))
        assert beside(table) - {"table.db-wal", "table.db-shm"} == {"table.db"}
        assert all(one.parent == table.with_name("csv") for one in export.write(db, table.with_name("csv")))


def test_a_table_and_a_copy_are_private_from_their_first_byte(table: Path) -> None:
    old = os.umask(0)
    try:
        seen = {}
        with store.nouveau(table.with_name("neuf.db")) as db:
            acteurs.register(db, TERMINAL)
            db.conn.commit()
            seen = {one.name: stat.S_IMODE(one.stat().st_mode) for one in table.parent.glob("neuf.db*")}
        copy = store.backup(table.with_name("copie.db"))
        with store.connect() as db:
            written = export.write(db, table.with_name("csv"))
        assert stat.S_IMODE(table.with_name("csv").stat().st_mode) == 0o700
    finally:
        os.umask(old)
    assert len(seen) >= 2 and set(seen.values()) == {0o600}
    kept = (copy, table.with_name("neuf.db"), *written)
    assert {stat.S_IMODE(one.stat().st_mode) for one in kept} == {0o600}
    assert not list(table.parent.glob("*.partiel*"))
