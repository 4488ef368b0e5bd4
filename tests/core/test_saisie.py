"""A number, a day, a name that someone typed is read in French or refused; never as another one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core import saisie
from components.core.francais import nombre
from components.core.refus import EntreeInvalide
from components.core.saisie import lire_nombre

JOUR = date(2026, 11, 26)
NOMS = {"DAC 71": 1, "CPTS du Clunisois": 2, "CPTS du Brionnais": 3, "MSP Cluny": 4, "msp cluny": 5,
        "Digoin (71176)": 6, "Digoin-Port (71999)": 7, "Autun (Le Haut)": 8, "Autun (Le Bas)": 9}  # fmt: skip


@pytest.mark.parametrize(
    ("texte", "lu"),
    [
        ("17600,50", 17600.5), ("17 600,50", 17600.5), ("17\u202f600,50", 17600.5), ("17\u00a0600,5", 17600.5),
        ("17600.50", 17600.5), ("  3 ", 3.0), ("−2,5", -2.5), ("-2,5", -2.5), ("0", 0.0), ("", None), ("  ", None),
        ("1,234", 1.234), ("2026", 2026.0), ("1 234 567,5", 1_234_567.5), ("- 2", -2.0),
        ("\u00a017\u00a0600 ", 17600.0),
    ],
)  # fmt: skip
def test_a_number_is_read(texte: str, lu: float | None) -> None:
    assert lire_nombre(texte) == lu


@pytest.mark.parametrize(
    "texte",
    ["17.600", "17.600,50", "17,600.50", "1,2,3", "dix", "1e5", "nan", "inf", "17 600 €", ",5", "5,", "٣", "--1",
     "17600 50", "17 600 50", "3 2", "1 0000", "17 60,5", "1,5 0", "12\u00a034", "1  234", "1\n234\n5", "1.234,5"],
)  # fmt: skip
def test_anything_else_is_refused_in_words(texte: str) -> None:
    with pytest.raises(EntreeInvalide, match=texte[:2].strip().replace("--", "-")):
        lire_nombre(texte)


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_what_is_shown_is_read_back(valeur: object) -> None:
    assert lire_nombre(nombre(float(valeur), 2)) == float(valeur)  # type: ignore[arg-type]


@given(st.dates(date(2000, 1, 1), JOUR))
def test_a_day_is_read_in_french_however_it_is_written(day: date) -> None:
    for shape in ("%d/%m/%Y", "%d%m%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", " %d/%m/%Y "):
        assert saisie.jour(day.strftime(shape), JOUR) == day.isoformat()


@pytest.mark.parametrize(
    "text", ["31/02/2025", "26/11", "6112", "1112026", "26/112026", "12/25/2025", "hier", "27/11/2026", "01/01/1999"]
)
def test_a_day_that_is_none_or_to_come_is_refused(text: str) -> None:
    with pytest.raises(EntreeInvalide, match=r"date|avenir"):
        saisie.jour(text, JOUR)
    assert saisie.jour("  ", JOUR) is None


def test_a_day_to_come_is_read_where_one_is_waited_for() -> None:
    assert saisie.jour("27112031") == saisie.jour("27/11/2031") == "2031-11-27"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("DAC 71", {1}), ("dac", {1}), ("clunisois", {2}), ("cpts du b ; DAC", {2 + 1, 1}), ("", set()), (" ; ", set()),
        ("MSP Cluny", {4}), ("msp cluny", {5}), ("cpts du clunisois;cpts du clunisois", {2}),
        ("digoin", {6}), ("digoin-p", {7}), ("autun (le b", {9}),
    ],
)  # fmt: skip
def test_structures_are_named_by_what_tells_them_apart(text: str, meant: set[int]) -> None:
    assert saisie.plusieurs(text, NOMS, "une structure notée") == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("cpts", "peut être CPTS du Clunisois ou"),
        ("MSP  Cluny", "peut être"),
        ("autun", "peut être"),
        ("hôpital", "n'est pas une"),
    ],
)
def test_a_name_of_none_or_of_several_is_refused(text: str, why: str) -> None:
    with pytest.raises(EntreeInvalide, match=why):
        saisie.plusieurs(f"DAC ; {text}", NOMS, "une structure notée")
