"""A reading that is kept is never older than the file, whoever wrote it."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from sqlite_utils import Database

from data.base import souvenir, store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with store.connect(tmp_path / "t.db") as db:
        db["concertation"].insert({"cle": "nom", "valeur": "avant"})
    os.utime(tmp_path / "t.db", (time.time() - 60,) * 2)  # written a minute ago
    return tmp_path / "t.db"


class Lecteur:
    """Counts how many times the file was really read."""

    def __init__(self) -> None:
        self.fois = 0
        self.lire = souvenir.partagee(self._lire)

    def _lire(self, db: Database, cle: str, rang: int = 0) -> str:
        self.fois += 1
        return str(db.conn.execute("SELECT valeur FROM concertation WHERE cle = ?", (cle,)).fetchone()[0])


def _frame(db: Database) -> pd.DataFrame:
    return pd.DataFrame(db.query("SELECT cle, valeur FROM concertation"))


def _write(db: Database, valeur: str) -> None:
    with store.writing(db):
        db["concertation"].update("nom", {"valeur": valeur})


def test_read_once_while_nothing_changes(file: Path) -> None:
    reader = Lecteur()
    with store.connect(file) as db:
        assert [reader.lire(db, "nom") for _ in range(3)] == ["avant"] * 3
    assert reader.fois == 1


def test_what_this_connection_or_another_writes_is_seen_at_once(file: Path) -> None:
    reader = Lecteur()
    with store.connect(file) as db, store.connect(file) as other:
        assert reader.lire(db, "nom") == "avant"
        _write(db, "ici")
        assert reader.lire(db, "nom") == "ici" == reader.lire(other, "nom")
        _write(other, "ailleurs")
        assert reader.lire(db, "nom") == "ailleurs"


def test_what_a_transaction_read_and_took_back_is_forgotten(file: Path) -> None:
    reader = Lecteur()
    with store.connect(file) as db:
        with pytest.raises(RuntimeError), store.writing(db):
            db["concertation"].update("nom", {"valeur": "repris"})
            assert reader.lire(db, "nom") == "repris"
            raise RuntimeError
        assert reader.lire(db, "nom") == "avant"


def test_each_caller_has_its_own_frame(file: Path) -> None:
    read = souvenir.partagee(_frame)
    with store.connect(file) as db:
        first = read(db)
        first["valeur"] = "changée"
        first.loc[0, "cle"] = "changée"
        assert read(db).iloc[0].to_dict() == {"cle": "nom", "valeur": "avant"}


@dataclass(frozen=True)
class Rassemble:
    """Frames gathered, as a room gathers them."""

    table: pd.DataFrame
    autres: dict[str, list[str]]


def test_each_caller_has_its_own_frames_inside_what_was_gathered(file: Path) -> None:
    read = souvenir.partagee(lambda db: Rassemble(_frame(db), {"a": ["b"]}))
    with store.connect(file) as db:
        first = read(db)
        first.table["valeur"] = "changée"
        first.autres["a"].append("c")
        assert read(db).table["valeur"].tolist() == ["avant"]
        assert read(db).autres == {"a": ["b"]}


def test_many_drawings_read_once_until_something_is_written(file: Path) -> None:
    reader = Lecteur()

    def drawing() -> str:
        with store.connect(file) as db:
            return reader.lire(db, "nom")

    assert [drawing() for _ in range(3)] == ["avant"] * 3
    assert reader.fois == 1
    with store.connect(file) as held:  # a connection that stays open keeps the journal beside the file
        _write(held, "après")
        assert [drawing() for _ in range(2)] == ["après"] * 2
    assert drawing() == "après"


@pytest.mark.parametrize("garde", [False, True], ids=["alone", "beside a connection that stays open"])
def test_no_writing_is_so_quick_that_it_is_not_seen(file: Path, garde: bool) -> None:
    reader = Lecteur()
    held = store.connect(file)
    if garde:
        held.__enter__()
    try:
        for k in range(60):
            with store.connect(file) as db:
                _write(db, f"{k:03d}")
                seen = reader.lire(db, "nom")
            with store.connect(file) as db:
                assert (seen, reader.lire(db, "nom")) == (f"{k:03d}", f"{k:03d}")
    finally:
        if garde:
            held.__exit__(None, None, None)


def test_another_file_put_in_its_place_is_read(file: Path, tmp_path: Path) -> None:
    reader = Lecteur()
    with store.connect(tmp_path / "copie.db") as db:
        db["concertation"].insert({"cle": "nom", "valeur": "l'autre"})
    with store.connect(file) as db:
        assert reader.lire(db, "nom") == "avant"
    (tmp_path / "copie.db").replace(file)
    with store.connect(file) as db:
        assert reader.lire(db, "nom") == "l'autre"


def test_what_is_kept_is_bounded(tmp_path: Path) -> None:
    reader = Lecteur()
    for k in range(souvenir.FICHIERS + 2):
        with store.connect(tmp_path / f"{k}.db") as db:
            db["concertation"].insert({"cle": "nom", "valeur": str(k)})
        os.utime(tmp_path / f"{k}.db", (time.time() - 60,) * 2)
        with store.connect(tmp_path / f"{k}.db") as db:
            for rank in range(souvenir.LECTURES + 2):
                assert reader.lire(db, "nom", *[rank]) == str(k)
    assert len(souvenir._LUS) == souvenir.FICHIERS
    assert all(len(kept) <= souvenir.LECTURES for _, kept in souvenir._LUS.values())
