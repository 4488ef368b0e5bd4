"""The weights of a vote, worked by hand."""

from fractions import Fraction

import pytest

from components.core import poids
from components.priorites.regles.poids import peser
from components.priorites.regles.scrutin import College, Definition
from components.priorites.regles.vote import POINTS, REFUSER, USAGERS, Option


def _declared(departage: str) -> Definition:
    colleges = tuple(College(code, code.upper(), str(w), code == "u") for code, w in (("p", 3), ("u", 2), ("e", 1)))
    return Definition(
        "Q", POINTS, (Option("a", "Bus"), Option("b", "Maison")), colleges, departage, "1/2", 3, 5, points=10
    )


@pytest.mark.parametrize("departage", [REFUSER, USAGERS])
def test_weights_worked_by_hand(departage: str) -> None:
    """Three colleges of 3, 2 and 1; nobody came for the last: joined with users, their group weighs a half."""
    declared = _declared(departage)
    opened = peser(declared, [("p",), ("u", "e")], {"p": 9, "u": 4})
    assert (opened.declare, opened.minimum, opened.poursuivi) == (Fraction(1, 3), 5, False)
    assert opened.tranchent == (departage == USAGERS) and opened.applique == opened.annonces
    alone, joined = opened.annonces
    assert alone == poids.Poids("p", "P", Fraction(1, 2), 9, 0)
    assert joined == poids.Poids("u+e", "U + E", Fraction(1, 2), 4, 4) and joined.reuni and not alone.reuni
    assert peser(declared, [("p",)], {}, poursuivi=True).poursuivi
