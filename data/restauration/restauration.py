"""Going back to a copy: what it lacks is named first, the file replaced is set aside, a closed vote stays closed.

The copy is prepared under another name, then written into the file in place in one transaction, as any gesture: a
server may go on serving, and a power cut leaves one file or the other. A file that cannot be opened is moved aside.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from components.core.refus import Disparu, Indisponible, Refus
from data.base import acteurs, marque, store
from data.base.acteurs import TERMINAL
from data.base.provisoire import SUITES, placer, provisoire
from data.priorites import bulletins, envois, scrutins
from data.releves import concordance
from data.restauration import manques

CLOS_DEPUIS = "retour à une copie du fichier où ce vote était encore ouvert, alors qu'il ne l'était plus"
INCONNU = "retour à une copie du fichier où ce vote était ouvert, sans savoir s'il a été clos depuis"
GESTE = "revenir à une copie"


@dataclass(frozen=True)
class Retour:
    """A copy ready to take the place of the file.

    `ferme`: why the file in place cannot be read (empty when it can); `marque`: the last write it had when compared;
    `manques`: what the copy lacks; `annules`: votes it no longer holds open; `reserves`: what is wrong with it.
    """

    copie: Path
    pret: Path
    ferme: str
    marque: int
    manques: list[str]
    annules: list[str]
    reserves: list[str]


@contextmanager
def preparer(copie: Path) -> Iterator[Retour]:
    """Read the copy, compare it with the file in place and make it ready beside it; neither is touched.

    Raises `Refus` when the copy cannot serve, `Disparu` when the folder of the table is not there.
    """
    target = store.path()
    if target.parent == store.DEFAULT.parent:
        target.parent.mkdir(parents=True, exist_ok=True)
    if not target.parent.is_dir():
        raise Disparu(
            f"Le dossier « {target.parent} » n'est pas là. Rien n'a été modifié. Rebranchez-le et recommencez."
        )
    if target.exists() and copie.exists() and copie.samefile(target):
        raise Refus("Cette copie est le fichier en place lui-même. Rien n'a été modifié.")
    with provisoire(target) as pret:
        _recopier(copie, pret)
        closed = _ferme(target)
        with _ouvrir(copie, pret) as db:
            doubts = _reserves(db)
            in_place = _comparer(db, None if closed else target)
            _accorder(db, copie, in_place)
        yield Retour(copie, pret, closed, in_place.marque, in_place.manques, [*in_place.ouverts.values()], doubts)


def poser(retour: Retour) -> Path | None:
    """Put a prepared copy in place, and return where the file it replaces was set aside; None when there was none.

    Raises `Refus`, nothing changed, when someone wrote in the file since it was compared.
    """
    target = store.path()
    stamp = f"{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"
    aside = target.with_name(f"{target.stem}-remplace-{stamp}{target.suffix}")
    if retour.ferme:
        return _echanger(retour.pret, target, aside)
    with closing(sqlite3.connect(retour.pret)) as source, store.connect() as db:
        marque.avancer(source, avant=retour.marque)  # what its own journal will know
        source.backup(db.conn, pages=1, progress=_MiseAPart(retour.marque, aside))
    return aside


class _MiseAPart:
    """Called by SQLite at each page: at the first one, the write lock is ours and nothing is replaced yet."""

    def __init__(self, mark: int, aside: Path) -> None:
        self.mark, self.aside, self.done = mark, aside, False

    def __call__(self, status: int, remaining: int, total: int) -> None:
        if status == sqlite3.SQLITE_BUSY:
            raise Indisponible("Le fichier est occupé. Rien n'a été modifié : recommencez.", store.PANNES["locked"])
        if self.done:
            return
        self.done = True
        with store.connect() as db:
            if marque.lire(db.conn) != self.mark:
                raise Refus("Quelqu'un a écrit dans le fichier entre-temps. Rien n'a été modifié : recommencez.")
            store.mettre_a_part(db, self.aside)


def _echanger(pret: Path, target: Path, aside: Path) -> Path | None:
    """A file that does not open goes aside with what SQLite kept beside it, itself first: never half of a pair."""
    moved = None
    for suffix in ("", *SUITES):
        part = Path(f"{target}{suffix}")
        if part.exists():
            moved = part.rename(f"{aside}{suffix}")
    placer(pret, target)
    return aside if moved else None


def _ferme(target: Path) -> str:
    """Why the file in place cannot be read; empty when it can. A file that is only busy is waited for, not replaced."""
    if not target.exists():
        return "il n'y en a pas"
    try:
        with store.connect():
            return ""
    except Indisponible as problem:
        if problem.raison == store.PANNES["locked"]:
            raise
        return problem.raison


def _recopier(copie: Path, pret: Path) -> None:
    if not copie.is_file():
        raise Refus(f"« {copie} » est introuvable. Rien n'a été modifié.")
    if marque.etrangere(copie):
        raise Refus(
            f"« {marque.journal(copie)} » n'appartient pas à « {copie} » : éloignez-le de la copie. Rien n'a été "
            "modifié."
        )
    try:
        with closing(_lire(copie)) as source, closing(sqlite3.connect(pret)) as written:
            source.backup(written)
            marque.avancer(written)
    except sqlite3.Error as problem:
        raise _inutile(copie, store.en_mots(problem)) from problem


def _lire(copie: Path) -> sqlite3.Connection:
    """The copy, its own journal included; alone when it sits where nothing can be written."""
    address = copie.absolute().as_uri()
    source = sqlite3.connect(f"{address}?mode=rw", uri=True)
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        source.close()
        if marque.journal_plein(copie):
            raise
        return sqlite3.connect(f"{address}?immutable=1", uri=True)
    return source


@contextmanager
def _ouvrir(copie: Path, pret: Path) -> Iterator[Database]:
    try:
        with store.connect(pret) as db:
            damage = db.conn.execute("PRAGMA integrity_check").fetchone()[0]
            if damage != "ok":
                raise _inutile(copie, store.PANNES["malformed"])
            yield db
    except Indisponible as problem:
        raise _inutile(copie, problem.raison) from problem


def _inutile(copie: Path, why: str) -> Refus:
    return Refus(f"« {copie} » ne peut pas servir de copie ({why}). Rien n'a été modifié.")


def _reserves(db: Database) -> list[str]:
    return [discordance.phrase.rstrip(".") for discordance in concordance.relire(db) if not discordance.ancien]


@dataclass(frozen=True)
class _Connu:
    """What the file in place says, compared with the copy."""

    marque: int
    manques: list[str]
    ouverts: dict[int, str]
    motif: str
    seances: list[int]
    comptes: list[str]
    retires: list[dict[str, object]]
    liens: list[int]


def _comparer(db: Database, target: Path | None) -> _Connu:
    if target is None:
        rows = scrutins.liste(db)
        still = rows[rows["etat"] == scrutins.OUVERT]["question"]
        return _Connu(0, [], {int(k): str(q) for k, q in still.items()}, INCONNU, [], [], [], [])
    db.conn.execute("ATTACH ? AS en_place", (str(target),))
    mark = int(db.conn.execute("PRAGMA en_place.user_version").fetchone()[0])
    in_place = _Connu(
        mark, manques.lister(db), manques.plus_ouverts(db), CLOS_DEPUIS, manques.seances_closes(db),
        manques.comptes_fermes(db), manques.textes_retires(db), manques.liens_fermes(db),
    )  # fmt: skip
    db.conn.execute("DETACH en_place")
    return in_place


def _accorder(db: Database, copie: Path, in_place: _Connu) -> None:
    """What must not come back with a copy: votes and accounts closed since, void slips, texts withheld, sessions,
    links."""
    with store.writing(db):
        for ident in in_place.ouverts:
            scrutins.annuler(db, TERMINAL, ident, in_place.motif)
        for seance in in_place.seances:
            bulletins.detruire(db, seance)
            scrutins.a_effacer(db, GESTE)
        for withheld in in_place.retires:
            envois.retirer(db, withheld)
        for seance in in_place.liens:
            db.conn.execute("DELETE FROM compagnons WHERE seance = ?", (seance,))
        for account in in_place.comptes:
            db.conn.execute("UPDATE comptes SET actif = 0 WHERE id = ?", (account,))
        db.conn.execute("DELETE FROM sessions")
        db.conn.execute("DELETE FROM liens")
        acteurs.record(
            db, TERMINAL, GESTE, copie.name, {"manques": in_place.manques, "votes": [*in_place.ouverts.values()]}
        )
    scrutins.effacer(db)
