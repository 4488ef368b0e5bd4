"""Effects read as people: classes that keep everyone, winners and losers, thresholds and rounding."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.acces.effects import Effet
from components.core.acces.people import (
    CUTS,
    franchissements,
    gagnants_perdants,
    personnes_par_ampleur,
    rangs_variations,
)
from components.core.refus import EntreeInvalide


def an_effect(variation: list[float], publie: list[float] | None = None) -> Effet:
    index = [f"71{k:03d}" for k in range(len(variation))]
    table = pd.DataFrame({"publie": publie or [2.5] * len(variation), "variation": variation}, index=index)
    table = table.assign(variation_min=table["variation"], variation_max=table["variation"])
    table["estime"] = table["publie"] + table["variation"]
    return Effet(table, (), 0.0, 0.0, 1)


def people(effect: Effet, *counts: float) -> "pd.Series[float]":
    return pd.Series(counts, index=effect.communes.index[: len(counts)], dtype=float)


def test_each_size_lands_in_its_class() -> None:
    effect = an_effect([-0.6, -0.5, -0.03, -0.001, -1e-10, 0.0, 0.02, 0.0199, 0.3, 7.0])
    table = personnes_par_ampleur(effect, people(effect, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512))
    counted = dict(zip(table["ampleur"], table["personnes"], strict=True))
    assert {words: n for words, n in counted.items() if n} == {
        "perte de 0,50 ou plus": 3,
        "perte de 0,02 à moins de 0,05": 4,
        "perte de moins de 0,02": 8,
        "inchangé": 48,
        "gain de moins de 0,02": 128,
        "gain de 0,02 à moins de 0,05": 64,
        "gain de 0,20 à moins de 0,50": 256,
        "gain de 0,50 ou plus": 512,
    }
    assert len(table) == 2 * (len(CUTS) + 1) + 1
    assert list(table["sens"].unique()) == ["perte", "inchange", "gain"]
    assert table["ampleur"].iloc[0] == "perte de 0,50 ou plus"
    assert table["ampleur"].iloc[-1] == "gain de 0,50 ou plus"


SIZES = st.lists(st.tuples(st.floats(-2, 2), st.integers(0, 10**6)), min_size=1, max_size=20)


@given(SIZES)
def test_nobody_is_lost_or_counted_twice(rows: list[tuple[float, int]]) -> None:
    effect = an_effect([v for v, _ in rows])
    table = personnes_par_ampleur(effect, people(effect, *[n for _, n in rows]))
    total = sum(n for _, n in rows)
    assert table["personnes"].sum() == total
    assert table["communes"].sum() == len(rows)
    assert table["part"].sum() == pytest.approx(1 if total else 0)
    losers = sum(n for v, n in rows if v < -1e-9)
    assert table.loc[table["sens"] == "perte", "personnes"].sum() == losers


def test_only_the_population_given_is_counted() -> None:
    effect = an_effect([0.1, 0.2, 0.3])
    assert personnes_par_ampleur(effect, people(effect, 10.0, 5.0))["personnes"].sum() == 15


@pytest.mark.parametrize("cuts", [(0.05, 0.02), (0.0, 0.1), (-1.0,), (0.1, 0.1)])
def test_classes_must_increase(cuts: tuple[float, ...]) -> None:
    effect = an_effect([0.1])
    with pytest.raises(EntreeInvalide, match="croissantes"):
        personnes_par_ampleur(effect, people(effect, 1.0), cuts)


@pytest.mark.parametrize(
    ("population", "said"),
    [
        (pd.Series({"99999": 1.0}), "inconnues : 99999"),
        (pd.Series({"71000": -1.0}), "négative : 71000"),
        (pd.Series({"71000": math.nan}), "négative : 71000"),
        (pd.Series([1.0, 1.0], index=["71000", "71000"]), "deux fois"),
    ],
)
def test_a_bad_population_is_refused(population: "pd.Series[float]", said: str) -> None:
    with pytest.raises(EntreeInvalide, match=said):
        personnes_par_ampleur(an_effect([0.1]), population)


def test_winners_and_losers() -> None:
    effect = an_effect([0.1, -0.4, 0.3, 0.0, -0.2, 0.1, 1e-12])
    gains, losses = gagnants_perdants(effect, people(effect, 10, 20, 30, 40, 50, 60, 70), 2)
    assert list(gains.index) == ["71002", "71005"]  # at equal gain the most populated
    assert list(losses.index) == ["71001", "71004"]
    assert list(gains["population"]) == [30, 60]
    every, _ = gagnants_perdants(effect, people(effect, 10, 20, 30, 40, 50, 60, 70), 10)
    assert list(every.index) == ["71002", "71005", "71000"]


def test_crossings_worked_by_hand() -> None:
    """Threshold 2.5, strictly below counts as below; a commune without a published value never crosses."""
    published = [2.5, 2.6, 2.49, 2.4, 2.4, math.nan, 2.5]
    effect = an_effect([-0.1, -0.1, -0.5, 0.1, 0.05, -3.0, 0.5], published)
    counted = franchissements(effect, people(effect, 1, 2, 4, 8, 16, 32, 64), 2.5)
    assert counted.passent_dessous == 1  # 2.6 − 0.1 stays at the threshold
    assert counted.passent_dessus == 8
    assert counted.sans_valeur == 32
    assert counted.dessous == (1, 1) and counted.dessus == (8, 8)
    assert "32 habitants vivent sans APL publiée" in counted.note


def test_rounding_widens_the_count() -> None:
    """Published to 0.1: 2.5 may be 2.45 to 2.55. Losing 0.04 then tips it or not, nobody knows."""
    effect = an_effect([-0.04, -0.2, -0.2, 0.04, -0.04], [2.5, 2.6, 2.9, 2.5, 2.6])
    counted = franchissements(effect, people(effect, 1, 2, 4, 8, 16), 2.5, arrondi=0.1)
    assert counted.passent_dessous == 3
    assert counted.dessous == (2, 3)
    assert counted.dessus == (0, 8)
    assert (
        "de 2 à 3 habitants passent sous 2,50, de 0 à 8 repassent au-dessus (APL publiée arrondie à 0,10 près)"
        in counted.note
    )


@given(
    st.lists(st.tuples(st.integers(0, 60), st.floats(-1, 1)), min_size=1, max_size=12),
    st.sampled_from([2.5, 2.71, 4.0]),
    st.floats(-0.999, 0.999),
)
def test_the_truth_lies_between_certain_and_possible(rows: list[tuple[int, float]], seuil: float, where: float) -> None:
    """Whatever the true values behind the rounded ones, the people who cross are within the range."""
    published, change = [k / 10 for k, _ in rows], [v for _, v in rows]
    rounded = an_effect(change, published)
    true = an_effect(change, [p + 0.05 * where for p in published])
    counts = people(rounded, *np.arange(1.0, len(rows) + 1))
    said, exact = franchissements(rounded, counts, seuil, arrondi=0.1), franchissements(true, counts, seuil)
    assert said.dessous[0] <= exact.passent_dessous <= said.dessous[1]
    assert said.dessus[0] <= exact.passent_dessus <= said.dessus[1]


@pytest.mark.parametrize(
    ("change", "rank"),
    [
        (0.0, 0),
        (1e-9, 0),
        (-1e-9, 0),
        (2e-9, 1),
        (-2e-9, -1),
        (0.0199, 1),
        (0.02, 2),
        (-0.02, -2),
        (0.5, 6),
        (-7.0, -6),
    ],
)
def test_the_class_of_a_change_is_signed_and_its_lower_bound_is_in(change: float, rank: int) -> None:
    assert rangs_variations(np.array([change, 0.0]), CUTS) == [rank, 0]
