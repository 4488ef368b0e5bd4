"""The agenda is corrected until the closing: amended, moved, taken off; a treated point is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Introuvable, Refus
from data.base.acteurs import TERMINAL
from data.releves import clotures
from data.seances import seances
from tests.comptes import compte
from tests.seances.salle import preparee

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "seances.py")


@pytest.fixture
def agenda(salle: Database) -> tuple[Database, int, list[int]]:
    made = preparee(salle)
    kinds = (("A", "sans débat"), ("B", "sans débat"), ("C", "débat"))
    return salle, made, [seances.ajouter_point(salle, TERMINAL, made, *one) for one in kinds]


def _titles(db: Database, made: int) -> str:
    return "".join(seances.points(db, made)["titre"])


def test_a_point_is_amended_and_opened_to_debate(agenda: tuple[Database, int, list[int]]) -> None:
    db, made, (first, *_) = agenda
    clotures.passer(db, TERMINAL, made, seances.OUVERTE)
    seances.modifier_point(db, TERMINAL, first, " A  bis ", "débat", " demandé par les usagers ")
    assert seances.points(db, made).loc[first, ["titre", "genre", "note"]].tolist() == [
        "A bis", "débat", "demandé par les usagers",
    ]  # fmt: skip
    for titre, genre in (("", "débat"), ("A", "bavardage")):
        with pytest.raises(Refus):
            seances.modifier_point(db, TERMINAL, first, titre, genre, "")
    with pytest.raises(Refus):
        seances.ajouter_point(db, TERMINAL, made, "D", "bavardage")
    assert seances.points(db, made).at[first, "titre"] == "A bis"


def test_points_are_moved_and_taken_off(agenda: tuple[Database, int, list[int]]) -> None:
    db, made, (first, second, third) = agenda
    seances.deplacer_point(db, TERMINAL, third, -1)
    assert _titles(db, made) == "ACB"
    seances.deplacer_point(db, TERMINAL, first, -1)
    seances.deplacer_point(db, TERMINAL, second, 1)
    assert _titles(db, made) == "ACB", "at either end, nothing moves"
    seances.supprimer_point(db, TERMINAL, third)
    with pytest.raises(Introuvable):
        seances.supprimer_point(db, TERMINAL, third)
    seances.deplacer_point(db, TERMINAL, first, 1)
    seances.ajouter_point(db, TERMINAL, made, "D", "vote")
    assert _titles(db, made) == "BAD"


GESTES: list[Callable[..., object]] = [
    lambda db, who, point: seances.modifier_point(db, who, point, "X", "débat", ""),
    lambda db, who, point: seances.deplacer_point(db, who, point, 1),
    lambda db, who, point: seances.supprimer_point(db, who, point),
]


@pytest.mark.parametrize("geste", GESTES)
def test_a_treated_point_and_a_closed_agenda_are_kept(
    agenda: tuple[Database, int, list[int]], geste: Callable[..., object]
) -> None:
    db, made, (first, second, _) = agenda
    clotures.passer(db, TERMINAL, made, seances.OUVERTE)
    seances.traiter(db, TERMINAL, first, "traité")
    before = seances.points(db, made).to_csv()
    with pytest.raises(Refus, match="traité"):
        geste(db, TERMINAL, first)
    with pytest.raises(Refus, match="facilitation"):
        geste(db, compte(db, "analyste"), second)
    assert seances.points(db, made).to_csv() == before
    clotures.passer(db, TERMINAL, made, seances.CLOSE)
    with pytest.raises(Refus, match="La séance est close"):
        geste(db, TERMINAL, second)


def test_the_page_opens_a_point_to_debate_moves_it_and_takes_it_off(
    agenda: tuple[Database, int, list[int]], connectee: Callable[..., None]
) -> None:
    db, made, (first, second, third) = agenda
    connectee()

    def press(label: str, point: int) -> None:
        page = AppTest.from_file(PAGE, default_timeout=60).run()
        next(box for box in page.selectbox if box.label == "Point à corriger").set_value(point)
        page.run()
        if label == "Corriger ce point":
            page.selectbox(key=f"seances_point_genre_{point}").set_value("débat")
        next(button for button in page.button if button.label == label).click()
        page.run()
        assert not page.exception and not page.error

    press("Corriger ce point", first)
    press("Descendre", first)
    press("Retirer ce point", third)
    assert _titles(db, made) == "BA"
    assert seances.points(db, made).at[first, "genre"] == "débat"
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    assert not page.exception
    clotures.passer(db, TERMINAL, made, seances.OUVERTE)
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    assert "Adopter sans débat le point inscrit" in {button.label for button in page.button}
    next(button for button in page.button if button.label.startswith("Adopter sans débat")).click()
    page.run()
    assert seances.points(db, made).at[second, "etat"] == "traité"
