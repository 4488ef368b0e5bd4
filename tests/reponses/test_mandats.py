"""Operators under mandate: no substitution without a constat or a stated reason, whatever the door; tested, ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Interdit, Refus
from components.plans.actions import gestes, lectures
from components.plans.territoire import documents, gestes_tableur
from components.ui.sorties import exports
from data.base import decisions
from data.base.acteurs import LECTEUR, TERMINAL
from data.carences import constats
from data.carences.constats import Constat
from data.plans import actions_types, liens, plans
from data.reponses import mandats
from data.structures import structures
from tests.reponses import cas
from tests.reponses.cas import ACTION, MANDAT

PLANS = Path(__file__).resolve().parents[2] / "pages" / "plans.py"
RAISON = "Le dernier cabinet ferme dans un mois."


@pytest.fixture
def db(constate: Database) -> Database:
    return constate


@pytest.fixture
def constat(db: Database) -> Constat:
    return constats.constats(db)[0]


def priorite(db: Database) -> int:
    return plans.ajouter_priorite(db, TERMINAL, "Être soigné près de chez soi", "sans débat")


def _lignes(db: Database) -> list[Any]:
    return [list(db[name].rows) for name in ("actions", "mandats", "epreuves_mandat", "decisions", "jalons")]


def test_a_constat_in_force_with_absent_dynamics_allows_a_substitution(db: Database, constat: Constat) -> None:
    ident = cas.action(db, constat, mode="substitution")
    assert plans.action(db, ident)["raison"] == ""


def par_creation(db: Database, code: str, raison: str) -> int:
    return gestes.inscrire(db, TERMINAL, code, priorite(db), ACTION | {"mode": "substitution", "raison": raison})


def par_modification(db: Database, code: str, raison: str) -> int:
    ident = gestes.inscrire(db, TERMINAL, code, priorite(db), ACTION)
    cas.changer(db, ident, mode="substitution", raison=raison)
    return ident


def par_mandat(db: Database, code: str, raison: str) -> int:
    ident = gestes.inscrire(db, TERMINAL, code, priorite(db), ACTION)
    mandats.donner(db, TERMINAL, ident, MANDAT, raison)
    return ident


def par_tableur(db: Database, code: str, raison: str) -> int:
    ident = gestes.inscrire(db, TERMINAL, code, priorite(db), ACTION)
    table = gestes_tableur.tableau(lectures.lire(db, date.today(), code))
    table.loc[table["N°"] == ident, ["Intervient", "Raison de la table"]] = ["en substitution", raison]
    gestes_tableur.importer(db, TERMINAL, "plan.xlsx", exports.to_xlsx(table, ["x"]))
    return ident


def par_tableur_neuve(db: Database, code: str, raison: str) -> int:
    gestes.inscrire(db, TERMINAL, code, priorite(db), ACTION)
    table = gestes_tableur.tableau(lectures.lire(db, date.today(), code))
    table.loc[0, ["N°", "Version", "Titre"]] = [None, None, "Une autre"]
    table.loc[0, ["Intervient", "Raison de la table"]] = ["en substitution", raison]
    gestes_tableur.importer(db, TERMINAL, "plan.xlsx", exports.to_xlsx(table, ["x"]))
    return int(plans.actions(db).index.max())


DOORS = (par_creation, par_modification, par_mandat, par_tableur, par_tableur_neuve)


@pytest.mark.parametrize("door", DOORS)
def test_no_substitution_without_a_constat_or_a_stated_reason_whatever_the_door(
    db: Database, constat: Constat, door: Callable[[Database, str, str], int]
) -> None:
    for raison in ("", "   "):
        with pytest.raises(Refus, match="substitution"):
            door(db, constat.territoire, raison)
        assert not (plans.actions(db)["mode"] == "substitution").any()
    ident = door(db, constat.territoire, RAISON)
    assert plans.action(db, ident)["mode"] == "substitution" and plans.action(db, ident)["raison"] == RAISON
    assert any(
        RAISON in one["qui"] for one in documents.contenu(db, constat.territoire, date.today(), False)["actions"]
    )
    with pytest.raises(Refus, match="substitution"):
        cas.changer(db, ident, raison=" ")


def test_the_constat_of_elsewhere_or_nuanced_allows_nothing(db: Database, constat: Constat) -> None:
    elsewhere = cas.AUTUN
    with pytest.raises(Refus, match="substitution"):
        gestes.inscrire(db, TERMINAL, elsewhere, cas.origine(db, constat), ACTION | {"mode": "substitution"})
    nuanced = constat.contenu | {"profession": "infirmier", "malgre": "personne d'autre ne peut"}
    constats.adopter(db, TERMINAL, "Constat nuancé", nuanced, {})
    other = next(c for c in constats.constats(db) if c.profession == "infirmier")
    with pytest.raises(Refus, match="substitution"):
        cas.action(db, other, mode="substitution")
    ident = cas.action(db, other)
    liens.relier_origine(db, TERMINAL, ident, cas.origine(db, constat))
    cas.changer(db, ident, mode="substitution")


def test_a_crisis_mission_asks_for_a_mature_cpts_or_a_reason(db: Database, constat: Constat) -> None:
    with pytest.raises(Refus, match="CPTS mûre"):
        cas.action(db, constat, "cpts_crise")
    ident = structures.noter(db, TERMINAL, constat.territoire, {"type": "cpts", "nom": "CPTS d'ici"})
    structures.franchir(db, TERMINAL, ident, "lettre d'intention", "2024-01-01")
    with pytest.raises(Refus, match="CPTS mûre"):
        cas.action(db, constat, "cpts_crise")
    assert cas.action(db, constat, "cpts_crise", raison=RAISON)
    structures.franchir(db, TERMINAL, ident, "accord conventionnel (ACI) signé", "2025-01-01")
    assert cas.action(db, constat, "cpts_crise")


@pytest.mark.parametrize("model", [key for key, kind in actions_types.catalogue().items() if kind.mode != "support"])
def test_every_model_in_substitution_meets_the_guard(db: Database, constat: Constat, model: str) -> None:
    with pytest.raises(Refus, match="substitution"):
        gestes.inscrire(db, TERMINAL, constat.territoire, priorite(db), ACTION | {"mode": "substitution"}, model)


WRONG = {
    "un objectif": replace(MANDAT, objectifs=MANDAT.objectifs[:1]),
    "quatre": replace(MANDAT, objectifs=[*MANDAT.objectifs, *MANDAT.objectifs]),
    "sans cible": replace(MANDAT, objectifs=[("Soigner", ""), ("Ouvrir", "2 jours")]),
    "forme": replace(MANDAT, forme="remplacement"),
    "réversibilité": replace(MANDAT, reversibilite="  "),
    "financeur": replace(MANDAT, financeur=""),
    "terme passé": replace(MANDAT, debut="2024-01-01", terme="2025-01-01"),
    "terme avant début": replace(MANDAT, terme=MANDAT.debut),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_mandate_that_misses_something_is_refused_whole(
    db: Database, constat: Constat, wrong: mandats.Mandat
) -> None:
    ident = cas.action(db, constat)
    before = _lignes(db)
    with pytest.raises(Refus):
        mandats.donner(db, TERMINAL, ident, wrong)
    with pytest.raises(Interdit):
        mandats.donner(db, LECTEUR, ident, MANDAT)
    assert _lignes(db) == before


def test_a_mandate_is_an_avis_of_the_register_tested_then_ended_once(db: Database, constat: Constat) -> None:
    ident = cas.action(db, constat)
    number = cas.mandat(db, ident)
    assert (
        decisions.read(db).iloc[0]["objet"] == f"mandat:{number}" and plans.action(db, ident)["mode"] == "substitution"
    )
    with pytest.raises(Refus, match="déjà un mandat"):
        cas.mandat(db, ident)
    today = date.today().isoformat()
    mandats.eprouver(db, TERMINAL, number, today, "en partie", "Une infirmière s'installe.", "réduire")
    late = (date.today() + timedelta(days=1)).isoformat()
    for day, back, seen, suite in (
        (today, "oui", "x", "réduire"), (late, "oui", "x", "réduire"), (today, "peut-être", "x", "réduire"),
        (today, "oui", " ", "réduire"), (today, "oui", "x", "voir"),
    ):  # fmt: skip
        with pytest.raises(Refus):
            mandats.eprouver(db, TERMINAL, number, day, back, seen, suite)
    assert len(mandats.epreuves(db, number)) == 1
    for day, why in ((late, "fin"), (today, " ")):
        with pytest.raises(Refus):
            mandats.terminer(db, TERMINAL, number, day, why)
    mandats.terminer(db, TERMINAL, number, today, "Les dynamiques sont revenues.")
    for act in (
        lambda: mandats.terminer(db, TERMINAL, number, today, "encore"),
        lambda: mandats.eprouver(db, TERMINAL, number, today, "oui", "x", "réduire"),
    ):
        with pytest.raises(Refus, match="fin"):
            act()
    assert decisions.verify(db).intacte and cas.mandat(db, ident), "another mandate may follow"


def test_a_mandate_is_given_tested_and_ended_on_screen(
    db: Database, constat: Constat, page: Callable[..., AppTest], connectee: Callable[..., None]
) -> None:
    connectee()
    ident = cas.action(db, constat)
    test = page(PLANS, plans_section="Actions", plans_territoire=constat.territoire, plans_action=ident)

    def write(label: str, words: str) -> None:
        next(box for box in [*test.text_input, *test.text_area] if box.label == label).set_value(words)

    def click(label: str, fait: str) -> None:
        next(button for button in test.button if button.label == label).click().run()
        assert not test.exception and not test.error
        assert any(fait in one.value for one in test.success)
        assert not any(tab.success for tab in test.tabs), "said above the tabs: whichever is open"

    for label, words in {
        "Objectif 1": "Soigner", "Cible 1": "300", "Objectif 2": "Ouvrir", "Cible 2": "2 jours",
        "Conditions de réversibilité": "Deux installations.", "Financeur du mandat": "ARS",
    }.items():  # fmt: skip
        write(label, words)
    click("Donner ce mandat", "Mandat donné")
    write("Ce qui est constaté", "Personne encore.")
    click("Noter ce test de réversibilité", "réversibilité noté")
    write("Pourquoi ce mandat prend fin", "Deux installations.")
    click("Mettre fin au mandat", "Mandat terminé")
    rows = mandats.read(db)
    assert rows["fin_motif"].tolist() == ["Deux installations."] and len(mandats.epreuves(db, int(rows.index[0]))) == 1
