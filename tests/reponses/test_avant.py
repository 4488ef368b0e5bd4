"""Actions of before the reasons were asked: they say so, and nothing else of them changes."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from data.base import store
from data.base.migrations import ensembles
from data.plans import plans

CONTENUS = {1: '{"malgre": ""}', 2: '{"malgre": "faute de mieux"}', 3: "{}"}
CAS = (  # origin (of CONTENUS; 3 is a priority), mode, model, reason after
    (1, "substitution", "", ""), (2, "substitution", "", "Non demandée à l'époque."),
    (3, "substitution", "centre_sante", "Non demandée à l'époque."), (3, "support", "", ""),
    (3, "support", "cpts_crise", "Non demandée à l'époque."),
)  # fmt: skip


@pytest.fixture
def ancien(tmp_path: Path) -> Path:
    file = tmp_path / "t.db"
    with closing(sqlite3.connect(file)) as base:
        for group in ensembles.SETS:
            if group.name != "reponses":
                group.apply(Database(base))
        base.execute("INSERT INTO acteurs VALUES ('a', 'Camille', 'facilitateur', '2026-01-01T00:00:00+00:00')")
        base.execute("INSERT INTO concertation VALUES ('maille', 'epci')")
        for rank, content in CONTENUS.items():
            base.execute(
                "INSERT INTO decisions VALUES (?, '', 'a', 'constat', 'x', 'x', ?, '{}', ?, ?)",
                (rank, content, str(rank), str(rank + 1)),
            )
            genre = "priorite" if rank == 3 else "constat"
            base.execute("INSERT INTO origines VALUES (?, ?, ?, 'x', 'A', 's')", (rank, genre, rank))
        for origin, mode, model, _ in CAS:
            base.execute(
                "INSERT INTO actions (maille, territoire, origine, modele, titre, operateur, statut_operateur, mode, "
                "reversible, pilote, secteur, debut, fin, statut, acteur, cree_le, touche_le) VALUES ('epci', 'A', ?, "
                "?, 'T', 'O', 'public', ?, 1, 'P', 'public', '2026-01-01', '2027-01-01', 'retenue', 'a', '', '')",
                (origin, model, mode),
            )
        base.commit()
    return file


def test_they_say_that_no_reason_was_asked_and_keep_everything_else(ancien: Path) -> None:
    with closing(sqlite3.connect(ancien)) as base:
        before: list[Any] = base.execute("SELECT * FROM actions ORDER BY id").fetchall()
    with store.connect(ancien) as db:
        assert plans.actions(db)["raison"].tolist() == [said for *_, said in CAS]
        after = [tuple(row.values()) for row in db.query("SELECT * FROM actions ORDER BY id")]
    assert [row[: len(before[0])] for row in after] == before
