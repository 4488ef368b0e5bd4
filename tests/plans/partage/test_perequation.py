"""The key of the péréquation: population × gap × disadvantage, standardised over the territories themselves."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sqlite_utils import Database

from components.plans.partage.lectures_perequation import parts_visees
from data.base import store
from data.territoire import indicateurs, territoire

VIDE: list[float | None] = [None, None]


@pytest.fixture
def db(en_71: Database) -> Database:
    return en_71


def _parts(db: Database, indice: list[float | None], poids: float) -> dict[str, float]:
    """Shares of three territories of two communes each, alike in people and in gap, whose index is given by commune."""
    codes = territoire.communes(db).query("role == 'interieure'").index[:6]
    known = indicateurs.serie(db, "apl_mg")
    serie = replace(known, id="fdep_essai", indicateur="fdep", libelle="FDep", unite="", serie="", poids=None)
    rows = [
        (str(code), value, indicateurs.MANQUANT if value is None else indicateurs.VALEUR)
        for code, value in zip(codes, indice, strict=True)
    ]
    with store.writing(db):
        indicateurs.store(db, serie, rows)
    groups = pd.Series(list("AABBCC"), codes)
    people = np.array([100.0, 300.0] * 3)
    return {k: float(v) for k, v in parts_visees(db, people, np.ones(6), groups, poids).items()}


@pytest.mark.parametrize("poids", [0.0, 0.3, 0.5])
def test_a_share_grows_with_the_standard_score_of_the_territories(db: Database, poids: float) -> None:
    found = _parts(db, [1.0, 1.0, 0.0, 4.0, 2.0, 6.0], poids)
    means = np.array([1.0, 3.0, 5.0])  # by residents
    score = (means - means.mean()) / np.sqrt(((means - means.mean()) ** 2).mean())  # all the territories: no sample
    wanted = np.maximum(0, 1 + poids * score)
    assert found == pytest.approx(dict(zip("ABC", wanted / wanted.sum(), strict=True)), abs=1e-6)


def test_a_territory_without_an_index_counts_as_the_mean_and_one_far_below_asks_for_nothing(db: Database) -> None:
    found = _parts(db, [*VIDE, -1.0, -1.0, 1.0, 1.0], 2.0)
    assert found == pytest.approx({"A": 1 / 4, "B": 0.0, "C": 3 / 4})


def test_a_commune_without_an_index_weighs_nothing_in_the_mean(db: Database) -> None:
    assert _parts(db, [None, 1.0, 3.0, 3.0, 5.0, 5.0], 0.5) == pytest.approx(
        _parts_known(np.array([1.0, 3.0, 5.0]), 0.5), abs=1e-6
    )


def _parts_known(means: np.ndarray, poids: float) -> dict[str, float]:
    wanted = np.maximum(0, 1 + poids * (means - means.mean()) / means.std())
    return dict(zip("ABC", wanted / wanted.sum(), strict=True))


def test_territories_all_alike_share_by_people_and_gap_alone(db: Database) -> None:
    assert _parts(db, [2.0] * 6, 0.5) == pytest.approx(dict.fromkeys("ABC", 1 / 3))
