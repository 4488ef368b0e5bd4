"""One table de concertation is one SQLite file: where it is, how it is opened, how it is written.

A connection lives as long as one gesture (0.5 ms with its migrations check). Readers never block and are
never blocked (WAL); writers queue for up to five seconds. A file is made whole or not at all, and never made
again once it was seen: a folder that vanishes does not come back empty.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from components.core.refus import Disparu, Indisponible, Refus
from data.base import demande, marque
from data.base.connexion import Connexion
from data.base.copies import replique
from data.base.migrations import ensembles as migrations
from data.base.provisoire import placer, provisoire

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
    "disk I/O": "le disque ne répond pas, ou il est plein",
}
_VUS: set[Path] = set()  # files that this process has seen: one that is gone is not made again


def path() -> Path:
    """The file this process serves: `CONCERTATION_DB`, else that of `CONCERTATION_DEPARTEMENT`, else the usual one."""
    file = demande.fichier() or DEFAULT.with_name(demande.nom_du_fichier(demande.departement() or demande.PREMIER))
    return file if file.is_absolute() else ROOT / file


def attendre(target: Path) -> None:
    """From now on, opening this file never makes it: only `nouveau` does."""
    _VUS.add(target)


@contextmanager
def connect(file: Path | None = None) -> Iterator[Database]:
    """Open the file (migrated when needed), and close it at the end of the gesture. Made at its first opening only.

    Raises `Indisponible` when the file is gone, is not one of ours, cannot be opened, or stops answering meanwhile.
    """
    target = file or path()
    _exiger(target)
    db = _open(target)
    try:
        with _en_refus():
            yield db
    finally:
        db.close()


@contextmanager
def nouveau(target: Path) -> Iterator[Database]:
    """A new file, built under another name and put in place at the end of the block: whole, or not at all.

    Raises `FileExistsError` when another file took the place meanwhile.
    """
    if marque.journal_plein(target):
        raise Disparu(
            f"« {target} » n'est pas là, mais des écritures l'attendent dans « {marque.journal(target).name} ». "
            "Rien n'a été créé ni effacé. Remettez le fichier à sa place, ou lancez « python -m data restore COPIE »."
        )
    with provisoire(target) as partial:
        try:
            db = _open(partial, neuf=True)
        except Indisponible as problem:
            raise Indisponible(
                f"« {target} » ne peut pas être créé ({problem.raison}). Il n'en reste rien.", problem.raison
            ) from problem
        try:
            with _en_refus():
                yield db
        finally:
            db.close()
        placer(partial, target)
    attendre(target)


@contextmanager
def writing(db: Database) -> Iterator[Database]:
    """A group of writes, all kept or none. Takes the write lock first, so that a read inside stays true.

    Inside another group it joins it (savepoint). Raises `Indisponible`, nothing written, when the disk is full, the
    file busy or read-only.
    """
    with _en_refus():
        if db.conn.in_transaction:
            with db.atomic():
                yield db
            return
        db.conn.execute("BEGIN IMMEDIATE")
        before = db.conn.total_changes
        try:
            yield db
            if db.conn.total_changes > before:
                marque.avancer(db.conn)
            db.conn.execute("COMMIT")
        except BaseException:
            db.conn.rollback()
            raise


@contextmanager
def sans_copie(db: Database) -> Iterator[None]:
    """Nothing follows this file during the block (`replique`): around the group of writes that opens a vote."""
    place = db.conn.execute("PRAGMA database_list").fetchone()[2]
    if not place:  # in memory
        yield
        return
    with replique.suspendue(Path(place)):
        yield


def backup(destination: Path) -> Path:
    """Copy the file as it is now to `destination`, while people go on working. Refuses to overwrite."""
    if destination.exists():
        raise Refus(f"« {destination} » existe déjà : rien n'a été copié. Choisissez un autre nom.")
    if not path().exists():
        raise Disparu(f"Aucun fichier de concertation à « {path()} ». Rien n'a été copié.")
    destination.parent.mkdir(parents=True, exist_ok=True)
    with connect() as db:
        mettre_a_part(db, destination)
    return destination


def mettre_a_part(db: Database, destination: Path) -> None:
    """A whole copy of an open file, private from its first byte: it holds what the file holds, open votes included.
    Nothing is left of one that fails."""
    with provisoire(destination) as partial:
        try:
            with closing(sqlite3.connect(partial)) as copy:
                db.conn.backup(copy)
                marque.avancer(copy)  # no journal knows this one: the copy is never taken for the file
        except sqlite3.Error as problem:
            raise Refus(
                f"« {destination} » ne peut pas être écrit : {en_mots(problem)}. Rien n'a été copié."
            ) from problem
        placer(partial, destination)


def en_mots(problem: sqlite3.Error) -> str:
    """Why SQLite could not do it, in French."""
    message = str(problem)
    return next((words for english, words in PANNES.items() if english in message), message)


def _exiger(target: Path) -> None:
    """The file is there, or is made because nobody ever saw it here."""
    try:
        size = target.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        size = None
    except OSError as problem:
        raise _ferme(target, PANNES["disk I/O"]) from problem
    if size == 0:
        raise _ferme(target, "il est vide")
    if size is None and (target in _VUS or not target.parent.is_dir()):
        raise Disparu(
            f"« {target} » n'est plus là : dossier déplacé, disque ou lecteur réseau débranché ? Rien n'a été recréé "
            "ni modifié. Remettez-le à sa place : la table reprend d'elle-même, avec tout ce qui était enregistré."
        )
    if size is None:
        with suppress(FileExistsError), nouveau(target):
            pass
    attendre(target)


def _open(target: Path, neuf: bool = False) -> Database:
    if marque.etrangere(target):
        raise Indisponible(
            f"« {target} » a été remplacé, mais « {marque.journal(target).name} » à côté appartient à un autre "
            "fichier : l'ouvrir mêlerait les deux. Rien n'a été modifié. Pour revenir à une copie : « python -m data "
            "restore COPIE », qui met de côté ce qui est là. Ne copiez ni n'effacez ces fichiers à la main.",
            "il a été remplacé sans son journal",
        )
    connection = None
    try:
        connection = _connection(target, neuf)
        db = Database(connection)
        migrations.apply(db)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    except BaseException as problem:
        if connection is not None:
            connection.close()
        if isinstance(problem, sqlite3.DatabaseError):
            raise _ferme(target, en_mots(problem)) from problem
        raise
    return db


def _connection(target: Path, neuf: bool) -> sqlite3.Connection:
    """A connection to a file that is there; SQLite never makes it. `neuf`: it has no table yet."""
    connection = sqlite3.connect(
        f"{target.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_MS / 1_000, factory=Connexion
    )
    try:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not neuf and "_sqlite_migrations" not in tables:
            raise sqlite3.DatabaseError("c'est la base d'un autre logiciel" if tables else "il est vide")
        connection.execute("PRAGMA foreign_keys = ON")
        _en_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _en_wal(connection: sqlite3.Connection) -> None:
    """Let readers and writers work together; SQLite does not wait for the others here, so we do."""
    end = time.monotonic() + BUSY_MS / 1_000
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem) or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _ferme(target: Path, why: str) -> Indisponible:
    itself = why in (PANNES["not a database"], PANNES["malformed"]) or why not in PANNES.values()
    todo = (
        "Vérifiez le chemin CONCERTATION_DB ou revenez à une sauvegarde (« python -m data restore COPIE »)."
        if itself
        else "Ce qui était enregistré l'est toujours : réglez la cause, puis recommencez."
    )
    return Indisponible(
        f"« {target} » ne peut pas être ouvert comme fichier de concertation ({why}). Rien n'a été modifié. {todo}", why
    )


@contextmanager
def _en_refus() -> Iterator[None]:
    """Say in words what the disk or another program prevented; a fault of our own goes through as it is."""
    try:
        yield
    except sqlite3.Error as problem:
        why = en_mots(problem)
        if why not in PANNES.values():
            raise
        raise Indisponible(
            f"Le fichier de la table n'a pas pu être lu ou écrit ({why}). Ce geste n'a pas été enregistré ; ce qui "
            "l'était déjà l'est toujours. Réglez la cause, puis recommencez.",
            why,
        ) from problem
