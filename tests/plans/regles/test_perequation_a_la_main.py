"""The péréquation worked by hand: shares, their cents, and each sentence."""

from fractions import Fraction

import pytest

from components.core.refus import EntreeInvalide
from components.plans.regles.enveloppe import ENUMERABLES, Demande, Regles
from components.plans.regles.perequation import cibles, lecture_perequation, objectifs

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
