"""How a series is read at a level: totals before means, its own mesh, partial sums said, categories in words."""

from dataclasses import replace

import pandas as pd
import pytest
from sqlite_utils import Database

from components.carences.constat import lectures_calculs
from components.carences.indicateurs import lectures
from components.carences.regles.carte import phrase_effet
from components.core.refus import Introuvable
from data.base import store
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import VALEUR, Serie
from tests.carences.cas import JOUR, MARCIGNY


@pytest.fixture
def db(en_71: Database) -> Database:
    return en_71


def _serie(db: Database, niveau: str, agregation: str = "moyenne") -> Serie:
    known = indicateurs.serie(db, "apl_mg")
    return replace(
        known, id=f"essai_2023_{niveau}", indicateur="essai", libelle="Essai", serie="", niveau=niveau,
        agregation=agregation, poids=None,
    )  # fmt: skip


def _keep(db: Database, serie: Serie, values: dict[str, float]) -> None:
    with store.writing(db):
        indicateurs.store(db, serie, [(code, value, VALEUR) for code, value in values.items()])


def _inside(db: Database) -> list[str]:
    return [str(code) for code in territoire.communes(db).query("territoire == @MARCIGNY").index]


def test_a_total_by_territory_comes_before_the_mean_of_its_communes(db: Database) -> None:
    _keep(db, _serie(db, "commune"), dict.fromkeys(_inside(db), 10.0))
    assert lectures.lire(db, _serie(db, "commune"), "territoire").table.at[MARCIGNY, "valeur"] == 10
    _keep(db, _serie(db, "territoire"), {MARCIGNY: 23.6})
    assert lectures.lire(db, _serie(db, "commune"), "territoire").table.at[MARCIGNY, "valeur"] == 23.6
    for level, expected in (("territoire", 23.6), ("commune", 10.0)):
        told = lectures_calculs.indicateur(db, "essai", level, JOUR)
        assert told["niveau"] == level and expected in [row["valeur"] for row in told["valeurs"]]


def test_figures_by_territory_are_read_under_their_own_mesh_alone(db: Database) -> None:
    _keep(db, _serie(db, "territoire"), {MARCIGNY: 23.6})
    used = territoire.setting(db, "maille")
    with store.writing(db):
        db["mailles"].insert({"id": "autre", "nom": "autre maille", "de_repli": 0, "source": None})
        db["concertation"].upsert({"cle": "maille", "valeur": "autre"}, pk="cle")
    assert "essai" not in {serie.indicateur for serie in indicateurs.series(db)}
    with store.writing(db):
        db["concertation"].upsert({"cle": "maille", "valeur": used}, pk="cle")
    assert "essai" in {serie.indicateur for serie in indicateurs.series(db)}


def test_a_sum_of_some_communes_is_said_to_be_partial(db: Database) -> None:
    known = _inside(db)[:2]
    _keep(db, _serie(db, "commune", "somme"), dict.fromkeys(known, 10.0))
    read = lectures.lire(db, _serie(db, "commune", "somme"), "territoire")
    assert read.table.at[MARCIGNY, "valeur"] == 20 and read.table.at[MARCIGNY, "part_couverte"] < 1
    assert any("en partie seulement" in words for words in read.precautions)


def test_a_category_is_told_in_words_and_not_at_a_level_it_does_not_have(db: Database) -> None:
    serie = replace(_serie(db, "commune", "aucune"), indicateur="zonage")
    _keep(db, serie, dict.fromkeys(_inside(db), 2.0))
    with store.writing(db):
        db["modalites"].insert({"serie": serie.id, "rang": 2, "mots": "ZAC"})
    told = lectures_calculs.indicateur(db, "zonage", "commune", JOUR)
    assert "ZAC" in [row["valeur"] for row in told["valeurs"]]
    with pytest.raises(Introuvable, match="--level commune"):
        lectures_calculs.indicateur(db, "zonage", "territoire", JOUR)


def test_gains_alone_make_a_whole_sentence() -> None:
    people = pd.DataFrame({"sens": ["gain"], "personnes": [35_568.0]})
    assert phrase_effet(people, 0.0, 0.23).startswith("35\u202f568 habitants gagneraient de l'accès")
