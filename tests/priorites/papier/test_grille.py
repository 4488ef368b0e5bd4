"""Paper ballots typed in one grid: all kept or none, each wrong row named, the grid blank once they are kept."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import EntreeInvalide, Refus
from components.priorites import gestes as gestes_votes
from components.priorites import lectures
from components.priorites.papier import gestes, view, view_grille
from components.priorites.papier.gestes import Tape
from components.priorites.regles.vote import Option
from data.base.acteurs import LECTEUR, TERMINAL
from data.priorites import bulletins, scrutins, signatures
from data.seances import seances

Slips = list[tuple[str, str]]
JOUR = date(2026, 11, 22)
PAGE = str(Path(__file__).resolve().parents[3] / "pages" / "priorites.py")
GENRES: dict[str, tuple[dict[str, Any], tuple[str, str], str]] = {  # more to declare, two answers typed, what is kept
    "jugement": ({}, ("1", "5"), "04"),
    "points": ({"points": 10}, ("10", ""), "10,0"),
    "approbation": ({"budget": 9}, ("", "1"), "01"),
}


def _ouvert(db: Database, first: int, genre: str, **more: Any) -> int:
    """The demonstration's séance with an open vote of this rule on two options, its tellers named."""
    scrutins.annuler(db, TERMINAL, first, "essai")
    seance = int(scrutins.scrutin(db, first)["seance"])
    options = [Option("a", "Bus", 1), Option("b", "Maison", 1)]
    declared = lectures.definir(db, seance, "Quoi ?", genre, options, lectures.poids_egaux(db), JOUR, **more)
    made = gestes_votes.declarer(db, TERMINAL, seance, declared)
    scrutins.figer(db, TERMINAL, made)
    gestes_votes.ouvrir(db, TERMINAL, made)
    return made


def _scrutateurs(db: Database, vote: int) -> None:
    people = seances.membres(db)["college"]
    one, other = (int(people.index[people == code][0]) for code in ("usagers", "professionnels"))
    scrutins.nommer_scrutateurs(db, TERMINAL, vote, one, other)


@pytest.mark.parametrize("genre", GENRES)
def test_a_grid_is_kept_whole_and_its_empty_rows_are_no_ballots(vote: tuple[Database, int, Slips], genre: str) -> None:
    db, first, slips = vote
    more, typed, content = GENRES[genre]
    made = _ouvert(db, first, genre, **more)
    declared = lectures.definition(db, made)
    rows = [Tape(1, "", ("", "")), *(Tape(k, f" {code.lower()} ", typed) for k, (code, _) in enumerate(slips[:3], 2))]
    with pytest.raises(Refus, match="Ligne 2 : Nommez d'abord deux scrutateurs"):
        gestes.deposer(db, TERMINAL, made, declared, rows)
    _scrutateurs(db, made)
    gardes = gestes.deposer(db, TERMINAL, made, declared, rows)
    assert [one.code for one in gardes] == [code for code, _ in slips[:3]] and len({one.phrase for one in gardes}) == 3
    assert [read for _, read in bulletins.contenus(db, made)] == [content] * 3
    with pytest.raises(Refus, match="Ligne 2 : Ce carton a déjà un bulletin"):
        gestes.deposer(db, TERMINAL, made, declared, rows[:2])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (Tape(2, "ABC", ("1", "2")), "Ligne 2 : un code a 12 signes"),
        (Tape(2, "", ("1", "2")), "Ligne 2 : un code a 12 signes"),
        (Tape(2, "0123456789AB", ("1", "")), "Ligne 2 : Il manque une mention pour : Maison"),
        (Tape(2, "0123456789AB", ("1", "6")), "Ligne 2 : « 6 » n'est pas une mention"),
        (Tape(2, "0123456789AB", ("1", "3,5")), "Ligne 2 : « 3,5 » n'est pas une mention"),
        (Tape(2, "0123456789AB", ("1", "2")), "Ligne 2 : Ce code n'existe pas pour ce vote"),
        (None, "Ligne 2 : même code qu'à la ligne 1"),
    ],
)
def test_one_wrong_row_keeps_none_and_is_named(
    vote: tuple[Database, int, Slips], wrong: Tape | None, words: str
) -> None:
    db, first, slips = vote
    made = _ouvert(db, first, "jugement")
    _scrutateurs(db, made)
    good = Tape(1, slips[0][0], ("1", "2"))
    rows = [good, wrong or good._replace(rang=2), Tape(3, slips[1][0], ("5", "5"))]
    with pytest.raises(Refus, match=words):
        gestes.deposer(db, TERMINAL, made, lectures.definition(db, made), rows)
    assert not bulletins.contenus(db, made)


def test_all_the_wrong_rows_are_told_at_once_and_a_reader_types_nothing(vote: tuple[Database, int, Slips]) -> None:
    db, first, slips = vote
    made = _ouvert(db, first, "points", points=10)
    _scrutateurs(db, made)
    declared = lectures.definition(db, made)
    with pytest.raises(EntreeInvalide, match=r"Ligne 1 : un code.* Ligne 2 : Vous avez réparti 9 points.*Rien n'a été"):
        gestes.deposer(db, TERMINAL, made, declared, [Tape(1, "A", ("1", "9")), Tape(2, slips[0][0], ("", "9"))])
    for nothing in ([], [Tape(1, "", ("", ""))]):
        with pytest.raises(EntreeInvalide, match="La grille est vide"):
            gestes.deposer(db, TERMINAL, made, declared, nothing)
    with pytest.raises(Refus):
        gestes.deposer(db, LECTEUR, made, declared, [Tape(1, slips[0][0], ("1", "9"))])
    scrutins.annuler(db, TERMINAL, made, "essai")
    with pytest.raises(Refus, match="Ligne 1"):
        gestes.deposer(db, TERMINAL, made, declared, [Tape(1, slips[0][0], ("1", "9"))])


def test_a_named_ballot_of_the_grid_carries_its_name(vote: tuple[Database, int, Slips]) -> None:
    db, first, slips = vote
    made = _ouvert(db, first, "jugement", nominatif=True)
    _scrutateurs(db, made)
    code, college = slips[0]
    people = signatures.electeurs(db, made)
    person = int(people.index[people["college"] == college][0])
    declared = lectures.definition(db, made)
    with pytest.raises(Refus, match="Ligne 1"):
        gestes.deposer(db, TERMINAL, made, declared, [Tape(1, code, ("1", "2"))])
    gestes.deposer(db, TERMINAL, made, declared, [Tape(1, code, ("1", "2"), person)])
    assert bulletins.signataire(db, made, code) == person


def test_cells_are_read_as_they_are_typed() -> None:
    cells = [None, pd.NA, np.nan, "", " 3 ", True, np.True_, False, np.False_]
    assert [view_grille._texte(cell) for cell in cells] == ["", "", "", "", "3", "1", "1", "", ""]


@pytest.mark.parametrize("genre", GENRES)
def test_the_page_offers_the_grid_beside_the_line(
    vote: tuple[Database, int, Slips], connectee: Any, genre: str
) -> None:
    db, first, _ = vote
    made = _ouvert(db, first, genre, **GENRES[genre][0])
    _scrutateurs(db, made)
    connectee()
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    assert page.text_input(key="priorites_ligne")
    page.segmented_control(key=f"priorites_saisie_{made}").set_value(view.GRILLE).run()
    assert not page.exception
    next(one for one in page.button if one.label == "Enregistrer ces bulletins").click().run()
    assert [one.value for one in page.error] == [
        "La grille est vide : tapez au moins un bulletin. Rien n'a été enregistré."
    ]
    assert not bulletins.contenus(db, made)
