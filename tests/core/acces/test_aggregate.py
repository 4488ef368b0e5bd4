"""Aggregation: what is missing or withheld is left out and said, never taken for zero."""

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.acces.aggregate import ETATS, etats, moyenne, part_sous_seuil
from components.core.refus import EntreeInvalide

CODES = ["71001", "71002", "71003", "71004", "71005", "71006"]
VALEURS = pd.Series([2.0, 4.0, math.nan, 0.0, math.nan, math.nan], index=CODES)
ETAT = pd.Series(["valeur", "valeur", "manquant", "valeur", "secret", "manquant"], index=CODES)
POIDS = pd.Series([100.0, 300.0, 100.0, 50.0, 70.0, 30.0], index=CODES)
TERRITOIRE = pd.Series(["A", "A", "A", "B", "C", "C"], index=CODES)


def changed(column: str, code: str, value: Any) -> dict[str, Any]:
    series: dict[str, Any] = {"valeurs": VALEURS, "etat": ETAT, "poids": POIDS, "territoire": TERRITOIRE}
    edited = series[column].copy()
    edited[code] = value
    return {**series, column: edited}


def test_mean_worked_by_hand() -> None:
    table = moyenne(VALEURS, ETAT, POIDS, TERRITOIRE)
    assert table.loc["A", "valeur"] == pytest.approx((2 * 100 + 4 * 300) / 400)
    assert table.loc["A", "part_couverte"] == pytest.approx(0.8)
    assert table.loc["A", "part_manquante"] == pytest.approx(0.2)
    assert (table.loc["A", "communes"], table.loc["A", "communes_couvertes"]) == (3, 2)
    assert table.loc["B", "valeur"] == 0.0 and table.loc["B", "etat"] == "valeur"
    assert table["valeur"].isna()["C"] and table.loc["C", "etat"] == "secret"
    assert table.loc["C", "part_secrete"] == pytest.approx(0.7)
    assert table.loc["C", "part_couverte"] == 0


@pytest.mark.parametrize("scale", [1e-4, 0.01, 1.0, 1e4])
def test_only_the_proportions_of_the_weights_count(scale: float) -> None:
    """Standardised people are not whole ones: a territory of less than one of them has its mean too."""
    whole, scaled = (moyenne(VALEURS, ETAT, POIDS * k, TERRITOIRE) for k in (1.0, scale))
    pd.testing.assert_frame_equal(scaled, whole)
    below = part_sous_seuil(VALEURS, ETAT, POIDS * scale, TERRITOIRE, 2.5)
    assert below["valeur"]["A"] == pytest.approx(100 / 400)
    assert below["personnes_sous"]["A"] == pytest.approx(100 * scale)


def test_share_below_worked_by_hand() -> None:
    """Strictly below: a commune at the threshold is not below; shares are of covered people."""
    table = part_sous_seuil(VALEURS, ETAT, POIDS, TERRITOIRE, 4.0)
    assert table.loc["A", "valeur"] == pytest.approx(100 / 400)
    assert table.loc["A", "personnes_sous"] == 100
    assert table.loc["B", "valeur"] == 1.0
    assert table["valeur"].isna()["C"] and table.loc["C", "personnes_sous"] == 0


def test_a_territory_without_people_has_no_mean() -> None:
    empty = pd.Series(0.0, index=CODES)
    table = moyenne(VALEURS, ETAT, empty, TERRITOIRE)
    assert table["valeur"].isna().all()
    assert (table["etat"] == "manquant").all()
    assert (table[["part_couverte", "part_manquante", "part_secrete"]] == 0).all(axis=None)


def test_states_are_told_apart() -> None:
    states = etats(VALEURS, pd.Index(["71005"]))
    assert states.equals(ETAT.astype(object))
    assert list(etats(VALEURS)[["71004", "71005"]]) == ["valeur", "manquant"]


ROWS = st.lists(
    st.tuples(st.floats(0, 10), st.integers(1, 1000), st.sampled_from(ETATS), st.sampled_from("AB")),
    min_size=1,
    max_size=12,
)


def columns(rows: list[tuple[float, int, str, str]]) -> tuple[Any, Any, Any, Any]:
    index = [str(k) for k in range(len(rows))]
    values = [v if state == "valeur" else math.nan for v, _, state, _ in rows]
    parts = [values, [s for _, _, s, _ in rows], [w for _, w, _, _ in rows], [t for _, _, _, t in rows]]
    return tuple(pd.Series(part, index=index) for part in parts)  # type: ignore[return-value]


@given(ROWS)
def test_the_mean_is_within_its_values_and_shares_add_up(rows: list[tuple[float, int, str, str]]) -> None:
    table = moyenne(*columns(rows))
    shares = table[["part_couverte", "part_manquante", "part_secrete"]].sum(axis=1)
    assert shares.to_numpy() == pytest.approx(1)
    for name, row in table.iterrows():
        known = [v for v, _, state, t in rows if t == name and state == "valeur"]
        assert (row["etat"] == "valeur") == bool(known)
        if known:
            assert min(known) - 1e-9 <= row["valeur"] <= max(known) + 1e-9


@given(ROWS)
def test_what_is_not_covered_never_moves_the_figure(rows: list[tuple[float, int, str, str]]) -> None:
    covered = [row for row in rows if row[2] == "valeur"]
    if not covered:
        return
    whole, alone = moyenne(*columns(rows)), moyenne(*columns(covered))
    assert whole.loc[alone.index, "valeur"].to_numpy() == pytest.approx(alone["valeur"].to_numpy())
    below, below_alone = (part_sous_seuil(*columns(some), 5.0) for some in (rows, covered))
    assert below.loc[alone.index, "personnes_sous"].equals(below_alone["personnes_sous"])


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (changed("etat", "71001", "inconnu"), "État inconnu.*71001"),
        (changed("etat", "71001", "secret"), "malgré son état : 71001"),
        (changed("etat", "71003", "valeur"), "annoncée mais absente : 71003"),
        (changed("valeurs", "71001", math.inf), "annoncée mais absente : 71001"),
        (changed("poids", "71002", -1.0), "Poids absent ou négatif : 71002"),
        (changed("poids", "71002", math.nan), "Poids absent ou négatif : 71002"),
        (changed("poids", "99999", 1.0), "absentes d'une colonne : 99999"),
        (changed("territoire", "71002", None), "sans territoire : 71002"),
    ],
)
def test_contradictions_are_refused(inputs: dict[str, Any], said: str) -> None:
    with pytest.raises(EntreeInvalide, match=said):
        moyenne(**inputs)


def test_nothing_to_aggregate_is_refused() -> None:
    none: Any = pd.Series(dtype=float)
    with pytest.raises(EntreeInvalide, match="Aucune commune"):
        moyenne(none, none, none, none)


def test_a_repeated_commune_is_refused() -> None:
    twice: Any = pd.Series([1.0, 2.0], index=["71001", "71001"])
    with pytest.raises(EntreeInvalide, match="deux fois"):
        moyenne(twice, twice, twice, twice)
