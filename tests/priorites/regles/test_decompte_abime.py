"""A published count that was cut, or whose numbers are written otherwise, is refused or counted as it was."""

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.refus import EntreeInvalide
from components.priorites.regles import decompte
from components.priorites.regles.scrutin import depouiller
from tests.priorites.test_lois import GENRES, _ballots, _definition

AUTREMENT: dict[str, Callable[[int], object] | None] = {
    "décimales": lambda n: n + 0.4, "flottant": float, "texte": str, "vide": lambda n: None, "liste": lambda n: [n],
    "absent": None,
}  # fmt: skip
ANGLAIS = ("invalid", "object", "must be", "Expecting", "codec", "unsupported")


def _document(genre: str) -> dict[str, Any]:
    rng = Random(1785)
    declared = _definition(rng, genre)
    ballots = _ballots(rng, declared)
    tallies = depouiller(declared, [("p",), ("u", "e")], ballots)
    words = [f"mot mot {k}" for k in range(len(ballots))]
    return decompte.ecrire(declared, "0" * 64, tallies, words, {"bulletins": len(ballots)})


def _nombres(value: Any) -> Iterator[tuple[Any, Any]]:
    """Where the whole numbers of a document are: what holds them, and under which key."""
    for key, one in value.items() if isinstance(value, dict) else enumerate(value):
        if type(one) is int:
            yield value, key
        elif isinstance(one, dict | list):
            yield from _nombres(one)


def _recompte(raw: bytes) -> Any:
    try:
        return decompte.recompter(decompte.ouvrir(raw))[1]
    except EntreeInvalide as refusal:
        assert not [word for word in ANGLAIS if word in str(refusal)], refusal
        return None


@pytest.mark.parametrize("genre", GENRES)
@given(st.integers(0, 200), st.sampled_from(sorted(AUTREMENT)))
def test_a_number_written_otherwise(genre: str, rank: int, form: str) -> None:
    document = json.loads(json.dumps(_document(genre)))
    places = list(_nombres(document))
    held, key = places[rank % len(places)]
    change = AUTREMENT[form]
    if change is None:
        del held[key]
    else:
        held[key] = change(held[key])
    assert _recompte(json.dumps(document).encode()) in (None, decompte.recompter(_document(genre))[1])


@pytest.mark.parametrize("genre", GENRES)
@given(st.integers(1, 4000), st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "mac_roman")))
def test_a_file_that_was_cut_or_encoded_otherwise(genre: str, cut: int, encoding: str) -> None:
    raw = json.dumps(_document(genre), ensure_ascii=False).encode(encoding, "replace")
    whole = decompte.recompter(_document(genre))[1]
    assert _recompte(raw) in (None, whole)
    assert _recompte(raw[: max(0, len(raw) - cut)]) is None


def test_half_of_a_character_is_refused_in_words() -> None:
    document = _document(GENRES[0])
    document["question"] = "Quoi \ud83d ?"
    with pytest.raises(EntreeInvalide, match="ce n'est pas un texte"):
        decompte.ouvrir(json.dumps(document).encode())
