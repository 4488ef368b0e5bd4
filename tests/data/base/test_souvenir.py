"""A reading kept on a connection is never older than the file."""

from pathlib import Path

import pandas as pd
import pytest
from sqlite_utils import Database

from data.base import souvenir, store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with store.connect(tmp_path / "t.db") as db:
        db["concertation"].insert({"cle": "nom", "valeur": "avant"})
    return tmp_path / "t.db"


class Lecteur:
    """Counts how many times the file was really read."""

    def __init__(self) -> None:
        self.fois = 0
        self.lire = souvenir.une_fois(self._lire)

    def _lire(self, db: Database, cle: str) -> str:
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
    read = souvenir.une_fois(_frame)
    with store.connect(file) as db:
        first = read(db)
        first["valeur"] = "changée"
        first.loc[0, "cle"] = "changée"
        assert read(db).iloc[0].to_dict() == {"cle": "nom", "valeur": "avant"}


def test_the_whole_file_is_read_once_by_many_drawings_until_something_is_written(file: Path) -> None:
    read: list[str] = []

    @souvenir.tant_que_rien_n_est_ecrit
    def lire(db: Database) -> str:
        read.append(str(db.conn.execute("SELECT valeur FROM concertation WHERE cle = 'nom'").fetchone()[0]))
        return read[-1]

    def drawing() -> str:
        with store.connect(file) as db:
            return lire(db)

    assert [drawing() for _ in range(3)] == ["avant"] * 3
    assert read == ["avant"]
    with store.connect(file) as held:  # a connection that stays open keeps the journal beside the file
        _write(held, "après")
        assert [drawing() for _ in range(2)] == ["après"] * 2
    assert drawing() == "après"
