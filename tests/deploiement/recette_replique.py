"""The copy that follows a table, with the real engine: what it has after a kill, and what it never has of a vote.

A table is followed while gestures are written, then while a séance goes on: slips drawn, texts sent, a vote opened,
ballots cast and changed, closed, the séance closed. At every step, everything that the copy holds (files, segments,
snapshots, and what each state of it restores to) is searched for keys, phrases and ballots.
"""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx

from components.core.refus import Indisponible
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.copies import replique
from data.fichier import replication
from data.priorites import scrutins
from tests import pannes
from tests.deploiement import outils, visiteur

GESTES, SYNCHRO = 200, 2.0  # gestures of a burst; seconds after which a gesture must be in the copy


def jouer(dossier: Path) -> list[str]:
    """Play a kill, then a whole vote."""
    outils.exiger(replication.PROGRAMME)
    version = subprocess.run(
        [replication.PROGRAMME, "version"], capture_output=True, text=True, check=True, timeout=30
    ).stdout
    (dossier / "tue").mkdir()
    (dossier / "vote").mkdir()
    return [
        f"Litestream {version.strip()}",
        _tue(dossier / "tue"),
        *_vote(dossier / "vote"),
        _pas_deux(dossier / "deux"),
    ]


@contextmanager
def _suivie(table: Path, copie: Path, journal: Path) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "data", "replique", str(copie)]
    with outils.processus(command, journal, {"CONCERTATION_DB": str(table)}) as follower:
        yield follower


def _etat(table: Path, wanted: str, journal: Path) -> float:
    return outils.attendre(lambda: replique.etat(table) == wanted, f"état « {wanted} »", journal, 40)


def _tue(place: Path) -> str:
    """Gestures acknowledged one by one, everything killed at once: what the copy gives back."""
    table, copy, log = place / "concertation.db", place / "copie", place / "suivi.log"
    outils.data(table, "init")
    os.environ["CONCERTATION_DB"] = str(table)
    acknowledged: list[tuple[float, str]] = []
    with _suivie(table, copy, log) as follower:
        _etat(table, replique.SUIT, log)
        for k in range(GESTES):
            pannes.ecrire(f"geste-{k}")
            acknowledged.append((time.monotonic(), f"geste-{k}"))
            time.sleep(0.02)
        end = time.monotonic()
        os.killpg(follower.pid, signal.SIGKILL)
    for rest in ("", "-wal", "-shm"):
        Path(f"{table}{rest}").unlink(missing_ok=True)  # the disk is gone, with all that was on it
    outils.data(table, "replique", str(copy), "--reprendre", str(place / "reprise.db"))
    outils.data(table, "restore", str(place / "reprise.db"), "--oui")
    outils.data(table, "check")
    given = set(pannes.garde())
    old = [word for moment, word in acknowledged if end - moment > SYNCHRO]
    assert set(old) <= given, sorted(set(old) - given)
    lost = [word for _, word in acknowledged if word not in given]
    return (
        f"disque perdu après SIGKILL : {len(old)} gestes de plus de {SYNCHRO:.0f} s, 0 perdu ; "
        f"{len(lost)} perdus parmi les {len(acknowledged) - len(old)} des dernières secondes (copie asynchrone)"
    )


def _vote(place: Path) -> list[str]:
    table, copy, log = place / "concertation.db", place / "copie", place / "suivi.log"
    outils.data(table, "init")
    os.environ["CONCERTATION_DB"] = str(table)
    with _suivie(table, copy, log):
        _etat(table, replique.SUIT, log)
        start = time.monotonic()
        room = visiteur.salle(table)  # the demonstration opens its vote by the product's own gesture
        opened = time.monotonic() - start
        with store.connect(table) as db:
            assert scrutins.un_ouvert(db)
        paused = _etat(table, replique.ARRET, log)
        before = _empreinte(copy)
        with outils.table(table, place) as port:
            base = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=base, trust_env=False, timeout=60, headers={"Origin": base}) as page:
                for code in room.codes:
                    visiteur.voter(page, code)
                visiteur.voter(page, room.codes[0], encore=True)
            time.sleep(3)
            assert _empreinte(copy) == before, "la copie a bougé pendant le vote"
            secrets, phrases = _secrets(table)
            assert len(secrets) == len(phrases) == len(room.codes)
            _rien(copy, secrets | phrases, "vote ouvert")
            _clore(table)
            outils.attendre(lambda: replique.etat(table) == replique.SEANCE, "reprise", log, 40)
            outils.attendre(lambda: _empreinte(copy) != before, "copie de séance", log, 60)
            _rien(copy, secrets, "vote clos")
            wal = Path(f"{table}-wal")
            with store.connect(table) as db:
                assert not scrutins.reste_a_effacer(db)
                assert not _present(wal, secrets) and not _present(table, secrets)
                db.conn.execute("UPDATE seances SET etat = 'close'")  # as the closing leaves it, its slips destroyed
                slips = _cartons(db.conn)
                db.conn.execute("DELETE FROM jetons")
                db.conn.commit()
                assert scrutins.effacer(db) is True
        _etat(table, replique.SUIT, log)
        _rien(copy, secrets | slips, "séance close")
        return [
            f"vote : préparé et ouvert en {opened:.1f} s, pause vue en {paused:.1f} s, {len(room.codes) + 1} envois",
            f"{len(secrets | slips)} clés (bulletins, cartons) cherchées dans chaque fichier et chaque état de la "
            "copie : aucune, vote ouvert, vote clos (journal vide), séance close",
        ]


def _clore(table: Path) -> None:
    from components.priorites import gestes

    with store.connect(table) as db:
        chosen = int(db.conn.execute("SELECT id FROM scrutins WHERE etat = 'ouvert'").fetchone()[0])
        gestes.clore(db, TERMINAL, chosen)


def _secrets(table: Path) -> tuple[set[bytes], set[bytes]]:
    """What an open vote must not leave outside the file: the keys of its ballots, and their phrases (published once
    it is closed, in alphabetical order)."""
    with store.connect(table) as db:
        rows = db.conn.execute("SELECT cle, phrase FROM bulletins").fetchall()
    return {bytes(key) for key, _ in rows}, {str(phrase).encode() for _, phrase in rows}


def _cartons(connection: sqlite3.Connection) -> set[bytes]:
    return {bytes(mark) for (mark,) in connection.execute("SELECT empreinte FROM jetons")}


def _rien(copie: Path, secrets: set[bytes], quand: str) -> None:
    """Neither in the bytes of the copy, nor in any state that it restores to, nor beside the table."""
    around = [one for one in copie.parent.rglob("*") if one.is_file() and ".suivi" in str(one)]
    for file in [*(one for one in copie.rglob("*") if one.is_file()), *around]:
        assert not _present(file, secrets), f"{quand} : {file}"
    for generation in copie.glob(f"{replication.SUIVI}*"):
        last = max((int(one.stem.split("-")[-1], 16) for one in generation.rglob("*.ltx")), default=0)
        for txid in range(1, last + 1):
            out = copie.parent / f"etat-{quand}-{txid}.db"
            subprocess.run(
                [replication.PROGRAMME, "restore", "-txid", f"{txid:016x}", "-o", str(out), generation.as_uri()],
                capture_output=True, check=False, timeout=60,
            )  # fmt: skip
            assert not out.exists() or not _present(out, secrets), f"{quand} : état {txid}"
            out.unlink(missing_ok=True)


def _present(file: Path, secrets: set[bytes]) -> bool:
    content = file.read_bytes() if file.exists() else b""
    return any(secret in content for secret in secrets)


def _empreinte(copie: Path) -> dict[str, str]:
    return {
        str(one.relative_to(copie)): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(copie.rglob("*"))
        if one.is_file()
    }


def _pas_deux(place: Path) -> str:
    """A second follower is refused; an engine that does not stop keeps a vote from opening."""
    place.mkdir()
    table = place / "concertation.db"
    outils.data(table, "init")
    with _suivie(table, place / "copie", place / "suivi.log"):
        _etat(table, replique.SUIT, place / "suivi.log")
        try:
            outils.data(table, "replique", str(place / "autre"))
        except AssertionError as refused:
            assert "déjà une copie" in str(refused)
        else:
            raise AssertionError("deux copies suivent la même table")
    with replique.a_cote(table, replique.MOTEUR).open("a") as stuck:
        assert replique.prendre(stuck)
        outcome: list[str] = []
        thread = threading.Thread(target=lambda: outcome.append(_ouvrir(table)))
        thread.start()
        thread.join(timeout=replique.PATIENCE + 10)
    assert outcome == ["refusé"], outcome
    return "un seul suivi à la fois ; un moteur qui ne s'arrête pas empêche d'ouvrir le vote"


def _ouvrir(table: Path) -> str:
    try:
        with replique.suspendue(table):
            return "ouvert"
    except Indisponible:
        return "refusé"
