"""The home page knows the date: the next séance, what waits, what was done since the last one; in sentences."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.accueil import agenda, lectures_agenda
from components.accueil.agenda import SeanceDite
from components.plans.actions import lectures
from components.plans.territoire import view_accueil
from data.base import jours
from data.base.acteurs import TERMINAL
from data.plans import plans
from data.releves import recit
from data.seances import seances
from tests.accueil.test_page import accueil

JOUR = date(2026, 3, 2)
PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "seances.py")
BRUT = re.compile(r"[{}\[\]]|\d{4}-\d\d-\d\d|\bNone\b|\+00:00|[0-9a-f]{20}")


def dite(jours_apres: int, ouverte: bool = False, close: bool = False, points: int = 0) -> SeanceDite:
    return SeanceDite("Table", JOUR + timedelta(days=jours_apres), ouverte, close, points)


@pytest.mark.parametrize(
    ("connues", "mots"),
    [
        ([], "Aucune séance n'est prévue."),
        ([dite(-30, close=True)], "La dernière s'est tenue le 31 janvier 2026."),
        ([dite(0)], "aujourd'hui, son ordre du jour est vide"),
        ([dite(1, points=1)], "demain, le 3 mars 2026, 1\u00a0point à l'ordre du jour"),
        ([dite(9), dite(7, points=2), dite(-90, close=True)], "le 9 mars 2026, dans 7\u00a0jours, 2\u00a0points"),
        ([dite(-3), dite(5)], "le 7 mars 2026"),
        ([dite(-3), dite(-9)], "il y a 3\u00a0jours, et pas encore ouverte"),
        ([dite(2), dite(0, ouverte=True)], "Séance ouverte : Table"),
    ],
)
def test_the_next_seance_is_said(connues: list[SeanceDite], mots: str) -> None:
    assert mots in agenda.phrase(connues, JOUR)


def test_what_waits_and_what_was_done_are_sentences(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    ident = int(plans.actions(copie).index[0])
    row = plans.action(copie, ident)
    plans.modifier(copie, TERMINAL, ident, row["version"], {"pilote": "Une autre"})
    plans.modifier(copie, TERMINAL, ident, row["version"] + 1, {"pilote": "Encore une autre"})
    past = {"debut": "2020-01-01", "fin": "2020-02-01"}
    plans.modifier(copie, TERMINAL, ident, row["version"] + 2, past)
    home = accueil()
    headings = [one.value for one in home.header]
    assert any(one.startswith("À voir d'abord") for one in headings)
    assert any(one.startswith("Depuis la séance : ") for one in headings)
    lines = [one.label for one in home.button if str(one.key).startswith("accueil_")]
    assert any("en retard" in one for one in lines) and any("Chiffre contesté" in one for one in lines)
    assert sum("est mise à jour" in one and str(row["titre"])[:12] in one for one in lines) == 1, "once"
    assert lines and not [one for one in [*lines, *headings] if BRUT.search(one.replace("\\", ""))]


def test_a_new_agenda_brings_what_the_home_page_says_first(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    ident = int(plans.actions(copie).index[0])
    row = plans.action(copie, ident)
    past = {"debut": "2020-01-01", "fin": "2020-02-01"}
    plans.modifier(copie, TERMINAL, ident, row["version"], past)
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    page.selectbox(key="seances_choix").set_value(0).run()
    before = set(seances.read(copie).index)
    next(one for one in page.button if one.label == "Préparer cette séance").click().run()
    assert not page.exception and not page.error
    (made,) = set(seances.read(copie).index) - before
    agenda_dit = seances.points(copie, made)
    notes = " ".join(agenda_dit["note"])
    today = jours.aujourd_hui(copie)
    rows = [*view_accueil.rappels(copie, today, False), *lectures_agenda.rappels(copie, today, False)]
    assert rows and agenda_dit["titre"].tolist()[1].startswith("Relevé de décisions : ")
    late = str(lectures.libelles(copie)[ident])
    assert f"En retard : {late}" in notes
    kinds = {
        "Chiffre contesté": "Chiffres contestés", "personne n'y répond": "Sans réponse", "bloquée": "Bloquée",
        "sans nouvelle": "Sans nouvelle", "jalon proche": "Jalon proche", "revue échue": "Revue échue",
    }  # fmt: skip
    for words, label in kinds.items():
        assert any(words in one.mots for one in rows) == (f"{label} : " in notes), words


def test_a_line_opens_what_it_names(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    home = accueil()
    home.button(key="accueil_voir_0").click().run()
    assert not home.exception


def test_a_reader_reads_what_is_public(copie: Database) -> None:
    told, whole = (recit.depuis_la_seance(copie, publies) for publies in (True, False))
    assert all(one.decision for one in told.faits) and set(told.faits) <= set(whole.faits)


def test_what_changed_is_told_by_territory(copie: Database) -> None:
    ident = int(plans.actions(copie).index[0])
    row = plans.action(copie, ident)
    plans.modifier(copie, TERMINAL, ident, row["version"], {"pilote": "Une autre"})
    told = recit.depuis_la_seance(copie, False)
    assert [one.action for one in told.de(row["territoire"])] == [ident]
    assert not told.de("un territoire qui n'existe pas")
