"""Moves: what each counts for in a series, and the laws of their effects."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.acces.moves import (
    NIVEAUX,
    Bornes,
    Hypotheses,
    Kind,
    Mouvement,
    Plage,
    actes_par_site,
    actes_retenus,
)
from components.core.refus import EntreeInvalide

TOUS_AGES, JUSQUA_65 = Bornes(3600, 6000), Bornes(3600, 6000, 65)
HYPOTHESES = Hypotheses(Plage(4500, 5000, 5500), Plage(24, 26, 28), Plage(10, 11, 11.5))
POSITIFS = st.floats(0.01, 20_000)


def medecin(kind: Kind = "arrivee", **fields: Any) -> Mouvement:
    return Mouvement(kind, "71270", "Dr Martin", **fields)


def avancee(kind: Kind = "consultation_avancee", **fields: Any) -> Mouvement:
    return Mouvement(kind, "71270", "Mardis de Cluny", **fields)


def actes(mouvement: Mouvement, bornes: Bornes = TOUS_AGES) -> float:
    return actes_retenus(mouvement, bornes, HYPOTHESES)[0]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"actes": 2000.0}, 3600),  # official rule: able to reach the floor
        ({"actes": 3600.0}, 3600),
        ({"actes": 4321.0}, 4321),
        ({"actes": 9000.0}, 6000),
        ({"etp": 1.0}, 5000),
        ({"etp": 0.2}, 1000),  # prorated: not a full floor for one day a week
        ({"etp": 1.5}, 6000),  # the cap is per person
    ],
)
def test_a_doctor_is_bounded_by_the_series(fields: dict[str, Any], expected: float) -> None:
    assert actes(medecin(**fields)) == pytest.approx(expected)
    assert actes(medecin("depart", **fields)) == pytest.approx(-expected)


def test_the_floor_of_a_part_time_is_prorated() -> None:
    modest = replace(HYPOTHESES, actes_par_etp=Plage(2000, 3000, 3000))
    assert actes_retenus(medecin(etp=0.5), TOUS_AGES, modest)[0] == pytest.approx(1800)
    assert actes_retenus(medecin(etp=1.1), TOUS_AGES, modest)[0] == pytest.approx(3600)
    assert actes_retenus(medecin(etp=1.4), TOUS_AGES, modest)[0] == pytest.approx(4200)


def test_a_consultation_avancee_has_no_floor_but_has_the_cap() -> None:
    assert actes(avancee(jours_par_mois=2)) == pytest.approx(2 * 11 * 26)
    assert actes(avancee("fin_consultation_avancee", jours_par_mois=2)) == pytest.approx(-572)
    assert actes(avancee(jours_par_mois=23)) == 6000


@pytest.mark.parametrize(("age", "expected"), [(65, 5000), (66, 0), (67, 0), (40, 5000)])
def test_the_age_limit_is_included(age: int, expected: float) -> None:
    assert actes(medecin(age=age, etp=1.0), JUSQUA_65) == expected
    assert actes(medecin(age=age, etp=1.0), TOUS_AGES) == 5000
    assert actes(avancee(age=age, jours_par_mois=1), JUSQUA_65) == (286 if expected else 0)


def test_a_series_with_an_age_limit_asks_for_the_age() -> None:
    with pytest.raises(EntreeInvalide, match="indiquez l'âge de « Dr Martin »"):
        actes(medecin(etp=1.0), JUSQUA_65)
    _, why = actes_retenus(avancee(jours_par_mois=1), JUSQUA_65, HYPOTHESES)
    assert "supposé de 65 ans au plus" in why


@pytest.mark.parametrize(
    ("mouvement", "said"),
    [
        (medecin("depart", etp=0.5), "2 500 actes par an retirés : 0,50 ETP × 5 000 actes par ETP."),
        (
            medecin(actes=2000.0),
            "3 600 actes par an ajoutés : 2 000 actes déclarés, relevés au plancher de la série (3 600).",
        ),
        (
            medecin(actes=7000.0),
            "6 000 actes par an ajoutés : 7 000 actes déclarés, ramenés au plafond de la série (6 000).",
        ),
        (
            avancee(jours_par_mois=2),
            "572 actes par an ajoutés : 2,0 jours par mois × 11,0 mois × 26,0 actes par jour. Lieu qui donne ces jours "
            "non déclaré : ce qu'il perd est inconnu et n'est pas compté.",
        ),
    ],
)
def test_the_explanation_is_a_sentence(mouvement: Mouvement, said: str) -> None:
    why = actes_retenus(mouvement, TOUS_AGES, HYPOTHESES)[1]
    assert why.replace("\u202f", " ") == said


def test_words_agree_with_the_numbers_as_they_are_written() -> None:
    """1,96 is written 2,0, which is plural."""
    few = replace(HYPOTHESES, actes_par_jour=Plage(1, 1.96, 2))
    why = actes_retenus(avancee(jours_par_mois=1.96), TOUS_AGES, few)[1]
    assert "2,0 jours par mois" in why and "2,0 actes par jour" in why
    one = replace(HYPOTHESES, actes_par_jour=Plage(1, 1.94, 2))
    why = actes_retenus(avancee(jours_par_mois=1.94), TOUS_AGES, one)[1]
    assert "1,9 jour par mois" in why and "1,9 acte par jour" in why


def test_a_doctor_beyond_the_age_is_said_not_to_count() -> None:
    why = actes_retenus(medecin(age=67, etp=1.0), JUSQUA_65, HYPOTHESES)[1]
    assert why == "67 ans : ne compte pas dans la série « 65 ans et moins »."


MOUVEMENTS = st.one_of(
    st.builds(lambda a: medecin(actes=a), POSITIFS),
    st.builds(lambda e: medecin(etp=e), st.floats(0.01, 1.5)),
    st.builds(lambda j: avancee(jours_par_mois=j), st.floats(0.1, 23)),
)


@given(MOUVEMENTS)
def test_levels_are_ordered_capped_and_cancelled_by_the_opposite(mouvement: Mouvement) -> None:
    low, central, high = (actes_retenus(mouvement, TOUS_AGES, HYPOTHESES, n)[0] for n in NIVEAUX)
    assert 0 < low <= central <= high <= 6000
    opposite: Kind = "depart" if mouvement.medecin else "fin_consultation_avancee"
    assert actes(replace(mouvement, kind=opposite)) == -central


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.floats(-1e6, 1e6)), max_size=8), st.randoms())
def test_the_sum_at_a_place_does_not_depend_on_order(moves: list[tuple[str, float]], rng: Any) -> None:
    def summed(listed: list[tuple[str, float]]) -> Any:
        places = [Mouvement("arrivee", code, "x", etp=1.0) for code, _ in listed]
        return dict(actes_par_site(places, [acts for _, acts in listed]))

    shuffled = moves.copy()
    rng.shuffle(shuffled)
    assert summed(moves) == summed(shuffled)
    assert summed(moves + [(code, -acts) for code, acts in moves]) == {code: 0.0 for code, _ in moves}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "mutation", "etp": 1.0}, "inconnu"),
        ({"code_commune": " ", "etp": 1.0}, "commune"),
        ({"libelle": "", "etp": 1.0}, "nom"),
        ({"age": 17, "etp": 1.0}, "entre 18 et 99"),
        ({"age": 100, "etp": 1.0}, "entre 18 et 99"),
        ({}, "soit les actes par an, soit l'ETP"),
        ({"actes": 4000.0, "etp": 1.0}, "soit les actes par an, soit l'ETP"),
        ({"actes": 0.0}, "supérieur à zéro"),
        ({"actes": float("inf")}, "supérieur à zéro"),
        ({"actes": float("nan")}, "supérieur à zéro"),
        ({"etp": 0.0}, "ETP"),
        ({"etp": 1.51}, "d'au plus 1,5"),
        ({"etp": float("nan")}, "ETP"),
        ({"etp": 1.0, "jours_par_mois": 2}, "consultations avancées"),
        ({"kind": "consultation_avancee"}, "jours par mois"),
        ({"kind": "consultation_avancee", "jours_par_mois": 0}, "jours par mois"),
        ({"kind": "consultation_avancee", "jours_par_mois": 23.5}, "au plus 23"),
        ({"kind": "consultation_avancee", "jours_par_mois": 2, "etp": 0.1}, "sans actes ni ETP"),
    ],
)
def test_impossible_moves_are_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(EntreeInvalide, match=said):
        Mouvement(**{"kind": "arrivee", "code_commune": "71270", "libelle": "Dr Martin", **fields})


@pytest.mark.parametrize("values", [(0, 1, 2), (2, 1, 3), (1, 3, 2), (1, 2, float("inf"))])
def test_a_range_is_ordered(values: tuple[float, float, float]) -> None:
    with pytest.raises(EntreeInvalide, match="mal ordonnées"):
        Plage(*values)


@pytest.mark.parametrize("values", [(-1, 6000), (6001, 6000), (3600, float("inf"))])
def test_bounds_are_ordered(values: tuple[float, float]) -> None:
    with pytest.raises(EntreeInvalide, match="plancher"):
        Bornes(*values)


@pytest.mark.parametrize("values", [(1, 1, 1), (1, 1, 2), (1, 2, 2), (1e-9, 1, 2)])
def test_a_range_may_be_a_single_value(values: tuple[float, float, float]) -> None:
    found = Plage(*values)
    assert (found.bas, found.central, found.haut) == values


@pytest.mark.parametrize("values", [(0, 0), (0, 6000), (6000, 6000)])
def test_a_floor_may_be_nothing_or_the_cap(values: tuple[float, float]) -> None:
    assert (Bornes(*values).plancher, Bornes(*values).plafond) == values
