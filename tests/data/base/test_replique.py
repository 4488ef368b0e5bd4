"""A follower stops when asked, is never waited for when it is not there, and a vote opens behind its back never."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from components.core.refus import Indisponible
from data.base import store
from data.base.copies import replique


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.db"
    with store.connect(file):
        pass
    return file


def test_without_a_follower_nothing_waits_and_nothing_is_left(table: Path) -> None:
    before = sorted(table.parent.iterdir())
    start = time.monotonic()
    with replique.suspendue(table):
        pass
    assert time.monotonic() - start < replique.PATIENCE and sorted(table.parent.iterdir()) == before
    assert replique.etat(table) is None and not replique.demandee(table)


def test_a_dead_follower_is_no_follower(table: Path) -> None:
    for suffix in (replique.VIE, replique.MOTEUR, replique.PAUSE):
        replique.a_cote(table, suffix).write_text('{"etat": "suit"}')
    assert replique.etat(table) is None and not replique.demandee(table)
    with replique.suspendue(table):
        assert replique.demandee(table)
    assert not replique.demandee(table)


@pytest.mark.parametrize(("written", "state"), [('{"etat": "suit"}', "suit"), ("", "pause"), ('{"et', "pause")])
def test_a_living_follower_says_what_it_does(table: Path, written: str, state: str) -> None:
    with replique.a_cote(table, replique.VIE).open("w+") as life:
        life.write(written)
        life.flush()
        assert replique.prendre(life)
        assert replique.etat(table) == state


def test_an_engine_that_does_not_stop_keeps_the_block_closed(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replique, "PATIENCE", 0.3)
    with replique.a_cote(table, replique.MOTEUR).open("a") as engine:
        assert replique.prendre(engine)
        with pytest.raises(Indisponible, match="le vote n'a pas été ouvert"), replique.suspendue(table):
            pytest.fail("opened")
    with replique.suspendue(table):
        pass


def test_the_block_begins_once_the_engine_is_gone_and_keeps_it_away(table: Path) -> None:
    """A follower as ours does: it gives its place when asked, and takes it again as soon as nobody asks."""
    events: list[str] = []
    taken, over = threading.Event(), threading.Event()

    def follow() -> None:
        with replique.a_cote(table, replique.MOTEUR).open("a") as engine:
            _jusqu_a(lambda: replique.prendre(engine))
            taken.set()
            _jusqu_a(lambda: replique.demandee(table))
            events.append("engine stopped")
            replique.rendre(engine)
            _jusqu_a(lambda: not replique.demandee(table) and replique.prendre(engine))
            events.append("engine again")
            over.set()

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    assert taken.wait(timeout=10)
    with replique.suspendue(table):
        events.append("vote opened")
        time.sleep(0.1)
        events.append("vote written")
    assert over.wait(timeout=10)
    thread.join(timeout=10)
    assert events == ["engine stopped", "vote opened", "vote written", "engine again"]


def _jusqu_a(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
