"""What other rules would fund: against pabutools, ties against every order, and never from joint ticks once counted."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import permutations
from random import Random

import pytest
from pabutools.election import ApprovalBallot, ApprovalProfile, Cost_Sat, Instance, Project
from pabutools.fractions import frac
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule
from sqlite_utils import Database

from components.core.approbation import au_nombre
from components.core.parts_egales import Electeurs, Marche, soutiens
from components.core.refus import EntreeInvalide
from components.priorites import gestes, lectures
from components.priorites.regles import comparaison, decompte
from components.priorites.regles.parts import decider, marche, marges, par_les_soutiens
from components.priorites.regles.scrutin import College, Definition, de_dict, depouiller, en_dict, resume, verifier
from components.priorites.regles.vote import (
    APPROBATION,
    LISTE,
    PARTS_EGALES,
    REFUSER,
    SOUTIENS,
    USAGERS,
    Groupe,
    Option,
    Regle,
)
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins
from tests.conftest import EXEMPLES
from tests.priorites.test_ecrans import button, page, text

Cas = tuple[dict[str, int], list[frozenset[str]], int]
JOUR = date(2026, 11, 22)


def _case(rng: Random) -> Cas:
    size = rng.randint(1, 6)
    costs = {f"o{k}": rng.choice([rng.randint(1, 60), 20, 30]) for k in range(size)}
    ballots = [frozenset(o for o in costs if rng.random() < 0.5) for _ in range(rng.randint(1, 9))]
    return costs, ballots, rng.randint(1, 150)


def _electeurs(ballots: list[frozenset[str]]) -> list[Electeurs]:
    return [Electeurs(Fraction(1, len(ballots)), one) for one in ballots]


def _instance(case: Cas) -> tuple[Instance, ApprovalProfile, TieBreakingRule]:
    costs, approved, budget = case
    projects = {name: Project(name, cost) for name, cost in costs.items()}
    instance = Instance(projects.values(), budget_limit=budget)
    ballots = [ApprovalBallot(projects[o] for o in one) for one in approved]

    def order(_: object, __: object, project: Project) -> tuple[int, object, int]:
        return -sum(project in ballot for ballot in ballots), project.cost, int(project.name[1:])

    return instance, ApprovalProfile(ballots, instance=instance), TieBreakingRule(order)


def test_by_number_of_supports_agrees_with_pabutools() -> None:
    rng = Random(1)
    for _ in range(10 * EXEMPLES):
        case = _case(rng)
        instance, profile, ties = _instance(case)
        theirs = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat, tie_breaking=ties)
        support, alike = soutiens(case[0], _electeurs(case[1])), dict.fromkeys(case[0], Fraction(0))
        ours = au_nombre(case[0], support, case[2], alike, True)
        assert ours.retenues == {p.name for p in theirs if support[p.name]} and not ours.a_departager


def test_equal_shares_at_cost_completed_agree_with_pabutools() -> None:
    rng = Random(2)
    grown = 0
    for _ in range(5 * EXEMPLES):
        case = _case(rng)
        instance, profile, ties = _instance(case)
        step = frac(case[2], len(case[1]) * 100)
        first = method_of_equal_shares(
            instance, profile, sat_class=Cost_Sat, tie_breaking=ties, voter_budget_increment=step
        )
        plain = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, tie_breaking=ties)
        theirs = greedy_utilitarian_welfare(
            instance, profile, sat_class=Cost_Sat, tie_breaking=ties, initial_budget_allocation=first
        )
        backed = {option for ballot in case[1] for option in ballot}
        ours = comparaison.au_cout(Marche(case[0], _electeurs(case[1]), case[2]))
        assert set(ours) == {project.name for project in theirs} & backed, case
        grown += {p.name for p in first} != {p.name for p in plain}
    assert grown, "the draw meets purses that grow"


def test_what_depends_on_the_order_of_equals_is_left_to_the_table() -> None:
    rng, met = Random(3), 0
    for _ in range(3 * EXEMPLES):
        size = rng.randint(2, 4)
        costs = {f"o{k}": rng.choice([20, 30]) for k in range(size)}
        support = {o: Fraction(rng.randint(0, 2), 2) for o in costs}
        budget, alike = rng.choice([30, 45, 60]), dict.fromkeys(costs, Fraction(0))
        ends = [
            au_nombre({o: costs[o] for o in order}, support, budget, alike, True).retenues
            for order in permutations(costs)
        ]
        open_ones = au_nombre(costs, support, budget, alike, False)
        assert open_ones.retenues == frozenset.intersection(*ends)
        assert open_ones.a_departager == frozenset().union(*ends) - frozenset.intersection(*ends)
        met += bool(open_ones.a_departager)
    assert met


@pytest.mark.parametrize(
    ("departage", "kept", "tied"), [(LISTE, {"a"}, set()), (USAGERS, {"b"}, set()), (REFUSER, set(), {"a", "b"})]
)
def test_a_tie_of_supports_is_broken_as_declared(departage: str, kept: set[str], tied: set[str]) -> None:
    rule = Regle(APPROBATION, (Option("a", "A", 10), Option("b", "B", 10)), departage, budget=10)
    groups = (
        Groupe("e", "E", Fraction(1), 5, {"10": (5,)}, False),
        Groupe("u", "U", Fraction(1), 5, {"01": (5,)}, True),
    )
    found = par_les_soutiens(rule, marges(rule, groups))
    assert (set(found.retenues), set(found.a_departager)) == (kept, tied)


def test_the_screen_compares_before_freezing_and_by_supports_alone_after(
    vote: tuple[Database, int, list[tuple[str, str]]], connectee: Callable[..., None]
) -> None:
    db, first, slips = vote
    scrutins.annuler(db, TERMINAL, first, "essai")
    seance = int(scrutins.scrutin(db, first)["seance"])
    options = [Option("a", "Bus", 40), Option("b", "Maison", 50), Option("c", "Train", 90)]
    weights = lectures.poids_egaux(db)
    declared = lectures.definir(db, seance, "Quoi ?", APPROBATION, options, weights, JOUR, budget=100)
    scrutin = gestes.declarer(db, TERMINAL, seance, declared)
    connectee("facilitateur")
    desk = page()
    (table,) = [one.value for one in desk.dataframe if "Action" in one.value.columns]
    assert list(table.columns[2:]) == [comparaison.PARTS, comparaison.SOUTIENS, comparaison.COUT]
    assert table["Action"].iloc[-1] == "Part du budget employée" and "Coût moyen" in text(desk)
    button(desk, "Figer les règles").click().run()  # type: ignore[attr-defined]
    gestes.ouvrir(db, TERMINAL, scrutin)
    for k, (code, _) in enumerate(slips):
        bulletins.deposer(db, scrutin, code, "011" if k % 3 else "101")
    gestes.clore(db, TERMINAL, scrutin)
    desk.run()
    said = text(desk)
    assert "Nombre de soutiens : 1" in said.replace("\u00a0", " ").replace("\\", "") and "90,0" in said
    assert comparaison.COUT not in said and "n'est pas calculé" in said


@pytest.mark.parametrize("nominatif", [True, False])
def test_ballots_with_names_are_compared_at_cost_too_and_secret_ones_never(nominatif: bool) -> None:
    rng, met = Random(4), 0
    for _ in range(EXEMPLES):
        options = tuple(Option(f"o{k}", f"O{k}", rng.randint(10, 60)) for k in range(4))
        colleges = (College("u", "U", "1", True), College("e", "E", "2", False))
        declared = Definition("Q", APPROBATION, options, colleges, LISTE, "1/2", 3, 5, budget=100, nominatif=nominatif)
        cast = [(c, "".join(rng.choice("01") for _ in options)) for c in "ueuueeueue"]
        names = [{"nom": f"N{k}", "college": c, "contenu": b} for k, (c, b) in enumerate(cast)]
        groups = depouiller(declared, [("u",), ("e",)], cast)
        phrases = [f"a b {k}" for k in range(len(cast))]
        tallies = decompte.lire(decompte.ecrire(declared, "0" * 64, groups, phrases, {}, names))
        found = comparaison.a_cote(tallies)
        assert set(found) == {comparaison.SOUTIENS, *([comparaison.COUT] if nominatif else [])}
        if nominatif:
            kept = found[comparaison.COUT].retenues
            assert kept == set(comparaison.au_cout(marche(declared.regle, groups)))
            met += kept != tallies.decision.retenues  # type: ignore[union-attr]
    assert bool(met) == nominatif


@pytest.mark.parametrize(
    ("actions", "shown"),
    [("Bus ; 40000\nMaison ; 90 000 €", True), ("", False), ("Bus ; 40000", False), ("Bus ; x\nMaison ; 3", False)],
)
def test_rules_are_compared_on_the_form_itself_and_nothing_is_declared(
    vote: tuple[Database, int, list[tuple[str, str]]], connectee: Callable[..., None], actions: str, shown: bool
) -> None:
    db, _, _ = vote
    connectee("facilitateur")
    desk = page(priorites_genre=APPROBATION)
    next(area for area in desk.text_area if area.label.startswith("Actions")).set_value(actions)
    button(desk, "Comparer les règles à ces coûts").click().run()  # type: ignore[attr-defined]
    assert not desk.exception and len(scrutins.liste(db)) == 1
    assert ("Coût moyen d'une action retenue" in text(desk)) == shown
    assert bool(desk.error) == (not shown)


@pytest.mark.parametrize("departage", [LISTE, USAGERS, REFUSER])
def test_a_vote_by_number_of_supports_is_decided_and_recounted_from_its_sums_alone(departage: str) -> None:
    rng, apart, tied = Random(5), 0, 0
    for _ in range(EXEMPLES):
        options = tuple(Option(f"o{k}", f"O{k}", rng.choice([20, 30, 50])) for k in range(4))
        colleges = (College("u", "U", "1", True), College("e", "E", "2", False))
        declared = Definition("Q", APPROBATION, options, colleges, departage, "1/2", 3, 5, budget=80, methode=SOUTIENS)
        cast = [(c, "".join(rng.choice("01") for _ in options)) for c in "ueuueeueue"]
        groups = depouiller(declared, [("u",), ("e",)], cast)
        document = decompte.ecrire(declared, "0" * 64, groups, [f"a b {k}" for k in range(len(cast))], {})
        tallies, result = decompte.recompter(document)
        assert tallies.decision == par_les_soutiens(declared.regle, marges(declared.regle, groups))
        assert not tallies.scellable and not comparaison.a_cote(tallies), "no whole ballot is needed, none is used"
        assert sum(o.cout for o in options if o.id in tallies.decision.retenues) <= 80  # type: ignore[union-attr]
        assert not any("parts égales" in line.motif for line in result.ensemble.rangs)
        shares = decider(replace(declared.regle, methode=PARTS_EGALES), groups)
        apart, tied = apart + (shares != tallies.decision), tied + bool(tallies.decision.a_departager)  # type: ignore[union-attr]
        document["decision"] = {"retenues": [], "a_departager": []}
        with pytest.raises(EntreeInvalide, match="soutiens"):
            decompte.lire(document)
    assert apart and (departage == USAGERS or bool(tied) == (departage == REFUSER))


def test_the_method_is_declared_frozen_read_aloud_and_unknown_ones_are_refused() -> None:
    options, colleges = (Option("a", "A", 10), Option("b", "B", 20)), (College("u", "U", "1", True),)
    declared = Definition("Q", APPROBATION, options, colleges, REFUSER, "1/2", 3, 5, budget=20, methode=SOUTIENS)
    assert de_dict(en_dict(declared)) == declared and declared.regle.methode == SOUTIENS
    before = {key: value for key, value in en_dict(declared).items() if key != "methode"}
    assert de_dict(before).methode == PARTS_EGALES, "a declaration of before funds as it said"
    assert "La plus soutenue est retenue d'abord" in " ".join(resume(declared))
    assert "part égale du budget" in " ".join(resume(replace(declared, methode=PARTS_EGALES)))
    with pytest.raises(EntreeInvalide, match="budget se répartit"):
        verifier(replace(declared, methode="pile ou face"))


def test_the_table_chooses_the_method_on_the_form_and_nothing_is_sealed_for_nothing(
    vote: tuple[Database, int, list[tuple[str, str]]], connectee: Callable[..., None]
) -> None:
    db, first, slips = vote
    scrutins.annuler(db, TERMINAL, first, "essai")
    connectee("facilitateur")
    desk = page(priorites_genre=APPROBATION)
    next(area for area in desk.text_area if area.label.startswith("Actions")).set_value("Bus ; 40000\nTrain ; 90000")
    next(one for one in desk.radio if one.label == "Ce que le budget retient").set_value(SOUTIENS)
    button(desk, "Déclarer ce scrutin").click().run()  # type: ignore[attr-defined]
    assert not desk.exception
    scrutin = max(scrutins.liste(db).index)
    assert lectures.definition(db, scrutin).methode == SOUTIENS
    scrutins.figer(db, TERMINAL, scrutin)
    gestes.ouvrir(db, TERMINAL, scrutin)
    for code, _ in slips:
        bulletins.deposer(db, scrutin, code, "01")
    desk = page()
    assert not any("Code du" in field.label for field in desk.text_input)
    gestes.clore(db, TERMINAL, scrutin)
    gestes.publier(db, TERMINAL, scrutin)
    desk.run()
    assert not desk.exception and "au nombre de soutiens" in text(desk) and "Recompter les bulletins" not in text(desk)
    assert "retenue au nombre de soutiens" in _registre(db, scrutin)[0]["motif"]


def _registre(db: Database, scrutin: int) -> list[dict[str, str]]:
    found = next(iter(db.query("SELECT contenu FROM decisions WHERE objet = ?", [f"scrutin:{scrutin}"])))
    return json.loads(found["contenu"])["classement"]
