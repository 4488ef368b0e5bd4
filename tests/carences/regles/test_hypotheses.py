"""What a proposal is tried against, worked by hand: figures, falls, other publications, one practitioner more."""

import pandas as pd
import pytest

from components.carences.regles.hypotheses import (
    INDICE,
    MILLESIME,
    PETITS_NOMBRES,
    SERIE,
    SEUIL,
    EntreesDesVariantes,
    Publication,
    Variante,
    baisse,
    bruits,
    en_pour_cent,
    mesures,
)
from components.carences.regles.signaux import NIVEAU, PART, TENDANCE, Mesure

CODES = ["71001", "71002", "71003"]
PLACES = pd.Series(["A", "A", "B"], index=CODES)
GENS = pd.Series([100.0, 300.0, 50.0], index=CODES)
STANDARD = pd.Series([300.0, 100.0, 50.0], index=CODES)


def _table(values: list[float | None], states: str, covered: list[float] | None = None) -> pd.DataFrame:
    names = {"v": "valeur", "m": "manquant", "s": "secret"}
    return pd.DataFrame(
        {
            "valeur": pd.Series(values, dtype=float),
            "etat": [names[s] for s in states],
            "part_couverte": covered or 1.0,
        }
    )


def _publiee(values: list[float], serie: str = "65 ans et moins", year: int = 2023) -> Publication:
    known = pd.Series(values, index=CODES)
    weights = {"population standardisée": STANDARD, "population totale": GENS}
    return Publication(serie, year, known, known.map(lambda _: "valeur"), PLACES, GENS, weights)


def _entrees(*publications: Publication, **more: object) -> EntreesDesVariantes:
    chosen: dict[str, object] = {"seuils": [2.5, 4.0], "lues": {}, "par_praticien": 40.0} | more
    return EntreesDesVariantes(publications, "seuil_sous_dense", 2.5, **chosen)  # type: ignore[arg-type]


def _dites(entries: EntreesDesVariantes, axis: str) -> dict[str, Variante]:
    return {one.mots: one for one in entries.variantes if one.axe == axis}


def _valeurs(figures: object) -> dict[str, float]:
    return {code: figure.valeur for code, figure in figures.items()}  # type: ignore[attr-defined]


def test_figures_are_read_with_their_state_their_cover_and_what_chance_adds() -> None:
    table = _table([2.0, None, None], "vms", [0.5, 0.0, 0.2])
    assert list(mesures(table).values()) == [
        Mesure(2.0, "valeur", 0.5, 0.0), Mesure(None, "manquant", 0.0, 0.0), Mesure(None, "secret", 0.2, 0.0),
    ]  # fmt: skip
    assert mesures(table.assign(bruit=3.0))["0"].bruit == 3.0
    assert en_pour_cent(table)["valeur"].iloc[0] == 200.0


def test_chance_weighs_as_the_inverse_of_the_square_root_of_residents() -> None:
    people = pd.Series({"A": 10_000.0, "B": 2_500.0, "C": 40_000.0, "D": 0.0})
    assert bruits(people, 5.0) == {"A": 5.0, "B": 10.0, "C": 2.5, "D": 500.0}


def test_a_fall_is_a_share_of_what_was_and_needs_both() -> None:
    now = _table([3.0, 5.0, 0.0, 2.0, None, None, 2.0], "vvvvmsv", [1.0, 0.9, 1.0, 1.0, 0.0, 0.0, 0.8])
    before = _table([4.0, 4.0, 4.0, 0.0, 4.0, 4.0, None], "vvvvvvs", [0.7, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0])
    fall = baisse(now, before)
    assert fall["valeur"].iloc[:3].tolist() == [25.0, -25.0, 100.0] and fall["valeur"].iloc[3:].isna().all()
    assert fall["etat"].tolist() == ["valeur"] * 3 + ["manquant"] * 2 + ["secret"] * 2
    assert fall["part_couverte"].iloc[:3].tolist() == [0.7, 0.9, 1.0]
    assert baisse(now.iloc[:1], before.iloc[1:])["etat"].tolist() == ["manquant"], "nothing of before there"


def test_another_series_is_of_the_same_year_and_another_year_of_the_same_series() -> None:
    read, other = _publiee([2.0, 4.0, 1.0]), _publiee([1.0, 3.0, 5.0], "tous âges")
    older, oldest = _publiee([4.0, 4.0, 2.0], year=2021), _publiee([9.0, 9.0, 9.0], year=2019)
    tried = _entrees(read, other, oldest, older, _publiee([8.0, 8.0, 8.0], "tous âges", 2021))
    series, years = _dites(tried, SERIE), _dites(tried, MILLESIME)
    assert list(series) == ["tous âges"] and list(years) == ["2021"], "the year just before, of the series read"
    offer = series["tous âges"].mesures
    assert _valeurs(offer[NIVEAU]) == {"A": 1.5, "B": 5.0}, "weighted by the standardised population, as read"
    assert _valeurs(offer[PART]) == {"A": 25.0, "B": 0.0}, "100 of 400 residents under 2.5"
    assert _valeurs(offer[TENDANCE]) == {"A": pytest.approx(100 * 6.5 / 8), "B": 37.5}
    assert _valeurs(years["2021"].mesures[NIVEAU]) == {"A": 4.0, "B": 2.0}
    assert _dites(_entrees(read, _publiee([1.0, 3.0, 5.0], "")), SERIE).keys() == {"autre série"}


def test_another_threshold_counts_again_who_lives_under_it() -> None:
    tried = _dites(_entrees(_publiee([2.0, 3.0, 5.0]), seuils_avant={"seuil_fdep": 1.0}), SEUIL)
    assert list(tried) == ["accès 4", "autres seuils datés des autres chiffres"]
    other = tried["accès 4"]
    assert other.seuils == {"seuil_sous_dense": 4.0} and _valeurs(other.mesures[PART]) == {"A": 100.0, "B": 0.0}
    assert tried["autres seuils datés des autres chiffres"].seuils == {"seuil_fdep": 1.0}


def test_another_weight_moves_the_level_and_its_fall() -> None:
    read, older = _publiee([2.0, 4.0, 1.0]), _publiee([4.0, 4.0, 2.0], year=2021)
    known = {NIVEAU: {"A": Mesure(2.5, "valeur", 1.0)}, PART: {"A": Mesure(25.0, "valeur", 1.0)}}
    tried = _dites(_entrees(read, older, lues=known, bruits={"A": 2.0}), INDICE)
    whole, alone, without = tried.values()
    assert "population totale" in whole.mots and _valeurs(whole.mesures[NIVEAU]) == {"A": 3.5, "B": 1.0}
    assert _valeurs(whole.mesures[TENDANCE]) == {"A": 12.5, "B": 50.0}
    assert {code: one.bruit for code, one in whole.mesures[TENDANCE].items()} == {"A": 2.0, "B": 0.0}
    assert (alone.sans, without.sans) == (frozenset({PART}), frozenset({NIVEAU}))
    kept = {TENDANCE: {"A": Mesure(7.0, "valeur", 1.0)}}
    (lone,) = _dites(_entrees(read, lues=kept), INDICE).values()
    assert lone.mesures[TENDANCE] == kept[TENDANCE], "without an earlier year, the fall on screen stays"


def test_one_practitioner_is_what_they_add_over_the_weight_of_their_territory() -> None:
    read = {"A": Mesure(2.5, "valeur", 1.0), "B": Mesure(0.5, "valeur", 1.0), "C": Mesure(1.0, "valeur", 1.0)}
    falls = {"A": Mesure(20.0, "valeur", 1.0), "D": Mesure(30.0, "valeur", 1.0)}
    tried = _dites(_entrees(_publiee([2.0, 4.0, 1.0]), lues={NIVEAU: read, TENDANCE: falls}), PETITS_NOMBRES)
    less, more = tried.values()
    assert "moins" in less.mots and "plus" in more.mots
    assert _valeurs(less.mesures[NIVEAU]) == {"A": 2.4, "B": 0.0, "C": 1.0}, "40 / 400; never under zero; C unknown"
    assert _valeurs(more.mesures[NIVEAU]) == {"A": 2.6, "B": pytest.approx(1.3), "C": 1.0}
    # 2.5 is 20 % under 3.125: 0.1 less is 3.2 points more.
    assert _valeurs(less.mesures[TENDANCE]) == {"A": pytest.approx(23.2), "D": 30.0}
    assert _valeurs(more.mesures[TENDANCE]) == {"A": pytest.approx(16.8), "D": 30.0}
