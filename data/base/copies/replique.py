"""A program may follow the file (`data.fichier.replication`): here is how everything else makes it stop, and knows.

Three files beside the table, held with locks that the system drops when their holder dies: `.replication`
(the follower lives, and says in it what it does), `.moteur` (an engine may be reading the table), `.pause`
(somebody asks for a pause).

Opening a vote asks for a pause, waits for the engine to be gone, and holds its place until the vote is written as open:
from there the follower sees it by itself.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from components.core.refus import Indisponible

VIE, MOTEUR, PAUSE = "replication", "moteur", "pause"
SUIT, SEANCE, ARRET, ECHEC = "suit", "séance", "pause", "échec"
PATIENCE = 15.0  # seconds given to an engine to stop
PAS = 0.05


def a_cote(fichier: Path, suffixe: str) -> Path:
    """The file beside a table that bears one of its three locks."""
    return fichier.with_name(f".{fichier.name}.{suffixe}")


def etat(fichier: Path) -> str | None:
    """What the follower of a table does now (`SUIT`, `SEANCE`, `ARRET`, `ECHEC`); None when nothing follows it."""
    place = a_cote(fichier, VIE)
    if sys.platform == "win32" or not place.exists():
        return None
    with place.open("r+", encoding="utf-8") as life:
        if prendre(life, partage=True):
            return None
        try:
            return str(json.loads(life.read() or "{}").get("etat", ARRET))
        except ValueError:  # being written
            return ARRET


@contextmanager
def suspendue(fichier: Path) -> Iterator[None]:
    """Nothing follows a table during the block. Raises `Indisponible` when the engine does not stop."""
    place = a_cote(fichier, MOTEUR)
    if sys.platform == "win32" or not place.exists():
        yield
        return
    with a_cote(fichier, PAUSE).open("a", encoding="utf-8") as asked, place.open("a", encoding="utf-8") as engine:
        end = time.monotonic() + PATIENCE
        while not (prendre(asked, partage=True) and prendre(engine, partage=True)):  # someone may be looking at either
            if time.monotonic() > end:
                raise Indisponible(
                    "La copie continue de cette table ne s'arrête pas : le vote n'a pas été ouvert, car ses bulletins "
                    "y partiraient. Arrêtez « python -m data replique » sur le serveur, puis recommencez.",
                    "la copie continue ne s'arrête pas",
                )
            time.sleep(PAS)
        yield


def demandee(fichier: Path) -> bool:
    """Whether somebody asks for a pause now."""
    place = a_cote(fichier, PAUSE)
    if not place.exists():
        return False
    with place.open("a", encoding="utf-8") as asked:
        return not prendre(asked)


def prendre(ouvert: IO[str], partage: bool = False) -> bool:
    """Take the lock of an open file, at once or not at all; it goes with the file."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(ouvert, (fcntl.LOCK_SH if partage else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def rendre(ouvert: IO[str]) -> None:
    """Give a lock back before its file is closed."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(ouvert, fcntl.LOCK_UN)
