"""Siting: the proven answer is that of brute force, the greedy one is near it, and no limit is ever broken."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.refus import EntreeInvalide, Refus
from components.propositions.equite.regles.mesures import moyenne_du_bas
from components.propositions.implantation import calcul
from components.propositions.implantation.regles import glouton, modele
from components.propositions.implantation.regles.exploration import Exploration
from components.propositions.implantation.regles.question import BUTS, QuestionDeSites, apres, manque, valeur
from components.propositions.preuves import suivi

PRES = 1e-6


def poser(
    graine: int, communes: int = 12, candidats: int = 9, nombre: int = 3, but: str = "manque", **reste: object
) -> QuestionDeSites:
    """A small question: places on a plane, gains that fade with distance, some communes out of reach."""
    rng = np.random.default_rng(graine)
    here, there = rng.uniform(0, 40, (communes, 2)), rng.uniform(0, 40, (candidats, 2))
    gap = np.hypot(*(here[:, None, :] - there[None, :, :]).transpose(2, 0, 1))
    gain = np.where(gap < 22, rng.uniform(0.2, 1.5, candidats)[None, :] * (1 - gap / 25), 0.0)
    asked = {
        "communes": tuple(f"c{i}" for i in range(communes)), "habitants": rng.integers(0, 5_000, communes) + 1.0,
        "niveau": rng.uniform(0, 3.2, communes), "candidats": tuple(f"s{j}" for j in range(candidats)), "gain": gain,
        "repere": 2.5, "nombre": nombre, "but": but, "part": 0.2,
    }  # fmt: skip
    return QuestionDeSites(**(asked | reste))  # type: ignore[arg-type]


def meilleure(question: QuestionDeSites) -> float:
    """The best of all choices, each tried."""
    ranks = range(len(question.candidats))
    tried = [s for s in combinations(ranks, question.nombre) if set(question.imposes) <= set(s)]
    return max(valeur(question, sites) for sites in tried)


questions = st.builds(
    poser, st.integers(0, 10_000), st.integers(1, 14), st.integers(4, 9), st.integers(1, 4), st.sampled_from(BUTS)
)


@given(questions, st.booleans())
def test_the_proven_answer_is_that_of_brute_force(question: QuestionDeSites, impose: bool) -> None:
    if impose:
        question = poser(question.nombre, nombre=question.nombre, but=question.but, imposes=(2,))
    first = glouton.proposer(question)
    proven = modele.resoudre(question, first, 20, lambda told: None)
    assert proven.fini and len(set(proven.sites)) == question.nombre and set(question.imposes) <= set(proven.sites)
    assert proven.valeur == pytest.approx(meilleure(question), abs=PRES * (1 + abs(proven.valeur)))
    assert proven.valeur == valeur(question, proven.sites) and proven.ecart <= 1e-5 + PRES


@given(questions)
def test_the_bound_of_the_worst_off_holds_at_every_step(question: QuestionDeSites) -> None:
    """Whatever is cut, no answer exceeds the bound told; it only comes down, and meets the best of all choices."""
    question = replace(question, but="bas")
    best, start = meilleure(question), glouton.proposer(question)
    search, told = Exploration(question, start), []
    for _ in search.avancer(lambda: True):
        told.append(search.borne)
    assert all(bound >= best - PRES for bound in told) and all(b <= a + 1e-12 for a, b in pairwise(told))
    assert search.finie and search.valeur == pytest.approx(best, abs=PRES) and search.borne >= search.valeur


def test_the_greedy_answer_is_near_the_best_and_its_gap_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    gaps = {}
    for but in BUTS:
        asked = [poser(seed, 20, 12, 3, but) for seed in range(40)]
        gaps[but] = [1 - valeur(q, glouton.proposer(q)) / best if (best := meilleure(q)) else 0.0 for q in asked]
        with capsys.disabled():
            print(f"\ngreedy with swaps, « {but} »: mean gap {np.mean(gaps[but]):.3%}, worst {max(gaps[but]):.2%}")
    assert max(gaps["manque"]) <= 1 - (1 - 1 / np.e) and np.mean(gaps["manque"]) < 0.01
    assert np.mean(gaps["bas"]) < 0.05


@given(questions)
def test_more_sites_never_do_worse_and_nobody_loses(question: QuestionDeSites) -> None:
    sites = glouton.proposer(question)
    assert len(set(sites)) == question.nombre and all(0 <= site < len(question.candidats) for site in sites)
    assert (apres(question, sites) >= question.niveau).all()
    worth = [valeur(question, sites[:count]) for count in range(len(sites) + 1)]
    assert worth[0] == 0 and all(after >= before - 1e-9 for before, after in pairwise(worth))
    assert meilleure(question) >= valeur(question, sites) - 1e-9


@given(st.integers(0, 10_000), st.sampled_from(BUTS))
def test_other_answers_are_really_different_and_worth_telling(graine: int, but: str) -> None:
    question = poser(graine, 20, 15, 3, but, imposes=(0,))
    near = np.abs(np.subtract.outer(np.arange(15), np.arange(15))) <= 1
    first = glouton.proposer(question)
    others = glouton.differentes(question, first, near, 4, 0.4)
    told = [first, *others]
    assert len(told) <= 5 and all(0 in sites and len(set(sites)) == 3 for sites in told)
    for sites in others:
        assert valeur(question, sites) >= 0.6 * valeur(question, first) - 1e-9
        for other in told:
            pairs = ((other, sites), (sites, other))  # what one has, and nothing of the other is near
            assert other == sites or max(glouton.ecartes(question, *pair, near) for pair in pairs) >= 1


def test_all_imposed_leaves_nothing_to_choose() -> None:
    question = poser(1, nombre=2, imposes=(4, 1))
    assert glouton.proposer(question) == (4, 1)
    assert glouton.differentes(question, (4, 1), np.eye(9, dtype=bool), 4, 1.0) == []
    assert modele.resoudre(question, (4, 1), 5, lambda told: None).sites == (4, 1)


@pytest.mark.parametrize("but", BUTS)
def test_nothing_lacking_or_out_of_reach_is_answered_all_the_same(but: str) -> None:
    for changed in ({"niveau": np.full(12, 9.0)}, {"gain": np.zeros((12, 9))}):
        question = poser(3, but=but, **changed)
        proven = modele.resoudre(question, glouton.proposer(question), 5, lambda told: None)
        assert len(set(proven.sites)) == 3 and proven.fini and proven.ecart < 1e-9


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"nombre": 10}, "9.lieux possibles pour 10.sites"),
        ({"nombre": 0}, "lieux possibles"),
        ({"nombre": 1, "imposes": (0, 1)}, "Plus de lieux sont imposés"),
        ({"gain": -np.ones((12, 9))}, "ne fait perdre personne"),
        ({"niveau": np.zeros(3)}, "même longueur"),
    ],
)
def test_a_question_without_meaning_is_refused_in_words(changed: dict[str, object], words: str) -> None:
    with pytest.raises(EntreeInvalide, match=words):
        poser(1, **changed)


def test_a_question_travels_whole_to_the_process_that_proves() -> None:
    question = poser(5, but="bas", imposes=(3,))
    asked, start, seconds = calcul.deballer(calcul.emballer(question, (3, 1, 2), 7.5))
    assert asked.empreinte == question.empreinte and (start, seconds) == ((3, 1, 2), 7.5)
    assert poser(6).empreinte != poser(5).empreinte != poser(5, nombre=2).empreinte


def test_the_lack_and_the_worst_off_by_hand() -> None:
    people, levels = np.array([100.0, 300.0, 600.0]), np.array([1.0, 2.0, 4.0])
    assert manque(people, levels, 2.5) == 100 * 1.5 + 300 * 0.5
    assert moyenne_du_bas(people, levels, 0.1) == 1.0
    assert moyenne_du_bas(people, levels, 0.2) == pytest.approx((100 * 1 + 100 * 2) / 200)
    assert moyenne_du_bas(people, levels, 0.5) == pytest.approx((100 * 1 + 300 * 2 + 100 * 4) / 500)


def test_a_proof_runs_apart_is_followed_and_stopped() -> None:
    """One at a time; the same question asked twice is the same proof; what it reached stays."""
    question, other = poser(71, 60, 40, 4, "bas"), poser(72)
    start = glouton.proposer(question)
    packet = calcul.emballer(question, start, 30)
    proof = suivi.lancer(question.empreinte, calcul.MODULE, packet, 30, calcul.lire)
    assert suivi.lancer(question.empreinte, calcul.MODULE, packet, 30, calcul.lire) is proof
    if proof.court:
        with pytest.raises(Refus, match="Une autre preuve est en cours"):
            suivi.lancer(other.empreinte, calcul.MODULE, calcul.emballer(other, (0, 1, 2), 5), 5, calcul.lire)
    suivi.arreter(question.empreinte)
    suivi.arreter(question.empreinte)  # twice changes nothing
    assert not proof.court and suivi.de(question.empreinte) is proof and suivi.de("inconnue") is None
    quick = suivi.lancer(other.empreinte, calcul.MODULE, calcul.emballer(other, (0, 1, 2), 20), 20, calcul.lire)
    assert quick.suit is not None
    quick.suit.join(timeout=120)
    assert quick.reponse.fini and quick.reponse.valeur == pytest.approx(meilleure(other))


@pytest.mark.complet
def test_a_proof_that_breaks_says_nothing() -> None:
    broken = suivi.lancer("rien", calcul.MODULE, b"rien", 5, calcul.lire)
    assert broken.suit is not None
    broken.suit.join(timeout=120)
    assert broken.reponse is None and not broken.court
