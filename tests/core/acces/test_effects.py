"""The laws of effects: no access below 0, what the floor takes is counted, missing stays missing."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.acces.access import KernelFamily
from components.core.acces.effects import TOLERANCE, Effet, effet
from components.core.acces.moves import Bornes, Kind, Mouvement
from components.core.refus import EntreeInvalide
from tests.core.acces.cases import Cas, villages
from tests.core.acces.test_moves import HYPOTHESES, JUSQUA_65, TOUS_AGES

# Cluny (alone), Tramayes and Matour (10 minutes apart), and Anost that reaches nobody else.
RESIDENTS = pd.Series({"71137": 5000.0, "71545": 1000.0, "71289": 1000.0, "71009": 700.0})
PROCHES = [("71545", "71289", 10.0), ("71289", "71545", 10.0)]
CAS = Cas(RESIDENTS, list(RESIDENTS.index), [(c, c, 0.0) for c in RESIDENTS.index] + PROCHES)
PUBLIE = pd.Series({"71137": 3.0, "71545": 2.0, "71289": 1.5, "71009": math.nan})
LIBRES = Bornes(0, 1e9)  # bounds that never bind


@pytest.fixture(scope="module")
def famille() -> KernelFamily:
    return CAS.famille()


def depart(code: str, actes: float | None = None, etp: float | None = None) -> Mouvement:
    return Mouvement("depart", code, "Dr A", age=60, actes=actes, etp=etp)


def arrivee(code: str, actes: float | None = None, etp: float | None = None) -> Mouvement:
    return replace(depart(code, actes, etp), kind="arrivee")


def calcul(famille: KernelFamily, *moves: Mouvement, bornes: Bornes = LIBRES) -> Effet:
    return effet(famille, PUBLIE, moves, bornes, HYPOTHESES)


def test_worked_by_hand(famille: KernelFamily) -> None:
    """4,000 acts between Tramayes and Matour: D = 2,000 within 10 min; at −20 % they are 12.5 min away."""
    result = calcul(famille, arrivee("71545", actes=4000.0))
    there, near = result.communes.loc["71545"], result.communes.loc["71289"]
    assert there["variation"] == near["variation"] == pytest.approx(2.0)
    assert there["estime"] == pytest.approx(4.0)
    weights_2012 = 4000 / (1000 + 1000 * 0.1)  # 12.5 minutes: band 10–15 of 2012
    assert there["variation_max"] == pytest.approx(weights_2012)
    assert near["variation_min"] == pytest.approx(0.1 * weights_2012)
    assert near["variation_min"] < near["variation_max"] == pytest.approx(2.0)
    assert result.actes == 4000
    assert result.ecart_conservation == pytest.approx(0, abs=1e-6)
    assert result.hypotheses == 6  # acts are given: only speeds and weights vary
    assert result.communes.loc["71137", "variation"] == 0


def test_the_range_covers_activity_too(famille: KernelFamily) -> None:
    result = calcul(famille, arrivee("71137", etp=1.0))
    row = result.communes.loc["71137"]
    assert (row["variation_min"], row["variation"], row["variation_max"]) == pytest.approx((0.9, 1.0, 1.1))
    assert result.hypotheses == 18
    (counted,) = result.mouvements
    assert (counted.actes_min, counted.actes, counted.actes_max) == (4500, 5000, 5500)


def test_the_range_crosses_doctors_with_consultations(famille: KernelFamily) -> None:
    """A doctor leaves where a consultation starts: the extremes pair one's low with the other's high."""
    days = Mouvement("consultation_avancee", "71137", "Jeudis", jours_par_mois=10)
    row = calcul(famille, depart("71137", etp=1.0), days).communes.loc["71137"]
    assert row["variation_min"] == pytest.approx((10 * 10 * 24 - 5500) / 5000)
    assert row["variation_max"] == pytest.approx((10 * 11.5 * 28 - 4500) / 5000)


def test_missing_stays_missing(famille: KernelFamily) -> None:
    row = calcul(famille, depart("71009", actes=9000.0)).communes.loc["71009"]
    assert row[["publie", "estime"]].isna().all()
    assert row["variation"] == pytest.approx(-9000 / 700)


def test_places_outside_the_published_table_are_missing(famille: KernelFamily) -> None:
    result = effet(famille, PUBLIE[["71545"]], [arrivee("71137", etp=1.0)], LIBRES, HYPOTHESES)
    assert result.communes["publie"].isna().sum() == 3
    assert result.communes["variation"].notna().all()


def test_no_move_changes_nothing(famille: KernelFamily) -> None:
    result = calcul(famille)
    assert (result.communes[["variation", "variation_min", "variation_max"]] == 0).all(axis=None)
    assert result.communes["estime"].equals(PUBLIE.rename("estime"))


def test_a_67_year_old_changes_nothing_in_the_series_up_to_65(famille: KernelFamily) -> None:
    old = replace(depart("71137", etp=1.0), age=67)
    result = calcul(famille, old, bornes=JUSQUA_65)
    assert result.communes["variation"].eq(0).all()
    assert result.mouvements[0].actes == 0
    assert calcul(famille, old, bornes=TOUS_AGES).communes.loc["71137", "variation"] == pytest.approx(-1)


KINDS: list[Kind] = ["arrivee", "consultation_avancee"]


@st.composite
def mouvements(draw: st.DrawFn, codes: list[str]) -> Mouvement:
    kind = draw(st.sampled_from(KINDS))
    code = draw(st.sampled_from(codes))
    if kind == "consultation_avancee":
        return Mouvement(kind, code, "Jeudis", jours_par_mois=draw(st.floats(0.5, 23)))
    return Mouvement(kind, code, "Dr A", age=draw(st.integers(30, 70)), etp=draw(st.floats(0.1, 1.5)))


def inverse(move: Mouvement) -> Mouvement:
    return replace(move, kind="depart" if move.medecin else "fin_consultation_avancee")


@given(villages(), st.data())
def test_adding_then_removing_is_nothing(case: Cas, data: st.DataObject) -> None:
    moves = data.draw(st.lists(mouvements(case.sites), max_size=4))
    zero = pd.Series(0.0, index=case.residents.index)
    result = effet(case.famille(), zero, moves + [inverse(m) for m in moves], JUSQUA_65, HYPOTHESES)
    assert (result.communes[["variation", "variation_min", "variation_max"]] == 0).all(axis=None)
    assert result.actes == 0


@given(villages(), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_moves_changes_nothing(case: Cas, data: st.DataObject, rng: object) -> None:
    arrivals = data.draw(st.lists(mouvements(case.sites), max_size=3))
    departures = [inverse(m) for m in data.draw(st.lists(mouvements(case.sites), max_size=3))]
    high = pd.Series(1e6, index=case.residents.index)
    moves = arrivals + departures
    family = case.famille()
    forwards = effet(family, high, moves, TOUS_AGES, HYPOTHESES)
    backwards = effet(family, high, moves[::-1], TOUS_AGES, HYPOTHESES)
    assert forwards.communes.equals(backwards.communes)
    assert forwards.actes == backwards.actes


@given(villages(), st.data())
def test_the_central_estimate_is_within_its_range_and_conserved(case: Cas, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(mouvements(case.sites), min_size=1, max_size=4))
    moves = [inverse(m) if data.draw(st.booleans()) else m for m in drawn]
    high = pd.Series(1e6, index=case.residents.index)
    result = effet(case.famille(), high, moves, JUSQUA_65, HYPOTHESES)
    table = result.communes
    assert (table["variation_min"] <= table["variation"]).all()
    assert (table["variation"] <= table["variation_max"]).all()
    assert all(r.actes_min <= r.actes <= r.actes_max for r in result.mouvements)
    assert result.actes == pytest.approx(sum(r.actes for r in result.mouvements))
    scale = sum(abs(r.actes) for r in result.mouvements) + 1
    assert abs(float(case.residents.to_numpy() @ table["variation"].to_numpy()) - result.actes) <= 1e-9 * scale
    assert abs(result.ecart_conservation) <= 1e-9 * scale


@given(villages(), st.data())
def test_moves_add_up_to_a_full_recompute(case: Cas, data: st.DataObject) -> None:
    family = case.famille()
    supply = pd.Series(9000.0, index=case.sites)
    published = family.central.access(supply)
    moves = data.draw(st.lists(mouvements(case.sites), max_size=4))
    result = effet(family, published, moves, TOUS_AGES, HYPOTHESES)
    for counted in result.mouvements:
        supply[counted.mouvement.code_commune] += counted.actes
    expected = family.central.access(supply)
    assert np.allclose(result.communes["estime"], expected, rtol=1e-9, atol=1e-9)


def test_a_commune_stays_at_0_and_what_the_floor_takes_is_counted(famille: KernelFamily) -> None:
    """Matour publishes 1.5 and would lose 1.8: it stays at 0, and 0.3 × 1,000 acts are nobody's loss."""
    result = calcul(famille, depart("71545", actes=3600.0))
    there = result.communes.loc["71289"]
    assert there["estime"] == 0 and there["variation"] == -1.5
    assert there["sans_plancher"] == pytest.approx(-1.8)
    assert result.communes.loc["71545", "estime"] == pytest.approx(0.2)
    assert list(result.au_plancher) == ["71289"]
    assert (result.absorbe, result.retires) == pytest.approx((300, 3600))
    assert result.part_absorbee == pytest.approx(300 / 3600)
    assert not len(calcul(famille, depart("71545", actes=3000.0)).au_plancher)


def test_a_commune_published_at_0_no_longer_blocks_a_town(famille: KernelFamily) -> None:
    published = PUBLIE.where(PUBLIE.index != "71289", 0.0)
    result = effet(famille, published, [depart("71545", actes=1000.0)], LIBRES, HYPOTHESES)
    assert result.communes.loc["71289", ["variation", "estime"]].tolist() == [0, 0]
    assert result.communes.loc["71545", "variation"] == pytest.approx(-0.5)


def test_the_range_has_the_same_floor(famille: KernelFamily) -> None:
    table = calcul(famille, depart("71545", actes=3000.0)).communes
    assert (table["publie"] + table["variation_min"]).min() == 0


def test_moves_are_summed_before_the_floor(famille: KernelFamily) -> None:
    """Far beyond the published access, a departure and the same arrival still give exactly nothing."""
    moves = [depart("71545", actes=90_000.0), arrivee("71545", actes=90_000.0)]
    for order in (moves, moves[::-1]):
        result = calcul(famille, *order)
        assert (result.communes[["variation", "variation_min", "variation_max"]] == 0).all(axis=None)
        assert (result.actes, result.absorbe, result.retires) == (0, 0, 0)


@given(villages(), st.data())
def test_the_floor_holds_and_conservation_says_what_it_took(case: Cas, data: st.DataObject) -> None:
    family = case.famille()
    published = pd.Series([data.draw(st.floats(0, 5)) for _ in case.residents.index], index=case.residents.index)
    drawn = data.draw(st.lists(mouvements(case.sites), min_size=1, max_size=4))
    moves = [inverse(m) if data.draw(st.booleans()) else m for m in drawn]
    result = effet(family, published, moves, JUSQUA_65, HYPOTHESES)
    table = result.communes
    linear = family.central.delta(dict.fromkeys(case.sites, 0.0) | _supply(result))
    assert np.allclose(table["estime"], np.maximum(published + linear, 0), atol=1e-9)
    assert (table["publie"] + table["variation_min"] >= 0).all()
    assert (table["variation_min"] <= table["variation"]).all() and (table["variation"] <= table["variation_max"]).all()
    received = float(case.residents.to_numpy() @ table["variation"].to_numpy())
    scale = sum(abs(r.actes) for r in result.mouvements) + 1
    assert abs(received - result.actes - result.absorbe) <= 1e-9 * scale
    assert -1e-9 * scale <= result.absorbe <= result.retires + 1e-9 * scale
    assert set(result.au_plancher) == set(table.index[published + linear < -1e-9])


def _supply(result: Effet) -> dict[str, float]:
    found: dict[str, float] = {}
    for counted in result.mouvements:
        code = counted.mouvement.code_commune
        found[code] = found.get(code, 0.0) + counted.actes
    return found


@pytest.mark.parametrize(
    ("publie", "said"),
    [
        (pd.Series({"99999": 2.0}), "inconnues : 99999"),
        (pd.Series({"71137": -0.1}), "négative ou infinie : 71137"),
        (pd.Series({"71137": math.inf}), "négative ou infinie : 71137"),
        (pd.Series([1.0, 2.0], index=["71137", "71137"]), "deux fois"),
    ],
)
def test_a_bad_baseline_is_refused(famille: KernelFamily, publie: "pd.Series[float]", said: str) -> None:
    with pytest.raises(EntreeInvalide, match=said):
        effet(famille, publie, [], LIBRES, HYPOTHESES)


def test_an_unknown_place_is_refused(famille: KernelFamily) -> None:
    with pytest.raises(EntreeInvalide, match="99999"):
        calcul(famille, arrivee("99999", etp=1.0))
    with pytest.raises(EntreeInvalide, match="99999"):  # even when it counts for nothing
        calcul(famille, replace(arrivee("99999", etp=1.0), age=67), bornes=JUSQUA_65)


def test_a_total_is_bounded_under_one_hypothesis_for_all_that_is_summed(famille: KernelFamily) -> None:
    """Each commune's own worst or best added up would give out more acts than the doctor has."""
    result = calcul(famille, arrivee("71545", actes=4000.0))
    people = famille.central.trajets.population
    assert float(people @ result.communes["variation_max"].to_numpy()) > 5600, "the sum of the maxima is nobody's acts"
    for joint in result.conjointes.values():
        assert float(people @ joint.variation) == pytest.approx(sum(joint.actes)) == pytest.approx(4000)
    both = np.array([joint.variation for joint in result.conjointes.values()])
    assert both.min(axis=0) == pytest.approx(result.communes["variation_min"].to_numpy())
    assert both.max(axis=0) == pytest.approx(result.communes["variation_max"].to_numpy())


def test_an_arrival_and_a_departure_share_their_activity(famille: KernelFamily) -> None:
    result = calcul(famille, arrivee("71545", etp=1.0), depart("71137", etp=1.0))
    assert {round(sum(joint.actes), 9) for joint in result.conjointes.values()} == {0.0}
    assert sum(move.actes_max for move in result.mouvements) > 0, "added up one by one, they would not cancel"


def test_a_loss_within_rounding_is_not_the_floor() -> None:
    table = pd.DataFrame({"publie": [0.0, 0.0, 1.0], "sans_plancher": [-TOLERANCE, -2 * TOLERANCE, -3.0]}, list("abc"))
    assert list(Effet(table, (), 0.0, 0.0, 1).au_plancher) == ["b", "c"]
