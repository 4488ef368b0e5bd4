"""What the past teaches: ratios drawn towards 1, a band that holds its centre, laws that hold what is published."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from components.effectifs import lectures, lectures_sources
from components.effectifs.moteur import cohorte, departs
from components.effectifs.moteur.departs import Lois, deja_en_cumul, survie, survie_melee
from components.effectifs.moteur.passe.resserrement import resserrer
from components.effectifs.moteur.scenario import calculer, canonique, lire, monde
from components.effectifs.regles import adultes, bande
from components.effectifs.regles.analyse import attendus, attribution, loi_effectif
from components.effectifs.regles.phrases import EquipeComptee, projection
from components.effectifs.validation import lectures as lectures_validation
from data.base import parameters, store
from data.base.acteurs import TERMINAL
from data.effectifs import effectifs
from data.fichier import creation
from tests.effectifs.cas import entrees, equipe, estimee, valeurs

JOUR = date(2026, 11, 26)
LOIS = st.builds(
    Lois, st.floats(63, 68), st.floats(1, 3), st.floats(0, 0.8), st.floats(2, 10), st.floats(0, 0.03)
)  # fmt: skip
GENS = st.lists(st.tuples(st.integers(5, 20_000), st.floats(0.6, 1.6)), min_size=2, max_size=40)


@given(GENS, st.floats(0.5, 0.95))
def test_a_ratio_lands_between_one_and_what_was_seen(places: list[tuple[int, float]], stays: float) -> None:
    before = np.array([float(people) for people, _ in places])
    found = resserrer(before, before * np.array([rate for _, rate in places]), stays)
    low, high = np.minimum(1.0, found.bruts), np.maximum(1.0, found.bruts)
    assert (found.resserres >= np.maximum(low, 0) - 1e-9).all() and (
        found.resserres <= np.maximum(high, 0) + 1e-9
    ).all()
    assert (found.ecarts >= 0).all()


def test_the_less_a_place_tells_the_nearer_to_one() -> None:
    before = np.array([100.0, 10_000.0, 1_000.0, 1_000.0])
    found = resserrer(before, before * np.array([1.3, 1.3, 0.8, 1.0]), 0.8)
    small, large = found.resserres[:2]
    assert found.bruts[0] == pytest.approx(found.bruts[1]) and 1 < small < large < found.bruts[1]


def test_a_country_where_nobody_comes_has_no_ratio() -> None:
    found = resserrer(np.array([10.0, 30.0]), np.array([5.0, 15.0]), 0.5)
    assert found.resserres.tolist() == [1.0, 1.0] and found.rythme == 0


@settings(max_examples=25)
@given(LOIS, st.floats(28, 84), st.integers(0, 20))
def test_people_known_by_their_age_leave_as_their_whole_career_says(law: Lois, age: float, years: int) -> None:
    young, gone = age - departs.JEUNE, departs.JEUNE
    career = survie([(young, 1.0)], law, gone + years)
    expected = career[gone + years] / career[gone]
    assert survie_melee([(age, 1.0)], law, years)[-1] == pytest.approx(expected, rel=1e-4)
    assert 0 <= deja_en_cumul(age, law) < 1


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(28, 72), min_size=1, max_size=12), st.floats(0, 0.05))
def test_the_band_holds_its_centre_and_that_of_chance(ages: list[int], error: float) -> None:
    inputs = entrees(*equipe(*ages), annees=10, tirages=20, parametres=valeurs(erreur_niveau_mg=error))
    world, result = monde(inputs), calculer(inputs)
    low, high = bande.bande(world, result, 0)
    alone = bande.bande(world, result, 0, hasard=True)
    for year in range(11):
        mean = departs.moyenne(loi_effectif(world, 0, year))
        assert low[year] <= mean <= high[year]
        assert low[year] <= alone[0][year] and alone[1][year] <= high[year]


@given(st.floats(0.1, 60), st.floats(0, 9))
def test_widening_a_law_keeps_it_a_law(mean: float, error: float) -> None:
    wide = bande.elargir(departs.poisson(mean), error)
    assert wide.sum() == pytest.approx(1) and (wide >= 0).all()


@pytest.mark.parametrize("people", [12, 200])
def test_the_band_of_a_team_and_of_a_crowd_grow_with_the_years(people: int) -> None:
    inputs = entrees(estimee("A", people), annees=15, tirages=300)
    low, high = bande.bande(monde(inputs), calculer(inputs), 0)
    assert low[0] == high[0] == people and high[15] - low[15] > high[5] - low[5]


def test_the_laws_hold_what_is_published_of_practice_after_retirement(db: Database) -> None:
    found = lectures_validation.epreuve(db, JOUR)
    missed = [anchor.nom for anchor in found.ancres if not anchor.tenue]
    assert not missed and len(found.ancres) == 10
    before = cohorte.pratique_tardive(Lois(66, 2, 0.25, 4, 0.01), 34)
    assert before.part < 0.03 and before.age < 70 and before.de_70_a_79 < 0.08


@given(st.floats(0.01, 0.9))
def test_an_older_template_has_the_share_asked_for_and_is_never_younger(part: float) -> None:
    known = ((28.0, 59.0, 0.7), (55.0, 64.0, 0.2), (65.0, 69.0, 0.1))
    older = cohorte.vieillir(known, part)
    assert cohorte.part_des(older) == pytest.approx(max(part, cohorte.part_des(known)))
    assert sum(share for *_, share in older) == pytest.approx(1)


def test_doctors_come_as_to_this_departement_until_the_table_says_otherwise(db: Database) -> None:
    local = lectures_sources.arrivees_locales("71")
    assert set(local) == {"mg"}, "nurses and dentists keep the national rhythm: theirs predict no better"
    shown = lectures.valeurs(db, JOUR)
    assert shown["attractivite_mg"][0] == (local["mg"].bas, local["mg"].centre, local["mg"].haut)
    assert shown["attractivite_ide"][0][1] == 1.0
    for name in ("attractivite", "attractivite_mg"):
        value = {"attractivite": 0.7, "attractivite_mg": 0.9}[name]
        parameters.fixer(db, TERMINAL, name, value, 0.5, 1.2, "essai")
        assert lectures.valeurs(db, JOUR)["attractivite_mg"][0] == (0.5, value, 1.2)
    parameters.retablir(db, TERMINAL, "attractivite_mg")
    assert lectures.valeurs(db, JOUR)["attractivite_mg"][0][1] == 0.7


def test_two_departements_no_longer_gain_the_same_share() -> None:
    ratios = {code: lectures_sources.arrivees_locales(code)["mg"].centre for code in ("71", "58", "93", "23", "2A")}
    assert len({round(ratio, 2) for ratio in ratios.values()}) == 5
    assert ratios["58"] < ratios["71"] < 1 < ratios["2A"]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(30, 72), st.sampled_from([400.0, 900.0, 1400.0])), min_size=1, max_size=8))
def test_adults_are_lists_times_departures_within_the_range_of_that_sum(team: list[tuple[int, float]]) -> None:
    rows = [type(row)(**{**row.__dict__, "patientele": size})
            for row, (_, size) in zip(equipe(*[age for age, _ in team]), team, strict=True)]  # fmt: skip
    world = monde(entrees(*rows, annees=10, tirages=10))
    low, mean, high = adultes.arretes(world, 0, 10, 960)
    whole = sum(size for _, size in team)
    assert 0 <= low <= high <= whole + 1e-9 and 0 <= mean <= whole
    assert low <= mean + max(size for _, size in team) and mean <= high + max(size for _, size in team)


def test_the_mean_list_is_adults_over_doctors(db: Database) -> None:
    rows = lectures.publiques(db, JOUR)
    found = lectures.liste_moyenne(db, rows, JOUR)
    people = float(lectures.poids_communes(db)["population"].sum())
    assert found is not None and found.medecins == 305
    assert found.moyenne == pytest.approx(people * 0.8 * 0.89 / 305)
    teams = [group for group in lectures.groupes(rows) if group[1] == "mg"]
    inputs = lectures.entrees(db, JOUR, 10, "central", 0, rows, teams)
    assert inputs.parametres["patientele_mt"] == found.moyenne
    parameters.fixer(db, TERMINAL, "patientele_mt", 900, None, None, "essai")
    assert lectures.liste_moyenne(db, rows, JOUR) is None
    assert lectures.entrees(db, JOUR, 10, "central", 0, rows, teams).parametres["patientele_mt"] == 900


def test_people_counted_two_years_ago_are_followed_to_today_then_told_from_it(db: Database) -> None:
    rows = lectures.publiques(db, JOUR)
    teams = [group for group in lectures.groupes(rows) if group[1] == "ide"]
    inputs = lectures.fondre(lectures.entrees(db, JOUR, 10, "central", 0, rows, teams), "departement", "ide")
    assert (inputs.annee, inputs.avance) == (2026, 2) and canonique(lire(canonique(inputs))) == canonique(inputs)
    result, world = calculer(inputs), monde(inputs)
    assert result.tetes_moyennes.shape == (1, 11) and result.tetes_moyennes[0, 0] > 860
    assert result.tetes_moyennes[0] == pytest.approx([attendus(world, 0, 2 + year) for year in range(11)], rel=0.01)
    told = projection("Ici", result, 0, 2036, (700, 900), EquipeComptee(860, 2024, "pyramide nationale", True))
    assert told.startswith("Ici : 860 infirmiers en 2024 (estimé, pyramide nationale), 90")
    assert "en moyenne en 2036, entre 700 et 900 huit fois sur dix, au vu du passé." in told
    _, whole = attribution(inputs, ("departement", "ide"), 10)
    assert float(whole.tetes) == pytest.approx(result.tetes_moyennes[0, 10] - 860)


@pytest.mark.parametrize("code", ["71", "2A", "976"])
def test_every_profession_of_the_file_has_its_count_of_2024(tmp_path: Path, code: str) -> None:
    with store.connect(tmp_path / "t.db") as opened:
        creation.creer(opened, TERMINAL, code)
        counted, others = effectifs.totals(opened), effectifs.autres_comptes(opened)
        assert set(counted) == {"mg", "ide", "mk", "sf", "cd"} == set(effectifs.annees_comptees(opened))
        assert set(effectifs.annees_comptees(opened).values()) == {2024}
    assert list(others) == ["Médecins spécialistes", "Orthophonistes", "Pédicures-podologues", "Orthoptistes"]
    assert code != "71" or [*others.values()][1:] == [118, 79, 17]
