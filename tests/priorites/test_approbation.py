"""Approval votes, counted: what is published is the sums and the decision, and nothing else of the whole ballots."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from components.core.approbation import FORMAT, sans_profils
from components.core.parts_egales import Decision
from components.core.refus import EntreeInvalide
from components.priorites.regles import decompte
from components.priorites.regles.comptage import compter
from components.priorites.regles.scrutin import College, Definition, depouiller
from components.priorites.regles.vote import APPROBATION, PARTS_EGALES, REFUSER, SOUTIENS, Option
from tests.conftest import EXEMPLES


def _declared(rng: Random) -> Definition:
    options = tuple(Option(f"o{k}", f"Option {k}", rng.randint(10, 60)) for k in range(rng.randint(2, 4)))
    colleges = (College("u", "Usagers", "1", True), College("e", "État", str(rng.randint(1, 3)), False))
    return Definition("Q", APPROBATION, options, colleges, REFUSER, "1/2", 3, 5, budget=rng.randint(30, 100))


def _ballots(rng: Random, declared: Definition) -> dict[str, list[str]]:
    return {
        c: ["".join(rng.choice("01") for _ in declared.options) for _ in range(rng.randint(5, 8))] for c in ("u", "e")
    }


def _melanges(rng: Random, ballots: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same sums in each group, other ballots: each option's ticks are dealt again, apart from the others'."""
    found = {}
    for college, contents in ballots.items():
        columns = [list(column) for column in zip(*contents, strict=True)]
        for column in columns:
            rng.shuffle(column)
        found[college] = ["".join(row) for row in zip(*columns, strict=True)]
    return found


def _publie(declared: Definition, ballots: dict[str, list[str]]) -> tuple[dict[str, Any], object, list[str]]:
    cast = [(college, content) for college, contents in ballots.items() for content in contents]
    groups = depouiller(declared, [(college,) for college in ballots], cast)
    phrases = [f"mot mot {k}" for k in range(len(cast))]
    document = decompte.ecrire(declared, "0" * 64, groups, phrases, {"bulletins": len(cast)})
    return document, decompte.recompter(document)[1], decompte.en_lignes(*decompte.recompter(document))


def test_votes_with_the_same_sums_and_the_same_decision_are_published_alike() -> None:
    rng, alike, other = Random(13), 0, 0
    for _ in range(max(120, EXEMPLES)):
        declared = _declared(rng)
        ballots = _ballots(rng, declared)
        first, mixed = _publie(declared, ballots), _melanges(rng, ballots)
        second = _publie(declared, mixed)
        same = first[0]["decision"] == second[0]["decision"]
        assert (first == second) == same
        alike, other = alike + (same and mixed != ballots), other + (not same)
    assert alike > 60 and other, "the draw meets both, and whole ballots do decide"


@pytest.mark.parametrize(("methode", "told"), [(PARTS_EGALES, True), (SOUTIENS, False)])
def test_where_whole_ballots_are_sealed_the_count_says_how_to_count_them_again(methode: str, told: bool) -> None:
    rng = Random(16)
    declared = replace(_declared(rng), methode=methode)
    assert (_publie(declared, _ballots(rng, declared))[2][-1] == decompte.RECOMPTE) is told


def test_the_published_count_of_an_approval_is_what_its_whole_ballots_decide() -> None:
    rng = Random(14)
    for _ in range(EXEMPLES):
        declared = _declared(rng)
        cast = [(c, content) for c, contents in _ballots(rng, declared).items() for content in contents]
        whole = depouiller(declared, [("u",), ("e",)], cast)
        document = decompte.ecrire(declared, "0" * 64, whole, [f"a b {k}" for k in range(len(cast))], {})
        assert decompte.recompter(document)[1] == compter(declared.regle, whole)


def avant(document: dict[str, Any], whole: dict[str, dict[str, int]]) -> dict[str, Any]:
    """The same count as it was written before: every pattern of ticks, with its number of ballots."""
    groups = [
        dict(group) | {"valeurs": {profile: [n] for profile, n in whole[group["id"]].items()}}
        for group in document["groupes"]
    ]
    kept = {key: value for key, value in document.items() if key not in ("decision", "scelle")}
    return kept | {"format": FORMAT, "groupes": groups}


def _profils(contents: list[str]) -> dict[str, int]:
    return {profile: contents.count(profile) for profile in sorted(set(contents))}


def test_a_count_of_before_is_read_as_one_of_today() -> None:
    rng = Random(15)
    for _ in range(EXEMPLES):
        declared = _declared(rng)
        ballots = _ballots(rng, declared)
        today, result, _ = _publie(declared, ballots)
        before = avant(today, {college: _profils(contents) for college, contents in ballots.items()})
        assert sans_profils(before) == today | {"scelle": "", "profils_retires": True}
        assert decompte.recompter(before)[1] == result


CHANGES: list[Any] = [
    lambda d: d["decision"]["retenues"].append("o1"), lambda d: d["decision"].pop("retenues"),
    lambda d: d["decision"]["a_departager"].append("o0"), lambda d: d.pop("decision"),
    lambda d: d["decision"].update(retenues=["inconnue"]), lambda d: d.update(format=FORMAT),
    lambda d: d["decision"].update(retenues=["o2"]), lambda d: d["groupes"][0]["valeurs"].update(o0=[999]),
    lambda d: d["groupes"][0]["valeurs"].update(o0=[-1]), lambda d: d["groupes"][0]["valeurs"].update(o0=[1, 1]),
    lambda d: d["groupes"][0].update(valeurs={"101": [5]}), lambda d: d["groupes"][0]["valeurs"].pop("o0"),
    lambda d: d["regle"].update(budget=9), lambda d: d.update(phrases=d["phrases"][1:]),
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_published_count_that_was_changed_is_refused(change: Any) -> None:
    options = tuple(Option(f"o{k}", f"Option {k}", 10 * (k + 1)) for k in range(3))
    colleges = (College("u", "Usagers", "1", True),)
    declared = Definition("Q", APPROBATION, options, colleges, REFUSER, "1/2", 3, 5, budget=25)
    document, *_ = _publie(declared, {"u": ["110", "100", "100", "100", "100"]})
    assert document["decision"] == {"retenues": ["o0"], "a_departager": []}
    decompte.lire(document)
    change(document)
    with pytest.raises(EntreeInvalide):
        decompte.lire(document)


def test_supports_alone_decide_and_another_decision_is_refused() -> None:
    options = tuple(Option(f"o{k}", f"Option {k}", 10) for k in range(3))
    colleges = (College("u", "Usagers", "1", True),)
    declared = Definition("Q", APPROBATION, options, colleges, REFUSER, "1/2", 3, 5, budget=20, methode=SOUTIENS)
    document, *_ = _publie(declared, {"u": ["110", "110", "101", "110", "100"]})
    assert decompte.lire(document).decision == Decision(frozenset({"o0", "o1"}))
    document["decision"]["retenues"] = ["o0", "o2"]
    with pytest.raises(EntreeInvalide, match="ne donnent pas"):
        decompte.lire(document)
