"""A journal left beside a file that was replaced is recognised; its own gives back all that was acknowledged."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from components.core.refus import Disparu, Indisponible
from components.terminal.commandes import main
from data.base import acteurs, marque, store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from tests.pannes import ecrire, garde, meurt

# What was put in the place of a file whose program was killed, its journal still beside it.
REMPLACANTS = ("sauvegarde", "copie d'avant", "autre table", "fichier vide")


@pytest.mark.parametrize("replacement", REMPLACANTS)
@pytest.mark.parametrize("index", ["gardé", "effacé"])
def test_a_journal_left_beside_a_replaced_file_is_refused(table: Path, replacement: str, index: str) -> None:
    copy = table.with_name("copie.db")
    ecrire("copié")
    if replacement == "sauvegarde":
        store.backup(copy)
    elif replacement == "copie d'avant":
        shutil.copy(table, copy)
    elif replacement == "autre table":
        with store.connect(copy) as db, store.writing(db):
            acteurs.record(db, TERMINAL, "essai", "autre")
    else:
        copy.touch()
    ecrire("après la copie")
    meurt("journal")
    shutil.copyfile(copy, table)
    if index == "effacé":
        table.with_name("table.db-shm").unlink()
    before = table.read_bytes(), marque.journal(table).read_bytes()
    with pytest.raises(Indisponible, match=r"autre fichier|vide"):
        garde()
    with pytest.raises(Indisponible):
        ecrire("perdu")
    assert (table.read_bytes(), marque.journal(table).read_bytes()) == before
    assert main(["check"]) == 1


def test_a_backup_made_while_the_same_journal_was_in_use_is_told_apart(table: Path) -> None:
    with store.connect() as held:  # someone reads: the journal is never emptied meanwhile
        ecrire("un")
        copy = store.backup(table.with_name("copie.db"))
        ecrire("deux")
        left = marque.journal(table).read_bytes()
        assert held["gestes"].count == 3
    shutil.copyfile(copy, table)
    marque.journal(table).write_bytes(left)
    with pytest.raises(Indisponible, match="remplacé"):
        garde()


def test_what_another_tool_wrote_in_a_copy_is_read_not_refused(table: Path) -> None:
    copy = store.backup(table.with_name("copie.db"))
    with sqlite3.connect(copy) as tool:
        tool.execute("UPDATE gestes SET objet = 'corrigé ailleurs'")
    with store.connect(copy) as db:
        assert db.conn.execute("SELECT objet FROM gestes").fetchone()[0] == "corrigé ailleurs"
    tool.close()


@pytest.mark.parametrize("number", [1, 3, 450])
def test_its_own_journal_gives_back_all_that_was_acknowledged(table: Path, number: int) -> None:
    meurt("gardé", number)
    assert marque.journal_plein(table)
    assert garde() == ["avant", *(f"gardé-{k}" for k in range(number))]


def test_a_journal_whose_file_is_gone_is_not_lost_to_a_new_one(table: Path) -> None:
    meurt("gardé")
    aside = table.rename(table.with_name("ailleurs.db"))
    with pytest.raises(Disparu, match=r"table\.db-wal"):
        creation.nouveau(TERMINAL, "58")
    with pytest.raises(Disparu):
        garde()
    aside.rename(table)
    assert garde() == ["avant", "gardé-0", "gardé-1", "gardé-2"]


def test_looking_at_a_journal_keeps_the_locks_of_this_program(table: Path) -> None:
    with store.connect() as db:
        with store.writing(db):
            acteurs.record(db, TERMINAL, "essai", "tenu")
        assert not marque.etrangere(table)
        probe = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM gestes').fetchone()"
        subprocess.run([sys.executable, "-c", probe, str(table)], check=True, timeout=60)
        assert marque.journal_plein(table), "another program took itself for the last one and removed the journal"
    assert garde() == ["avant", "tenu"]
