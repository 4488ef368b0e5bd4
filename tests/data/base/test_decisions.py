"""The register: every change of a row, of their order or of their number breaks the chain."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from data.base import decisions, store
from data.base.acteurs import TERMINAL
from tests.conftest import EXEMPLES

NUMBER = 5


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with store.connect(tmp_path / "t.db") as opened:
        yield opened


def _adopted(db: Database, number: int = NUMBER) -> str:
    head = decisions.ORIGINE
    for k in range(number):
        head = decisions.adopter(
            db, TERMINAL, "avis", f"territoire:{k}", f"Décision {k} « é »", {"rang": k}, {"apl": 2.5, "mots": ["a", k]}
        )
    return head


def _tampered(file: Path) -> sqlite3.Connection:
    """The file as someone who holds it could open it: without our triggers."""
    raw = sqlite3.connect(file)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    return raw


def test_an_empty_register_and_a_full_one_verify(db: Database) -> None:
    assert decisions.verify(db) == decisions.Verification(0, decisions.ORIGINE, None)
    assert decisions.read(db).empty and list(decisions.read(db).columns) == list(decisions.COLUMNS)
    head = _adopted(db)
    assert decisions.verify(db) == decisions.Verification(NUMBER, head, None)
    newest = decisions.read(db).iloc[0]
    assert json.loads(newest["preuve"]) == {"apl": 2.5, "mots": ["a", NUMBER - 1]}


def test_a_decision_is_neither_rewritten_nor_erased(db: Database) -> None:
    _adopted(db)
    for statement in ("UPDATE decisions SET intitule = 'autre'", "DELETE FROM decisions WHERE rang = 5"):
        with pytest.raises(sqlite3.DatabaseError, match="décision"):
            db.conn.execute(statement)
        db.conn.rollback()
    assert decisions.verify(db).intacte


def test_evidence_that_is_not_a_number_is_refused(db: Database) -> None:
    with pytest.raises(ValueError):
        decisions.adopter(db, TERMINAL, "avis", "x", "x", {}, {"apl": float("nan")})
    assert decisions.verify(db).nombre == 0


@pytest.fixture
def tampered(db: Database, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    _adopted(db)
    raw = _tampered(tmp_path / "t.db")
    yield raw
    raw.close()


@settings(max_examples=EXEMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_changing_one_character_of_any_column_is_detected(
    db: Database, tampered: sqlite3.Connection, data: st.DataObject
) -> None:
    column = data.draw(st.sampled_from([c for c in decisions.COLUMNS if c not in ("rang", "acteur")]))
    rank = data.draw(st.integers(1, NUMBER))
    text = tampered.execute(f"SELECT {column} FROM decisions WHERE rang = ?", (rank,)).fetchone()[0]
    # The text holds the hour of adoption: what is drawn never depends on it, or a replay would draw otherwise.
    at = data.draw(st.integers(0, 10_000)) % len(text)
    letter = data.draw(st.characters(codec="utf-8", exclude_characters="\x00"))
    assume(letter != text[at])
    found = []
    for written in (text[:at] + letter + text[at + 1 :], text):
        with tampered:
            tampered.execute(f"UPDATE decisions SET {column} = ? WHERE rang = ?", (written, rank))
        found.append(decisions.verify(db).premiere_fausse)
    assert found[0] is not None and found[0] <= rank + 1 and found[1] is None


@pytest.mark.parametrize("rank", range(1, NUMBER))
def test_removing_a_row_is_detected(db: Database, tmp_path: Path, rank: int) -> None:
    _adopted(db)
    raw = _tampered(tmp_path / "t.db")
    raw.execute("DELETE FROM decisions WHERE rang = ?", (rank,))
    raw.commit()
    assert decisions.verify(db).premiere_fausse == rank


def test_removing_the_last_row_changes_the_head(db: Database, tmp_path: Path) -> None:
    """What the chain alone cannot see: hence the head printed elsewhere."""
    head = _adopted(db)
    raw = _tampered(tmp_path / "t.db")
    raw.execute("DELETE FROM decisions WHERE rang = ?", (NUMBER,))
    raw.commit()
    found = decisions.verify(db)
    assert found.intacte and found.tete != head


def test_swapping_or_inserting_rows_is_detected(db: Database, tmp_path: Path) -> None:
    _adopted(db)
    raw = _tampered(tmp_path / "t.db")
    raw.execute("UPDATE decisions SET rang = 99 WHERE rang = 2")
    raw.execute("UPDATE decisions SET rang = 2 WHERE rang = 3")
    raw.execute("UPDATE decisions SET rang = 3 WHERE rang = 99")
    raw.commit()
    assert decisions.verify(db).premiere_fausse == 2
    raw.execute("UPDATE decisions SET rang = rang + 100 WHERE rang > 1")
    raw.execute(
        "INSERT INTO decisions SELECT 2, le, acteur, nature, objet, 'glissée', contenu, preuve, 'a', 'b' "
        "FROM decisions WHERE rang = 1"
    )
    raw.commit()
    assert decisions.verify(db).premiere_fausse == 2


FIGEE = {
    "rang": 1, "le": "2026-11-22T10:00:00+00:00", "acteur": "terminal", "nature": "avis", "objet": "territoire:é",
    "intitule": "Décision « é »", "contenu": decisions.canonical({"b": [1, None], "a": "é"}),
    "preuve": decisions.canonical({"apl": 2.5}), "precedente": decisions.ORIGINE,
}  # fmt: skip


def test_a_register_of_yesterday_still_verifies() -> None:
    """Bytes that registers and printed heads already hold: another form would break them all."""
    assert FIGEE["contenu"] == '{"a":"é","b":[1,null]}' and decisions.ORIGINE == "0" * 64
    assert decisions.fingerprint(FIGEE) == "957f2ed545bae01a5b81616f7c6093a6616ef040f63ebe0f36765f5280f6934c"


@pytest.mark.parametrize("forged", [{"rang": 3}, {"rang": 1}, {"precedente": "f" * 64}, {"precedente": ""}])
def test_a_forged_row_with_a_right_hash_of_its_own_is_detected(
    db: Database, tmp_path: Path, forged: dict[str, object]
) -> None:
    """Whoever rewrites the last row can hash it anew: its rank and what comes before still have to be right."""
    _adopted(db, 2)
    row = next(iter(db.query("SELECT * FROM decisions WHERE rang = 2"))) | forged
    row["empreinte"] = decisions.fingerprint(row)
    raw = _tampered(tmp_path / "t.db")
    raw.execute("DELETE FROM decisions WHERE rang = 2")
    raw.execute("CREATE TABLE copie AS SELECT * FROM decisions")  # a table without the constraint of rank
    raw.execute("DROP TABLE decisions")
    raw.execute("ALTER TABLE copie RENAME TO decisions")
    raw.execute(f"INSERT INTO decisions VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    raw.commit()
    found = decisions.verify(db)
    assert found.premiere_fausse == 2 and found.tete == next(iter(db.query("SELECT * FROM decisions")))["empreinte"]
