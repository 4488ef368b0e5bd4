"""Who lends what to whom on a département: the limits hold there, what is declared is used, nothing else."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.acces import donneurs
from components.core.refus import EntreeInvalide, Refus
from components.plans.scenario import gestes as gestes_scenario
from components.propositions.envoi import gestes as envoi
from components.propositions.lectures import terrain
from components.propositions.preuves import suivi
from components.propositions.solidarite import calcul, lectures, lectures_envoi
from components.propositions.solidarite.lectures import SolidariteLue
from components.propositions.solidarite.lectures_territoires import VOISIN
from components.propositions.solidarite.regles import optimum, phrases, premier
from components.propositions.solidarite.regles.pret import TOLERANCE
from data.base import parameters, store
from data.base.acteurs import TERMINAL
from data.effectifs import scenarios
from data.plans import liens, plans, solidarite
from data.plans.solidarite import AGE, LIEN, LIEU, PRETEUR, Declaration
from data.territoire import indicateurs, territoire
from tests.propositions.solidarite.test_optimum import SECONDES, _simple, resoudre

PAGE = str(Path(__file__).resolve().parents[3] / "pages" / "propositions.py")
PLANS = str(Path(__file__).resolve().parents[3] / "pages" / "plans.py")
JOUR = date.today()


@pytest.fixture
def db(en_71: Database) -> Database:
    return en_71


def _plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ").replace("\\", "")


def _tient(read: SolidariteLue) -> None:
    """No lender under the repère, nobody more under it, nobody under it who falls."""
    assert read.prets and read.effet is not None
    for before, after in read.moyennes.values():
        assert after >= min(before, read.bassin.seuil) - TOLERANCE
    change = read.effet.communes["variation"].to_numpy()
    still, now = read.bassin.sous(0 * change), read.bassin.sous(change)
    for one in read.preteurs:
        assert now[one.code] <= still[one.code]
        lent = sum(pret.jours for pret in read.prets if pret.preteur.code == one.code)
        assert lent <= (one.jours or 0)


def test_the_kernel_of_every_room_says_what_the_plan_says(db: Database) -> None:
    read = lectures.proposer(db, JOUR)
    _tient(read)
    assert read.effet is not None and read.effet.actes == pytest.approx(0, abs=1e-6), "what is taken is given"
    means = read.bassin.moyennes(read.effet.communes["variation"].to_numpy())
    for code, mean in zip(read.bassin.codes, means, strict=True):
        assert mean == pytest.approx(read.moyennes[code][1], abs=1e-9), "one kernel, one figure"
    closed = read.bassin.manque(0 * read.bassin.publie)
    closed -= read.bassin.manque(read.effet.communes["variation"].to_numpy())
    assert closed == pytest.approx(read.proposes.comble, rel=1e-9)
    assert all(one.gain > 0 > one.perte for one in read.prets)
    first = read.prets[0]
    told = phrases.details(first.actes, 1.0, first.route, first.receveur.source, first.lien)
    assert phrases.LIEN_INCONNU in told and "locaux non déclarés" in told


def test_a_lender_always_loses_by_what_it_lends(db: Database) -> None:
    """« No lender's mean gets worse », to the letter, would forbid any loan: what is held is that it stays above."""
    problem = lectures.proposer(db, JOUR).probleme
    codes = problem.bassin.codes
    for rank, pair in enumerate(problem.paires):
        assert problem.hausses[codes.index(problem.preteurs[pair.preteur].code), rank] < 0
    assert "sa moyenne baisse" in phrases.REGLE and "au-dessus du repère" in phrases.REGLE.replace("\n", " ")


def test_what_is_declared_replaces_what_is_supposed(db: Database) -> None:
    first = lectures.proposer(db, JOUR).prets[0]
    here = territoire.territoires(db).index
    lender, receiver = first.preteur.code, first.receveur.code
    assert receiver in here
    solidarite.declarer(db, TERMINAL, Declaration(LIEU, first.receveur.lieu, jours=1.0, mot="mairie"))
    solidarite.declarer(db, TERMINAL, Declaration(LIEN, receiver, lender, mot="même hôpital"))
    for code in here:
        if code not in (lender, receiver):
            solidarite.declarer(db, TERMINAL, Declaration(PRETEUR, str(code), jours=0.0))
    solidarite.declarer(db, TERMINAL, Declaration(PRETEUR, lender, jours=3.0))
    read = lectures.proposer(db, JOUR)
    assert next(one for one in read.preteurs if one.code == lender).jours == 3
    assert {one.preteur.code for one in read.prets} == {lender} and sum(one.jours for one in read.prets) <= 3
    assert sum(one.jours for one in read.prets if one.receveur.code == receiver) <= 1
    assert all((one.lien == "même hôpital") == (one.receveur.code == receiver) for one in read.prets)
    told = len(solidarite.lire(db))
    solidarite.retirer(db, TERMINAL, Declaration(PRETEUR, lender))
    solidarite.retirer(db, TERMINAL, Declaration(PRETEUR, lender))
    assert len(solidarite.lire(db)) == told - 1, "unknown again, and twice is once"


def test_a_plan_becomes_a_scenario_then_actions_with_both_ends(db: Database) -> None:
    plans.ajouter_priorite(db, TERMINAL, "Consultations", "essai")
    read, place = lectures.proposer(db, JOUR), terrain(db, JOUR)
    name = envoi.en_scenario(db, TERMINAL, lectures_envoi.preparer(place, read, "Une phrase."))
    ends = {(one.preteur.lieu, one.receveur.lieu, float(one.jours)) for one in read.prets}
    lines = scenarios.lines(db, scenarios.find(db, name))
    assert set(zip(lines["donneur"], lines["commune"], lines["jours_par_mois"], strict=True)) == ends
    liens.retenir(db, TERMINAL, scenarios.find(db, name), "La plus juste")
    made = gestes_scenario.creer(db, TERMINAL, liens.retenus(db)[-1]["rang"], JOUR)
    rows = plans.actions(db).loc[made]
    assert set(zip(rows["effet_donneur"], rows["effet_commune"], rows["effet_quantite"], strict=True)) == ends


def test_loans_told_one_by_one_are_read_alike_within_the_limits(db: Database) -> None:
    read = lectures.proposer(db, JOUR)
    told = tuple((one.preteur.code, one.receveur.code, one.jours) for one in read.prets)
    again = lectures.dite(db, JOUR, told)
    assert [one.mouvement for one in again.prets] == [one.mouvement for one in read.prets]
    assert again.moyennes == read.moyennes and again.proposes.comble == pytest.approx(read.proposes.comble)
    for wrong in ((), (("a", "b", 1),), tuple((a, b, 400) for a, b, _ in told)):
        with pytest.raises(EntreeInvalide):
            lectures.dite(db, JOUR, wrong)


def test_the_road_may_take_its_share(db: Database) -> None:
    parameters.fixer(db, TERMINAL, "part_route_pret", 1.0, None, None, "essai")
    read = lectures.proposer(db, JOUR)
    _tient(read)
    assert all(one.route == pytest.approx(2 * one.minutes / 480) for one in read.prets)
    assert read.effet is not None and read.effet.actes < 0


def test_a_neighbour_lends_once_its_access_is_loaded(db: Database) -> None:
    assert not [one for one in lectures.proposer(db, JOUR).preteurs if one.code.startswith(VOISIN)]
    serie = indicateurs.apl_generalistes(db)[0].id
    with store.writing(db):
        db.conn.execute(
            "INSERT OR REPLACE INTO valeurs (serie, code, valeur, etat) "
            "SELECT ?, code, 4.0, 'valeur' FROM communes WHERE role = 'bordure' AND departement = '01'",
            [serie],
        )
    read = lectures.proposer(db, JOUR)
    _tient(read)
    lenders = [one for one in read.preteurs if one.code.startswith(VOISIN)]
    assert [one.code for one in lenders] == [f"{VOISIN}01"] and "01" in lenders[0].nom
    assert not [one for one in read.receveurs if one.code.startswith(VOISIN)]


@pytest.mark.parametrize(
    ("dite", "mots"),
    [
        (Declaration(PRETEUR, "inconnu", jours=1.0), "n'est pas dans ce fichier"),
        (Declaration(LIEU, "99999", jours=1.0), "n'est pas dans ce fichier"),
        (Declaration(AGE, "40", jours=-1.0, medecins=2), "nombre de jours"),
        (Declaration(AGE, "40", jours=1.0), "nombre de médecins"),
    ],
)
def test_an_impossible_declaration_is_refused(db: Database, dite: Declaration, mots: str) -> None:
    with pytest.raises(Refus, match=mots):
        solidarite.declarer(db, TERMINAL, dite)
    code = str(territoire.territoires(db).index[0])
    with pytest.raises(Refus, match="deux territoires"):
        solidarite.declarer(db, TERMINAL, Declaration(LIEN, code, code))
    assert solidarite.lire(db) == []


def test_ages_are_never_in_the_journal(db: Database) -> None:
    solidarite.declarer(db, TERMINAL, Declaration(AGE, "40", jours=7.0, medecins=3))
    (detail,) = db.conn.execute("SELECT detail FROM gestes ORDER BY rang DESC LIMIT 1").fetchone()
    assert "7" not in detail and "3" not in detail


def test_a_problem_travels_whole_to_the_process_that_proves() -> None:
    problem = _simple(9)
    here, start = resoudre(problem, SECONDES), premier.proposer(problem)
    packet = calcul.emballer(problem, start, SECONDES)
    again, days, seconds = calcul.deballer(packet)
    assert seconds == SECONDES and np.array_equal(again.effets, problem.effets) and np.array_equal(days, start)
    assert calcul.cle(again) == calcul.cle(problem) != calcul.cle(_simple(8))
    told: list[optimum.PretsProposes] = []
    assert replace(calcul._prouver(packet, told.append), secondes=0.0) == replace(here, secondes=0.0)
    assert calcul.lire(json.loads(json.dumps(asdict(here)))) == here


def test_a_longer_proof_replaces_the_answer_only_when_it_is_better(db: Database) -> None:
    at_once = lectures.proposer(db, JOUR)
    nothing = replace(at_once.proposes, jours=(0,) * len(at_once.proposes.jours), pire_apres=0.0, comble=0.0)
    assert lectures.proposer(db, JOUR, nothing).proposes == at_once.proposes
    unsure = replace(at_once.proposes, ecart=0.5)
    assert optimum.preferee(at_once.probleme, unsure, at_once.proposes).prouve, "the same days, proven"


@pytest.mark.complet
def test_the_proof_of_loans_runs_apart() -> None:
    problem = _simple(9)
    packet = calcul.emballer(problem, 0 * premier.proposer(problem), SECONDES)
    proof = suivi.lancer(calcul.cle(problem), calcul.MODULE, packet, SECONDES, calcul.lire)
    assert proof.suit is not None
    proof.suit.join(timeout=120)
    assert proof.reponse.prouve and proof.reponse.jours == (5,)


def test_the_tab_says_who_lends_and_prepares_an_action(db: Database, connectee: Callable[..., None]) -> None:
    connectee()
    run = AppTest.from_file(PAGE, default_timeout=120)
    run.session_state["propositions_onglet"] = "Qui prête à qui"
    run.run()
    assert not run.exception
    words = _plain(" ".join(one.value for one in (*run.markdown, *run.caption)))
    assert "prête" in words and "de l'accès" in words and phrases.LIEN_INCONNU in words
    assert "locaux non déclarés" in words and "non déclaré" in words
    assert [one.label for one in run.button if one.label == "Préparer l'action"]


def test_a_prepared_pair_fills_the_form_of_the_plan(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    places = territoire.communes(copie)["territoire"].dropna()
    code = str(places.iloc[0])
    here = [str(c) for c in places.index[places == code]]
    lender = str(places.index[places != code][0])
    run = AppTest.from_file(PLANS, default_timeout=60)
    run.session_state["plans_territoire"], run.session_state["plans_section"] = code, "Actions"
    run.session_state["plans_preparee"] = {
        "territoire": code, "modele": "solidarite_territoires", "page": "Propositions", "titre": "A prête à B",
        "effet": {"commune": here[-1], "quantite": 3.0, "donneur": lender, "route": 0.0},
    }  # fmt: skip
    run.run()
    assert not run.exception
    values = {one.label: one.value for one in run.selectbox}
    assert values["D'où viennent ces jours"] == lender != donneurs.NON_DECLARE
    assert values["Commune où l'effet a lieu"] == here[-1]
    assert "Propositions" in _plain(" ".join(one.value for one in run.caption))
