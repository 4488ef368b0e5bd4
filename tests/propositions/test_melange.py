"""A mix of means: the proven one is that of brute force, no limit is ever broken, more money never does worse."""

from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from components.core.refus import EntreeInvalide
from components.propositions.ecart import calcul
from components.propositions.ecart.regles import choix, melange, modele
from components.propositions.ecart.regles.melange import QuestionDeMelange, depense, manque, tenue
from components.propositions.preuves import solveur

RIEN = 1e-6


def poser(graine: int, cibles: int = 5, lieux: int = 3, **reste: object) -> QuestionDeMelange:
    """Two means in a few places: one strong and dear, one weak and cheap."""
    rng = np.random.default_rng(graine)
    reach = rng.uniform(0, 1, (cibles, lieux)) * (rng.uniform(0, 1, (cibles, lieux)) < 0.7)
    asked = {
        "cibles": tuple(f"c{i}" for i in range(cibles)), "habitants": rng.integers(100, 3_000, cibles).astype(float),
        "niveau": rng.uniform(1.2, 2.45, cibles), "repere": 2.5, "moyens": ("fort", "faible"),
        "lieux": tuple(f"l{j}" for j in range(lieux)), "effet": np.hstack([0.8 * reach, 0.25 * reach]),
        "cout": np.repeat([33_000.0, 8_000.0], lieux), "par_lieu": np.full(2 * lieux, 2, dtype=np.int64),
        "plafond": rng.integers(0, 4, 2),
    }  # fmt: skip
    return QuestionDeMelange(**(asked | reste))  # type: ignore[arg-type]


def meilleur(question: QuestionDeMelange) -> tuple[float, float]:
    """The least that may be left lacking, then the least cost of it: every mix is tried."""
    mixes = (np.array(units) for units in product(*(range(most + 1) for most in question.par_lieu)))
    return min((round(manque(question, u), 4), depense(question, u)) for u in mixes if tenue(question, u))


@given(st.integers(0, 10_000), st.integers(1, 6), st.sampled_from([np.inf, 50_000.0]))
@example(735, 2, np.inf)  # those that the solver's presolve missed, and called proven
@example(104, 3, np.inf)
@example(19, 2, 50_000.0)
def test_the_proven_mix_is_that_of_brute_force(graine: int, cibles: int, budget: float) -> None:
    question = poser(graine, cibles, 2 if graine % 3 else 3, budget=budget)
    proven = modele.resoudre(question, choix.proposer(question), 30, lambda told: None)
    lacking, cost = meilleur(question)
    units = np.array(proven.unites)
    assert proven.fini and tenue(question, units)
    assert proven.manque == pytest.approx(lacking, abs=1e-2) and proven.cout == pytest.approx(cost)
    assert (proven.manque, proven.cout) == (manque(question, units), depense(question, units))


def test_what_the_solver_says_it_reached_is_counted_again() -> None:
    """With its presolve, it calls optimal a mix of 57,000 euros that it says costs 24,000; the best costs 41,000."""
    question = poser(735, 2)
    units = choix.proposer(question)
    program = modele._programme(question, np.zeros_like(question.habitants), question.cout, 0.003)
    solver = solveur.charger(program, 10, np.concatenate([units.astype(float), melange.reste(question, units)]))
    solver.setOptionValue("presolve", "on")
    solver.run()
    reached = float(question.cout @ np.rint(np.asarray(solver.getSolution().col_value)[: len(question.cout)]))
    assert not solveur.prouvee(solver) or reached == 41_000


@given(st.integers(0, 10_000))
def test_a_mix_at_once_breaks_no_limit_and_more_money_never_does_worse(graine: int) -> None:
    question = poser(graine, 8, 4)
    whole = choix.proposer(question)
    assert tenue(question, whole)
    rest = [manque(poser(graine, 8, 4, budget=part), choix.proposer(poser(graine, 8, 4, budget=part)))
            for part in (0.0, np.inf)]  # fmt: skip
    assert rest[0] == manque(question, np.zeros_like(whole)) >= rest[1] - RIEN
    proven = [meilleur(poser(graine, 4, 2, budget=part))[0] for part in (0.0, 20_000.0, 60_000.0, np.inf)]
    assert all(after <= before + RIEN for before, after in zip(proven, proven[1:], strict=False))  # noqa: RUF007
    for option in np.flatnonzero(whole):
        fewer = whole.copy()
        fewer[option] -= 1
        assert manque(question, fewer) > manque(question, whole), "nothing useless is kept"


def test_the_gap_of_the_answer_at_once_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    more, dearer = [], []
    for graine in range(40):
        question = poser(graine, 6, 3)
        lacking, cost = meilleur(question)
        units = choix.proposer(question)
        more.append(manque(question, units) - lacking)
        if more[-1] < 1 and cost:
            dearer.append(depense(question, units) / cost - 1)
    with capsys.disabled():
        print(f"\nmix at once: as little lacking in {np.mean(np.array(more) < 1):.0%}, {np.mean(dearer):.1%} dearer")
    assert np.mean(np.array(more) < 1) > 0.6 and np.mean(dearer) < 0.25


def test_what_nothing_brings_to_the_level_is_told_apart() -> None:
    question = poser(1, 3, 2, effet=np.array([[1.5, 0, 0, 0], [0, 0.1, 0, 0], [0.0] * 4]), niveau=np.full(3, 2.0),
                     plafond=np.array([3, 0]))  # fmt: skip
    assert melange.hors_d_atteinte(question).tolist() == [False, True, True]
    assert melange.hors_d_atteinte(poser(1, 3, 2, niveau=np.full(3, 2.5))).tolist() == [False] * 3


@given(st.integers(0, 10_000))
def test_out_of_reach_is_what_no_mix_reaches(graine: int) -> None:
    question = poser(graine, 5, 2)
    reached = np.zeros(5, dtype=bool)
    for units in product(*(range(most + 1) for most in question.par_lieu)):
        if tenue(question, np.array(units)):
            reached |= melange.atteintes(question, np.array(units))
    assert (melange.hors_d_atteinte(question) == ~reached).all()


def test_a_mix_travels_whole_and_a_wrong_one_is_refused() -> None:
    for budget in (np.inf, 40_000.0):
        question = poser(4, budget=budget)
        start = choix.proposer(question)
        asked, units, seconds = calcul.deballer(calcul.emballer(question, start, 3))
        assert asked.empreinte == question.empreinte and (units == start).all() and seconds == 3
    with pytest.raises(EntreeInvalide, match="négatif"):
        poser(4, cout=-np.ones(6))
    with pytest.raises(EntreeInvalide, match="même longueur"):
        poser(4, cout=np.ones(2))


def test_nothing_to_bring_is_an_answer() -> None:
    question = poser(5, niveau=np.full(5, 3.0))
    assert not choix.proposer(question).any()
    proven = modele.resoudre(question, choix.proposer(question), 5, lambda told: None)
    assert proven.fini and proven.cout == 0 and proven.manque == 0
