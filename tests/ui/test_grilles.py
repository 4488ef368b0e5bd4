"""Numbers of a grid are read by us: as they are written in French, or refused by row and column."""

from typing import Any

import pandas as pd
import pytest
import streamlit as st

from components.core.refus import EntreeInvalide
from components.ui import grilles
from components.ui.grilles import Nombre

NOMBRES = {"n": Nombre("Personnes", entier=True, bas=0), "x": Nombre("Heures par semaine", haut=1e6)}
DEPART = pd.DataFrame({"lieu": ["Autun", "Digoin"], "n": [3.0, 1200.0], "x": [1 / 3, float("nan")]})


def _saisie(**cellules: Any) -> pd.DataFrame:
    """The grid after a cell of its second row was typed."""
    typed = grilles.textes(DEPART, NOMBRES)
    for name, text in cellules.items():
        typed.loc[1, name] = text
    return typed


def test_numbers_are_shown_in_french_and_a_cell_left_alone_keeps_its_decimals() -> None:
    shown = grilles.textes(DEPART, NOMBRES)
    assert shown["x"].tolist() == ["0,333333", pd.NA] and shown["n"].tolist() == ["3", "1200"]
    read = grilles.lire(shown, DEPART, NOMBRES)
    pd.testing.assert_frame_equal(read, DEPART)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("17600,50", 17600.5), ("17 600,50", 17600.5), ("17\u202f600,5", 17600.5), ("17600.5", 17600.5), ("2", 2.0)],
)
def test_a_number_typed_is_read_in_french_and_shown_again(typed: str, read: float) -> None:
    kept = grilles.lire(_saisie(x=typed), DEPART, NOMBRES)
    assert kept["x"].tolist() == [1 / 3, read]
    again = grilles.textes(kept, NOMBRES)
    assert grilles.lire(again, kept.assign(x=0.0), NOMBRES)["x"].tolist() == [0.333333, read]


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("x", "17.600", "se lit de deux façons"), ("x", "17,600.50", "n'est pas un nombre"),
        ("x", "dix", "n'est pas un nombre"), ("n", "2,5", "n'est pas un nombre entier"), ("n", "-1", "au moins 0"),
        ("x", "2000000", "entre 0 et"), ("x", "9" * 400, "trop grand"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_row_and_column(name: str, typed: str, why: str) -> None:
    titre = NOMBRES[name].titre
    with pytest.raises(EntreeInvalide, match=rf"^Ligne 2 \(Digoin\), « {titre} » : .*{why}.*Rien n'a été enregistré"):
        grilles.lire(_saisie(**{name: typed}), DEPART, NOMBRES, "lieu")
    assert grilles.lisibles(_saisie(**{name: typed}), DEPART, NOMBRES).at[1, name] == typed


def test_rows_added_and_taken_away_are_read_as_they_are() -> None:
    typed = pd.concat([_saisie().drop(index=0), pd.DataFrame({"lieu": ["Cluny"], "n": ["4"], "x": ["35"]}, index=[2])])
    assert grilles.lire(typed, DEPART, NOMBRES)[["n", "x"]].fillna(-1).to_numpy().tolist() == [[1200, -1], [4, 35]]


@pytest.mark.parametrize("kind", ["SelectboxColumn", "DateColumn", "TimeColumn", "DatetimeColumn", "MultiselectColumn"])
def test_a_column_that_would_swallow_what_is_typed_is_refused(kind: str) -> None:
    with pytest.raises(TypeError, match="lieu"):
        grilles.saisir(
            DEPART[["lieu"]], {}, key="grille", column_config={"lieu": getattr(st.column_config, kind)("Lieu")}
        )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a", "absent"),
        ("absent", "absent"),
        ("M", "mandat"),
        ("pré", "présent"),
        ("sup", "suppléé"),
        (" ABSENT ", "absent"),
    ],
)
def test_a_word_among_some_is_read_from_its_beginning(typed: str, read: str) -> None:
    """« a » is « absent »: a list that opens would have taken « mandat », which holds one."""
    assert grilles.parmi("Présence", ("présent", "suppléé", "mandat", "absent")).lire(typed) == read


@pytest.mark.parametrize(("typed", "why"), [("", "il manque"), ("  ", "il manque"), ("oui", "écrivez présent, mandat")])
def test_another_word_or_none_is_refused(typed: str, why: str) -> None:
    with pytest.raises(EntreeInvalide, match=why):
        grilles.parmi("Présence", ("présent", "mandat")).lire(typed)
    assert grilles.parmi("Porté par", ("Ana",), "un membre", vide=True).lire("  ") == ""


def test_where_a_whole_name_is_needed_a_beginning_is_refused() -> None:
    column = grilles.parmi("Nom", ("Ana Martinez", "Zoé"), "une personne qui peut encore signer", entier=True)
    assert column.lire("ana martinez") == "Ana Martinez" and column.lire("zoe") == "Zoé"
    for typed in ("Ana Martin", "Zo", "Martinez", "Léa"):
        with pytest.raises(EntreeInvalide, match="n'est pas une personne"):
            column.lire(typed)


def test_a_day_is_typed_in_french_and_must_be_there() -> None:
    column = grilles.jour("Fin")
    assert column.lire("31122031") == column.lire("31/12/2031") == "2031-12-31"
    for typed in ("", "31/02/2031", "demain"):
        with pytest.raises(EntreeInvalide, match="date"):
            column.lire(typed)


def test_an_empty_grid_is_read() -> None:
    nothing = DEPART.iloc[:0]
    assert grilles.lire(grilles.textes(nothing, NOMBRES), nothing, NOMBRES).empty


def test_a_column_of_numbers_must_be_declared() -> None:
    with pytest.raises(TypeError, match="'x'"):
        grilles.saisir(DEPART, {"n": NOMBRES["n"]}, key="grille", disabled=["n"])
