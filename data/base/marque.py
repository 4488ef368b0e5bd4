"""The mark of the last write, in the file's own header: a journal left beside a file that was replaced is recognised.

SQLite replays a `-wal` on whatever file bears its name: beside a restored copy it brings the old content back, or
breaks the file. Each group of writes therefore draws a mark (`user_version`) and keeps the one before it
(`application_id`): a file always bears a mark that its own journal knows, and a copy is given one that none knows.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

MAGIE = (0x377F0682, 0x377F0683)  # how a journal that SQLite would replay begins
ENTETE, CADRE = 32, 24  # bytes of the journal's header, and of the one before each page
DERNIERE, AVANT = slice(60, 64), slice(68, 72)  # where page 1 keeps our two marks
MAX = 2**31 - 1


def lire(connection: sqlite3.Connection) -> int:
    """The mark of the last write seen by a connection; 0 for a file that never had one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def avancer(connection: sqlite3.Connection, avant: int | None = None) -> None:
    """Draw the mark of the write in progress. `avant`: the mark it follows, when it is not the one in place."""
    before = lire(connection) if avant is None else avant
    connection.execute(f"PRAGMA application_id = {before}")
    connection.execute(f"PRAGMA user_version = {1 + secrets.randbelow(MAX)}")


def journal(fichier: Path) -> Path:
    """Where SQLite keeps the writes that have not reached a file yet."""
    return fichier.with_name(f"{fichier.name}-wal")


def journal_plein(fichier: Path) -> bool:
    """Whether writes wait in the journal beside a file, present or not."""
    try:
        return journal(fichier).stat().st_size > ENTETE
    except OSError:
        return False


def etrangere(fichier: Path) -> bool:
    """Whether the journal beside a file belongs to another one. Reads only; others may go on writing.

    The mark of the file and the head of its journal are read on both sides of the search: either they moved, and it
    starts again, or what was found was true at one moment.
    """
    while journal_plein(fichier):
        around = (_du_fichier(fichier), _entete(fichier))
        if _connue(journal(fichier), *around):
            return False
        if around == (_du_fichier(fichier), _entete(fichier)):
            return True
    return False


def _du_fichier(fichier: Path) -> int | None:
    """The mark in the file itself, its journal left aside. Through SQLite: closing the file by ourselves would drop
    the locks that the other connections of this process hold on it."""
    try:
        with closing(sqlite3.connect(f"{fichier.absolute().as_uri()}?immutable=1", uri=True)) as alone:
            return lire(alone)
    except sqlite3.DatabaseError:
        return None  # not a base at all: said when it is opened


def _entete(fichier: Path) -> bytes:
    try:
        with journal(fichier).open("rb") as stream:
            return stream.read(ENTETE)
    except OSError:
        return b""


def _connue(place: Path, mark: int | None, head: bytes) -> bool:
    """Whether the mark of a file is among those of a journal. One that holds none is believed: SQLite ignores it, or
    what it holds was not written by us."""
    if mark is None or len(head) < ENTETE or int.from_bytes(head[:4]) not in MAGIE:
        return True
    believed = True
    try:
        for first in _premieres_pages(place, head):
            believed = False
            if mark in (int.from_bytes(first[DERNIERE]), int.from_bytes(first[AVANT])):
                return True
    except OSError:
        return False  # emptied and removed meanwhile: looked at again
    return believed


def _premieres_pages(place: Path, head: bytes) -> Iterator[bytes]:
    """The beginning of each state of page 1 in a journal, oldest first."""
    with place.open("rb", buffering=0) as stream:
        at = stream.seek(ENTETE)
        while len(frame := stream.read(CADRE + AVANT.stop)) > CADRE and frame[8:16] == head[16:24]:
            if int.from_bytes(frame[:4]) == 1:
                yield frame[CADRE:]
            at += CADRE + int.from_bytes(head[8:12])
            stream.seek(at)
