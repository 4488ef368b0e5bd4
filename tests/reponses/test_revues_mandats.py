"""Mandates in the life of a table: their reversibility tested at each review, their term seen, a crisis mission in the
words of the table."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Refus
from components.plans.actions import gestes, lectures
from components.plans.territoire import documents
from components.seances import minutes
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.carences.constats import Constat
from data.plans import revues
from data.releves import clotures
from data.reponses import mandats
from data.seances import seances
from tests.reponses import cas
from tests.reponses.cas import MANDAT

PLANS = Path(__file__).resolve().parents[2] / "pages" / "plans.py"
RAISON = "Le dernier cabinet ferme dans un mois."


@pytest.fixture
def db(constate: Database) -> Database:
    return constate


@pytest.fixture
def constat(db: Database) -> Constat:
    return constats.constats(db)[0]


def test_the_reversibility_is_tested_at_each_review(db: Database, constat: Constat) -> None:
    ident, meeting = cas.action(db, constat), seances.creer(db, TERMINAL, "Séance", date.today(), "", Fraction(1, 2))
    number = cas.mandat(db, ident)
    plan = lectures.lire(db, date.today())
    review = partial(gestes.revoir, db, TERMINAL, plan, meeting, ident, {"actes": None}, "vu", date.today())
    with pytest.raises(Refus, match="dynamiques locales"):
        review()
    assert revues.read(db).empty
    mandats.eprouver(db, TERMINAL, number, date.today().isoformat(), "non", "Personne.", "poursuivre")
    review()
    mandats.terminer(db, TERMINAL, number, date.today().isoformat(), "fin")
    db["epreuves_mandat"].delete_where()
    review()
    assert len(revues.read(db)) == 1


def test_the_test_is_asked_under_the_sheet_of_the_review(
    db: Database, constat: Constat, page: Callable[..., AppTest], connectee: Callable[..., None]
) -> None:
    connectee()
    ident = cas.action(db, constat)
    seances.creer(db, TERMINAL, "Séance", date.today(), "", Fraction(1, 2))
    assert not any("réversibilité" in h.value for h in page(PLANS, plans_section="Revue").header)
    number = cas.mandat(db, ident)
    test = page(PLANS, plans_section="Revue")
    assert any("réversibilité" in h.value for h in test.header)
    next(box for box in test.text_input if box.label == "Ce qui est constaté").set_value("Un cabinet ouvre.")
    next(b for b in test.button if b.label == "Noter ce test de réversibilité").click().run()
    assert not test.exception and mandats.epreuves(db, number)["constate"].tolist() == ["Un cabinet ouvre."]


def test_the_term_of_a_mandate_is_seen_before_and_after_it_and_in_the_next_steps(
    db: Database, constat: Constat
) -> None:
    ident = cas.action(db, constat)
    cas.mandat(db, ident)
    term = date.fromisoformat(MANDAT.terme)
    for day, seen in ((date.today(), False), (term - timedelta(days=5), True), (term + timedelta(days=5), True)):
        rows = lectures.lire(db, day).vues
        assert any("Terme du mandat" in words for words in rows["precision"]) == seen, day
    cas.changer(db, ident, statut="retenue")
    meeting = seances.creer(db, TERMINAL, "Séance", date.today(), "", Fraction(1, 2))
    for state in (seances.OUVERTE, seances.CLOSE):
        clotures.passer(db, TERMINAL, meeting, state)
    assert [row[1] for row in minutes.contenu(db, meeting)["suites"]].count("Terme du mandat") == 1


def test_the_principles_of_a_crisis_mission_are_the_words_of_the_table(
    db: Database, constat: Constat, page: Callable[..., AppTest], connectee: Callable[..., None]
) -> None:
    connectee()
    asked = {"constat": constat.rang, "territoire": constat.territoire, "modele": "cpts_crise"}
    test = page(PLANS, plans_section="Actions", plans_territoire=constat.territoire, plans_preparee=asked)
    (principles,) = [area for area in test.text_area if "mots de la table" in area.label]
    assert principles.value == "", "none of ours"
    principles.set_value("ALD d'abord.")
    for label, words in (("Pilote", "La présidente"), ("Raison de la table", RAISON)):
        next(box for box in test.text_input if box.label.startswith(label)).set_value(words)
    next(b for b in test.button if b.label == "Inscrire l'action").click().run()
    assert not test.exception and [error.value for error in test.error] == []
    word = documents.contenu(db, constat.territoire, date.today(), publies=False)["actions"][0]
    assert "ALD d'abord." in word["qui"]
