"""Communes of the same name in a list: told apart by where they are, and never one taken for the other."""

import pytest

from components.core.communes import distinctes


@pytest.mark.parametrize(
    ("noms", "dits"),
    [
        ({"71014": "Autun", "71070": "Chagny"}, ["Autun", "Chagny"]),
        ({"71033": "Bey", "01041": "Bey", "71014": "Autun"}, ["Bey (71)", "Bey (01)", "Autun"]),
        ({"97101": "Le Bourg", "97201": "Le Bourg"}, ["Le Bourg (971)", "Le Bourg (972)"]),
        ({"71001": "Saint-Martin", "71002": "Saint-Martin", "58001": "Saint-Martin"},
         ["Saint-Martin (71001)", "Saint-Martin (71002)", "Saint-Martin (58)"]),
        ({}, []),
    ],
)  # fmt: skip
def test_names_that_read_the_same_are_told_apart(noms: dict[str, str], dits: list[str]) -> None:
    assert distinctes(noms) == dict(zip(noms, dits, strict=True))
