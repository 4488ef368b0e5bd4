"""Fragility against brute force: every way of having the published sums, every set of ballots, every tie-break."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations, product
from random import Random

import pytest

from components.priorites.regles.comptage import compter
from components.priorites.regles.fragilite import Bascule, des_points, du_jugement
from components.priorites.regles.vote import (
    JUGEMENT,
    LISTE,
    POINTS,
    REFUSER,
    USAGERS,
    Classement,
    Groupe,
    Option,
    Regle,
)
from components.priorites.view_resultat import basculer
from tests.conftest import EXEMPLES
from tests.priorites.test_oracles import majority_values

Bulletin = tuple[int, ...]
Election = list[tuple[list[Bulletin], Fraction, bool]]  # ballots, weight, users
DEPARTAGES = (REFUSER, LISTE, USAGERS)


def _cles(genre: str, election: Election) -> list[object]:
    """What ranks each option, larger is better; from the definition, with nothing of ours."""
    options = range(len(election[0][0][0]))
    if genre == JUGEMENT:
        values = majority_values([([list(b) for b in ballots], weight) for ballots, weight, _ in election])
        return [[-grade for grade in value] for value in values]
    total = sum(weight for _, weight, _ in election)
    return [
        sum(weight / total * Fraction(sum(b[k] for b in ballots), len(ballots)) for ballots, weight, _ in election)
        for k in options
    ]


def _devant(regle: Regle, election: Election, one: int, other: int) -> bool:
    """Whether an option is strictly ahead of another under the declared rule, tie-break included."""
    keys = _cles(regle.genre, election)
    if keys[one] != keys[other]:
        return bool(keys[one] > keys[other])  # type: ignore[operator]
    users = [group for group in election if group[2]]
    if regle.departage == USAGERS and users:
        theirs = _cles(regle.genre, users)
        return bool(theirs[one] > theirs[other])  # type: ignore[operator]
    return regle.departage == LISTE and one < other


def _profils(genre: str, ballots: list[Bulletin], points: int) -> list[list[Bulletin]]:
    """Every list of ballots with the same published sums."""
    columns = list(zip(*ballots, strict=True))
    if genre == JUGEMENT:
        dealt = product([columns[0]], *[set(permutations(column)) for column in columns[1:]])
        return [list(zip(*one, strict=True)) for one in dealt]
    every = [b for b in product(range(points + 1), repeat=len(columns)) if sum(b) == points]
    sums = [sum(column) for column in columns]
    found = {
        tuple(sorted(p)) for p in product(every, repeat=len(ballots)) if [sum(c) for c in zip(*p, strict=True)] == sums
    }
    return [list(one) for one in found]


def _minimum(regle: Regle, election: Election, one: int, other: int) -> int:
    """Fewest ballots of this very election that, different, put `other` ahead of `one`: every set, replaced whole."""
    best = [0] * len(regle.options)
    best[one], best[other] = (4, 0) if regle.genre == JUGEMENT else (0, regle.points)
    places = [(g, k) for g, (ballots, _, _) in enumerate(election) for k in range(len(ballots))]
    for count in range(1, len(places) + 1):
        for chosen in combinations(places, count):
            changed = [
                ([tuple(best) if (g, k) in chosen else b for k, b in enumerate(ballots)], weight, users)
                for g, (ballots, weight, users) in enumerate(election)
            ]
            if _devant(regle, changed, other, one):
                return count
    raise AssertionError("all the ballots together always do it")


def _suffisent(regle: Regle, election: Election, one: int, other: int) -> int | None:
    """Fewest ballots, where one weighs most, that suffice by lowering `one` alone, best grades first, or by raising
    `other` alone, worst grades first: that is possible whatever stands beside these grades on the ballots."""
    share = [weight / len(ballots) for ballots, weight, _ in election]
    counts = []
    for option, grade in ((one, 4), (other, 0)):
        order = [
            (g, k)
            for g in sorted(range(len(election)), key=lambda g: -share[g])
            for k in sorted(range(len(election[g][0])), key=lambda k: election[g][0][k][option] * (1 if grade else -1))
        ]
        changed = election
        for count, (g, k) in enumerate(order, start=1):
            ballot = changed[g][0][k]
            changed = _change(changed, g, k, (*ballot[:option], grade, *ballot[option + 1 :]))
            if _devant(regle, changed, other, one):
                counts.append(count)
                break
    return min(counts, default=None)


def _suffisent_points(regle: Regle, election: Election, one: int, other: int) -> int | None:
    """Fewest ballots that suffice however what each group can move is spread over its ballots, whole points each."""
    users = regle.departage == USAGERS
    total = sum(weight for _, weight, _ in election)
    units, least, gap, theirs = [], [], Fraction(0), Fraction(0)
    for ballots, weight, of_users in election:
        unit = weight / total / len(ballots)
        ahead, behind = (sum(b[option] for b in ballots) for option in (one, other))
        gap, theirs = gap + unit * (ahead - behind), theirs + (users and of_users) * unit * (ahead - behind)
        movable = len(ballots) * regle.points + ahead - behind
        spreads = [p for p in product(range(2 * regle.points + 1), repeat=len(ballots)) if sum(p) == movable]
        least.append([min(sum(sorted(p)[len(p) - k :]) for p in spreads) for k in range(len(ballots) + 1)])
        units.append((unit, users and of_users))
    listed = regle.departage == LISTE and other < one
    enough = []
    for dealt in product(*[range(len(each)) for each in least]):
        moved = [unit * each[k] for (unit, _), each, k in zip(units, least, dealt, strict=True)]
        of_users = sum((m for m, (_, mine) in zip(moved, units, strict=True) if mine), Fraction(0))
        if sum(moved) > gap or (sum(moved) == gap and (listed or of_users > theirs)):
            enough.append(sum(dealt))
    return min((count for count in enough if count), default=None)


def _groupes(regle: Regle, election: Election) -> tuple[Groupe, ...]:
    found = []
    for g, (ballots, weight, users) in enumerate(election):
        values = {}
        for k, option in enumerate(regle.options):
            column = [b[k] for b in ballots]
            graded = tuple(column.count(grade) for grade in range(5))
            values[option.id] = graded if regle.genre == JUGEMENT else (sum(column),)
        found.append(Groupe(str(g), str(g), weight, len(ballots), values, users))
    return tuple(found)


def _elections(genre: str, departage: str, count: int) -> Iterator[tuple[Regle, Election]]:
    rng = Random(f"{genre}{departage}")
    for _ in range(count):
        options = 2 if genre == JUGEMENT else rng.choice([2, 3])
        rule = Regle(genre, tuple(Option(f"o{k}", f"O{k}") for k in range(options)), departage, points=2)
        grades = rng.choice([(0, 4), (0, 1, 2), (1, 2, 3)])
        sizes = rng.choice([[3], [2, 2], [3, 2], [1, 3], [2, 1, 1]])
        election: Election = []
        for g, size in enumerate(sizes):
            ballots = [
                tuple(rng.choice(grades) for _ in range(options)) if genre == JUGEMENT else _points(rng, options)
                for _ in range(size)
            ]
            election.append((ballots, Fraction(rng.choice([1, 2, 3])), g == len(sizes) - 1))
        yield rule, election


def _points(rng: Random, options: int) -> Bulletin:
    given = [rng.randrange(options) for _ in range(2)]
    return tuple(given.count(k) for k in range(options))


@pytest.mark.parametrize("genre", [JUGEMENT, POINTS])
@pytest.mark.parametrize("departage", DEPARTAGES)
def test_fragility_is_what_brute_force_finds_under_the_declared_tie_break(genre: str, departage: str) -> None:
    count, met = {JUGEMENT: du_jugement, POINTS: des_points}[genre], 0
    for rule, election in _elections(genre, departage, min(5 * EXEMPLES, max(150, EXEMPLES))):
        one, other = (0, 1) if not _devant(rule, election, 1, 0) else (1, 0)
        least, sure = count(rule, _groupes(rule, election), f"o{one}", f"o{other}")
        every = product(*[_profils(genre, ballots, rule.points) for ballots, _, _ in election])
        alike = [[(list(p), w, u) for p, (_, w, u) in zip(profile, election, strict=True)] for profile in every]
        found = [_minimum(rule, one_way, one, other) for one_way in alike]
        assert least == min(found), (rule.departage, election)
        assert sure is None or sure >= max(found), (rule.departage, election)
        enough = {JUGEMENT: _suffisent, POINTS: _suffisent_points}[genre]
        assert sure == enough(rule, election, one, other), (rule.departage, election)
        met += least == sure
    assert met, "the draw meets elections that the sums decide"


@pytest.mark.parametrize(
    ("genre", "ballots"),
    [
        (JUGEMENT, [(3, 2), (2, 4), (2, 3), (0, 4), (0, 0)]),
        (JUGEMENT, [(0, 4), (2, 0), (1, 2), (2, 2), (1, 4)]),
        (POINTS, [(2, 0, 0), (1, 0, 1), (0, 1, 1), (1, 0, 1)]),
        (POINTS, [(0, 1, 1), (2, 0, 0), (2, 0, 0), (0, 0, 2)]),
    ],
)
def test_where_the_sums_cannot_tell_one_ballot_is_never_said_to_be_enough(genre: str, ballots: list[Bulletin]) -> None:
    options = tuple(Option(f"o{k}", f"O{k}") for k in range(len(ballots[0])))
    rule, alone = Regle(genre, options, REFUSER, points=2), [(ballots, Fraction(1), False)]
    found = [_minimum(rule, [(one, Fraction(1), False)], 0, 1) for one in _profils(genre, ballots, 2)]
    assert (min(found), max(found)) == (1, 2)
    least, sure = {JUGEMENT: du_jugement, POINTS: des_points}[genre](rule, _groupes(rule, alone), "o0", "o1")
    assert (least, sure) == (1, 2)
    assert "au moins 1" in basculer(least, sure, "« A » et « B »").replace("\u00a0", " ")


def _change(election: Election, group: int, place: int, content: Bulletin) -> Election:
    ballots, weight, users = election[group]
    changed = ([*ballots[:place], content, *ballots[place + 1 :]], weight, users)
    return [*election[:group], changed, *election[group + 1 :]]


@pytest.mark.parametrize("genre", [JUGEMENT, POINTS])
def test_any_other_content_of_one_ballot_does_no_more(genre: str) -> None:
    """The brute force above replaces a ballot by the most favourable one: no other does what it does not."""
    every = list(product(range(5), repeat=2)) if genre == JUGEMENT else [(k, 2 - k) for k in range(3)]
    for rule, election in _elections(genre, REFUSER, 20):
        if len(rule.options) > 2:
            continue
        one, other = (0, 1) if not _devant(rule, election, 1, 0) else (1, 0)
        alone = [
            _devant(rule, _change(election, g, k, content), other, one)
            for g, (ballots, _, _) in enumerate(election)
            for k in range(len(ballots))
            for content in every
        ]
        assert any(alone) == (_minimum(rule, election, one, other) == 1)


def test_large_elections_keep_a_true_bound_and_answer_at_once() -> None:
    rng = Random(9)
    options = tuple(Option(f"o{k}", f"O{k}") for k in range(7))
    groups = []
    for g, size in enumerate((60, 45, 30, 20, 12, 8)):
        ballots = [[min(4, rng.randrange(5) + (k > 3)) for k in range(7)] for _ in range(size)]
        values = {o.id: tuple(sum(b[k] == grade for b in ballots) for grade in range(5)) for k, o in enumerate(options)}
        groups.append(Groupe(str(g), str(g), Fraction(g + 1), size, values, g == 1))
    found = compter(Regle(JUGEMENT, options, USAGERS), tuple(groups)).ensemble
    assert len(found.bascules) == len(found.suffisent) == 6
    for least, sure in zip(found.bascules, found.suffisent, strict=True):
        assert least is not None and 1 <= least <= 175 and (sure is None or sure >= least)


@pytest.mark.parametrize(
    ("bascule", "words", "never"),
    [
        ((1, 1), "un seul bulletin différent suffirait", "au moins"),
        ((1, 3), "au moins 1", "un seul"),
        ((2, 2), "2 bulletins différents suffiraient", "au moins"),
        ((4, None), "au moins 4", "suffiraient"),
    ],
)
def test_at_least_never_reads_as_enough(bascule: Bascule, words: str, never: str) -> None:
    said = basculer(*bascule, "« A » et « B »").replace("\u00a0", " ")
    assert words in said and never not in said


def test_a_tie_that_is_shown_has_no_fragility_of_its_own() -> None:
    rule = Regle(POINTS, tuple(Option(f"o{k}", f"O{k}") for k in range(2)), REFUSER, points=2)
    tied: Classement = compter(rule, (Groupe("g", "g", Fraction(1), 5, {"o0": (5,), "o1": (5,)}),)).ensemble
    assert tied.egalites and tied.bascules == (1,) and tied.suffisent == (1,)


def test_a_tie_goes_to_the_users_by_what_they_moved_themselves() -> None:
    """One ballot of the others makes the two alike (8 points of 8); the users have not moved: two are needed."""
    rule = Regle(POINTS, (Option("a", "A"), Option("b", "B")), USAGERS, points=4)
    groups = (
        Groupe("u", "Usagers", Fraction(1), 5, {"a": (10,), "b": (10,)}, True),
        Groupe("e", "Autres", Fraction(2), 5, {"a": (14,), "b": (6,)}, False),
    )
    assert des_points(rule, groups, "a", "b")[0] == 2
