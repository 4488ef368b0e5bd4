"""The reading « gap closed », worked by hand: what counts, what is useless, and each reason."""

import numpy as np
import pytest

from components.plans.regles import partage
from components.plans.regles.enveloppe import Choix, Demande, Regles


def _demande(action: int, titre: str, cout: int, *gains: float) -> Demande:
    return Demande(action, titre, "A", cout, {"central": np.array(gains, dtype=float)})


def _lire(asked: list[Demande], amount: int, ecart: list[float], habitants: list[float]) -> Choix:
    rules = Regles(amount, frozenset(d.action for d in asked))
    return partage.lecture_comblement(asked, rules, "central", np.array(ecart), np.array(habitants))


@pytest.mark.parametrize(
    ("gap", "gain", "closed"),
    [
        (1.0, 0.4, 0.4), (1.0, 1.0, 1.0), (1.0, 3.0, 1.0), (1.0, -0.4, -0.4),  # under the repère
        (0.0, 2.0, 0.0), (-0.5, 2.0, 0.0), (-0.5, -0.5, 0.0), (-0.5, -0.7, -0.2), (0.0, -0.3, -0.3),  # above it
        (-np.inf, -5.0, 0.0), (-np.inf, 5.0, 0.0),  # unknown
    ],
)  # fmt: skip
def test_what_gains_close_and_what_losses_open(gap: float, gain: float, closed: float) -> None:
    assert partage.ferme(np.array([gap]), np.array([gain]))[0] == pytest.approx(closed)


def test_the_gap_is_closed_once_and_the_rest_of_the_money_goes_where_it_is_open() -> None:
    """Two communes: A closes the first, B and C the second; a third action on the first adds nothing."""
    asked = [
        _demande(1, "A", 30, 1.0, 0.0), _demande(2, "A bis", 30, 1.0, 0.0), _demande(3, "B", 30, 0.0, 0.6),
        _demande(4, "C", 30, 0.0, 0.6),
    ]  # fmt: skip
    found = _lire(asked, 90, [1.0, 1.0], [100, 10])
    assert len(found.retenues) == 3 and {3, 4} < set(found.retenues)
    assert float(found.valeur) == pytest.approx(110.0) and found.reste == 0
    found = _lire(asked, 1_000, [1.0, 1.0], [100, 10])
    assert len(found.retenues) == 3, "what brings nothing more is not retained, whatever the money"
    refused = next(a for a in (1, 2) if a not in found.retenues)
    assert found.raisons[refused] == "Non : n'ajoute rien à ce que comblent déjà les actions retenues."


def test_days_taken_from_a_place_that_falls_under_the_repere_are_deducted() -> None:
    taken = _demande(1, "Prêt", 10, 0.5, -0.4)
    found = _lire([taken], 10, [1.0, -0.1], [10, 10])
    assert found.retenues == (1,) and float(found.valeur) == pytest.approx(10 * 0.5 - 10 * 0.3)
    found = _lire([taken], 10, [1.0, 0.2], [10, 20])
    assert found.retenues == ()
    assert (
        found.raisons[1] == "Non : sous le repère, elle ne donne pas plus qu'elle ne prend là d'où viennent ses jours."
    )


@pytest.mark.parametrize("gain", [0.4, 0.04])
def test_what_gives_little_is_retained_and_what_gives_as_much_as_it_takes_is_not(gain: float) -> None:
    found = _lire([_demande(1, "Peu", 10, gain), _demande(2, "Autant", 10, 0.0)], 30, [1.0], [1.0])
    assert found.retenues == (1,)
    even = _demande(3, "Autant qu'elle prend", 10, 0.5, -0.5)
    said = _lire([even], 10, [1.0, 1.0], [10, 10])
    assert said.retenues == () and "ne donne pas plus qu'elle ne prend" in said.raisons[3]


def test_what_would_lose_once_added_is_told_with_how_much() -> None:
    """Alone the second gives 2 less 1; the first gives the 2 already: added, it would only take."""
    first = _demande(1, "Première", 10, 2.0, 0.0)
    second = _demande(2, "Seconde", 20, 2.0, -1.0)
    found = _lire([first, second], 30, [2.0, 1.0], [1.0, 1.0])
    assert found.retenues == (1,)
    assert found.raisons[2] == "Non : ajoutée aux autres, elle ferait perdre 1 consultation par an."


def test_of_what_is_useless_the_dearest_goes_first() -> None:
    asked = (_demande(1, "Chère", 20, 1.0), _demande(2, "Moins chère", 10, 1.0), _demande(3, "Autre", 10, 1.0))
    left = partage._without_useless(asked, "central", np.array([1.0]), np.array([5.0]))
    assert [d.titre for d in left] == ["Autre"]
    useful = (_demande(1, "Une", 20, 0.5), _demande(2, "Deux", 10, 0.5))
    assert partage._without_useless(useful, "central", np.array([1.0]), np.array([5.0])) == useful


def test_at_the_same_loss_the_fewest_actions_are_named() -> None:
    """In place of A, or of A and B: B brings nothing more once D is there."""
    asked = [_demande(1, "A", 60, 1.0, 0.0), _demande(2, "B", 40, 0.0, 1.0), _demande(3, "D", 60, 0.0, 1.0)]
    found = _lire(asked, 100, [1.0, 1.0], [10, 10])
    assert found.retenues == (1, 2)
    assert found.raisons[3] == "Non : à la place de « A », elle ferait perdre 10 consultations par an."


def test_nobody_under_the_repere_and_nothing_is_retained() -> None:
    gains = _demande(1, "A", 10, 1.0)
    for ecart, habitants in (([0.0], [10.0]), ([-1.0], [10.0]), ([1.0], [0.0])):
        assert _lire([gains], 10, ecart, habitants).retenues == ()
    assert _lire([], 10, [1.0], [10.0]) == Choix((), 0, 10, {})
