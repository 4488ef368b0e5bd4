"""The why panel adds up exactly, at any level, whatever the supply; evolutions keep their gaps."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.carences.regles import contributions, evolution
from components.core.acces.access import Bands, Kernel
from components.core.acces.moves import Bornes

CODES = ["a", "b", "c", "d"]


def _kernel() -> Kernel:
    i, j = np.divmod(np.arange(16), 4)
    minutes = np.abs(i - j) * 6.0
    people = pd.Series([100.0, 250.0, 40.0, 900.0], index=CODES)
    return Kernel.build(people, CODES, i, j, minutes, Bands(((10, 1.0), (15, 2 / 3), (20, 1 / 3))))


@given(
    st.lists(st.floats(0, 1e5), min_size=4, max_size=4),
    st.lists(st.floats(0, 1e4), min_size=4, max_size=4),
    st.sets(st.sampled_from(CODES), min_size=1),
    st.floats(0, 20),
)
def test_contributions_and_the_gap_make_the_published_value(
    supply: list[float], weights: list[float], communes: set[str], published: float
) -> None:
    acts, people = pd.Series(supply, index=CODES), pd.Series(weights, index=CODES)
    found = contributions.pourquoi(_kernel(), sorted(communes), people, acts, published)
    assert found.table["contribution"].sum() + found.ecart == pytest.approx(published, abs=1e-9)


def test_a_commune_is_explained_by_the_access_the_kernel_computes() -> None:
    kernel, acts = _kernel(), pd.Series([5000.0, 0.0, 9000.0, 4000.0], index=CODES)
    access = kernel.access(acts)["b"]
    found = contributions.pourquoi(kernel, ["b"], pd.Series({"b": 1.0}), acts, access)
    assert found.ecart == pytest.approx(0, abs=1e-12)
    assert list(found.table.index) and found.table["minutes"].to_dict() == {"a": 6.0, "c": 6.0, "d": 12.0}


def test_activity_is_bounded_by_practitioner_and_conventional_when_unknown() -> None:
    offer = pd.DataFrame(
        {"commune": ["a", "a", "b", "c"], "nombre": [2.0, 1.0, 3.0, 2.0], "etp": [2.0, 1.0, 3.0, None],
         "actes": [20_000.0, None, 6_000.0, None]}
    )  # fmt: skip
    acts = contributions.actes(offer, Bornes(3_600, 6_000), 5_000)
    assert acts.to_dict() == {"a": 12_000 + 5_000, "b": 3 * 3_600, "c": 10_000}


def test_an_evolution_is_missing_as_soon_as_one_value_is_and_withheld_as_soon_as_one_is() -> None:
    states = ["valeur", "manquant", "valeur", "secret"]
    before = pd.DataFrame({"valeur": [1.0, None, 0.0, None], "etat": states}, index=list("abcd"))
    after = pd.DataFrame(
        {"nom": "x", "population": 10.0, "valeur": [0.5, 2.0, 1.0, 3.0], "etat": "valeur"}, index=list("abcd")
    )
    table = evolution.evolution(before, after)
    assert table["variation"].isna().tolist() == [False, True, False, True] and pd.isna(table.at["c", "relative"])
    assert table["etat"].tolist() == states
    said = evolution.phrase(table, "APL", "2016", "2018")
    assert "2018 comparé à 2016" in said and "10 habitants sur 20 (50 %)".replace(" %", "\u00a0%") in said


def test_two_series_are_told_apart_by_what_differs() -> None:
    names = evolution.noms
    assert names(("tous âges", 2016), ("tous âges", 2018)) == ("2016", "2018")
    assert names(("tous âges", 2018), ("65 ans et moins", 2018)) == ("tous âges", "65 ans et moins")
    assert names(("tous âges", 2016), ("65 ans et moins", 2018)) == ("tous âges, 2016", "65 ans et moins, 2018")
    words = evolution.mots(-1, (0.1, 0.5), evolution.COMPARAISON)
    assert words == "plus bas de moins de 0,10" and evolution.mots(0, (0.1,)) == "inchangé"


def test_changes_are_a_share_of_what_was_and_people_are_counted_on_each_side() -> None:
    before = pd.DataFrame({"valeur": [2.0, 2.0, 2.0, 0.5], "etat": "valeur"}, index=list("abcd"))
    after = pd.DataFrame(
        {"nom": "x", "population": [10.0, 20.0, 30.0, 40.0], "valeur": [1.5, 2.0, 3.0, 0.0], "etat": "valeur"},
        index=list("abcd"),
    )
    table = evolution.evolution(before, after)
    assert table["relative"].tolist() == [-25.0, 0.0, 50.0, -100.0]
    said = evolution.phrase(table, "APL", "2016", "2018").replace("\u00a0", " ")
    assert "50 habitants sur 100 (50 %) vivent là où la valeur est plus basse, 30 là où" in said
    assert evolution.phrase(table.assign(variation=float("nan")), "APL", "a", "b").startswith("Aucun lieu")


@pytest.mark.parametrize(
    ("rank", "bounds", "words"),
    [
        (0, (1.0, 5.0), "inchangé"), (1, (1.0, 5.0), "hausse de moins de 1"),
        (-2, (1.0, 5.0), "baisse de 1 à moins de 5"),
        (3, (1.0, 5.0), "hausse de 5 et plus"), (-1, (0.5, 2.0), "baisse de moins de 0,50"),
        (2, (0.5, 2.0), "hausse de 0,50 à moins de 2,00"),
    ],
)  # fmt: skip
def test_a_class_of_change_in_words(rank: int, bounds: tuple[float, ...], words: str) -> None:
    assert evolution.mots(rank, bounds).replace("\u00a0", " ") == words


def test_the_panel_names_its_first_place_and_what_is_left() -> None:
    names, acts = {"c": "Cluny", "a": "Anost"}, pd.Series([900.0, 0.0, 9_000.0, 400.0], index=CODES)
    detail = contributions.pourquoi(_kernel(), ["c"], pd.Series({"c": 1.0}), acts, 20.0)
    first = detail.table["contribution"].iloc[0]
    said = contributions.phrase(detail, names, "Cluny").replace("\u00a0", " ")
    assert detail.table.index[0] == "c" and detail.table["contribution"].is_monotonic_decreasing
    assert said.startswith("Cluny : 20,00 publié. 3 lieux contribuent, d'abord Cluny (")
    assert f"({first:.2f})".replace(".", ",") in said and "écart à l'APL publiée" in said
    nothing = contributions.pourquoi(_kernel(), ["c"], pd.Series({"c": 1.0}), acts * 0, 20.0)
    assert "à portée ; 20,00 reste inexpliqué" in contributions.phrase(nothing, names, "Cluny")


def test_communes_weigh_what_they_are_given_and_alike_when_nothing_is_known() -> None:
    kernel, acts = _kernel(), pd.Series([5_000.0, 0.0, 9_000.0, 4_000.0], index=CODES)
    access = kernel.access(acts)
    one = contributions.pourquoi(kernel, ["a", "d"], pd.Series({"a": 0.5}), acts, 0.0)
    assert -one.ecart == pytest.approx(access["a"]), "a commune without a weight weighs nothing"
    alike = contributions.pourquoi(kernel, ["a", "d"], pd.Series({"a": 0.0, "d": 0.0}), acts, 0.0)
    assert -alike.ecart == pytest.approx((access["a"] + access["d"]) / 2)
    beyond = contributions.pourquoi(kernel, ["a", "z"], pd.Series({"a": 1.0, "z": 3.0}), acts, 0.0)
    assert -beyond.ecart == pytest.approx(access["a"] / 4), "a commune out of the kernel is reached by nobody"
    unknown = contributions.pourquoi(kernel, ["a"], pd.Series({"a": 1.0}), acts.drop("a"), 0.0)
    assert "a" not in unknown.table.index, "a place without acts gives nothing"
