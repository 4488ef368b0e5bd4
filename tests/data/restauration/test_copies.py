"""What a copy holds: made outside of an open vote, all that was acknowledged; made during one, what the guide says."""

import os
import signal
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from components.terminal.commandes import main
from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.priorites import bulletins
from tests import pannes

ROOT = Path(__file__).resolve().parents[3]
PENDANT = "Ce que contient une copie faite pendant un vote"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "table.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.nouveau(file):
        pass
    return file


@pytest.mark.parametrize("perdu", ["effacé", "abîmé"])
def test_a_copy_made_while_people_write_gives_back_all_that_was_acknowledged_before_it(table: Path, perdu: str) -> None:
    """Gestures of programs that were killed, a copy made beside one that goes on writing, then the file is gone."""
    pannes.meurt("avant", 5)
    pannes.ecrire("dernier")
    ready, go = os.pipe()
    if not (child := os.fork()):
        for rank in range(10_000):
            pannes.ecrire(f"pendant-{rank}")
            os.write(go, b"x")
        os._exit(0)
    os.read(ready, 20)
    seen = len(pannes.garde())
    assert main(["backup", str(table.with_name("copie.db"))]) == 0
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for part in table.parent.glob("table.db*"):
        part.unlink() if perdu == "effacé" else part.write_bytes(b"\0" * 4096)
    store._VUS.discard(table)
    assert main(["restore", str(table.with_name("copie.db")), "--oui"]) == 0
    back = [word for word in pannes.garde() if word != "copie.db"]  # the line of the restore itself
    assert back[:6] == ["avant-0", "avant-1", "avant-2", "avant-3", "avant-4", "dernier"] and len(back) >= seen
    assert back[6:] == [f"pendant-{rank}" for rank in range(len(back) - 6)], "whole, in order, without a hole"
    assert main(["verify"]) == 0


def test_a_copy_made_during_a_vote_holds_what_the_guide_says(table: Path) -> None:
    with store.connect() as db:
        creation.creer(db, TERMINAL, "58")
        scrutin, slips = demonstration.ouvrir(db, TERMINAL, 24, date(2026, 11, 22))
        bulletins.deposer(db, scrutin, slips[0][0], "0123401")
        store.backup(table.with_name("un.db"))
        bulletins.deposer(db, scrutin, slips[1][0], "4321043")
        store.backup(table.with_name("deux.db"))
    whole = table.with_name("deux.db").read_bytes()
    for code, _ in slips:
        assert code.encode() not in whole and code.replace("-", "").encode() not in whole, "no code"
    first, second = (_bulletins(table.with_name(name)) for name in ("un.db", "deux.db"))
    assert first < second and len(second) == 2, "two copies tell the ballot cast between them"
    with store.connect(table.with_name("deux.db")) as copy:
        phrase, content = bulletins.relire(copy, scrutin, slips[1][0]) or ("", "")
        columns = {column.name for column in copy["bulletins"].columns} | {one.name for one in copy["jetons"].columns}
    assert content == "4321043" and phrase, "whoever holds the code reads the ballot"
    assert columns == {"scrutin", "cle", "college", "phrase", "contenu", "empreinte", "seance"}, "no name, no time"
    said = (ROOT / "docs" / "secret-du-vote.md").read_text(encoding="utf-8").partition(PENDANT)[2].partition("\n## ")[0]
    for word in ("bulletin", "collège", "phrase", "empreinte", "code", "ordre", "détrui", "backup"):
        assert word in said, word


def _bulletins(file: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(file)) as base:
        return set(base.execute("SELECT college, phrase, contenu FROM bulletins"))
