"""A state typed in a row of services is read whole, or refused: never taken for something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.refus import EntreeInvalide
from components.core.saisie import simple
from components.reponses.regles import services as regles


@pytest.mark.parametrize("state", regles.MARQUES)
def test_a_state_is_read_from_its_word_its_mark_or_its_first_letters(state: str) -> None:
    for text in (state, state.upper(), f"  {state} ", state[0], regles.mot(state), regles.MARQUES[state]):
        assert regles.etat_tape(text) == state, text
    assert regles.etat_tape("") == regles.etat_tape("  ") == regles.INCONNU, "nothing noted is unknown, never « no »"


@given(st.text(max_size=12))
def test_a_state_is_never_guessed(text: str) -> None:
    """What is read starts as it was typed, once without its mark."""
    try:
        read = regles.etat_tape(text)
    except EntreeInvalide as refusal:
        assert "écrivez" in str(refusal)
        return
    bare = simple(text).lstrip("✔◐✖? ")
    assert read.startswith(bare)


@pytest.mark.parametrize("text", ["oui", "non rendus", "x", "rendu non", "partielle", "✖ rendux"])
def test_another_word_is_refused(text: str) -> None:
    with pytest.raises(EntreeInvalide, match=r"r \(rendu\)"):
        regles.etat_tape(text)
