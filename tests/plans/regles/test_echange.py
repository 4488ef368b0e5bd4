"""What a refused action would take the place of: at the least loss, the fewest actions, named up to three."""

import numpy as np
import pytest

from components.plans.regles.enveloppe import Demande, Regles
from components.plans.regles.partage import lecture_comblement

SANS_FIN, CENT = np.array([1_000.0]), np.array([100.0])


def _non(envelope: int, *asked: tuple[str, int, float]) -> dict[str, str]:
    """The reasons of actions (title, cost, gain of the one commune), by title."""
    wanted = [Demande(k, t, "A", cost, {"central": np.array([gain])}) for k, (t, cost, gain) in enumerate(asked)]
    rules = Regles(envelope, frozenset(range(len(wanted))))
    found = lecture_comblement(wanted, rules, "central", SANS_FIN, CENT)
    return {d.titre: found.raisons[d.action] for d in wanted}


def test_one_leaves_the_one_that_brings_least() -> None:
    said = _non(100, ("A", 50, 3.0), ("B", 50, 2.0), ("C", 50, 1.0))
    assert said["C"] == "Non : à la place de « B », elle ferait perdre 100 consultations par an."
    assert said["A"] == "Oui : sans elle, 300 consultations par an de moins."


def test_one_rather_than_two_for_the_same_loss_and_two_when_one_does_not_do() -> None:
    said = _non(100, ("A", 40, 3.0), ("B", 40, 3.0), ("C", 20, 1.0), ("D", 80, 5.5))
    assert said["D"] == "Non : à la place de « A » et « B », elle ferait perdre 50 consultations par an."
    said = _non(100, ("A", 90, 5.0), ("B", 10, 0.5), ("C", 90, 1.0))
    assert said["C"] == "Non : à la place de « A », elle ferait perdre 400 consultations par an."


@pytest.mark.parametrize(
    ("cost", "names", "lost"),
    [(75, "« D », « C » et « B »", "600"), (100, "« D », « C », « B » et 1 autre", "1\u202f000")],
)
def test_beyond_two_those_that_bring_least_leave_until_it_fits(cost: int, names: str, lost: str) -> None:
    said = _non(100, ("A", 25, 4.0), ("B", 25, 3.0), ("C", 25, 2.0), ("D", 25, 1.5), ("E", cost, 0.5))
    assert said["E"] == f"Non : à la place de {names}, elle ferait perdre {lost} consultations par an."
