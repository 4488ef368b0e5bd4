"""A chart shown again with the same data is not made again; with other data, it is."""

import altair as alt
import pandas as pd
import pytest
from altair.utils.schemapi import SchemaValidationError

from components.carences.carte import figures
from components.ui import graphique

FAITS: list[int] = []


def _bars(table: pd.DataFrame, title: str) -> alt.Chart:
    FAITS.append(len(table))
    return alt.Chart(table).mark_bar().encode(x=alt.X("combien:Q", title=title), y="nom:N")


def _nonsense(table: pd.DataFrame) -> alt.Chart:
    chart = alt.Chart(table).mark_bar()
    chart.mark = "camembert"  # no such mark
    return chart


def _table(*counts: float | None) -> pd.DataFrame:
    return pd.DataFrame({"nom": [f"n{k}" for k in range(len(counts))], "combien": counts})


def _rows(spec: dict[str, dict[str, list[dict[str, object]]]]) -> list[dict[str, object]]:
    (rows,) = spec["datasets"].values()
    return rows


def test_the_same_data_is_drawn_once_and_other_data_anew() -> None:
    FAITS.clear()
    first = graphique.dessiner(_bars, _table(1, 2), "habitants")
    assert graphique.dessiner(_bars, _table(1, 2), "habitants") is first
    assert len(FAITS) == 1
    assert graphique.dessiner(_bars, _table(1, 3), "habitants") != first
    assert graphique.dessiner(_bars, _table(1, 2), "personnes") != first
    assert len(FAITS) == 3


def test_it_is_the_chart_of_altair_with_missing_values_kept_missing() -> None:
    spec = graphique.dessiner(_bars, _table(1, None), "habitants")
    with alt.theme.enable("none"):
        assert spec == _bars(_table(1, None), "habitants").to_dict() | {"padding": graphique.BORD}
    assert [row["combien"] for row in _rows(spec)] == [1, None]
    assert "config" not in spec  # sizes are the page's to give


def test_a_chart_that_makes_no_sense_is_refused_and_not_kept() -> None:
    for _ in range(2):
        with pytest.raises(SchemaValidationError):
            graphique.dessiner(_nonsense, _table(1))


def test_the_oldest_drawings_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphique, "GARDEES", 3)
    for k in range(5):
        graphique.dessiner(_bars, _table(k), "habitants")
    assert len(graphique._FAITES) == 3
    assert _rows(graphique.dessiner(_bars, _table(0), "habitants")) == [{"nom": "n0", "combien": 0}]


def test_the_drawing_of_people_holds_only_the_classes_somebody_lives_in() -> None:
    table = pd.DataFrame({"mots": ["a", "b"], "texte": ["3", "0"], "personnes": [3.0, 0.0], "sens": "perte",
                          "rang": [0, 1]})  # fmt: skip
    spec = figures.personnes(table)
    assert spec["datasets"][figures.HABITANTS]["mots"].tolist() == ["a"]
    other = figures.personnes(table.assign(personnes=[0.0, 2.0]))
    assert other["datasets"][figures.HABITANTS]["mots"].tolist() == ["b"]
    assert alt.Chart.from_dict({key: said for key, said in other.items() if key != "datasets"}, validate=True)
