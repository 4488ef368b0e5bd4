"""A projection already made is given again, as it was; other inputs make another one, and the oldest are let go."""

from dataclasses import fields, replace

import numpy as np
import pytest

from components.effectifs import faites
from components.effectifs.moteur import scenario
from components.effectifs.moteur.jeux import HAUT
from components.effectifs.regles import analyse
from tests.effectifs.cas import entrees, equipe, valeurs

EQUIPE = equipe(48, 57, 63)


def test_the_same_inputs_give_the_projection_already_made_and_its_bits_are_those_of_a_fresh_one() -> None:
    first = faites.projeter(entrees(*EQUIPE, annees=5, tirages=50))
    assert faites.projeter(entrees(*EQUIPE, annees=5, tirages=50)) is first
    fresh = scenario.calculer(entrees(*EQUIPE, annees=5, tirages=50))
    for field in fields(fresh):
        value = getattr(fresh, field.name)
        if isinstance(value, np.ndarray):
            np.testing.assert_array_equal(getattr(first, field.name), value)
    assert first.empreinte == fresh.empreinte


def test_each_input_that_differs_makes_another_projection() -> None:
    base = entrees(*EQUIPE, annees=5, tirages=50)
    others = [
        replace(base, annees=6), replace(base, graine=72), replace(base, tirages=51),
        replace(base, lignes=base.lignes[1:]), replace(base, parametres=valeurs(HAUT)),
        replace(base, besoins={"A": ((2026, 1.0), (2031, 1.2))}),
    ]  # fmt: skip
    runs = [faites.projeter(inputs) for inputs in (base, *others)]
    assert len({run.empreinte_entrees for run in runs}) == len(runs)
    for run, inputs in zip(runs, (base, *others), strict=True):
        assert run.entrees == inputs


def test_a_tornado_is_made_once_for_the_same_inputs_bounds_and_team() -> None:
    base, bounds = entrees(*EQUIPE, annees=5, tirages=10), {"actes_par_jour": (20.0, 22.0, 25.0)}
    group = base.groupes[0]
    first = faites.tornade(base, bounds, group, 5)
    assert faites.tornade(entrees(*EQUIPE, annees=5, tirages=10), dict(bounds), group, 5) is first
    middle, bars = analyse.tornade(base, bounds, lambda inputs: analyse.temps_a(inputs, group, 5))
    assert first == (middle, tuple(bars))
    wider = {"actes_par_jour": (10.0, 22.0, 25.0)}
    others = [(base, wider, 5), (replace(base, graine=3), bounds, 5), (base, bounds, 4)]
    assert all(faites.tornade(inputs, told, group, year) is not first for inputs, told, year in others)


def test_nobody_writes_in_what_others_read() -> None:
    run = faites.projeter(entrees(*EQUIPE, annees=5, tirages=50))
    with pytest.raises(ValueError, match="read-only"):
        run.tetes_moyennes[0, 0] = 0.0


def test_the_oldest_projections_are_let_go() -> None:
    base = entrees(*EQUIPE[:1], annees=1, tirages=10)
    first = faites.projeter(replace(base, graine=1))
    for seed in range(2, faites.GARDEES + 2):
        faites.projeter(replace(base, graine=seed))
    assert faites.projeter(replace(base, graine=1)) is not first
