"""The log under a flood: what repeats is counted, what is new is still said, and the count is told."""

import logging

import pytest

from components.ui.porte import journal
from components.ui.porte.journal import EN_TOUT, PAREILLES, Borne


def _ligne(words: str, *args: object, name: str = "essai") -> logging.LogRecord:
    return logging.LogRecord(name, logging.WARNING, "", 0, words, args, None)


def test_what_repeats_is_said_a_few_times_and_what_is_new_still_passes() -> None:
    measured = Borne()
    assert sum(measured.filter(_ligne("refusé %s", k)) for k in range(10_000)) == PAREILLES
    assert measured.filter(_ligne("autre chose"))


def test_a_flood_that_never_repeats_is_bounded_too() -> None:
    measured = Borne()
    assert sum(measured.filter(_ligne(f"{k} est nouveau")) for k in range(10_000)) == EN_TOUT


def test_the_next_minute_begins_by_saying_how_many_were_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(journal.time, "monotonic", lambda: clock[0])
    measured = Borne()
    for k in range(PAREILLES + 5):
        measured.filter(_ligne("refusé %s", k))
    clock[0] += journal.MINUTE
    line = _ligne("refusé %s", "encore")
    assert measured.filter(line)
    assert line.getMessage() == "refusé encore (5 lignes tues auparavant)"
    assert measured.filter(after := _ligne("refusé %s", 1)) and after.getMessage() == "refusé 1"
