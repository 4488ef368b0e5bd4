"""Secrecy as laws: whatever the counts, nothing published, nor any difference of it, is about fewer than eleven."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from components.core.secret import proteger

SEUIL = 11
ROWS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from("ABC")), min_size=1, max_size=14)


def _case(rows: list[tuple[int, int, str]]) -> tuple[dict[str, tuple[float, ...]], dict[str, str]]:
    counts = {f"c{k:02}": (float(a + b), float(a)) for k, (a, b, _) in enumerate(rows)}
    return counts, {f"c{k:02}": group for k, (_, _, group) in enumerate(rows)}


@given(ROWS)
def test_nothing_shown_is_under_the_threshold(rows: list[tuple[int, int, str]]) -> None:
    counts, groups = _case(rows)
    found = proteger(counts, groups, SEUIL)
    for code in found.lignes:
        assert min(counts[code]) >= SEUIL and counts[code][0] - counts[code][1] >= SEUIL
    for total in found.totaux.values():
        assert min(total) >= SEUIL and total[0] - total[1] >= SEUIL


@given(ROWS)
def test_no_difference_reveals_one_row_or_fewer_than_eleven_people(rows: list[tuple[int, int, str]]) -> None:
    counts, groups = _case(rows)
    found = proteger(counts, groups, SEUIL)
    for group, total in found.totaux.items():
        members = [code for code in counts if groups[code] == group]
        hidden = [code for code in members if code not in found.lignes]
        rest = [total[k] - sum(counts[c][k] for c in members if c in found.lignes) for k in range(2)]
        if hidden:
            assert len(hidden) >= 2
            assert min(rest) >= SEUIL and rest[0] - rest[1] >= SEUIL


def test_withheld_rows_are_enough_people_in_every_quantity() -> None:
    counts = {"a": (20.0, 3.0), "b": (20.0, 4.0), "c": (50.0, 30.0), "d": (90.0, 60.0)}
    shown = proteger(counts, dict.fromkeys(counts, "T"), SEUIL, emboites=False)
    assert shown.lignes == {"d"} and shown.totaux == {"T": (180.0, 97.0)}, "3 + 4 are too few beside a total"


@given(st.lists(st.integers(0, 25), min_size=2, max_size=4))
def test_no_hidden_value_can_be_computed_from_what_is_published(values: list[int]) -> None:
    counts = {f"c{k}": (float(v),) for k, v in enumerate(values)}
    found = proteger(counts, dict.fromkeys(counts, "T"), SEUIL, emboites=False)
    hidden = sorted(counts.keys() - found.lignes)
    if "T" not in found.totaux or not hidden:
        return
    rest = int(found.totaux["T"][0] - sum(counts[c][0] for c in found.lignes))
    possible = [split for split in _splits(rest, len(hidden)) if min(split) < SEUIL]
    for k in range(len(hidden)):
        assert len({split[k] for split in possible}) > 1


def _splits(total: int, parts: int) -> list[tuple[int, ...]]:
    bars = combinations(range(total + parts - 1), parts - 1)
    return [tuple(b - a - 1 for a, b in zip((-1, *cut), (*cut, total + parts - 1), strict=True)) for cut in bars]


@given(ROWS)
def test_protection_does_not_depend_on_the_order_of_rows(rows: list[tuple[int, int, str]]) -> None:
    counts, groups = _case(rows)
    assert proteger(counts, groups, SEUIL) == proteger(dict(reversed(counts.items())), groups, SEUIL)
