"""What follows a table, with an engine that is a program: one copy at a time, none of a vote, nothing left behind.

The real engine is run by `make deploiement` (`tests/deploiement/recette_replique.py`).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import IO

import pytest

from components.core.refus import Indisponible, Refus
from components.terminal.demonstration import vote as demonstration
from data.base import acteurs, store
from data.base.acteurs import TERMINAL
from data.base.copies import replique
from data.fichier import replication
from data.fichier.replication import Replication
from data.priorites import scrutins

MOTEUR = """#!/bin/sh
# What the engine does that matters here: it keeps something beside the table, then a segment in the copy, and stays.
for last; do :; done
place=$(sed -n 's/^ *path: "\\(.*suivi-[0-9]*\\)"$/\\1/p' "$last")
mkdir -p "$(sed -n 's/^ *meta-path: "\\(.*\\)"$/\\1/p' "$last")"
{avant}
mkdir -p "$place" && echo segment > "$place/1.ltx"
exec sleep 60
"""


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "table.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect():
        pass
    return file


def _suiveur(table: Path, avant: str = "") -> Replication:
    engine = table.with_name("moteur")
    engine.write_text(MOTEUR.format(avant=avant))
    engine.chmod(0o755)
    folder = table.with_name("copie")
    folder.mkdir(exist_ok=True)
    return Replication(table, folder, str(engine))


@pytest.fixture
def suivi(table: Path) -> Iterator[tuple[Replication, IO[str]]]:
    follower = _suiveur(table)
    with replique.a_cote(table, replique.MOTEUR).open("a") as lock:
        yield follower, lock
        follower.arreter(lock)


def _contenu(follower: Replication) -> list[str]:
    return sorted(one.name.split("-")[0].lstrip(".") for one in follower.dossier.iterdir())


def test_an_engine_follows_until_a_pause_is_asked_then_again(suivi: tuple[Replication, IO[str]], table: Path) -> None:
    follower, lock = suivi
    assert follower.tour(lock) == replique.SUIT and follower.moteur is not None
    first, before = follower.moteur, set(follower.dossier.iterdir())
    assert follower.tour(lock) == replique.SUIT and follower.moteur is first
    with replique.a_cote(table, replique.PAUSE).open("a") as asked:
        assert replique.prendre(asked, partage=True)
        assert follower.tour(lock) == replique.ARRET
        assert first.poll() is not None and follower.moteur is None and not follower.cache.exists()
        with replique.suspendue(table):
            assert follower.tour(lock) == replique.ARRET
    assert set(follower.dossier.iterdir()) == before  # the copy of before is there meanwhile
    assert follower.tour(lock) == replique.SUIT
    assert not before & set(follower.dossier.iterdir()) and _contenu(follower) == ["suivi", "suivi"]


def test_a_seance_is_copied_whole_one_at_a_time_and_a_vote_never(
    suivi: tuple[Replication, IO[str]], table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower, lock = suivi
    monkeypatch.setattr(replication, "ENTRE_COPIES", 0.0)
    assert follower.tour(lock) == replique.SUIT
    engine = follower.moteur
    with store.connect() as db:
        assert engine is not None
        follower.arreter(lock)  # what the opening waits for, in one thread
        demonstration.ouvrir(db, TERMINAL, 12, date(2026, 11, 22))
        assert engine.poll() is not None
        before = _octets(follower.dossier)
        for _ in range(3):
            assert follower.tour(lock) == replique.ARRET
            with store.writing(db):
                acteurs.record(db, TERMINAL, "essai", "pendant le vote")
        assert _octets(follower.dossier) == before
        scrutins.annuler(db, TERMINAL, int(scrutins.liste(db).index[0]), "essai")
        if scrutins.reste_a_effacer(db):
            assert follower.tour(lock) == replique.ARRET
            assert scrutins.effacer(db)
        for word in ("un", "deux"):
            with store.writing(db):
                acteurs.record(db, TERMINAL, "essai", word)
            assert follower.tour(lock) == replique.SEANCE
            assert _contenu(follower) == ["seance"]
            assert _dernier(follower) == word
            assert follower.tour(lock) == replique.SEANCE and _contenu(follower) == ["seance"]  # nothing new: kept


def _octets(folder: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def _dernier(follower: Replication) -> str:
    (copy,) = follower.dossier.glob("seance-*.db")
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as held:
        return str(held.execute("SELECT objet FROM gestes ORDER BY rang DESC LIMIT 1").fetchone()[0])


@pytest.mark.parametrize("avant", ["exit 1", 'rm -rf "$place"; exit 0'])
def test_an_engine_that_fails_leaves_the_copy_of_before_and_no_lock(table: Path, avant: str) -> None:
    good, bad = _suiveur(table), _suiveur(table.with_name("table.db"), avant)
    with replique.a_cote(table, replique.MOTEUR).open("a") as lock:
        good.programme = str(table.with_name("bon"))
        Path(good.programme).write_text(MOTEUR.format(avant=""))
        Path(good.programme).chmod(0o755)
        assert good.tour(lock) == replique.SUIT
        good.arreter(lock)
        before = {one for one in good.dossier.iterdir() if one.is_dir()}
        assert bad.tour(lock) == replique.ECHEC
        assert before <= set(good.dossier.iterdir())
        with replique.suspendue(table):
            pass


def test_a_folder_that_is_gone_is_said_and_holds_nothing(table: Path) -> None:
    follower = _suiveur(table)
    follower.dossier.rmdir()
    follower.dossier.write_text("un fichier à la place du dossier")
    with replique.a_cote(table, replique.MOTEUR).open("a") as lock:
        assert follower.tour(lock) == replique.ECHEC
        with replique.suspendue(table):
            pass
        follower.dossier.unlink()
        follower.dossier.mkdir()
        assert follower.tour(lock) == replique.SUIT
        follower.arreter(lock)


def test_two_followers_of_one_table_or_none_without_engine(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with replique.a_cote(table, replique.VIE).open("a+") as life:
        assert replique.prendre(life)
        monkeypatch.setattr(replication, "PROGRAMME", "sleep")
        with pytest.raises(Indisponible, match="déjà une copie"):
            replication.suivre(table, table.with_name("copie"), print)
    monkeypatch.setattr(replication, "PROGRAMME", "moteur-absent")
    with pytest.raises(Refus, match="n'est pas sur ce poste"):
        replication.suivre(table, table.with_name("copie"), print)


def test_the_newest_copy_is_given_back_and_nothing_is_overwritten(table: Path) -> None:
    folder = table.with_name("copie")
    folder.mkdir()
    with pytest.raises(Refus, match="aucune copie"):
        replication.reprendre(folder, table.with_name("reprise.db"))
    for stamp, word in (("100", "vieille"), ("200", "neuve")):
        (folder / f"seance-{stamp}.db").write_text(word)
    assert replication.reprendre(folder, table.with_name("reprise.db")).read_text() == "neuve"
    with pytest.raises(Refus, match="existe déjà"):
        replication.reprendre(folder, table.with_name("reprise.db"))
    assert len(list(folder.iterdir())) == 2
