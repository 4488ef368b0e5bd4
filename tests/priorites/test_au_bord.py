"""The rules of a vote at their edges: what can be declared, written on a ballot, published, counted again, swapped."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from components.core.mots import MENTIONS
from components.core.refus import EntreeInvalide
from components.priorites.regles import decompte
from components.priorites.regles.comptage import compter
from components.priorites.regles.points import points
from components.priorites.regles.scrutin import (
    BulletinImpossible,
    College,
    Definition,
    champs,
    depouiller,
    en_mots,
    lire_bulletin,
    resume,
)
from components.priorites.regles.scrutin import verifier as declarable
from components.priorites.regles.vote import (
    APPROBATION,
    JUGEMENT,
    LISTE,
    POINTS,
    USAGERS,
    Groupe,
    Option,
    Regle,
    verifier,
)

USAGER, ETAT = College("u", "Usagers", "2", True), College("e", "État", "1", False)


def _vote(genre: str = JUGEMENT, count: int = 3, **more: Any) -> Definition:
    options = tuple(Option(f"o{k}", f"Option {k}", 10) for k in range(count))
    known: dict[str, Any] = {"points": 10, "budget": 30} | more
    return replace(Definition("Q ?", genre, options, (USAGER, ETAT), "refuser", "1/2", 3, 5), **known)


def _options(*names: str, cost: int = 10) -> tuple[Option, ...]:
    return tuple(Option(f"o{k}", name, cost) for k, name in enumerate(names))


@pytest.mark.parametrize(
    "declared",
    [
        _vote(), _vote(count=2), _vote(POINTS, points=1),
        _vote(APPROBATION, budget=1, options=_options("A", "B", cost=1)),
        _vote(tours=2, retenues_second_tour=2), _vote(count=4, tours=2, retenues_second_tour=3),
        _vote(colleges=(USAGER,)), _vote(points=0, budget=0, options=_options("A", "B", cost=0)),
        _vote(colleges=(replace(USAGER, poids="1/1000"), ETAT)),
    ],
)  # fmt: skip
def test_what_can_be_voted_on_is_declared(declared: Definition) -> None:
    declarable(declared)


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        (_vote(question="  "), "la question"), (_vote(count=1), "deux options"),
        (_vote(options=_options("A", "a ")), "le même nom"), (_vote(options=_options("A", " ")), "le même nom"),
        (_vote(colleges=()), "Aucun collège"), (_vote(colleges=(USAGER, replace(ETAT, poids="0"))), "poids positif"),
        (_vote(colleges=(ETAT,)), "usagers doit voter"), (_vote(APPROBATION, budget=0), "budget"),
        (_vote(APPROBATION, options=_options("A", "B", cost=0)), "budget"), (_vote(POINTS, points=0), "points positif"),
        (_vote(tours=2, retenues_second_tour=1), "second tour"),
        (_vote(tours=2, retenues_second_tour=3), "second tour"),
    ],
)  # fmt: skip
def test_what_cannot_be_voted_on_is_refused_in_words_of_its_own(declared: Definition, words: str) -> None:
    with pytest.raises(EntreeInvalide, match=words) as refused:
        declarable(declared)
    alone = str(refused.value).count(".") == 2  # one problem, and that nothing was kept
    assert alone or not declared.colleges, "without colleges, none of users either"


@pytest.mark.parametrize(
    ("declared", "fields", "kept"),
    [
        (_vote(), ("0", " 4 ", "2"), "042"), (_vote(POINTS), ("3", "", "7"), "3,0,7"),
        (_vote(POINTS, points=999_999), ("999999", "0", "0"), "999999,0,0"),
        (_vote(APPROBATION), ("on", "", "on"), "101"), (_vote(APPROBATION), ("", "", ""), "000"),
    ],
)  # fmt: skip
def test_a_ballot_is_kept_and_read_again(declared: Definition, fields: tuple[str, ...], kept: str) -> None:
    assert lire_bulletin(declared, {f"o{k}": value for k, value in enumerate(fields)}) == kept
    assert lire_bulletin(declared, champs(declared, kept)) == kept
    assert [name for name, _ in en_mots(declared, kept)] == ["Option 0", "Option 1", "Option 2"]


def test_a_ballot_in_words() -> None:
    assert [word for _, word in en_mots(_vote(), "042")] == [MENTIONS[0], MENTIONS[4], MENTIONS[2]]
    assert [w.replace("\xa0", " ") for _, w in en_mots(_vote(POINTS), "1,0,9")] == ["1 point", "0 point", "9 points"]
    assert [word for _, word in en_mots(_vote(APPROBATION), "101")] == ["soutenue", "non cochée", "soutenue"]


@pytest.mark.parametrize(
    ("declared", "fields"),
    [
        (_vote(), ("0", "5", "2")), (_vote(), ("0", "", "2")), (_vote(), ("0", "-1", "2")), (_vote(), ("0", "10", "2")),
        (_vote(POINTS), ("3", "6", "0")), (_vote(POINTS), ("3", "8", "0")), (_vote(POINTS), ("-1", "11", "0")),
        (_vote(POINTS), ("2.5", "7", "0")), (_vote(POINTS), ("²", "8", "0")), (_vote(POINTS), ("", "", "")),
        (_vote(POINTS, points=1_000_000), ("1000000", "0", "0")),
    ],
)  # fmt: skip
def test_an_impossible_ballot_is_refused(declared: Definition, fields: tuple[str, ...]) -> None:
    with pytest.raises(BulletinImpossible):
        lire_bulletin(declared, {f"o{k}": value for k, value in enumerate(fields)})


def test_the_rules_read_aloud_say_what_is_declared() -> None:
    said = " ".join(resume(_vote(tours=2, retenues_second_tour=2))).replace("\xa0", " ")
    for words in (
        "Q ?",
        "3 options",
        "Usagers : 66,7 %",
        "État : 33,3 %",
        "secret",
        "moins de 5 bulletins",
        "deux tours",
    ):
        assert words in said, words
    named = " ".join(resume(_vote(POINTS, nominatif=True)))
    assert "nominatif" in named and "secret :" not in named and "plus tard" not in named and "10 points" in named
    assert "deux tours" not in named and "plus tard" in said


TALLIES = {"o0": (1, 0, 0, 0, 2), "o1": (0, 3, 0, 0, 0)}
GRADED = Regle(JUGEMENT, _options("A", "B"))


@pytest.mark.parametrize(
    ("rule", "group"),
    [
        (GRADED, Groupe("g", "g", Fraction(1), 3, TALLIES | {"o0": (1, 0, 0, -1, 3)})),
        (GRADED, Groupe("g", "g", Fraction(1), 3, {"o0": (1, 0, 0, 0, 2)})),
        (GRADED, Groupe("g", "g", Fraction(1), 3, TALLIES | {"o0": (1, 2)})),
        (GRADED, Groupe("g", "g", Fraction(-1), 3, TALLIES)),
        (GRADED, Groupe("g", "g", Fraction(1), 0, {"o0": (0,) * 5, "o1": (0,) * 5})),
        (Regle(JUGEMENT, (Option("o0", "A"),) * 2), Groupe("g", "g", Fraction(1), 3, {"o0": (3, 0, 0, 0, 0)})),
        (Regle(POINTS, _options("A", "B"), points=2), Groupe("g", "g", Fraction(1), 1, {"o0": (2,)})),
        (Regle(POINTS, _options("A", "B"), points=2), Groupe("g", "g", Fraction(1), 1, {"o0": (2,), "o1": (1,)})),
        (Regle(APPROBATION, _options("A", "B"), budget=9), Groupe("g", "g", Fraction(1), 1, {"1": (1,)})),
        (Regle(APPROBATION, _options("A", "B"), budget=9), Groupe("g", "g", Fraction(1), 1, {"12": (1,)})),
        (Regle(APPROBATION, _options("A", "B"), budget=9), Groupe("g", "g", Fraction(1), 2, {"11": (1,)})),
    ],
)  # fmt: skip
def test_tallies_that_do_not_hold_together_are_refused(rule: Regle, group: Groupe) -> None:
    verifier(GRADED, (Groupe("g", "g", Fraction(1), 3, TALLIES),))
    with pytest.raises(ValueError):
        verifier(rule, (group,))


def test_colleges_that_disagree_are_as_far_as_their_ranks() -> None:
    best, worst = {"o0": (3, 0, 0, 0, 0), "o1": (0, 0, 0, 0, 3)}, {"o0": (0, 0, 0, 0, 3), "o1": (0, 3, 0, 0, 0)}
    groups = (Groupe("a", "A", Fraction(1), 3, best), Groupe("b", "B", Fraction(1), 3, worst))
    assert compter(GRADED, groups).ecart("o0") == 1
    assert compter(GRADED, (groups[0],)).ecart("o0") == 0


@pytest.mark.parametrize("gap", range(1, 12))
def test_the_ballots_that_swap_two_options_are_enough_and_one_less_is_not(gap: int) -> None:
    """Points: each ballot may move all of its points from the one ahead to the one behind."""
    rule, ballots = Regle(POINTS, _options("A", "B"), points=1), 12
    ahead = 6 + (gap + 1) // 2
    found = points(rule, (Groupe("g", "g", Fraction(1), ballots, {"o0": (ahead,), "o1": (ballots - ahead,)}),))
    difference = 2 * ahead - ballots
    assert found.bascules == (difference // 2 + 1,)


def _decompte(**more: Any) -> dict[str, Any]:
    declared = _vote(departage=LISTE, **more)
    ballots = [("u", "042"), ("u", "123"), ("e", "000")]
    groups = depouiller(declared, [("u",), ("e",)], ballots)
    names = [{"nom": f"N{k}", "college": c, "contenu": b} for k, (c, b) in enumerate(ballots)]
    return decompte.ecrire(declared, "f" * 64, groups, ["c", "a", "b"], {"bulletins": 3}, names)


def test_what_is_published_is_read_back_and_names_only_when_declared() -> None:
    assert _decompte()["phrases"] == ["a", "b", "c"] and "nominatif" not in _decompte()
    read = decompte.lire(_decompte(nominatif=True))
    assert [vote.nom for vote in read.nominatif] == ["N0", "N1", "N2"] and read.groupes[0].poids == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(format="autre"), lambda d: d["phrases"].pop(), lambda d: d["phrases"].append("d"),
        lambda d: d["phrases"].__setitem__(0, "b"), lambda d: d["groupes"][1].update(id="u"),
        lambda d: d["regle"].update(genre="sondage"), lambda d: d["regle"].update(departage="pile"),
        lambda d: d["groupes"][0].update(poids="1e9"), lambda d: d["groupes"][0].update(poids="1/0"),
        lambda d: d["groupes"][0].update(poids="-1"), lambda d: d["groupes"][0].update(poids="1" * 19),
        lambda d: d["nominatif"][0].update(contenu="142"), lambda d: d["nominatif"].pop(),
        lambda d: d.pop("question"), lambda d: d["groupes"][0]["valeurs"].pop("o0"),
    ],
)  # fmt: skip
def test_a_published_count_that_was_changed_is_refused(change: Any) -> None:
    document = _decompte(nominatif=True)
    decompte.lire(document)
    change(document)
    with pytest.raises(EntreeInvalide):
        decompte.lire(document)


def test_a_tie_of_a_budget_is_broken_by_the_users() -> None:
    rule = Regle(APPROBATION, _options("A", "B", cost=10), USAGERS, budget=10)
    users = Groupe("u", "u", Fraction(1), 1, {"01": (1,)}, True)
    others = Groupe("e", "e", Fraction(1), 1, {"10": (1,)}, False)
    found = compter(rule, (others, users)).ensemble
    assert [(line.option, line.retenue) for line in found.rangs] == [("o1", True), ("o0", False)]
    unsettled = compter(rule, (others, replace(users, usagers=False))).ensemble
    assert {line.retenue for line in unsettled.rangs} == {None}
