"""Rules of the map: every value in exactly one class, three states apart, people counted by hand."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.carences.regles import carte
from components.core.acces.constat import constat, phrase_constat

SEUIL, HAUT = 2.5, 4.0
VALUES = st.lists(st.integers(0, 80).map(lambda n: n / 10), min_size=1, max_size=40)


def _in(legende: carte.Legende, value: float) -> list[int]:
    return [classe.rang for classe in legende.classes if classe.de <= value < classe.a]


@given(st.floats(0, 100), st.floats(0.1, 10), st.floats(0.1, 10))
def test_a_value_falls_in_exactly_one_threshold_class(value: float, low: float, more: float) -> None:
    legende = carte.classes_seuils(low, low + more, 1)
    assert _in(legende, value) == [legende.rang(value)]


@given(VALUES)
def test_a_value_falls_in_exactly_one_natural_class(values: list[float]) -> None:
    series = pd.Series(values, dtype=float)
    legende = carte.classes_naturelles(series, 1)
    for value in values:
        assert _in(legende, value) == [legende.rang(value)]
    assert {legende.rang(v) for v in values} == {classe.rang for classe in legende.classes}
    assert len(legende.classes) <= min(carte.CLASSES_NATURELLES, series.nunique())


def test_a_value_equal_to_a_threshold_is_above_it() -> None:
    legende = carte.classes_seuils(SEUIL, HAUT, 1)
    assert [legende.rang(v) for v in (1.2, 1.25, 2.4, 2.5, 3.9, 4.0)] == [0, 1, 1, 2, 2, 3]


def test_no_value_at_all_still_has_a_legend() -> None:
    assert len(carte.classes_naturelles(pd.Series([np.nan, np.nan]), 1).classes) == 1


def _table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "valeur": [0.0, math.nan, math.nan, 2.4, 2.5],
            "etat": ["valeur", "manquant", "secret", "valeur", "valeur"],
            "population": [10.0, 20.0, 30.0, 40.0, 50.0],
        },
        index=list("abcde"),
    )


@pytest.mark.parametrize("kind", ["seuils"])
def test_zero_missing_and_withheld_are_three_things(kind: str) -> None:
    table = carte.classer(_table(), carte.classes_seuils(SEUIL, HAUT, 1))
    assert table["classe"].tolist() == [carte.ZERO, carte.MANQUANT, carte.SECRET, 1, 2], kind
    assert table["mots"].nunique() == 5


def test_people_below_are_counted_by_hand() -> None:
    found = constat(_table(), SEUIL)
    assert (found.population, found.population_sous, found.population_sans_valeur) == (150.0, 50.0, 50.0)
    assert (found.lieux, found.lieux_sous) == (5, 2)
    assert found.part == 0.5
    sentence = phrase_constat(found, SEUIL, "commune")
    assert sentence.startswith("50 habitants sur 100 (50\u00a0%)") and "50 habitants sans valeur" in sentence


@given(VALUES, st.floats(0, 8))
def test_below_and_above_make_the_whole(values: list[float], threshold: float) -> None:
    table = pd.DataFrame({"valeur": values, "etat": "valeur", "population": 1.0})
    below = constat(table, threshold).population_sous
    above = float((table["valeur"] >= threshold).sum())
    assert below + above == len(values)


def test_nothing_known_is_said() -> None:
    table = _table().assign(valeur=math.nan, etat="manquant")
    found = constat(table, SEUIL)
    assert math.isnan(found.part)
    assert "Aucune valeur" in phrase_constat(found, SEUIL, "territoire")
