"""One counter for many writers: what arrives while a transaction is being written shares the next one.

A room posts its ballots in the same second. SQLite writes one transaction at a time, each with its own flush to
the disk; sharing them keeps the queue short. A gesture is answered only once its transaction is on disk, and one
that refuses does not disturb its neighbours.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool

from components.core.refus import Indisponible
from data.base import store

LOT = 64
APRES_S = 5.0  # seconds that others leave to those who wait here
Geste = Callable[[Database], Any]


class Guichet:
    """A queue of gestures on the store."""

    def __init__(self) -> None:
        self._attente: list[tuple[Geste, asyncio.Future[Any]]] = []
        self._service: asyncio.Task[None] | None = None

    async def passer(self, geste: Geste) -> Any:
        """Run a gesture in a shared transaction; returns its result, or raises what it raised, after the commit."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._attente.append((geste, future))
        if self._service is None or self._service.done():
            self._service = asyncio.create_task(self._servir())
        return await future

    async def libre(self) -> None:
        """Return once nobody waits here, or after some seconds: what is not a ballot comes after them."""
        if self._service is not None and not self._service.done():
            await asyncio.wait({self._service}, timeout=APRES_S)

    async def _servir(self) -> None:
        while self._attente:
            batch, self._attente = self._attente[:LOT], self._attente[LOT:]
            try:
                results = await run_in_threadpool(_ecrire, [gesture for gesture, _ in batch])
            except Exception as problem:
                results = [problem] * len(batch)
            for (_, future), result in zip(batch, results, strict=True):
                _repondre(future, result)


def _ecrire(gestures: list[Geste]) -> list[Any]:
    with store.connect() as db, store.writing(db):
        return [_essayer(db, gesture) for gesture in gestures]


def _essayer(db: Database, gesture: Geste) -> Any:
    try:
        with store.writing(db):
            return gesture(db)
    except Indisponible:
        raise  # the disk failed, perhaps undoing the whole transaction: nobody of this batch is told yes
    except Exception as problem:
        return problem


def _repondre(future: "asyncio.Future[Any]", result: Any) -> None:
    if future.done():  # the phone went away; its ballot is on disk all the same
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
