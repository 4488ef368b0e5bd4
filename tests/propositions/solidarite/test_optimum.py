"""Loans: the best is that of brute force, no limit is broken, no lender is worse off, more days never do worse."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.core.acces.travel import Floats
from components.core.refus import EntreeInvalide
from components.propositions.solidarite.regles import optimum, premier
from components.propositions.solidarite.regles.optimum import ROUTE, PretsProposes, perdants, pire
from components.propositions.solidarite.regles.pret import TOLERANCE, Bassin, Paire, Preteur, Probleme, Receveur

SEUIL, SECONDES = 2.5, 20.0


def resoudre(problem: Probleme, seconds: float) -> PretsProposes:
    """The proven answer, from the one at once."""
    return optimum.resoudre(problem, premier.proposer(problem), seconds)


@st.composite
def problemes(draw: st.DrawFn) -> Probleme:
    """Two territories above, two or three under, one aside; a commune or two each; each pair moves what it takes."""
    names = ["haut1", "haut2", "bas1", "bas2", *draw(st.sampled_from([[], ["bas3"], ["autre"]]))]
    above = {"haut1", "haut2", "autre"}
    codes, access = [], []
    for name in names:
        count = draw(st.integers(1, 2))
        codes += [name] * count
        low, high = (2.6, 4.0) if name in above else (0.5, 2.4)
        access += [draw(st.floats(low, high).map(lambda v: round(v, 2))) for _ in range(count)]
    size = len(codes)
    people = np.array([float(draw(st.integers(100, 5000))) for _ in range(size)])
    ground = Bassin(np.array(access), people, people, np.array(codes, dtype=object), SEUIL)
    lenders = [Preteur(n, draw(st.integers(0, 3))) for n in ("haut1", "haut2")]
    receivers = [Receveur(n, draw(st.sampled_from([None, 1, 3]))) for n in names if n.startswith("bas")]
    pairs = []
    for p, r in product(range(2), range(len(receivers))):
        if draw(st.booleans()) or not pairs:
            pairs.append(_paire(draw, ground, lenders[p].code, receivers[r].code, p, r))
    return Probleme(ground, lenders, receivers, pairs[:4])


def _paire(draw: st.DrawFn, ground: Bassin, lender: str, receiver: str, p: int, r: int) -> Paire:
    acts, effect = 300.0, np.zeros(len(ground.publie))
    for code, sign in ((lender, -1.0), (receiver, draw(st.sampled_from([1.0, 0.75])))):
        inside = ground.territoires == code
        shares = np.array([draw(st.floats(0.1, 1.0)) for _ in range(int(inside.sum()))])
        effect[inside] += sign * acts * shares / (shares @ ground.habitants[inside])
    return Paire(p, r, draw(st.sampled_from([15.0, 40.0, 60.0])), effect, draw(st.integers(1, 3)))


def _pire(problem: Probleme, days: Floats, reached: list[str]) -> float:
    means = dict(zip(problem.bassin.codes, problem.bassin.moyennes(problem.variation(days)), strict=True))
    return min(SEUIL, *(means[code] for code in reached))


def _possible(problem: Probleme, days: tuple[int, ...]) -> bool:
    """The limits in their own words, not those of the rows."""
    ground, change = problem.bassin, problem.variation(np.array(days, dtype=float))
    for k, lender in enumerate(problem.preteurs):
        if sum(d for d, pair in zip(days, problem.paires, strict=True) if pair.preteur == k) > lender.jours:
            return False
    for k, receiver in enumerate(problem.receveurs):
        lent = sum(d for d, pair in zip(days, problem.paires, strict=True) if pair.receveur == k)
        if receiver.jours is not None and lent > receiver.jours:
            return False
    before, after = ground.moyennes(np.zeros(len(change))), ground.moyennes(change)
    alone = before + np.array(days, dtype=float) @ np.array(
        [[min(0.0, float(row @ pair.effet)) for row in ground.parts] for pair in problem.paires]
    )
    for was, now, without in zip(before, after, alone, strict=True):
        if (without if was >= SEUIL else now) < min(was, SEUIL) - TOLERANCE:
            return False
    was_above = ground.publie >= SEUIL
    return bool((ground.publie + change >= SEUIL - TOLERANCE)[was_above].all())


def _force_brute(problem: Probleme) -> tuple[float, float]:
    """Worst-off, then people × consultations closed less the road, over every possible set of days."""
    reached = [
        problem.receveurs[k].code
        for k in range(len(problem.receveurs))
        if any(pair.receveur == k and pair.jours_max for pair in problem.paires)
    ]
    best = (-np.inf, -np.inf)
    start = problem.bassin.manque(np.zeros(len(problem.bassin.publie)))
    for days in product(*(range(pair.jours_max + 1) for pair in problem.paires)):
        if not _possible(problem, days):
            continue
        vector = np.array(days, dtype=float)
        road = sum(ROUTE * (1 + pair.minutes / 60) * d for d, pair in zip(days, problem.paires, strict=True))
        value = (
            round(_pire(problem, vector, reached), 7),
            start - problem.bassin.manque(problem.variation(vector)) - road,
        )
        best = max(best, value)
    return best


@settings(max_examples=40, deadline=None)
@given(problemes())
def test_the_answer_is_that_of_brute_force(problem: Probleme) -> None:
    got, (worst, value) = resoudre(problem, SECONDES), _force_brute(problem)
    assert got.prouve and got.pire_apres is not None
    assert min(SEUIL, got.pire_apres) == pytest.approx(worst, abs=1e-6)
    road = sum(ROUTE * (1 + pair.minutes / 60) * d for d, pair in zip(got.jours, problem.paires, strict=True))
    assert got.comble - road == pytest.approx(value, rel=1e-6, abs=0.05)


@settings(max_examples=40, deadline=None)
@given(problemes())
def test_no_limit_is_broken_and_no_lender_is_worse_off(problem: Probleme) -> None:
    got = resoudre(problem, SECONDES)
    assert _possible(problem, got.jours) and problem.possible(np.array(got.jours, dtype=float))
    change, ground = problem.variation(np.array(got.jours, dtype=float)), problem.bassin
    before, after = ground.sous(np.zeros(len(change))), ground.sous(change)
    means = dict(zip(ground.codes, ground.moyennes(change), strict=True))
    for lender in problem.preteurs:
        assert after[lender.code] <= before[lender.code] and means[lender.code] >= SEUIL - TOLERANCE
    assert got.comble >= -1e-6
    assert (perdants(problem, got) >= 0).all()


@settings(max_examples=40, deadline=None)
@given(problemes())
def test_the_answer_at_once_is_possible_and_never_better_than_the_proven_one(problem: Probleme) -> None:
    days = premier.proposer(problem)
    assert (days == np.round(days)).all() and _possible(problem, tuple(int(day) for day in days))
    got = resoudre(problem, SECONDES)
    assert got.pire_apres is not None and min(SEUIL, pire(problem, days)) <= min(SEUIL, got.pire_apres) + 1e-6
    assert pire(problem, days) >= pire(problem, 0 * days) - 1e-9, "nobody is left lower than before"


def test_the_gap_of_the_loans_at_once_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """On lenders and receivers drawn at random: how often the answer at once raises the worst-off as the proven one."""
    rises = []
    for seed in range(30):
        problem = _au_hasard(seed)
        got, days = resoudre(problem, SECONDES), premier.proposer(problem)
        assert got.prouve and got.pire_avant is not None and got.pire_apres is not None
        most = min(SEUIL, got.pire_apres) - got.pire_avant
        rises.append(1.0 if most <= 1e-9 else (min(SEUIL, pire(problem, days)) - got.pire_avant) / most)
    with capsys.disabled():
        print(f"\nloans at once: {np.mean(rises):.1%} of the best rise of the worst-off, at least {min(rises):.0%}")
    assert np.mean(rises) > 0.8


def _au_hasard(seed: int) -> Probleme:
    """Three lenders, four receivers of three communes each; every pair is open and moves what its two ends share."""
    rng = np.random.default_rng(seed)
    names = [f"h{k}" for k in range(3)] + [f"b{k}" for k in range(4)]
    codes = np.repeat(np.array(names, dtype=object), 3)
    access = np.where(np.char.startswith(codes.astype(str), "h"), rng.uniform(2.7, 4.0, 21), rng.uniform(0.6, 2.3, 21))
    people = rng.integers(200, 6_000, 21).astype(float)
    pairs = []
    for p, r in product(range(3), range(4)):
        effect = np.zeros(21)
        for code, sign in ((f"h{p}", -1.0), (f"b{r}", 1.0)):
            inside = codes == code
            shares = rng.uniform(0.1, 1.0, 3)
            effect[inside] += sign * 300 * shares / (shares @ people[inside])
        pairs.append(Paire(p, r, float(rng.integers(10, 60)), effect, 6))
    lenders = [Preteur(f"h{k}", int(rng.integers(2, 12))) for k in range(3)]
    return Probleme(Bassin(access, people, people, codes, SEUIL), lenders, [Receveur(f"b{k}") for k in range(4)], pairs)


@settings(max_examples=30, deadline=None)
@given(problemes(), st.lists(st.booleans(), min_size=4, max_size=4))
def test_a_part_of_the_plan_leaves_no_lender_worse_off(problem: Probleme, kept: list[bool]) -> None:
    """The table takes some pairs and not others: whoever lends stays above the repère."""
    got = resoudre(problem, SECONDES)
    part = np.array([days * keep for days, keep in zip(got.jours, kept, strict=False)], dtype=float)
    means = dict(zip(problem.bassin.codes, problem.bassin.moyennes(problem.variation(part)), strict=True))
    assert all(means[lender.code] >= SEUIL - TOLERANCE for lender in problem.preteurs)


@settings(max_examples=25, deadline=None)
@given(problemes())
def test_more_days_to_lend_never_do_worse(problem: Probleme) -> None:
    more = replace(problem, preteurs=[Preteur(one.code, one.jours + 1) for one in problem.preteurs])
    less, got = resoudre(problem, SECONDES), resoudre(more, SECONDES)
    assert _rang(got) >= _rang(less)


def _rang(answer: PretsProposes) -> tuple[float, float]:
    worst = 0.0 if answer.pire_apres is None else min(SEUIL, answer.pire_apres)
    return round(worst, 6), round(answer.comble, 0)


def _simple(jours: int, salle: int | None = None, haut: float = 3.0) -> Probleme:
    """One lender of 1,000 people at 3, one receiver of 1,000 at 2: a day moves 100 acts."""
    ground = Bassin(np.array([haut, 2.0]), np.full(2, 1e3), np.full(2, 1e3), np.array(["h", "b"], dtype=object), SEUIL)
    pair = Paire(0, 0, 30.0, np.array([-0.1, 0.1]), 20)
    return Probleme(ground, [Preteur("h", jours)], [Receveur("b", salle)], [pair])


def test_by_hand() -> None:
    """Five days bring 2.0 to 2.5, and the lender to 2.5: no more, whatever it could lend."""
    assert resoudre(_simple(2), SECONDES).jours == (2,)
    assert resoudre(_simple(9), SECONDES).jours == (5,)
    assert resoudre(_simple(9, salle=3), SECONDES).jours == (3,)
    assert resoudre(_simple(9, haut=2.75), SECONDES).jours == (2,), "a lender stays above the repère"
    assert resoudre(_simple(9), SECONDES).comble == pytest.approx(500)


def test_nothing_to_lend_is_an_answer() -> None:
    empty = replace(_simple(3), paires=[])
    assert resoudre(empty, SECONDES) == PretsProposes((), None, None, 0.0, 0.0)
    assert resoudre(_simple(0), SECONDES).jours == (0,)


def test_an_end_on_the_wrong_side_is_refused() -> None:
    with pytest.raises(EntreeInvalide, match="au-dessus du repère"):
        _simple(2, haut=2.4)
