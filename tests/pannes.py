"""What the tests of faults do to the file this process serves: write, read, die, fill the disk."""

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from data.base import acteurs, store
from data.base.acteurs import TERMINAL


def ecrire(word: str) -> None:
    """One gesture, acknowledged when this returns."""
    with store.connect() as db, store.writing(db):
        acteurs.record(db, TERMINAL, "essai", word)


def garde() -> list[str]:
    """Every gesture of the file, oldest first."""
    with store.connect() as db:
        return [row[0] for row in db.conn.execute("SELECT objet FROM gestes ORDER BY rang")]


def meurt(word: str, number: int = 3) -> None:
    """Gestures acknowledged by a program that is killed at once: they are in the journal alone."""
    if child := os.fork():
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        return
    with store.connect() as db:
        for k in range(number):
            with store.writing(db):
                acteurs.record(db, TERMINAL, "essai", f"{word}-{k}")
        os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def disque_plein(octets: int = 0) -> Iterator[None]:
    """No file of this process grows beyond `octets`: the disk refuses the bytes for real."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
