"""Levers on several lines, from several dates; and the runs frozen by the method of before."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.effectifs.model_leviers import CESSATION, PATIENTELE, Action, composer, reports
from components.effectifs.model_scenario import calculer
from data import scenarios, store
from data.__main__ import main
from data.acteurs import TERMINAL
from tests.effectifs.cas import entrees, equipe

YEARS = range(2026, 2041)
FIGE = Path(__file__).with_name("resultat_effectifs_1.json")


def _assistants(amount: float, year: int = 2027) -> Action:
    return Action("assistant_medical", PATIENTELE, "A", "mg", year, amount, 0.115, 1, 3)


def _maintien(amount: float, year: int, effect: float = 1.0) -> Action:
    return Action("cumul_maintien", CESSATION, "A", "mg", year, amount, effect, 0, 0)


def test_ten_lines_of_a_lever_concern_nobody_twice() -> None:
    team = np.full(len(YEARS), 19.0)
    one = composer([_assistants(190)], PATIENTELE, team, YEARS)
    ten = composer([_assistants(19)] * 10, PATIENTELE, team, YEARS)
    assert ten[-1] == pytest.approx(1.115) and ten == pytest.approx(one)
    other = Action("msp", PATIENTELE, "A", "mg", 2027, 19, 0.08, 0, 0)
    both = composer([_assistants(19), other], PATIENTELE, team, YEARS)
    assert both[-1] == pytest.approx(1.115 * 1.08)


@given(st.lists(st.tuples(st.floats(0.1, 30), st.integers(2026, 2038)), min_size=1, max_size=6))
def test_splitting_a_lever_over_lines_is_the_lever(lines: list[tuple[float, int]]) -> None:
    """Halves of each line do what the line does, and one more line never loses patients."""
    team = np.full(len(YEARS), 10.0)
    whole = [_assistants(amount, year) for amount, year in lines]
    halves = [_assistants(amount / 2, year) for amount, year in lines for _ in range(2)]
    factor = composer(whole, PATIENTELE, team, YEARS)
    assert factor == pytest.approx(composer(halves, PATIENTELE, team, YEARS))
    assert (factor <= 1.115 + 1e-9).all()
    assert (composer([*whole, _assistants(3)], PATIENTELE, team, YEARS) >= factor - 1e-9).all()


def test_each_line_puts_retirement_off_from_its_own_date() -> None:
    team = equipe(60, 61, 62, 63, 64, 65)
    early, late = _maintien(3, 2027), _maintien(3, 2034)
    alone = calculer(entrees(*team, actions=(early,)))
    both = calculer(entrees(*team, actions=(late, early)))
    only_late = calculer(entrees(*team, actions=(late,)))
    until = 2034 - 2026
    assert both.departs[0, : until + 1] == pytest.approx(alone.departs[0, : until + 1])
    assert both.departs[0, until + 3] < alone.departs[0, until + 3]
    assert only_late.departs[0, until + 3] > both.departs[0, until + 3]


def test_nobody_is_put_off_twice_by_one_lever() -> None:
    assert reports([_maintien(6, 2027)] * 10, 6) == ((2027, 1.0),)
    assert reports([_maintien(3, 2027), _maintien(9, 2040)], 6) == ((2027, 0.5), (2040, 0.5))
    assert reports([_maintien(3, 2027)], 0) == ()


@pytest.mark.parametrize("tampered", [False, True])
def test_a_run_frozen_by_the_first_method_reruns_bit_for_bit(fichier: Path, tampered: bool) -> None:
    kept = json.loads(FIGE.read_text(encoding="utf-8"))
    if tampered:
        kept["entrees"] = kept["entrees"].replace('"annee":2026', '"annee":2025', 1)
    with store.connect() as db:
        scenario = scenarios.create(db, TERMINAL, "D'avant")
        scenarios.keep_result(db, TERMINAL, scenario, kept)
    assert main(["rerun", "D'avant"]) == int(tampered)
