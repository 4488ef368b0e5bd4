"""Levers on several lines, from several dates; and the runs frozen by the method of before."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from components.core.refus import EntreeInvalide
from components.effectifs import lectures
from components.effectifs.moteur.jeux import JEUX
from components.effectifs.moteur.leviers import CESSATION, PATIENTELE, PATIENTS, Action, composer, reports
from components.effectifs.moteur.scenario import calculer
from components.effectifs.scenarios import gestes, view_leviers
from components.effectifs.scenarios import lectures as lectures_scenarios
from components.terminal.commandes import main
from data.base import store
from data.base.acteurs import TERMINAL
from data.effectifs import leviers, scenarios
from tests.effectifs.cas import entrees, equipe

YEARS = range(2026, 2041)
JOUR, GRANDE = date(2026, 11, 22), "200070530"
FIGE = Path(__file__).parents[1] / "resultat_effectifs_1.json"


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


def test_a_health_centre_brings_its_patients_in_order(db: Database) -> None:
    scenario = scenarios.creer(db, TERMINAL, "Centre")
    gestes.ajouter_levier(db, TERMINAL, scenario, "centre_sante", GRANDE, "mg", 2027, 2)
    brought = {}
    for jeu in JEUX:
        trend, run = (lectures_scenarios.calculer(db, JOUR, 10, key, jeu, "mg") for key in (0, scenario))
        rank = run.rang((GRANDE, "mg"))
        brought[jeu] = float(run.patients[rank, 10] - trend.patients[rank, 10])
        assert run.temps_moyens[rank, 10] - trend.temps_moyens[rank, 10] == pytest.approx(2)
    expected = [2 * patients for patients in leviers.catalogue()["centre_sante"].patients or ()]
    assert list(brought.values()) == pytest.approx(expected)
    assert expected == sorted(expected) and expected[0] > 0


def test_an_effect_is_entered_where_no_official_text_gives_it(db: Database) -> None:
    scenario = scenarios.creer(db, TERMINAL, "Effets")
    own = (PATIENTS, 10.0, 20.0, 30.0)
    gestes.ajouter_levier(db, TERMINAL, scenario, "ipa", GRANDE, "mg", 2027, 2, own)
    gestes.ajouter_levier(db, TERMINAL, scenario, "cesp", GRANDE, "mg", 2027, 1, ("arrivees", 0.2, 0.5, 0.9))
    found = [lectures.contenu(db, scenario, jeu)[0] for jeu in JEUX]
    assert [[action.effet for action in actions] for actions in found] == [[10, 0.2], [20, 0.5], [30, 0.9]]
    told = [view_leviers.effet_saisi(row) for row in scenarios.lines(db, scenario).to_dict("records")]
    assert told[0] == "effet saisi par la table : 10 / 20 / 30 (patients par an, par unité)"
    with pytest.raises(EntreeInvalide, match="officiel"):
        gestes.ajouter_levier(db, TERMINAL, scenario, "asalee", GRANDE, "mg", 2027, 2, own)
    gestes.ajouter_levier(db, TERMINAL, scenario, "asalee", GRANDE, "mg", 2027, 2)
    assert view_leviers.effet_saisi(scenarios.lines(db, scenario).to_dict("records")[-1]) == ""


def test_the_catalogue_has_no_figure_without_a_source() -> None:
    known = leviers.catalogue()
    assert known["cesp"].effet is None and known["cesp"].reglable
    for name in ("teleconsultation", "osys"):  # a share is not a gain, and a triage is not an act avoided
        assert known[name].effet is None and known[name].reglable
    assert known["assistants_medicaux"].cout == (22_000, 22_000, 38_000)
    assert (
        not known["assistants_medicaux"].reglable
        and known["ipa"].reglable
        and known["equipe_medecin_infirmiere"].reglable
    )


@pytest.mark.parametrize("tampered", [False, True])
def test_a_run_frozen_by_the_first_method_reruns_bit_for_bit(fichier: Path, tampered: bool) -> None:
    kept = json.loads(FIGE.read_text(encoding="utf-8"))
    if tampered:
        kept["entrees"] = kept["entrees"].replace('"annee":2026', '"annee":2025', 1)
    with store.connect() as db:
        scenario = scenarios.creer(db, TERMINAL, "D'avant")
        scenarios.garder_resultat(db, TERMINAL, scenario, kept)
    assert main(["rerun", "D'avant"]) == int(tampered)
