"""Where the problems coincide, PySAL `spopt` gives the same answers: covering (MCLP), and the p-median."""

import importlib
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from components.propositions.implantation.regles import glouton, modele
from components.propositions.implantation.regles.question import QuestionDeSites, valeur

pytestmark = pytest.mark.complet


@pytest.fixture(scope="module")
def spopt() -> tuple[ModuleType, ModuleType]:
    """PuLP and `spopt.locate`, when they are asked for: importing PySAL takes longer than the rest of this folder."""
    return importlib.import_module("pulp"), importlib.import_module("spopt.locate")


def _lieux(graine: int, communes: int, candidats: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(graine)
    here, there = rng.uniform(0, 60, (communes, 2)), rng.uniform(0, 60, (candidats, 2))
    return rng.integers(50, 4_000, communes).astype(float), np.hypot(*(here[:, None] - there[None]).transpose(2, 0, 1))


def _question(people: np.ndarray, gain: np.ndarray, count: int) -> QuestionDeSites:
    names = tuple(str(i) for i in range(len(people)))
    places = tuple(str(j) for j in range(gain.shape[1]))
    return QuestionDeSites(names, people, np.zeros(len(people)), places, gain, 1.0, count)


@pytest.mark.parametrize("graine", [1, 2])
def test_covering_is_mclp(spopt: tuple[Any, Any], graine: int) -> None:
    """A site that alone brings whoever it reaches to the level, and nothing to others: people covered are counted."""
    pulp, locate = spopt
    people, gap = _lieux(graine, 60, 25)
    theirs = locate.MCLP.from_cost_matrix(gap, people[:, None], service_radius=10, p_facilities=4)
    theirs = theirs.solve(pulp.PULP_CBC_CMD(msg=False))
    ours = _question(people, (gap <= 10).astype(float), 4)
    proven = modele.resoudre(ours, glouton.proposer(ours), 30, lambda told: None)
    assert proven.fini and proven.valeur == pytest.approx(abs(pulp.value(theirs.problem.objective)))
    assert valeur(ours, proven.sites) == pytest.approx(people[(gap[:, list(proven.sites)] <= 10).any(axis=1)].sum())


@pytest.mark.parametrize("graine", [3, 4])
def test_one_site_is_the_one_median(spopt: tuple[Any, Any], graine: int) -> None:
    """With one site and a level that nobody reaches, what is closed is Σ people × gain: the median on distances."""
    pulp, locate = spopt
    people, gap = _lieux(graine, 50, 20)
    theirs = locate.PMedian.from_cost_matrix(gap, people[:, None], p_facilities=1)
    theirs = theirs.solve(pulp.PULP_CBC_CMD(msg=False))
    chosen = [j for j, served in enumerate(theirs.fac2cli) if served]
    ours = _question(people, (gap.max() - gap) / (2 * gap.max()), 1)
    assert list(modele.resoudre(ours, (0,), 30, lambda told: None).sites) == chosen
