"""« Séances » and « Priorités » for an analyst, who leads nothing: what there is to read, and no form to be refused."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from data.base.acteurs import TERMINAL
from data.seances import seances

PAGE = str(Path(__file__).resolve().parents[3] / "pages" / "seances.py")


def _vue() -> tuple[set[str], str]:
    run = AppTest.from_file(PAGE, default_timeout=60).run()
    assert not run.exception
    words = [one.value for one in (*run.markdown, *run.caption, *run.info)]
    words += [one.proto.body for one in run.get("html")]
    return {one.label for one in run.button}, " ".join(words).replace("\u00a0", " ").replace("\\", "")


def test_without_a_seance_it_is_said_who_prepares_one(en_71: Database, connectee: Callable[..., None]) -> None:
    connectee("analyste")
    buttons, words = _vue()
    assert "Préparer cette séance" not in buttons and "le compte de facilitation en prépare une" in words
    connectee("facilitateur", "Dominique Essai")
    assert "Préparer cette séance" in _vue()[0]


@pytest.mark.parametrize("role", ["facilitateur", "analyste"])
def test_a_seance_being_prepared_is_read_by_all_and_changed_by_who_leads(
    en_71: Database, connectee: Callable[..., None], role: str
) -> None:
    seances.creer(en_71, TERMINAL, "Table de juin", date(2027, 6, 1), "Mâcon", Fraction(1, 3))
    connectee(role)
    buttons, words = _vue()
    forms = {"Enregistrer", "Retirer", "Enregistrer le chef de file", "Modifier", "Ajouter", "Ouvrir la séance"}
    assert forms & buttons if role == "facilitateur" else not forms & buttons
    assert ("Table de juin, 1er juin 2027, Mâcon ; quorum : 33 %." in words) == (role == "analyste")
