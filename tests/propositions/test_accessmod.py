"""Where the problems coincide, the places of AccessMod's scaling-up rule, on a case small enough to be read by hand.

No worked example with its figures is public: the rule is (Ray and Ebener, 2008, Int J Health Geogr 7:63; manual of
AccessMod 5, scaling up). A new facility goes where most people not covered yet live within the travel time, covers as
many of them as its capacity allows, nearest first; they are taken away, and it begins again.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.acces.travel import Floats
from components.propositions.implantation.regles import glouton
from components.propositions.implantation.regles.question import QuestionDeSites, apres, valeur

MINUTES = 30.0
# A road of six villages, ten minutes apart, and one behind the hill: people, then minutes from each to each.
HABITANTS = np.array([900.0, 300.0, 400.0, 200.0, 700.0, 600.0, 800.0])
ROUTE = 10.0 * np.abs(np.subtract.outer(np.arange(6), np.arange(6)))
TEMPS = np.full((7, 7), 90.0)
TEMPS[:6, :6], TEMPS[6, 6] = ROUTE, 0.0


def etendre(people: Floats, minutes: Floats, combien: int, capacite: float) -> tuple[list[int], Floats]:
    """AccessMod's rule: the places chosen in order, and who is left without."""
    left, chosen = people.copy(), []
    for _ in range(combien):
        within = (minutes <= MINUTES) * left[:, None]
        place = int(np.argmax(np.minimum(within.sum(axis=0), capacite)))
        chosen.append(place)
        room = capacite
        for village in sorted(np.flatnonzero(minutes[:, place] <= MINUTES), key=lambda v: minutes[v, place]):
            served = min(room, left[village])
            left[village], room = left[village] - served, room - served
    return chosen, left


def poser(people: Floats, minutes: Floats, combien: int, capacite: float) -> QuestionDeSites:
    """The same as a question of ours: one consultation is lacking to each, a site brings it to whom it reaches."""
    reached = minutes <= MINUTES
    within = np.maximum(1.0, people @ reached)
    names = tuple(str(k) for k in range(len(people)))
    gain = reached * np.minimum(1.0, capacite / within)[None, :]
    return QuestionDeSites(names, people, np.zeros(len(people)), names, gain, 1.0, combien)


def un_par_un(question: QuestionDeSites) -> list[int]:
    """The first step of our choice, again and again: what is open is not moved."""
    chosen: list[int] = []
    for _ in range(question.nombre):
        levels = apres(question, tuple(chosen))
        chosen.append(glouton.proposer(replace(question, nombre=1, niveau=levels))[0])
    return chosen


def test_by_hand() -> None:
    """From village 2, as from 3, all the 3,100 people of the road are within thirty minutes: the first is taken. Then
    only those behind the hill are left."""
    assert etendre(HABITANTS, TEMPS, 2, np.inf)[0] == [2, 6] == un_par_un(poser(HABITANTS, TEMPS, 2, np.inf))
    assert etendre(HABITANTS, TEMPS, 3, np.inf)[1].sum() == 0


@given(st.integers(0, 10_000), st.sampled_from([np.inf, 500.0, 1_500.0]))
def test_the_first_place_is_that_of_accessmod(graine: int, capacite: float) -> None:
    rng = np.random.default_rng(graine)
    here = rng.uniform(0, 60, (12, 2))
    minutes = np.hypot(*(here[:, None] - here[None]).transpose(2, 0, 1))
    people = rng.integers(50, 900, 12).astype(float)
    theirs, left = etendre(people, minutes, 3, capacite)
    question = poser(people, minutes, 3, capacite)
    first = (theirs[0],)
    assert valeur(question, tuple(un_par_un(replace(question, nombre=1)))) == pytest.approx(valeur(question, first))
    if capacite == np.inf:  # then who is covered is covered whole, and every step is the same
        assert valeur(question, tuple(un_par_un(question))) == pytest.approx(people.sum() - left.sum())
        assert valeur(question, glouton.proposer(question)) >= people.sum() - left.sum() - 1e-6, "swaps never lose"
