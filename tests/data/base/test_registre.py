"""The register: any tampering is detected, and a printed head tells a truncated end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from components.terminal.commandes import main
from data.base import decisions, store
from data.base.acteurs import TERMINAL
from tests.conftest import EXEMPLES

NOMBRE = 5


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with store.connect(tmp_path / "table.db") as opened:
        for k in range(NOMBRE):
            decisions.adopter(
                opened, TERMINAL, "avis", f"objet:{k}", f"Décision n° {k}", {"k": k}, {"preuve": [k, None]}
            )
        for name in ("update", "delete"):
            opened.conn.execute(f"DROP TRIGGER decisions_sans_{name}")
        yield opened


def _rewrite(db: Database, rows: list[dict[str, Any]]) -> None:
    db.conn.execute("DELETE FROM decisions")
    for row in rows:
        db["decisions"].insert(row)


@settings(max_examples=2 * EXEMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_tampering_is_detected(db: Database, data: st.DataObject) -> None:
    rows = list(db.query("SELECT * FROM decisions ORDER BY rang"))
    kind = data.draw(st.sampled_from(["octet", "effacer", "inserer", "echanger"]))
    at = data.draw(st.integers(0, NOMBRE - 2))
    changed = [dict(row) for row in rows]
    if kind == "octet":
        column = data.draw(st.sampled_from(["le", "nature", "objet", "intitule", "contenu", "preuve", "empreinte"]))
        text = changed[at][column].encode()
        place = data.draw(st.integers(0, len(text) - 1))
        byte = data.draw(st.integers(32, 126).filter(lambda b: b != text[place]))
        changed[at][column] = (text[:place] + bytes([byte]) + text[place + 1 :]).decode("latin-1")
    elif kind == "effacer":
        del changed[at]
        if data.draw(st.booleans()):  # renumbered, so that no hole shows
            changed = [row | {"rang": k} for k, row in enumerate(changed, start=1)]
    elif kind == "inserer":
        forged = dict(changed[at]) | {"intitule": "Fausse", "precedente": "f" * 64, "empreinte": "e" * 64}
        changed.insert(at, forged)
        changed = [row | {"rang": k} for k, row in enumerate(changed, start=1)]
    else:
        changed[at], changed[at + 1] = changed[at + 1] | {"rang": at + 1}, changed[at] | {"rang": at + 2}
    db.conn.execute("BEGIN")
    _rewrite(db, changed)
    found = decisions.verify(db)
    db.conn.rollback()
    assert not found.intacte and found.premiere_fausse is not None and found.premiere_fausse <= at + 2
    assert decisions.verify(db).intacte


def test_a_truncated_end_is_told_by_a_printed_head(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    head = decisions.verify(db).tete

    def run(*arguments: str) -> int:
        return main(["verify", *arguments])

    assert run() == 0 and run("--tete", head) == 0
    with db.conn:
        db.conn.execute("DELETE FROM decisions WHERE rang = ?", (NOMBRE,))
    assert run() == 0 and run("--tete", head) == 1
    with db.conn:
        db.conn.execute("UPDATE decisions SET intitule = 'autre' WHERE rang = 2")
    assert run() == 1


def test_the_head_of_an_empty_register_holds(tmp_path: Path) -> None:
    with store.connect(tmp_path / "vide.db") as empty:
        assert decisions.holds(empty, decisions.verify(empty).tete)


def test_the_first_evidence_of_what_begins_alike_is_the_oldest(db: Database) -> None:
    assert decisions.premiere_preuve(db, "objet:3") == {"preuve": [3, None]}
    assert decisions.premiere_preuve(db, "objet:") == {"preuve": [0, None]}
    assert decisions.premiere_preuve(db, "bjet:") is None and decisions.premiere_preuve(db, "objet:9") is None
