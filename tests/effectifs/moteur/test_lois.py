"""Laws of the projections: exact against drawn, conserved, monotone, exact attribution."""

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.core.acces.moves import Mouvement
from components.effectifs.moteur import departs
from components.effectifs.moteur.departs import Lois
from components.effectifs.moteur.effectif import Ligne, repartir
from components.effectifs.moteur.leviers import ETP, PATIENTELE, Action
from components.effectifs.moteur.monde import MouvementDate
from components.effectifs.moteur.projection import TEMPS, TETES, TOUS, projeter
from components.effectifs.moteur.scenario import calculer, canonique, empreinte, lire, monde
from components.effectifs.regles.analyse import attribution, loi_effectif, objectif, par_secteur, tornade
from tests.effectifs.cas import ANNEE, entrees, equipe, estimee, valeurs

ROOT = Path(__file__).resolve().parents[3]
AGES = st.lists(st.integers(28, 75), min_size=1, max_size=8)
EQUIPE = (
    *equipe(38, 47, 55, 61, 64, 67, 70),
    Ligne("cumul", "A", "mg", 1, age_min=72, age_max=72, cumul=True),
    Ligne("connu", "A", "mg", 1, depart=2030),
    Ligne("annonce", "A", "mg", 1, age_min=35, age_max=35, arrivee=2029),
)


@pytest.mark.parametrize("year", [1, 5, 10, 15])
def test_exact_law_and_draws_agree_within_sampling_error(year: int) -> None:
    inputs = entrees(*EQUIPE, estimee("B", 20), tirages=20_000)
    world = monde(inputs)
    runs = projeter(world, inputs.tirages, inputs.graine)
    for group in range(world.groupes):
        law = loi_effectif(world, group, year)
        drawn = np.bincount(runs.tetes[group, year], minlength=len(law))
        share = drawn[: len(law)] / inputs.tirages
        error = 4.5 * np.sqrt(np.maximum(law * (1 - law), 1e-9) / inputs.tirages) + 1e-3
        assert (np.abs(share - law) <= error).all()


@given(st.lists(st.fractions(0, 1, max_denominator=20), max_size=7))
def test_poisson_binomial_is_the_sum_over_every_outcome(chances: list[Fraction]) -> None:
    law = departs.poisson_binomiale([float(p) for p in chances])
    exact = [Fraction(0)] * (len(chances) + 1)
    for outcome in range(2 ** len(chances)):
        p = Fraction(1)
        for k, chance in enumerate(chances):
            p *= chance if outcome >> k & 1 else 1 - chance
        exact[outcome.bit_count()] += p
    assert np.allclose(law, [float(p) for p in exact], atol=1e-12)


@given(st.integers(0, 5_000), st.dictionaries(st.text("abcdef", min_size=1), st.floats(0.01, 1e6), min_size=1))
def test_sharing_a_total_conserves_it(total: int, weights: dict[str, float]) -> None:
    shares = repartir(total, weights)
    assert sum(shares.values()) == total and min(shares.values()) >= 0


@settings(max_examples=15, deadline=None)
@given(AGES, st.floats(0.0, 1.5), st.floats(0.0, 1.0))
def test_more_arrivals_never_fewer_people(ages: list[int], pull: float, more: float) -> None:
    few, many = (
        projeter(monde(entrees(*equipe(*ages), parametres=valeurs(attractivite_mg=k))), 60, 1)
        for k in (pull, pull + more)
    )
    assert (many.tetes >= few.tetes).all()


@settings(max_examples=15, deadline=None)
@given(AGES, st.sampled_from(["age_retraite", "part_cumul", "duree_cumul"]), st.floats(0.0, 1.0))
def test_later_exits_never_fewer_people_run_by_run(ages: list[int], name: str, share: float) -> None:
    low, high = {"age_retraite": (63, 69), "part_cumul": (0.0, 1.0), "duree_cumul": (2, 9)}[name]
    middle = low + (high - low) * share
    early, late = (
        projeter(monde(entrees(*equipe(*ages), parametres=valeurs(**{name: v}))), 60, 1) for v in (low, middle)
    )
    assert (late.tetes >= early.tetes).all()


@settings(max_examples=10, deadline=None)
@given(AGES, st.floats(0.0, 2.0), st.integers(0, 8))
def test_putting_retirement_off_never_loses_people(ages: list[int], years: float, since: int) -> None:
    law = Lois(66, 2, 0.25, 4, 0.01)
    for age in ages:
        before = departs.survie([(age, 1.0)], law, 15)
        after = departs.survie([(age, 1.0)], replace(law, reports=((since, years),)), 15)
        assert (after >= before - 1e-12).all() and np.allclose(after[: since + 1], before[: since + 1])


@settings(max_examples=8, deadline=None)
@given(AGES, st.integers(1, 15))
def test_attribution_adds_up_exactly(ages: list[int], year: int) -> None:
    lever = Action("docteurs_juniors", ETP, "A", "mg", 2027, 2, 0.5, 1, 1)
    inputs = entrees(*equipe(*ages), *EQUIPE[-2:], tirages=50, actions=(lever,))
    parts, whole = attribution(inputs, ("A", "mg"), year)
    assert sum((part.tetes for part in parts), Fraction(0)) == whole.tetes
    assert sum((part.temps for part in parts), Fraction(0)) == whole.temps
    runs = projeter(monde(inputs), 50, inputs.graine, TOUS)
    assert whole.tetes == Fraction(int(runs.somme(TETES)[0, year] - runs.somme(TETES)[0, 0]), 50)
    assert whole.temps == Fraction(int(runs.somme(TEMPS)[0, year] - runs.somme(TEMPS)[0, 0]), 50_000_000)


@settings(max_examples=8, deadline=None)
@given(AGES, st.integers(1, 15))
def test_sectors_add_up_to_the_whole_team(ages: list[int], year: int) -> None:
    team = [*equipe(*ages), Ligne("s", "A", "mg", 3, mode="salarié", secteur="public"), *EQUIPE[-3:]]
    leave = MouvementDate(2028, "A", Mouvement("depart", "71270", "Un médecin part", age=64, etp=1.0))
    *parts, moved, whole = par_secteur(entrees(*team, mouvements=(leave,)), ("A", "mg"), year)
    assert sum(part.attendus for part in (*parts, moved)) == pytest.approx(whole.attendus)
    assert sum(part.aujourdhui for part in parts) == pytest.approx(whole.aujourdhui)
    bare = par_secteur(entrees(*team), ("A", "mg"), year)
    assert bare[-2].attendus == pytest.approx(0, abs=1e-6)


def test_one_more_team_changes_nobody_else() -> None:
    alone = calculer(entrees(*EQUIPE))
    among = calculer(entrees(*EQUIPE, estimee("B", 30), estimee("C", 50, "ide")))
    assert np.array_equal(alone.tetes[:, 0], among.tetes[:, 0]) and np.array_equal(alone.temps[:, 0], among.temps[:, 0])


def test_same_seed_same_bits_in_two_processes() -> None:
    inputs = entrees(*EQUIPE, estimee("B", 40))
    script = (
        "import sys; from components.effectifs.moteur.scenario import calculer, lire; "
        "print(calculer(lire(sys.stdin.read())).empreinte)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=canonique(inputs), cwd=ROOT, capture_output=True, text=True, check=True,
        timeout=120,
    )  # fmt: skip
    assert done.stdout.strip() == calculer(inputs).empreinte
    assert calculer(replace(inputs, graine=72)).empreinte != calculer(inputs).empreinte


def test_inputs_come_back_whole_from_their_text() -> None:
    move = MouvementDate(2028, "A", Mouvement("arrivee", "71270", "Un médecin arrive", age=35, etp=0.8))
    inputs = entrees(*EQUIPE, mouvements=(move,), actions=(Action("x", PATIENTELE, "A", "mg", 2027, 2, 0.1, 1, 3),))
    assert canonique(lire(canonique(inputs))) == canonique(inputs)
    assert empreinte(canonique(replace(inputs, annees=14))) != empreinte(canonique(inputs))


def test_a_departure_of_the_scenario_is_one_of_the_team() -> None:
    leave = MouvementDate(2028, "A", Mouvement("depart", "71270", "Un médecin part", age=64, etp=1.0))
    before, after = calculer(entrees(*EQUIPE)), calculer(entrees(*EQUIPE, mouvements=(leave,)))
    lost = before.tetes_moyennes[0] - after.tetes_moyennes[0]
    assert lost[1] <= 0 and 0 < lost[2] <= 1 and (lost <= 1).all()


@pytest.mark.parametrize("wanted", [0.5, 0.9])
def test_the_goal_is_the_smallest_number_that_reaches_it(wanted: float) -> None:
    world = monde(entrees(*EQUIPE))
    found = objectif(world, 0, ANNEE, 12, 2032, 2028, wanted, loi_effectif(world, 0, 6))
    assert found.il_faut is not None and found.probabilites[found.il_faut] >= wanted
    assert all(p < wanted for p in found.probabilites[: found.il_faut])
    assert list(found.probabilites) == sorted(found.probabilites)


def test_the_tornado_is_sorted_and_central_stays_inside() -> None:
    inputs = entrees(*EQUIPE, tirages=200)
    middle, bars = tornade(inputs, {"age_retraite": (65, 66, 67), "sorties_autres": (0.0, 0.01, 0.05)}, _people)
    assert [bar.amplitude for bar in bars] == sorted((bar.amplitude for bar in bars), reverse=True)
    for bar in bars:
        assert min(bar.valeur_bas, bar.valeur_haut) <= middle <= max(bar.valeur_bas, bar.valeur_haut)


def _people(inputs):  # type: ignore[no-untyped-def]
    return float(calculer(inputs).tetes_moyennes[0, 10])
