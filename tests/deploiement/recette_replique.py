"""The copy that follows a table, with the real engine: what it has after a kill, and what it never has of a vote.

A table is followed while gestures are written, then while a séance goes on: slips drawn, a vote opened, ballots cast
and changed, closed, published, the séance closed, by the product's own gestures. At every step, everything that the
copy holds (files, segments, snapshots, and what each state of it restores to: segments are compressed) is searched for
keys, phrases and their order; what is there on purpose is found by the same search.
"""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
from sqlite_utils import Database

from components.core.refus import Indisponible
from components.priorites import gestes
from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.copies import replique
from data.fichier import replication
from data.priorites import bulletins, scrutins
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
        pannes.ecrire("temoin-de-la-recherche")
        outils.attendre(lambda: bool(_fouiller(copy, {b"temoin-de-la-recherche"}).lieux), "le témoin", log, 20)
        start = time.monotonic()
        room = visiteur.salle(table)  # the demonstration opens its vote by the product's own gesture
        opened = time.monotonic() - start
        paused = _etat(table, replique.ARRET, log)
        before = _empreinte(copy)
        with outils.table(table, place) as port, store.connect(table) as db:
            assert scrutins.un_ouvert(db)
            _voter(f"http://127.0.0.1:{port}", room.codes)
            time.sleep(3)
            assert _empreinte(copy) == before, "la copie a bougé pendant le vote"
            keys, phrases = _cles(db), _phrases(db, room.codes)
            assert len(keys) == len(set(phrases)) == len(room.codes)
            lines = [_pendant(table, copy, place, keys | set(phrases))]
            lines += _clos(db, table, copy, before, log, keys, phrases)
    return [
        f"vote : préparé et ouvert en {opened:.1f} s, pause vue en {paused:.1f} s, {len(room.codes) + 1} envois, pas "
        "un octet de la copie n'a changé",
        *lines,
    ]


def _voter(base: str, codes: list[str]) -> None:
    with httpx.Client(base_url=base, trust_env=False, timeout=60, headers={"Origin": base}) as page:
        for code in codes:
            visiteur.voter(page, code)
        visiteur.voter(page, codes[0], encore=True)


def _pendant(table: Path, copy: Path, place: Path, secrets: set[bytes]) -> str:
    """The vote is open: the copy holds nothing of it, where a backup by hand does; the disk lost now, it gives back the
    table of before the opening."""
    looked = _fouiller(copy, secrets)
    assert not looked.lieux, looked.lieux
    witness = place / "a-la-main.db"
    outils.data(table, "backup", str(witness))
    assert all(secret in witness.read_bytes() for secret in secrets), "the search finds what is there"
    witness.unlink()
    outils.data(table, "replique", str(copy), "--reprendre", str(place / "pendant.db"))
    outils.data(place / "pendant.db", "check")
    with store.connect(place / "pendant.db") as db:
        assert not scrutins.un_ouvert(db) and not _cles(db)
    return f"vote ouvert, disque perdu : la copie ({looked}) rend la table d'avant l'ouverture, sans un bulletin"


def _clos(
    db: Database, table: Path, copy: Path, before: dict[str, str], log: Path, keys: set[bytes], phrases: list[bytes]
) -> list[str]:
    """The vote is closed, then the séance: the follower runs all along."""
    (vote,) = db.conn.execute("SELECT id FROM scrutins WHERE etat = 'ouvert'").fetchone()
    assert gestes.clore(db, TERMINAL, vote) and not _present(table, keys)
    assert not _present(Path(f"{table}-wal"), keys | set(phrases)), "the closing empties the journal"
    gestes.publier(db, TERMINAL, vote)
    outils.attendre(lambda: replique.etat(table) == replique.SEANCE, "reprise", log, 40)
    outils.attendre(lambda: not set(_empreinte(copy)) & set(before), "copie de séance, seule", log, 60)
    closed = _fouiller(copy, keys)
    assert not closed.lieux, closed.lieux
    slips = {bytes(mark) for (mark,) in db.conn.execute("SELECT empreinte FROM jetons")}
    assert len(slips) >= len(keys) and _fouiller(copy, slips).lieux, "as in the file, until the end of the séance"
    outils.attendre(lambda: _fouiller(copy, set(phrases)).lieux != [], "une copie d'après la publication", log, 60)
    demonstration.lever(db, TERMINAL, vote)
    _etat(table, replique.SUIT, log)
    ended = _fouiller(copy, keys | slips)
    assert not ended.lieux and ended.etats, ended.lieux
    return [
        f"{len(keys)} clés cherchées, vote clos (journal vide, suivi en marche) : aucune dans la copie ({closed})",
        f"{len(keys | slips)} clés et cartons cherchés, séance close : aucun dans la copie ({ended}) ; "
        f"{_ordre(copy, phrases)}",
    ]


def _cles(db: Database) -> set[bytes]:
    """The keys of the ballots of an open vote."""
    return {bytes(key) for (key,) in db.conn.execute("SELECT cle FROM bulletins")}


def _phrases(db: Database, codes: list[str]) -> list[bytes]:
    """The phrases of the ballots (published once the vote is closed), in the order in which they came."""
    (vote,) = db.conn.execute("SELECT id FROM scrutins WHERE etat = 'ouvert'").fetchone()
    return [(bulletins.relire(db, vote, code) or ("", ""))[0].encode() for code in codes]


@dataclass
class Fouille:
    """What was looked at in a copy: its files, the states that it restores to; and where a secret is."""

    fichiers: int = 0
    etats: int = 0
    lieux: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.fichiers} fichiers, {self.etats} états"


def _fouiller(copie: Path, secrets: set[bytes]) -> Fouille:
    """Look in the bytes of the copy, in every state that it restores to, and beside the table."""
    looked = Fouille()
    around = [one for one in copie.parent.rglob("*") if one.is_file() and ".suivi" in str(one)]
    for file in [*(one for one in copie.rglob("*") if one.is_file()), *around]:
        looked.fichiers += 1
        looked.lieux += [str(file)] if _present(file, secrets) else []
    for state, txid in _etats(copie):
        looked.etats += 1
        looked.lieux += [f"état {txid}"] if _present(state, secrets) else []
    return looked


def _etats(copie: Path) -> Iterator[tuple[Path, int]]:
    """Each state that the segments of a copy restore to, as a file that lasts until the next one."""
    for generation in copie.glob(f"{replication.SUIVI}*"):
        last = max((int(one.stem.split("-")[-1], 16) for one in generation.rglob("*.ltx")), default=0)
        for txid in range(1, last + 1):
            out = copie.parent / f"etat-{txid}.db"
            subprocess.run(
                [replication.PROGRAMME, "restore", "-txid", f"{txid:016x}", "-o", str(out), generation.as_uri()],
                capture_output=True, check=False, timeout=60,
            )  # fmt: skip
            if out.exists():  # a state between two segments that were joined is no more
                yield out, txid
            for rest in copie.parent.glob(f"etat-{txid}.db*"):
                rest.unlink()


def _ordre(copie: Path, phrases: list[bytes]) -> str:
    """Phrases are published by the alphabet: the bytes of the copy know no other order."""
    alphabet, count = sorted(phrases), 0
    assert alphabet != phrases
    for state, txid in _etats(copie):
        content = state.read_bytes()
        here = sorted(phrases, key=content.find)
        assert min(map(content.find, phrases)) >= 0 and here in (alphabet, alphabet[::-1]), f"état {txid}"
        count += 1
    assert count
    return f"les {len(phrases)} phrases y sont dans l'ordre de l'alphabet, dans {count} état(s)"


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
