"""How access is shared: by hand, and its laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.refus import EntreeInvalide
from components.propositions.equite.regles import mesures, phrases

gens = st.lists(st.tuples(st.integers(1, 5_000), st.floats(0, 9)), min_size=1, max_size=30)


def _lire(pairs: list[tuple[int, float]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([p for p, _ in pairs], dtype=float), np.array([level for _, level in pairs])


def test_four_communes_by_hand() -> None:
    people, levels = np.array([100.0, 100.0, 100.0, 100.0]), np.array([4.0, 1.0, 3.0, 2.0])
    got = mesures.mesurer(people, levels, 0.25)
    assert (got.bas, got.haut, got.moyenne, got.rapport) == (1.0, 4.0, 2.5, 4.0)
    assert got.gini == pytest.approx(0.25)
    x, y = mesures.lorenz(people, levels)
    assert x.tolist() == [0, 0.25, 0.5, 0.75, 1] and y == pytest.approx([0, 0.1, 0.3, 0.6, 1])
    assert mesures.seuil_du_bas(people, levels, 0.5) == 2.0


@given(gens, st.floats(0.05, 0.5))
def test_the_laws_of_sharing(pairs: list[tuple[int, float]], part: float) -> None:
    people, levels = _lire(pairs)
    got = mesures.mesurer(people, levels, part)
    assert got.bas <= got.moyenne + 1e-9 and got.moyenne <= got.haut + 1e-9 and -1e-9 <= got.gini < 1
    same = mesures.mesurer(people, np.full(len(people), 2.0), part)
    assert (same.bas, same.haut) == pytest.approx((2.0, 2.0)) and same.gini == pytest.approx(0, abs=1e-9)
    x, y = mesures.lorenz(people, levels)
    assert (np.diff(x) > 0).all() and (y <= x + 1e-9).all() and y[-1] == pytest.approx(1)
    halves = mesures.mesurer(np.concatenate([people, people]), np.concatenate([levels, levels]), part)
    assert halves.bas == pytest.approx(got.bas) and halves.gini == pytest.approx(got.gini, abs=1e-9)


def test_nobody_or_a_share_without_meaning_is_refused() -> None:
    for people, levels, part in (([], [], 0.1), ([1.0], [np.nan], 0.1), ([1.0], [1.0], 0.0), ([1.0], [1.0], 1.0)):
        with pytest.raises(EntreeInvalide):
            mesures.mesurer(np.array(people), np.array(levels), part)


def test_losers_and_worst_off_are_said() -> None:
    people = np.array([100.0, 900.0])
    before, after = (mesures.mesurer(people, np.array(levels), 0.1) for levels in ([1.0, 3.0], [2.0, 3.0]))
    assert "de 1,00 à 2,00" in phrases.reponse(before, after) and "Rien ne change" in phrases.reponse(before, before)
    assert phrases.perdants([], 0) == "Aucune commune ne perd."
    assert "Cluny" in phrases.perdants(["Cluny"], 4_900) and "perd" in phrases.perdants(["Cluny"], 4_900)
    nothing = mesures.mesurer(people, np.zeros(2), 0.1)
    assert nothing.rapport is None and "fois plus" not in phrases.reponse(nothing, after)
