"""Who gives time, by age: no class of fewer than five is ever told, nor found by difference."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from components.propositions.solidarite.regles import generations
from components.propositions.solidarite.regles.generations import AU_MOINS, BORNES, TROP_PEU, classes, phrase, regrouper


def _plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_shares_are_of_the_days_given() -> None:
    told = classes({0: (6, 12.0), 40: (8, 38.0), 55: (10, 40.0), 65: (5, 10.0)})
    assert _plain(phrase(told)) == (
        "Qui donne du temps : les moins de 40 ans 12 %, les 40 à 54 ans 38 %, les 55 à 64 ans 40 % et les 65 ans et "
        "plus 10 % des jours."
    )


def test_small_classes_are_brought_together() -> None:
    told = classes({0: (2, 4.0), 40: (8, 36.0), 55: (10, 40.0), 65: (1, 20.0)})
    assert _plain(phrase(told)) == "Qui donne du temps : les moins de 55 ans 40 % et les 55 ans et plus 60 % des jours."


def test_few_volunteers_are_not_told_and_none_is_silence() -> None:
    assert phrase(classes({40: (4, 8.0)})) == TROP_PEU
    assert phrase(classes({})) == ""


@given(st.dictionaries(st.sampled_from(BORNES), st.tuples(st.integers(0, 12), st.floats(0, 50))))
def test_every_class_told_has_five_volunteers(filled: dict[int, tuple[int, float]]) -> None:
    whole = classes(filled)
    told = regrouper(whole)
    assert all(one.medecins >= AU_MOINS for one in told)
    count = sum(one.medecins for one in whole)
    assert sum(one.medecins for one in told) == (count if count >= generations.AU_MOINS else 0)
    if told:
        assert told[0].de == 0 and told[-1].a is None
        assert all(first.a == second.de for first, second in pairwise(told))
