"""What is typed in a row of services is read whole, or refused and named: never taken for something else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.refus import EntreeInvalide
from components.reponses.regles import saisie
from components.reponses.regles import services as regles

JOUR = date(2026, 11, 26)
NOMS = {"DAC 71": 1, "CPTS du Clunisois": 2, "CPTS du Brionnais": 3, "MSP Cluny": 4, "msp cluny": 5}


@pytest.mark.parametrize("state", regles.MARQUES)
def test_a_state_is_read_from_its_word_its_mark_or_its_first_letters(state: str) -> None:
    for text in (state, state.upper(), f"  {state} ", state[0], regles.mot(state), regles.MARQUES[state]):
        assert saisie.etat(text) == state, text
    assert saisie.etat("") == saisie.etat("  ") == regles.INCONNU, "nothing noted is unknown, never « no »"


@given(st.text(max_size=12))
def test_a_state_is_never_guessed(text: str) -> None:
    """What is read starts as it was typed, once without its mark."""
    try:
        read = saisie.etat(text)
    except EntreeInvalide as refusal:
        assert "écrivez" in str(refusal)
        return
    bare = saisie.simple(text).lstrip("✔◐✖? ")
    assert read.startswith(bare)


@pytest.mark.parametrize("text", ["oui", "non rendus", "x", "rendu non", "partielle", "✖ rendux"])
def test_another_word_is_refused(text: str) -> None:
    with pytest.raises(EntreeInvalide, match=r"r \(rendu\)"):
        saisie.etat(text)


@given(st.dates(date(2000, 1, 1), JOUR))
def test_a_day_is_read_in_french_however_it_is_written(day: date) -> None:
    for shape in ("%d/%m/%Y", "%d%m%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", " %d/%m/%Y "):
        assert saisie.jour(day.strftime(shape), JOUR) == day.isoformat()


@pytest.mark.parametrize("text", ["31/02/2025", "26/11", "6112", "12/25/2025", "hier", "27/11/2026", "01/01/1999"])
def test_a_day_that_is_none_or_to_come_is_refused(text: str) -> None:
    with pytest.raises(EntreeInvalide, match=r"date|avenir"):
        saisie.jour(text, JOUR)
    assert saisie.jour("  ", JOUR) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("DAC 71", {1}), ("dac", {1}), ("clunisois", {2}), ("cpts du b ; DAC", {2 + 1, 1}), ("", set()), (" ; ", set()),
        ("MSP Cluny", {4}), ("msp cluny", {5}), ("cpts du clunisois;cpts du clunisois", {2}),
    ],
)  # fmt: skip
def test_structures_are_named_by_what_tells_them_apart(text: str, meant: set[int]) -> None:
    assert saisie.plusieurs(text, NOMS, "une structure notée") == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [("cpts", "peut être CPTS du Clunisois ou"), ("MSP  Cluny", "peut être"), ("hôpital", "n'est pas une")],
)
def test_a_name_of_none_or_of_several_is_refused(text: str, why: str) -> None:
    with pytest.raises(EntreeInvalide, match=why):
        saisie.plusieurs(f"DAC ; {text}", NOMS, "une structure notée")
