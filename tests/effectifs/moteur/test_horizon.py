"""The map against the threshold: classes, means by territory, and a need that moves."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.effectifs.regles.horizon import (
    DESSUS,
    INCONNU,
    PASSE,
    REMONTE,
    SOUS,
    classer,
    habitants_sous,
    selon_besoin,
    territoires,
)

LEVELS = st.one_of(st.none(), st.floats(0, 9))
PLACES = st.lists(st.tuples(LEVELS, LEVELS, st.integers(0, 9_000), st.sampled_from("AB")), min_size=1, max_size=8)


def _frame(rows: list[tuple[float | None, float | None, int, str]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["publie", "estime", "population", "territoire"])
    return table.astype({"publie": float, "estime": float})


@given(PLACES)
def test_classes_say_who_is_under_and_who_crosses(rows: list[tuple[float | None, float | None, int, str]]) -> None:
    table, level = _frame(rows), 2.5
    for (now, then, _, _), kind in zip(rows, classer(table, level), strict=True):
        if now is None or then is None:
            assert kind == INCONNU
        else:
            assert kind == {(1, 1): SOUS, (0, 1): PASSE, (1, 0): REMONTE, (0, 0): DESSUS}[now < level, then < level]
    now, then = habitants_sous(table, level)
    known = [r for r in rows if r[0] is not None and r[1] is not None]
    assert now == sum(r[2] for r in known if r[0] < level) and then == sum(r[2] for r in known if r[1] < level)


@given(PLACES)
def test_a_territory_is_the_mean_of_its_people(rows: list[tuple[float | None, float | None, int, str]]) -> None:
    known = [r for r in rows if r[0] is not None and r[1] is not None and r[2]]
    found = territoires(_frame(rows), 2.5)
    assert sorted(found.index) == sorted({r[3] for r in known}), "every territory that has people with both levels"
    for place, row in found.iterrows():
        mine = [r for r in known if r[3] == place]
        for rank, name in enumerate(("publie", "estime")):
            mean = np.average([r[rank] for r in mine], weights=[r[2] for r in mine])
            assert row[name] == pytest.approx(mean)
        assert row["classe"] == classer(found.loc[[place]], 2.5).iloc[0]


def test_a_need_that_grows_shares_what_is_left() -> None:
    table = pd.DataFrame({"publie": [2.0, np.nan], "estime": [1.8, np.nan], "variation": [-0.2, -0.1],
                          "variation_min": [-0.3, -0.2], "variation_max": [-0.1, 0.0]}, index=["a", "b"])  # fmt: skip
    found = selon_besoin(table, pd.Series({"a": 1.2}))
    assert found.at["a", "estime"] == pytest.approx(1.5) and found.at["a", "variation"] == pytest.approx(-0.5)
    assert found.at["b", "variation"] == -0.1 and np.isnan(found.at["b", "estime"])
    pd.testing.assert_frame_equal(selon_besoin(table, pd.Series(dtype=float)), table)
