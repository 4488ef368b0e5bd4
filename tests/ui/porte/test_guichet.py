"""The shared counter: answered after the commit, one refusal disturbs nobody, a phone that leaves loses nothing."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from sqlite_utils import Database

from components.core.refus import Indisponible, Refus
from components.ui.porte import guichet
from components.ui.porte.guichet import LOT, Guichet
from data.base import store
from tests.pannes import disque_plein


@pytest.fixture(autouse=True)
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        db.conn.execute("CREATE TABLE essai (k INTEGER PRIMARY KEY)")
    return tmp_path / "table.db"


def put(k: int) -> Callable[[Database], int]:
    def write(db: Database) -> int:
        db.conn.execute("INSERT INTO essai VALUES (?)", (k,))
        if k % 7 == 3:
            raise Refus("non")
        return k

    return write


def kept() -> list[int]:
    with store.connect() as db:
        return [k for (k,) in db.conn.execute("SELECT k FROM essai ORDER BY k")]


def test_many_share_few_transactions_and_a_refusal_undoes_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []
    write = guichet._ecrire
    monkeypatch.setattr(guichet, "_ecrire", lambda gestures: opened.append(len(gestures)) or write(gestures))

    async def crowd() -> list[object]:
        counter = Guichet()
        return await asyncio.gather(*(counter.passer(put(k)) for k in range(200)), return_exceptions=True)

    answers = asyncio.run(crowd())
    good = [k for k in range(200) if k % 7 != 3]
    assert kept() == good and [a for a in answers if isinstance(a, int)] == good
    assert sum(isinstance(a, Refus) for a in answers) == 200 - len(good)
    assert max(opened) <= LOT and len(opened) <= 200 // LOT + 2


def test_a_disk_that_fails_acknowledges_nobody_of_the_batch() -> None:
    numbers = [k for k in range(40) if k % 7 != 3]

    async def crowd() -> list[object]:
        counter = Guichet()
        return await asyncio.gather(*(counter.passer(put(k)) for k in numbers), return_exceptions=True)

    with store.connect():  # the journal and its index are there already: it is the ballots that the disk refuses
        kept()
        with disque_plein():
            answers = asyncio.run(crowd())
    assert [type(answer) for answer in answers] == [Indisponible] * len(numbers)
    assert kept() == []
    assert asyncio.run(crowd()) == kept() == numbers


def test_an_answer_comes_after_the_commit() -> None:
    async def one() -> tuple[int, list[int]]:
        return await Guichet().passer(put(1)), kept()

    assert asyncio.run(one()) == (1, [1])


def test_a_caller_who_leaves_does_not_stop_the_others() -> None:
    async def crowd() -> list[object]:
        counter = Guichet()
        tasks = [asyncio.create_task(counter.passer(put(k))) for k in (1, 2, 4)]
        await asyncio.sleep(0)
        tasks[0].cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    answers = asyncio.run(crowd())
    assert isinstance(answers[0], asyncio.CancelledError) and answers[1:] == [2, 4]
    assert {2, 4} <= set(kept())


def test_a_store_that_cannot_be_opened_answers_everyone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "autre.db"
    broken.write_text("pas une base")
    monkeypatch.setenv("CONCERTATION_DB", str(broken))

    async def crowd() -> list[object]:
        counter = Guichet()
        return await asyncio.gather(*(counter.passer(put(k)) for k in range(5)), return_exceptions=True)

    assert all(isinstance(answer, Refus) for answer in asyncio.run(crowd()))


def test_what_is_not_a_ballot_comes_after_those_who_wait() -> None:
    numbers = [k for k in range(200) if k % 7 != 3]

    async def crowd() -> int:
        counter = Guichet()
        await counter.libre()
        ballots = [asyncio.create_task(counter.passer(put(k))) for k in numbers]
        await asyncio.sleep(0)
        await counter.libre()
        seen = len(kept())
        await asyncio.gather(*ballots)
        return seen

    assert asyncio.run(crowd()) == len(numbers)


def test_it_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    held, write = Event(), guichet._ecrire
    monkeypatch.setattr(guichet, "APRES_S", 0.01)
    monkeypatch.setattr(guichet, "_ecrire", lambda gestures: held.wait(timeout=30) and write(gestures))

    async def crowd() -> int:
        counter = Guichet()
        ballot = asyncio.create_task(counter.passer(put(1)))
        await asyncio.sleep(0)
        await counter.libre()
        seen = len(kept())
        held.set()
        return seen + int(await ballot)

    assert asyncio.run(crowd()) == 1
