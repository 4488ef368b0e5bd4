"""One table de concertation is one SQLite file: where it is, how it is opened, how it is written.

A connection lives as long as one gesture (0.5 ms with its migrations check). Readers never block and are
never blocked (WAL); writers queue for up to five seconds.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from components.core.refus import Refus
from components.core.textes import nets
from data.base.migrations import ensembles as migrations

ROOT = Path(__file__).resolve().parents[2]
DEFAULT = ROOT / "data" / "local" / "concertation.db"
BUSY_MS = 5_000
PanneSQLite = sqlite3.Error  # what SQLite itself refuses, for doors that put it in words (`en_mots`)
PANNES = {  # what SQLite says -> what we say
    "locked": "occupé par un autre programme, réessayez",
    "unable to open": "il ne s'ouvre pas : vérifiez le dossier et ses droits",
    "readonly": "il se lit seulement : vérifiez ses droits",
    "not a database": "ce n'est pas une base SQLite",
    "malformed": "il est abîmé",
    "disk is full": "il n'y a plus de place sur le disque",
    "disk I/O": "le disque ne répond pas",
}


class Connexion(sqlite3.Connection):
    """The one way into the file: whatever the door, no text is written with a control character in it. What is looked
    for stays as asked, since files of before may hold some."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run a statement, the texts it writes without control characters."""
        return super().execute(sql, parameters if not parameters or _looks(sql) else nets(parameters))

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """Run a statement for many rows, the texts it writes without control characters."""
        return super().executemany(sql, map(nets, parameters))


def _looks(sql: str) -> bool:
    return sql.lstrip()[:6].upper() == "SELECT"


def path() -> Path:
    """The file this process serves: `CONCERTATION_DB`, else `data/local/concertation.db`."""
    asked = os.environ.get("CONCERTATION_DB", "").strip()
    found = Path(asked) if asked else DEFAULT
    return found if found.is_absolute() else ROOT / found


@contextmanager
def connect(file: Path | None = None) -> Iterator[Database]:
    """Open the file (created and migrated when needed), and close it at the end of the gesture.

    Raises `Refus` when the file exists and is not one of ours, or cannot be opened.
    """
    target = file or path()
    target.parent.mkdir(parents=True, exist_ok=True)
    db = _open(target)
    try:
        yield db
    finally:
        db.close()


@contextmanager
def writing(db: Database) -> Iterator[Database]:
    """A group of writes, all kept or none. Takes the write lock first, so that a read inside stays true.

    Inside another group it joins it (savepoint).
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield db
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.execute("COMMIT")


def backup(destination: Path) -> Path:
    """Copy the file as it is now to `destination`, while people go on working. Refuses to overwrite."""
    if destination.exists():
        raise Refus(f"« {destination} » existe déjà : rien n'a été copié. Choisissez un autre nom.")
    if not path().exists():
        raise Refus(f"Aucun fichier de concertation à « {path()} ».")
    destination.parent.mkdir(parents=True, exist_ok=True)
    partial = destination.with_name(destination.name + ".partiel")
    try:
        with connect() as db, Database(str(partial)) as copy:
            db.conn.backup(copy.conn)
    except sqlite3.Error as problem:
        raise Refus(f"« {destination} » ne peut pas être écrit : {en_mots(problem)}. Rien n'a été copié.") from problem
    partial.chmod(0o600)  # a copy holds what the file holds, open votes included
    partial.rename(destination)
    return destination


def efface(db: Database) -> bool:
    """Rebuild the file without a trace of what was deleted, then empty its journal. True when all of it was done.

    Waits for people reading; call it outside a group of writes. Safe to repeat.
    """
    try:
        db.conn.execute("VACUUM")
        busy, *_ = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return not busy


def en_mots(problem: sqlite3.Error) -> str:
    """Why SQLite could not do it, in French."""
    said = str(problem)
    return next((words for english, words in PANNES.items() if english in said), said)


def _open(target: Path) -> Database:
    try:
        db = Database(_connection(target))
        migrations.apply(db)
    except sqlite3.DatabaseError as problem:
        raise Refus(
            f"« {target} » ne peut pas être ouvert comme fichier de concertation ({en_mots(problem)}). "
            "Rien n'a été modifié. Vérifiez le chemin CONCERTATION_DB ou restaurez une sauvegarde."
        ) from problem
    return db


def _connection(target: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(target, timeout=BUSY_MS / 1_000, factory=Connexion)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "_sqlite_migrations" not in tables:
        connection.close()
        raise sqlite3.DatabaseError("c'est la base d'un autre logiciel")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    return connection
