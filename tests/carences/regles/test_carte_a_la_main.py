"""Legends and sentences of the map, written by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from components.carences.regles import carte

INF = math.inf


def _classes(legende: carte.Legende) -> list[tuple[int, float, float, str]]:
    return [(one.rang, one.de, one.a, one.mots) for one in legende.classes]


def test_two_thresholds_make_four_classes_named_by_their_bounds() -> None:
    legende = carte.classes_seuils(2.5, 4.0, 1)
    assert _classes(legende) == [
        (0, -INF, 1.25, "moins de 1,25 (moins de la moitié du seuil)"),
        (1, 1.25, 2.5, "de 1,25 à moins de 2,50 (sous le seuil)"),
        (2, 2.5, 4.0, "de 2,50 à moins de 4,00"),
        (3, 4.0, INF, "4,00 et plus"),
    ]
    assert legende.principe == "seuils datés 2,50 et 4,00"


@pytest.mark.parametrize("high", [2.0, 2.5])
def test_a_low_threshold_raised_to_the_high_one_leaves_three_classes(high: float) -> None:
    legende = carte.classes_seuils(2.5, high, 1)
    assert _classes(legende) == [
        (0, -INF, 1.25, "moins de 1,25 (moins de la moitié du seuil)"),
        (1, 1.25, 2.5, "de 1,25 à moins de 2,50 (sous le seuil)"),
        (2, 2.5, INF, "2,50 et plus"),
    ]
    assert legende.principe == "seuil 2,50"


def test_natural_classes_start_at_the_next_value_present_and_the_last_one_is_closed() -> None:
    legende = carte.classes_naturelles(pd.Series([21.0, 1, 2, np.nan, 10, 11, 20]), 0, 3)
    assert _classes(legende) == [
        (0, -INF, 10.0, "de 1 à moins de 10"),
        (1, 10.0, 20.0, "de 10 à moins de 20"),
        (2, 20.0, INF, "de 20 à 21"),
    ]
    assert legende.principe == "3\u00a0classes naturelles : les valeurs proches vont ensemble"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([3.3], ["de 3,3 à 3,3"]),
        ([3.3, 3.3], ["de 3,3 à 3,3"]),
        ([1.0, 4.0], ["de 1,0 à moins de 4,0", "de 4,0 à 4,0"]),
        ([1.0, 2, 3, 4, 5], [f"de {k},0 à moins de {k + 1},0" for k in (1, 2, 3, 4)] + ["de 5,0 à 5,0"]),
    ],
)
def test_fewer_distinct_values_make_fewer_natural_classes(values: list[float], words: list[str]) -> None:
    legende = carte.classes_naturelles(pd.Series(values), 1)
    assert [one.mots for one in legende.classes] == words
    noun = "classe naturelle" if len(words) == 1 else "classes naturelles"
    assert legende.principe == f"{len(words)}\u00a0{noun} : les valeurs proches vont ensemble"


def test_a_category_is_a_class_around_its_rank() -> None:
    legende = carte.classes_modalites({2: "prioritaire", 1: "très prioritaire", 4: "autre"})
    assert _classes(legende) == [
        (0, 0.5, 1.5, "très prioritaire"), (1, 1.5, 2.5, "prioritaire"), (2, 3.5, 4.5, "autre"),
    ]  # fmt: skip
    assert [legende.rang(rank) for rank in (1, 2, 4)] == [0, 1, 2]


def test_categories_are_told_from_the_most_people_to_the_least() -> None:
    table = pd.DataFrame({"mots": ["b", "a", "a"], "population": [10.0, 1200, 34]})
    assert (
        carte.phrase_modalites(table) == "a : 2\u00a0communes, 1\u202f234 habitants ; b : 1\u00a0commune, 10 habitants."
    )


@pytest.mark.parametrize(("lowest", "kind"), [(0.5, carte.ZERO), (-0.5, 0), (-2.0, 0)])
def test_zero_stands_apart_at_the_bottom_of_a_scale_not_inside_one(lowest: float, kind: object) -> None:
    table = pd.DataFrame({"valeur": [0.0, lowest], "etat": ["valeur", "valeur"]})
    assert carte.classer(table, carte.classes_seuils(2.5, 4.0, 1))["classe"].tolist() == [kind, 0]


def _people(**counts: float) -> pd.DataFrame:
    rows = [{"sens": sens, "personnes": value} for sens, value in counts.items()]
    return pd.DataFrame(rows, columns=["sens", "personnes"])


LAST = " consultation par an et par habitant (variation estimée)."


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (_people(), "Aucun habitant ne verrait son accès changer."),
        (_people(inchange=500), "Aucun habitant ne verrait son accès changer."),
        (_people(perte=1), f"1 habitant perdrait de l'accès, jusqu'à −0,12{LAST}"),
        (_people(gain=1), f"1 habitant gagnerait de l'accès, jusqu'à +0,33{LAST}"),
        (
            _people(perte=2, gain=1),
            f"2 habitants perdraient de l'accès, jusqu'à −0,12 ; 1 en gagnerait, jusqu'à +0,33{LAST}",
        ),
        (_people(perte=2), f"2 habitants perdraient de l'accès, jusqu'à −0,12{LAST}"),
        (_people(gain=2), f"2 habitants gagneraient de l'accès, jusqu'à +0,33{LAST}"),
        (
            _people(perte=1200, gain=34, inchange=9),
            f"1\u202f200 habitants perdraient de l'accès, jusqu'à −0,12 ; 34 en gagneraient, jusqu'à +0,33{LAST}",
        ),
    ],
)
def test_the_answer_counts_who_loses_then_who_gains(people: pd.DataFrame, sentence: str) -> None:
    assert carte.phrase_effet(people, -0.124, 0.334) == sentence


def test_the_ranges_are_said_in_order_when_they_are_given() -> None:
    said = carte.phrase_effet(_people(perte=5, gain=7), -0.124, 0.334, (-0.1, -0.2), (0.4, 0.3))
    assert said == (
        "5 habitants perdraient de l'accès, jusqu'à −0,12 (entre −0,20 et −0,10) ; 7 en gagneraient, jusqu'à +0,33 "
        f"(entre +0,30 et +0,40){LAST}"
    )
