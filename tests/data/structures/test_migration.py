"""Structures typed on the card of each territory, in files of before: one each with its coverage, nothing lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from data.base import store
from data.base.migrations import ensembles
from data.base.migrations.reponses import ANCIENS_TYPES
from data.structures import couverture, structures
from data.structures.catalogue import ROLES, types
from data.structures.couverture import Lieu

CPTS, MSP = "Communauté professionnelle territoriale de santé (CPTS)", "Maison de santé pluriprofessionnelle (MSP)"
LE = "2026-0{}-01T10:00:00+00:00"
AVANT = (  # maille, territoire, role, type, nom, secteur, maturite, precisions
    ("epci", "A", "organise", CPTS, "CPTS du Sud", "libéral", "lettre d'intention", "siège à A"),
    ("epci", "B", "organise", CPTS, "cpts  du sud", "privé", "accord conventionnel (ACI) signé", "antenne à B"),
    ("ancienne", "Z", "organise", CPTS, "CPTS du Sud", "privé", "", "siège à A"),
    ("epci", "A", "offre", MSP, "Les Tilleuls", "libéral", "", ""),
    ("epci", "A", "offre", "Type d'une version d'ailleurs", "Camion", "public", "", "le jeudi"),
)


def ancien(file: Path) -> None:
    """A file as it was before structures were of the whole département."""
    with closing(sqlite3.connect(file)) as base:
        for group in ensembles.SETS:
            if group.name != "reponses":
                group.apply(Database(base))
        base.execute("INSERT INTO acteurs VALUES ('a', 'Camille', 'analyste', '2026-01-01T00:00:00+00:00')")
        base.execute("INSERT INTO concertation VALUES ('maille', 'epci'), ('departement', '71'), ('nom', 'Ici')")
        base.execute("INSERT INTO mailles VALUES ('epci', 'EPCI', 0, NULL)")
        base.execute("INSERT INTO territoires VALUES ('epci', 'A', 'Pays A'), ('epci', 'B', 'Pays B')")
        base.executemany(
            "INSERT INTO structures (maille, territoire, role, type, nom, secteur, maturite, precisions, acteur, le) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'a', ?)",
            [(*row, LE.format(rank)) for rank, row in enumerate(AVANT, 1)],
        )
        proof = '{"structures": [{"nom": "CPTS du Sud", "type": "cpts"}]}'
        row = (1, "", "a", "constat", "territoire:A", "x", '{"nom": "Pays A"}', proof, "0", "1")
        base.execute("INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        base.execute(
            "INSERT INTO seances (id, titre, jour, quorum, etat, acteur, cree_le) "
            "VALUES (1, 'S', '2026-01-02', '1/2', 'close', 'a', '')"
        )
        base.execute("INSERT INTO releves VALUES (1, '{\"actions\": []}', 'abc')")
        base.execute("INSERT INTO fiches VALUES ('epci', 'A', 'urgence', 'Appelez le 15.', 'a', '')")
        base.commit()


def lignes(file: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table of a file."""
    with closing(sqlite3.connect(file)) as base:
        base.row_factory = sqlite3.Row
        names = [n for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: [dict(row) for row in base.execute(f"SELECT * FROM {name}")] for name in names}


def test_every_other_table_is_as_it_was_frozen_evidence_and_minutes_included(tmp_path: Path) -> None:
    file = tmp_path / "t.db"
    ancien(file)
    before = lignes(file)
    assert before["decisions"] and before["releves"] and before["fiches"] and before["structures"]
    with store.connect(file):
        pass
    after = lignes(file)
    for name in before.keys() - {"structures", "_sqlite_migrations"}:
        now = [{column: row[column] for column in was} for was, row in zip(before[name], after[name], strict=True)]
        assert now == before[name], name


@pytest.fixture
def migre(tmp_path: Path) -> Path:
    ancien(tmp_path / "t.db")
    return tmp_path / "t.db"


def test_one_structure_with_its_coverage_its_stages_and_every_word(migre: Path) -> None:
    with store.connect(migre) as db:
        found = structures.read(db)
        assert sorted(found["type"]) == ["autre_lieu", "cpts", "msp"]
        cpts = int(found.index[found["type"] == "cpts"][0])
        assert couverture.lieux(db, cpts) == {Lieu("epci", "A"), Lieu("epci", "B"), Lieu("ancienne", "Z")}
        stages = structures.etapes_de(db, cpts)
        assert list(zip(stages["etape"], stages["le"], strict=True)) == [
            ("accord conventionnel (ACI) signé", "2026-02-01"), ("lettre d'intention", "2026-01-01"),
        ]  # fmt: skip
        assert found.at[cpts, "maturite"] == "accord conventionnel (ACI) signé"
        everything = " ".join(str(value) for row in found.to_dict("records") for value in row.values())
        for *_, kind, _name, sector, _stage, more in AVANT:
            assert more in everything and sector in everything
            assert kind in everything or ANCIENS_TYPES[kind][0] in everything
        assert db["structures_avant"].exists() is False


def test_the_card_of_each_territory_still_shows_what_was_noted_there(migre: Path) -> None:
    with store.connect(migre) as db:
        met = couverture.territoires(db)
        names = structures.read(db)["nom"]
        here = {place: {names[i] for i in group["structure"]} for place, group in met.groupby("territoire")}
    assert here == {"A": {"CPTS du Sud", "Les Tilleuls", "Camion"}, "B": {"CPTS du Sud"}}


def test_a_file_with_none_has_none(tmp_path: Path) -> None:
    with store.connect(tmp_path / "neuf.db") as db:
        assert structures.read(db).empty


@pytest.mark.parametrize("ancienne", ANCIENS_TYPES)
def test_every_kind_of_before_is_a_kind_of_today(ancienne: str) -> None:
    kind, role = ANCIENS_TYPES[ancienne]
    assert role in ROLES and types()[kind].role == role
