"""A number that someone typed is read in French or refused; never as another number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.francais import nombre
from components.core.refus import EntreeInvalide
from components.core.saisie import lire_nombre


@pytest.mark.parametrize(
    ("texte", "lu"),
    [
        ("17600,50", 17600.5), ("17 600,50", 17600.5), ("17\u202f600,50", 17600.5), ("17\u00a0600,5", 17600.5),
        ("17600.50", 17600.5), ("  3 ", 3.0), ("−2,5", -2.5), ("-2,5", -2.5), ("0", 0.0), ("", None), ("  ", None),
        ("1,234", 1.234), ("2026", 2026.0),
    ],
)  # fmt: skip
def test_a_number_is_read(texte: str, lu: float | None) -> None:
    assert lire_nombre(texte) == lu


@pytest.mark.parametrize(
    "texte",
    ["17.600", "17.600,50", "17,600.50", "1,2,3", "dix", "1e5", "nan", "inf", "17 600 €", ",5", "5,", "٣", "--1"],
)
def test_anything_else_is_refused_in_words(texte: str) -> None:
    with pytest.raises(EntreeInvalide, match=texte[:2].strip().replace("--", "-")):
        lire_nombre(texte)


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_what_is_shown_is_read_back(valeur: object) -> None:
    assert lire_nombre(nombre(float(valeur), 2)) == float(valeur)  # type: ignore[arg-type]
