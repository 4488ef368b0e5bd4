"""The péréquation against every set, tried apart: least missing, then most used, and reasons that are true."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.refus import EntreeInvalide
from components.plans.regles.enveloppe import ENUMERABLES, Demande, Regles
from components.plans.regles.perequation import (
    hors_d_atteinte,
    lecture_perequation,
    meilleure_perequation,
    objectifs,
    par_enumeration,
    par_solveur,
)
from tests.plans.test_partage import PLACES, instances

Cas = tuple[list[Demande], Regles, object, object]
parts = st.lists(st.integers(0, 10), min_size=3, max_size=3).filter(any)
PLEIN = "servi à hauteur de ce qu'il peut"


def _aims(found: list[int]) -> dict[str, Fraction]:
    return {place: Fraction(part, sum(found)) for place, part in zip(PLACES, found, strict=True)}


def _sets(asked: list[Demande], rules: Regles) -> list[tuple[Demande, ...]]:
    return [c for k in range(len(asked) + 1) for c in combinations(asked, k) if rules.possible(c)]


def _money(chosen: tuple[Demande, ...], place: str) -> int:
    return sum(d.cout for d in chosen if d.territoire == place)


def _missing(chosen: tuple[Demande, ...], shares: Mapping[str, int]) -> int:
    return sum(max(0, share - _money(chosen, place)) for place, share in shares.items())


def _spent(chosen: tuple[Demande, ...]) -> int:
    return sum(d.cout for d in chosen)


@given(instances(), parts)
def test_the_perequation_equals_enumeration(instance: Cas, found: list[int]) -> None:
    asked, rules, *_ = instance
    aims = _aims(found)
    shares, sets = objectifs(rules.montant, aims), _sets(asked, rules)
    chosen = meilleure_perequation(asked, rules, aims)
    assert rules.possible(chosen)
    wanted = min((_missing(one, shares), -_spent(one)) for one in sets)
    assert (_missing(chosen, shares), -_spent(chosen)) == wanted
    eligible = [d for d in asked if d.action in rules.eligibles]
    for answer in (par_enumeration(eligible, rules, shares), par_solveur(eligible, rules, shares)):
        assert rules.possible(answer) and _missing(answer, shares) == wanted[0]
        assert all(not rules.possible((*answer, d)) for d in eligible if d not in answer), "nothing idle that serves"


@given(instances(), parts)
def test_every_reason_is_true(instance: Cas, found: list[int]) -> None:
    asked, rules, *_ = instance
    aims = _aims(found)
    shares, sets = objectifs(rules.montant, aims), _sets(asked, rules)
    reading = lecture_perequation(asked, rules, aims)
    kept = tuple(d for d in asked if d.action in reading.retenues)
    assert reading.valeur == _missing(kept, shares) and reading.reste == rules.montant - _spent(kept)
    assert hors_d_atteinte(asked, rules, shares) <= reading.valeur
    for demande in asked:
        why, without = reading.raisons[demande.action], tuple(d for d in kept if d is not demande)
        assert why.startswith("Oui") == (demande in kept)
        if "emploie un argent" in why:
            assert _missing(without, shares) == reading.valeur == min(_missing(one, shares) for one in sets)
        most = max(_money(one, demande.territoire) for one in sets)
        if PLEIN in why:
            assert _money(kept, demande.territoire) == most
        elif "à la place de" in why:
            assert _money(kept, demande.territoire) < most


@pytest.mark.parametrize("montant", [1, 7, 100, 250_000_03])
def test_shares_in_cents_add_up_to_the_envelope(montant: int) -> None:
    shares = objectifs(montant, {"A": Fraction(1, 3), "B": Fraction(1, 3), "C": Fraction(1, 3)})
    assert sum(shares.values()) == montant and max(shares.values()) - min(shares.values()) <= 1


def test_a_territory_beyond_its_share_is_no_fault_where_nobody_else_can_use_the_money() -> None:
    asked = [Demande(1, "Une", "A", 60, {}), Demande(2, "Deux", "A", 40, {})]
    rules = Regles(100, frozenset({1, 2}))
    found = lecture_perequation(asked, rules, {"A": Fraction(1, 2), "B": Fraction(1, 2)})
    assert found.retenues == (1, 2) and found.reste == 0
    assert found.valeur == 50, "what the other territory did not ask for stays missing"


def test_a_territory_that_could_receive_more_is_never_said_to_be_full() -> None:
    """A's dear action would serve it better, and would leave B with nothing: said, and not « à hauteur de »."""
    asked = [Demande(1, "Petite", "A", 30, {}), Demande(2, "Grande", "A", 90, {}), Demande(3, "Autre", "B", 50, {})]
    rules = Regles(100, frozenset({1, 2, 3}))
    found = lecture_perequation(asked, rules, {"A": Fraction(1, 2), "B": Fraction(1, 2)})
    assert found.retenues == (1, 3) and PLEIN not in found.raisons[2]
    assert "0,30" in found.raisons[2]


def test_beyond_what_can_be_tried_the_solver_answers_and_leaves_nothing_idle() -> None:
    asked = [Demande(k, f"Action {k}", PLACES[k % 3], 1000 + 137 * k, {}) for k in range(ENUMERABLES + 6)]
    rules = Regles(20_000, frozenset(range(len(asked))))
    aims = {"A": Fraction(1, 2), "B": Fraction(1, 4), "C": Fraction(1, 4)}
    kept = meilleure_perequation(asked, rules, aims)
    assert rules.possible(kept) and all(not rules.possible((*kept, d)) for d in asked if d not in kept)
    assert _missing(kept, objectifs(20_000, aims)) < 2_000


def test_earmarked_credits_beyond_the_envelope_are_an_error_in_words() -> None:
    rules = Regles(100, frozenset({1}), ((frozenset({1}), 101),))
    with pytest.raises(EntreeInvalide, match="crédits fléchés"):
        meilleure_perequation([Demande(1, "Une", "A", 60, {})], rules, {"A": Fraction(1)})
