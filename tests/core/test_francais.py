"""French form of numbers, dates and plurals."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.francais import (
    compte,
    de,
    distincts,
    ecart,
    jour,
    jour_court,
    liste,
    mot,
    nombre,
    pluriel,
    pourcent,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (12345.6, 1, "12\u202f345,6"),
        (1_234_567, 0, "1\u202f234\u202f567"),
        (-1234.5, 1, "−1\u202f234,5"),
        (0.0, 2, "0,00"),
        (-0.001, 2, "0,00"),
        (-0.0, 0, "0"),
        (None, 0, "non disponible"),
        (float("nan"), 2, "non disponible"),
    ],
)
def test_nombre(value: float | None, decimals: int, text: str) -> None:
    assert nombre(value, decimals) == text


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_a_number_reads_back(value: float, decimals: int) -> None:
    text = nombre(value, decimals)
    back = float(text.replace("\u202f", "").replace(",", ".").replace("−", "-"))
    assert abs(back - value) <= 0.5000001 * 10.0**-decimals + abs(value) * 1e-12
    assert not ({".", "-"} & set(text))


@pytest.mark.parametrize(
    ("value", "text"), [(0.12, "+0,12"), (-0.04, "−0,04"), (0.0, "0,00"), (0.001, "0,00"), (None, "non disponible")]
)
def test_ecart(value: float | None, text: str) -> None:
    assert ecart(value) == text


def test_pourcent() -> None:
    assert pourcent(0.365) == "36\u00a0%" or pourcent(0.365) == "37\u00a0%"
    assert pourcent(0.1234, 1) == "12,3\u00a0%"
    assert pourcent(float("nan")) == pourcent(None) == "non disponible"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0\u00a0jour"),
        (1, "1\u00a0jour"),
        (1.5, "1,5\u00a0jour"),
        (2, "2\u00a0jours"),
        (1200, "1\u202f200\u00a0jours"),
    ],
)
def test_pluriel(count: float, text: str) -> None:
    assert pluriel(count, "jour") == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 habitant"), (1, "1 habitant"), (1.4, "1 habitant"), (1.6, "2 habitants"), (1234.0, "1\u202f234 habitants")],
)
def test_a_count_agrees_with_what_is_shown(count: float, text: str) -> None:
    assert compte(count, "habitant") == text
    assert mot(1.86, "consultation") == "consultation" and mot(2, "consultation") == "consultations"


def test_an_irregular_plural() -> None:
    assert pluriel(3, "travail", "travaux") == "3\u00a0travaux"


def test_jour() -> None:
    assert jour(date(2026, 3, 1)) == "1er mars 2026"
    assert jour(date(2026, 8, 12)) == "12 août 2026"


def test_a_day_is_said_short_and_any_other_text_as_it_is() -> None:
    assert jour_court("2028-11-26") == jour_court("2028-11-26T10:00:00+00:00") == "26/11/2028"
    for text in ("—", "", "Vu le 2028-11-26", "2028-11", "71014"):
        assert jour_court(text) == text


@pytest.mark.parametrize(
    ("mots", "dit"),
    [
        ("infirmiers", "d'infirmiers"),
        ("médecins", "de médecins"),
        ("Autun", "d'Autun"),
        ("Épinac", "d'Épinac"),
        ("Hautefond", "de Hautefond"),
        ("Yzeure", "d'Yzeure"),
        ("Yaoundé", "de Yaoundé"),
        ("onze lieux", "de onze lieux"),
    ],
)
def test_de(mots: str, dit: str) -> None:
    assert de(mots) == dit


def test_liste() -> None:
    assert liste([]) == "aucune"
    assert liste(["a"]) == "a"
    assert liste(["a", "b", "c"]) == "a, b et c"
    assert liste(list("abcdefghij"), 2) == "a, b et 8 autres"


@given(st.dictionaries(st.integers(0, 99), st.sampled_from(["a", "b", "c"])))
def test_labels_to_choose_from_never_read_the_same(words: dict[int, str]) -> None:
    found = distincts(words)
    assert list(found) == list(words) and len(set(found.values())) == len(words)
    assert all(found[key].startswith(words[key]) for key in words)


@given(st.dictionaries(st.integers(0, 99), st.sampled_from(["a", "b", "c"])))
def test_ours_keep_their_words_and_come_first(words: dict[int, str]) -> None:
    found = distincts(words, {-1: "a", -2: "d"})
    assert list(found) == [-1, -2, *words] and len(set(found.values())) == len(words) + 2
    assert (found[-1], found[-2]) == ("a", "d")
