"""What a rule and a zoning have in common, said for one, for none, for many."""

import pytest

from components.carences.regles.reperes import Confrontation, mots_ici


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((11, 4, 9, 8), "signale 4 territoires en zone sur 11, et 1 autre sur 9"),
        ((1, 1, 1, 1), "signale 1 territoire en zone sur 1, et 0 autre sur 1"),
        ((3, 2, 0, 0), "signale 2 territoires en zone sur 3, et 0 autre sur 0"),
    ],
)
def test_the_words_agree_with_their_counts(counts: tuple[int, int, int, int], words: str) -> None:
    assert Confrontation(*counts).phrase == words


def test_one_territory_is_read_as_one() -> None:
    assert mots_ici(1, 1) == "signale sur le seul territoire lu ici" and mots_ici(0, 1).startswith("ne signale pas")
    assert mots_ici(7, 19) == "signale sur 7 des 19 territoires lus ici" and not mots_ici(0, 0)
