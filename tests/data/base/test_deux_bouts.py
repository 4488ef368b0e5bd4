"""Files of before lent days have an other end: every row stays as it is, and says that it is not declared."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from data.base import store
from data.base.migrations import ensembles

AVANT = {"variantes": "v002_deux_bouts", "effectifs": "e009_deux_bouts", "plans": "p008_deux_bouts"}
TABLES = ("mouvements", "scenario_lignes", "actions")
NEUVES = {
    "donneur": "",
    "route": 0.0,
    "jusqua": None,
    "effet_donneur": "",
    "effet_route": 0.0,
    "effet_profession": "mg",
}

PERIODE = {"annee": None}  # of the moves of « Et si ? »: from now on


def ancien(file: Path) -> None:
    """A file as the last version without two ends left it: days lent in a stack, a scenario and a plan."""
    with closing(sqlite3.connect(file)) as base:
        for group in ensembles.SETS:
            group.apply(Database(base), stop_before=AVANT.get(group.name))
        base.execute("INSERT INTO acteurs VALUES ('a', 'Camille', 'analyste', '2026-01-01T00:00:00+00:00')")
        base.execute("INSERT INTO concertation VALUES ('maille', 'epci'), ('departement', '71'), ('nom', 'Ici')")
        base.execute("INSERT INTO mailles VALUES ('epci', 'EPCI', 0, NULL)")
        base.execute(
            "INSERT INTO communes (code, nom, departement, epci, role) "
            "VALUES ('71137', 'Cluny', '71', 'A', 'interieure')"
        )
        base.execute("INSERT INTO variantes (id, nom, acteur, cree_le) VALUES (1, 'Jeudis', 'a', '')")
        base.execute(
            "INSERT INTO mouvements (variante, genre, commune, libelle, jours_par_mois, acteur, cree_le) "
            "VALUES (1, 'consultation_avancee', '71137', 'Jeudis à Cluny', 2, 'a', '')"
        )
        base.execute("INSERT INTO scenarios (id, nom, acteur, cree_le) VALUES (1, 'Prêts', 'a', '')")
        base.execute(
            "INSERT INTO scenario_lignes (scenario, annee, territoire, libelle, genre, commune, jours_par_mois, "
            "acteur, cree_le) VALUES (1, 2027, 'A', 'Jeudis', 'consultation_avancee', '71137', 2, 'a', '')"
        )
        row = (1, "", "a", "avis", "priorite:x", "x", "{}", "{}", "0", "1")
        base.execute("INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        base.execute(
            "INSERT INTO origines (id, genre, decision, intitule, service) VALUES (1, 'priorite', 1, 'x', 'x')"
        )
        base.execute(
            "INSERT INTO actions (maille, territoire, origine, titre, operateur, statut_operateur, mode, reversible, "
            "pilote, secteur, debut, fin, statut, effet_genre, effet_commune, effet_quantite, acteur, cree_le, "
            "touche_le) VALUES ('epci', 'A', 1, 'Solidarité', 'CPTS', 'prive', 'support', 1, 'P', 'liberal', "
            "'2026-01-01', '2027-01-01', 'retenue', 'consultation_avancee', '71137', 4, 'a', '', '')"
        )
        base.commit()


def lignes(file: Path) -> dict[str, list[dict[str, Any]]]:
    with closing(sqlite3.connect(file)) as base:
        base.row_factory = sqlite3.Row
        return {name: [dict(row) for row in base.execute(f"SELECT * FROM {name}")] for name in TABLES}


def test_nothing_is_lost_and_the_other_end_is_not_declared(tmp_path: Path) -> None:
    file = tmp_path / "t.db"
    ancien(file)
    before = lignes(file)
    assert all(len(rows) == 1 and not NEUVES.keys() & rows[0].keys() for rows in before.values())
    with store.connect(file):
        pass
    for name, rows in lignes(file).items():
        for row, was in zip(rows, before[name], strict=True):
            assert {key: row[key] for key in was} == was
            assert {key: row[key] for key in row.keys() - was.keys()} == {
                key: (NEUVES | PERIODE)[key] for key in row.keys() - was.keys()
            }
