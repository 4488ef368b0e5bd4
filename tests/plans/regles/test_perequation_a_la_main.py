"""The péréquation worked by hand: shares, their cents, and each sentence."""

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from components.core.refus import EntreeInvalide
from components.plans.regles.enveloppe import ENUMERABLES, Demande, Regles
from components.plans.regles.perequation import (
    cibles,
    hors_d_atteinte,
    lecture_perequation,
    manque,
    objectifs,
    par_enumeration,
    par_solveur,
    recu,
)

INSECABLE = "\u00a0"


def test_a_share_is_population_by_gap_by_need_and_never_below_nothing() -> None:
    people = {"A": 1000.0, "B": 3000.0, "C": 500.0, "D": 100.0}
    gap = {"A": 0.5, "B": 0.25, "C": -0.25, "D": 1.0}
    need = {"A": 0.5, "B": 1.5, "C": 1.0, "D": -1.0}
    assert cibles(people, gap, need) == {"A": Fraction(2, 11), "B": Fraction(9, 11), "C": 0, "D": 0}
    assert cibles({"A": 1.0}, {"A": 1.0}, {"A": 1.0}) == {"A": 1}
    with pytest.raises(EntreeInvalide, match="ne désigne personne"):
        cibles(people, dict.fromkeys(people, 0.0), need)


def test_the_cents_left_go_to_the_largest_remainders() -> None:
    shares = {"A": Fraction(55, 100), "B": Fraction(28, 100), "C": Fraction(17, 100)}
    assert objectifs(10, shares) == {"A": 5, "B": 3, "C": 2}


def test_each_sentence_says_what_would_be_missing() -> None:
    asked = [
        Demande(1, "Petite", "A", 3000, {}),
        Demande(2, "Grande", "A", 9000, {}),
        Demande(3, "Autre", "B", 5000, {}),
    ]
    reading = lecture_perequation(
        asked, Regles(10_000, frozenset({1, 2, 3})), {"A": Fraction(5, 8), "B": Fraction(3, 8)}
    )
    assert {action: why.replace(INSECABLE, " ") for action, why in reading.raisons.items()} == {
        1: "Oui : sans elle, il manquerait 30 € de plus à la part de son territoire (62 % visés).",
        2: "Non : à la place de « Petite » et « Autre », il manquerait 5 € de plus aux parts visées (62 % visés).",
        3: "Oui : sans elle, il manquerait 37,50 € de plus à la part de son territoire (38 % visés).",
    }
    assert (reading.valeur, reading.reste) == (3250, 2000)


def test_each_sentence_says_what_serves_no_share_and_who_is_full() -> None:
    asked = [
        Demande(1, "Une", "A", 6000, {}), Demande(2, "Deux", "A", 3000, {}),
        Demande(3, "Trois", "A", 2000, {}), Demande(4, "Close", "B", 100, {}),
    ]  # fmt: skip
    reading = lecture_perequation(asked, Regles(9000, frozenset({1, 2, 3})), {"A": Fraction(2, 3), "B": Fraction(1, 3)})
    assert {action: why.replace(INSECABLE, " ") for action, why in reading.raisons.items()} == {
        1: "Oui : sans elle, il manquerait 30 € de plus à la part de son territoire (67 % visés).",
        2: "Oui : emploie un argent qui ne rapprocherait aucun territoire de sa part (67 % visés).",
        3: "Non : à la place de « Deux », aucun n'en serait plus près (67 % visés). "
        "Son territoire est servi à hauteur de ce qu'il peut.",
        4: "Non : hors des règles d'éligibilité de l'enveloppe.",
    }
    assert (reading.valeur, reading.reste) == (3000, 0)


@pytest.mark.parametrize(("count", "full"), [(ENUMERABLES, True), (ENUMERABLES + 1, False)])
def test_full_is_said_where_every_set_was_tried_alone(count: int, full: bool) -> None:
    asked = [Demande(k, f"Action {k}", "A", 100, {}) for k in range(count)]
    reading = lecture_perequation(asked, Regles(300, frozenset(range(count))), {"A": Fraction(1)})
    refused = [why for action, why in reading.raisons.items() if action not in reading.retenues]
    assert len(reading.retenues) == 3 and all(("à hauteur de" in why) == full for why in refused)


def test_money_earmarked_for_some_serves_them_alone() -> None:
    """300 in all, 100 kept for action 3: actions 1 and 2 cannot have both what is left and what is kept."""
    asked = [Demande(1, "Une", "A", 200, {}), Demande(2, "Deux", "A", 100, {}), Demande(3, "Trois", "B", 150, {})]
    everyone, kept_for = frozenset({1, 2, 3}), ((frozenset({3}), 100),)
    shares = {"A": Fraction(1), "B": Fraction(0)}
    assert lecture_perequation(asked, Regles(300, everyone), shares).retenues == (1, 2)
    assert lecture_perequation(asked, Regles(300, everyone, kept_for), shares).retenues == (1,)
    assert lecture_perequation(asked, Regles(350, everyone, kept_for), shares).retenues == (1, 3)


def test_a_cent_left_goes_to_the_largest_remainder_whatever_the_share() -> None:
    shares = {"A": Fraction(34, 100), "B": Fraction(46, 100), "C": Fraction(20, 100)}
    assert objectifs(10, shares) == {"A": 3, "B": 5, "C": 2}
    alike = {"B": Fraction(1, 2), "A": Fraction(1, 2)}
    assert objectifs(5, alike) == {"A": 3, "B": 2}, "equal remainders: in the order of the codes"


def test_what_exceeds_a_share_makes_up_for_nothing() -> None:
    """12 for a share of 10 misses as little as 10 does; the set of 18 uses more of the envelope."""
    asked = [Demande(1, "Dix", "A", 10, {}), Demande(2, "Douze", "A", 12, {}), Demande(3, "Huit", "C", 8, {})]
    for solve in (par_enumeration, par_solveur):
        chosen = solve(asked, Regles(18, frozenset({1, 2, 3})), {"A": 10})
        assert {demande.action for demande in chosen} == {1, 3}, solve.__name__


def test_what_nobody_asks_for_is_out_of_reach() -> None:
    asked = [Demande(1, "Une", "A", 10, {}), Demande(2, "Trop chère", "A", 101, {}), Demande(3, "Exclue", "B", 5, {})]
    rules = Regles(100, frozenset({1, 2}))
    assert hors_d_atteinte(asked, rules, {"A": 30, "B": 5, "C": 7}) == 20 + 5 + 7
    assert hors_d_atteinte(asked, rules, {"A": 8}) == 0


def test_least_missing_then_most_used_by_both_ways_on_seeded_cases() -> None:
    rng, beyond = Random(31), 0
    for _ in range(25):
        asked = [Demande(k, f"Action {k}", rng.choice("ABC"), rng.randint(1, 30), {}) for k in range(rng.randint(2, 7))]
        marks = ((frozenset({0, 1}), rng.randint(0, 12)),) if rng.random() < 0.5 else ()
        rules = Regles(rng.randint(20, 70), frozenset(range(len(asked))), marks)
        parts = {place: rng.randint(0, 25) for place in "AB"}
        sets = [c for size in range(len(asked) + 1) for c in combinations(asked, size) if rules.possible(c)]
        wanted = min((manque(one, parts), -sum(d.cout for d in one)) for one in sets)
        for solve in (par_enumeration, par_solveur):
            chosen = solve(asked, rules, parts)
            assert rules.possible(chosen)
            assert (manque(chosen, parts), -sum(d.cout for d in chosen)) == wanted, solve.__name__
        beyond += any(recu(chosen, place) > share for place, share in parts.items())
    assert beyond > 8, "the draw meets territories beyond their share"
