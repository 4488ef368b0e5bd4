"""Temporary derogations: who, to what, on which basis, until when; their end is a milestone, and they are said
everywhere an action is."""

import json
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.mots import DEROGATION
from components.core.refus import Refus
from components.plans.actions import lectures
from components.plans.territoire import documents, gestes_tableur
from components.seances import minutes, minutes_suites
from components.ui.sorties import exports
from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.carences.constats import Constat
from data.plans import derogations, plans
from data.releves import clotures
from data.reponses import fiche_citoyenne
from data.seances import seances
from tests.reponses import cas

PLANS = Path(__file__).resolve().parents[2] / "pages" / "plans.py"
DIT = {
    "deroge_qui": "Les pharmaciens de la CPTS", "deroge_quoi": "prendre en charge une cystite sans ordonnance",
    "deroge_base": "protocole transmis à l'ARS le 10/07",
}  # fmt: skip


@pytest.fixture
def db(constate: Database) -> Database:
    return constate


@pytest.fixture
def constat(db: Database) -> Constat:
    return constats.constats(db)[0]


def deroger(db: Database, constat: Constat, **autres: Any) -> int:
    return cas.action(db, constat, derogations.MODELE, **(DIT | autres))


def echeances(db: Database, ident: int) -> list[tuple[str, str | None]]:
    rows = plans.milestones(db)
    mine = rows[(rows["action"] == ident) & (rows["intitule"] == "Fin de la dérogation")]
    return list(zip(mine["prevu_le"], mine["fait_le"], strict=True))


@pytest.mark.parametrize("name", DIT)
def test_a_derogation_that_misses_one_of_the_three_is_refused_whatever_the_door(
    db: Database, constat: Constat, name: str
) -> None:
    for blank in ("", "   "):
        with pytest.raises(Refus, match=DEROGATION[name].removeprefix("Dérogation : ")):
            deroger(db, constat, **{name: blank})
    assert plans.actions(db).empty
    ident = deroger(db, constat)
    with pytest.raises(Refus, match="Il manque"):
        cas.changer(db, ident, **{name: " "})
    with pytest.raises(sqlite3.IntegrityError, match="dérogation"):
        db.conn.execute(f"UPDATE actions SET {name} = '' WHERE id = ?", (ident,))
    db.conn.rollback()
    plain = cas.action(db, constat, titre="Autre")
    with pytest.raises(Refus, match="modèle"):
        cas.changer(db, plain, **{name: "quelqu'un"})
    with pytest.raises(Refus, match="modèle"):
        cas.action(db, constat, titre="Encore", **{name: "quelqu'un"})


def test_its_end_is_a_milestone_that_follows_it_and_waits_again_when_it_is_prolonged(
    db: Database, constat: Constat
) -> None:
    ident = deroger(db, constat)
    (first,) = echeances(db, ident)
    assert first == (plans.action(db, ident)["fin"], None)
    jalon = int(plans.milestones(db).iloc[0]["id"])
    plans.atteindre_jalon(db, TERMINAL, jalon, date.today().isoformat(), None)
    cas.changer(db, ident, titre="Autrement dit")
    assert echeances(db, ident)[0][1] is not None
    later = (date.today() + timedelta(days=900)).isoformat()
    cas.changer(db, ident, fin=later)
    assert echeances(db, ident) == [(later, None)]


@given(moves=st.lists(st.tuples(st.sampled_from(["fin", "titre"]), st.integers(1, 900)), max_size=5))
@settings(max_examples=12)
def test_there_is_one_milestone_and_it_is_the_end_whatever_the_changes(
    un_constat: Database, moves: list[tuple[str, int]]
) -> None:
    ident = deroger(un_constat, constats.constats(un_constat)[0])
    for name, days in moves:
        value = (date.today() + timedelta(days=days)).isoformat() if name == "fin" else f"Titre {days}"
        cas.changer(un_constat, ident, **{name: value})
        assert [day for day, _ in echeances(un_constat, ident)] == [plans.action(un_constat, ident)["fin"]]


@pytest.fixture(scope="module")
def un_constat(avec_un_constat: bytes, tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = tmp_path_factory.mktemp("derogations") / "t.db"
    file.write_bytes(avec_un_constat)
    with store.connect(file) as db:
        yield db


def test_an_overdue_end_is_seen_first(db: Database, constat: Constat) -> None:
    past = (date.today() - timedelta(days=3)).isoformat()
    ident = deroger(db, constat, debut=(date.today() - timedelta(days=90)).isoformat(), fin=past)
    seen = lectures.lire(db, date.today()).vues
    late = seen[seen["action"] == ident]["precision"].tolist()
    assert any("« Fin de la dérogation »" in words for words in late)


def test_it_is_said_in_the_plan_the_minutes_and_on_the_sheet_of_citizens_while_it_runs(
    db: Database, constat: Constat
) -> None:
    ident, code = deroger(db, constat, statut="retenue"), constat.territoire
    assert not any("cystite" in r.texte for r in fiche_citoyenne.rubriques(db, code)), "not under way yet"
    cas.changer(db, ident, statut="en_cours")
    word = documents.contenu(db, code, date.today(), publies=True)["actions"][0]
    assert all(words in word["qui"] for words in DIT.values())
    assert any("Fin de la dérogation" in words for words in word["jalons"])
    (sheet,) = [r for r in fiche_citoyenne.rubriques(db, code) if "cystite" in r.texte]
    assert sheet.titre.startswith("En ce moment, jusqu'au ") and sheet.verifie
    meeting = seances.creer(db, TERMINAL, "Séance", date.today(), "", Fraction(1, 2))
    for state in (seances.OUVERTE, seances.CLOSE):
        clotures.passer(db, TERMINAL, meeting, state)
    minuted = minutes.contenu(db, meeting)
    assert "cystite" in minuted["actions"][0][0] and any("Fin de la dérogation" in row for row in minuted["suites"])
    cas.changer(db, ident, fin=date.today().isoformat(), debut=(date.today() - timedelta(days=9)).isoformat())
    assert any("cystite" in r.texte for r in fiche_citoyenne.rubriques(db, code)), "its last day is a day of it"
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    cas.changer(db, ident, fin=yesterday)
    assert not any("cystite" in r.texte for r in fiche_citoyenne.rubriques(db, code))
    assert "cystite" in minutes.contenu(db, meeting)["actions"][0][0], "minutes print what was kept"


def test_minutes_of_before_hold_none_and_print_the_same() -> None:
    old = {"id": 1, "lieu": "Ici", "titre": "T", "territoire": "x", "operateur": "O", "pilote": "P",
           "statut": "retenue", "fin": "2027-01-01"}  # fmt: skip
    facts = {"actions": [old], "lignes": [], "revues": [], "jalons": [], "constats": [], "contours": {}}
    assert minutes_suites.contenu(facts, date.today())["actions"][0][0] == "T"


def test_it_goes_out_and_comes_back_with_the_spreadsheet(db: Database, constat: Constat) -> None:
    ident, code = deroger(db, constat), constat.territoire
    table = gestes_tableur.tableau(lectures.lire(db, date.today(), code))
    assert table.loc[0, list(DEROGATION.values())].tolist() == list(DIT.values())
    gestes_tableur.importer(db, TERMINAL, "plan.xlsx", exports.to_xlsx(table, ["x"]))
    assert plans.action(db, ident)["version"] == 1
    table.loc[0, DEROGATION["deroge_base"]] = "arrêté n° 12"
    gestes_tableur.importer(db, TERMINAL, "plan.xlsx", exports.to_xlsx(table, ["x"]))
    assert plans.action(db, ident)["deroge_base"] == "arrêté n° 12"
    before = table.drop(columns=list(DEROGATION.values())).assign(Version=2)
    gestes_tableur.importer(db, TERMINAL, "plan.xlsx", exports.to_xlsx(before, ["x"]))
    assert plans.action(db, ident)["deroge_base"] == "arrêté n° 12", "an export of before says nothing of it"
    table.loc[0, DEROGATION["deroge_base"]] = ""
    with pytest.raises(Refus, match="Il manque"):
        gestes_tableur.importer(db, TERMINAL, "plan.xlsx", exports.to_xlsx(table.assign(Version=2), ["x"]))


def test_it_is_inscribed_and_changed_on_screen(
    db: Database, constat: Constat, page: Callable[..., AppTest], connectee: Callable[..., None]
) -> None:
    connectee()
    asked = {"constat": constat.rang, "territoire": constat.territoire, "modele": derogations.MODELE}
    test = page(PLANS, plans_section="Actions", plans_territoire=constat.territoire, plans_preparee=asked)

    def write(label: str, words: str) -> None:
        next(box for box in test.text_input if box.label == label).set_value(words)

    write("Pilote (personne ou fonction)", "La présidente")
    for name in ("deroge_qui", "deroge_quoi"):
        write(DEROGATION[name], DIT[name])
    next(b for b in test.button if b.label == "Inscrire l'action").click().run()
    assert any("fondement juridique" in said.value for said in test.error) and plans.actions(db).empty
    write(DEROGATION["deroge_base"], DIT["deroge_base"])
    next(b for b in test.button if b.label == "Inscrire l'action").click().run()
    assert not test.exception and [said.value for said in test.error] == []
    (ident,) = plans.actions(db).index
    assert any("cystite" in said.value for said in test.info)
    write(DEROGATION["deroge_qui"], "Les infirmiers")
    next(b for b in test.button if b.label == "Enregistrer").click().run()
    assert plans.action(db, int(ident))["deroge_qui"] == "Les infirmiers"
    (detail,) = plans.journal(db, int(ident)).query("geste == 'modifier une action'")["detail"]
    assert json.loads(detail)["deroge_qui"] == [DIT["deroge_qui"], "Les infirmiers"]
