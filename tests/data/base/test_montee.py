"""A file of any earlier state of the product is brought up to date: all it held is there, it checks and it verifies."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from data.base import decisions, store
from data.base.migrations import ensembles
from data.fichier import creation

PAS = [(group.name, step.name) for group in ensembles.SETS for step in group._migrations]
# Every prefix of every set, the sets above it being whole.
ETATS = {"/".join(PAS[rank - 1]): PAS[:rank] for rank in range(1, len(PAS))}
CHAQUE_FOIS = list(ETATS)[7::20]  # the others in `make complet`
EFFACES = {"contours"}  # what a step takes away on purpose: cells drawn around the centres
DEPLACEES = {("services_rendus", "college")}  # columns that a step takes elsewhere: followed by its own tests


def ancien(file: Path, demonstration: Path, steps: Iterable[tuple[str, str]]) -> dict[tuple[str, ...], set[str]]:
    """A file that knows these steps alone, with the rows of the demonstration that it can hold: returned by table and
    columns."""
    applied = set(steps)
    with closing(sqlite3.connect(file)) as base:
        old = Database(base)
        for group in ensembles.SETS:
            mine = [step.name for step in group._migrations]
            done = [name for name in mine if (group.name, name) in applied]
            if done:
                group.apply(old, **({"stop_before": mine[len(done)]} if len(done) < len(mine) else {}))
        base.execute("ATTACH ? AS plein", (str(demonstration),))
        for table in tables(base):
            both = [name for name in colonnes(base, table, "main") if name in colonnes(base, table, "plein")]
            if both and table != "_sqlite_migrations":
                names = ", ".join(both)
                base.execute(f"INSERT OR IGNORE INTO main.{table} ({names}) SELECT {names} FROM plein.{table}")
        base.commit()
        seen = {table: colonnes(base, table, "main") for table in tables(base)}
        apart = {}
        if "maille" in seen.get("structures", ()):
            del seen["structures"]
            apart = _par_territoire(base)
        return {(table, *names): lignes(base, table, names) for table, names in seen.items()} | apart


def _par_territoire(base: sqlite3.Connection) -> dict[tuple[str, ...], set[str]]:
    """Structures as they were, one for each territory: where they are read from now, and what is read."""
    (place,) = base.execute("SELECT maille, code FROM territoires ORDER BY code LIMIT 1").fetchall()
    base.execute(
        "INSERT INTO structures SELECT 7, ?, ?, 'offre', 'Autre lieu de soins', 'Le cabinet', 'privé', '', '', id, '' "
        "FROM acteurs LIMIT 1",
        place,
    )
    base.commit()
    read = "structures JOIN couvertures ON structure = id", "id", "maille", "code", "nom"
    return {read: {json.dumps(["7", *place, "Le cabinet"])}}


def tables(base: sqlite3.Connection) -> list[str]:
    rows = base.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [name for (name,) in rows if name != "_sqlite_migrations"]


def colonnes(base: sqlite3.Connection, table: str, where: str) -> list[str]:
    return [str(row[1]) for row in base.execute(f"PRAGMA {where}.table_info({table})")]


def lignes(base: sqlite3.Connection, table: str, names: Iterable[str]) -> set[str]:
    rows = base.execute(f"SELECT {', '.join(names)} FROM {table}")
    return {json.dumps([str(cell) for cell in row]) for row in rows}


def perdues(base: sqlite3.Connection, table: str, names: Sequence[str], rows: Iterable[str]) -> set[str]:
    """The rows of before that this file no longer holds, but for the columns that a step took elsewhere."""
    here = [rank for rank, name in enumerate(names) if (table, name) not in DEPLACEES]
    wanted = {json.dumps([json.loads(row)[rank] for rank in here]) for row in rows}
    return wanted - lignes(base, table, [names[rank] for rank in here])


@pytest.mark.parametrize(
    "etat", [pytest.param(name, marks=() if name in CHAQUE_FOIS else pytest.mark.complet) for name in ETATS]
)
def test_a_file_of_any_earlier_state_is_brought_up_to_date(tmp_path: Path, demonstration: Path, etat: str) -> None:
    file = tmp_path / "ancien.db"
    held = ancien(file, demonstration, ETATS[etat])
    assert held and any(held.values()), "the old file holds something"
    with store.connect(file) as db:
        assert creation.problems(db) == [] and decisions.verify(db).intacte
        applied = db.conn.execute("SELECT migration_set, name FROM _sqlite_migrations").fetchall()
        assert sorted(applied) == sorted(PAS)
        for (table, *names), rows in held.items():
            lost = perdues(db.conn, table, names, rows)
            assert not lost or table in EFFACES, f"{table}: {sorted(lost)[:3]}"
    with store.connect(file) as again:
        assert creation.problems(again) == []
