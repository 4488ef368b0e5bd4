"""Every constat in force is answered, refused or waiting: exactly one, whatever happens to what answers it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.carences.constat import gestes as gestes_constat
from components.carences.constat import lectures as lectures_constat
from components.carences.constat.gestes import Saisie
from components.carences.territoires import view_imprimes
from components.core.refus import Interdit, Refus
from components.plans.actions import gestes
from components.plans.territoire import documents
from components.seances import minutes, minutes_suites
from data.base import decisions, identite, jours, store
from data.base.acteurs import LECTEUR, TERMINAL
from data.carences import constats
from data.carences.constats import Constat
from data.plans import liens, plans
from data.releves import clotures
from data.reponses import mandats, suites
from data.reponses.suites import ATTENTE, REFUSE, REPONDU
from data.seances import seances
from tests import comptes
from tests.reponses import cas

PAGES = Path(__file__).resolve().parents[2] / "pages"


def etat(db: Database, jour: date | None = None) -> str:
    """The state of the one constat of the file."""
    (one,) = suites.etats(db, jour or jours.aujourd_hui(db))
    return one.etat


@pytest.fixture
def db(constate: Database) -> Database:
    return constate


@pytest.fixture
def constat(db: Database) -> Constat:
    return constats.constats(db)[0]


def test_an_action_answers_and_its_abandon_brings_the_constat_back(db: Database, constat: Constat) -> None:
    assert etat(db) == ATTENTE
    ident = cas.action(db, constat)
    (one,) = suites.etats(db, jours.aujourd_hui(db))
    assert one.etat == REPONDU and one.reponses[0].qui.startswith("Hôpital d'ici") and one.reponses[0].action == ident
    assert one.mots(publics=True) == "Une réponse est en préparation.", "not retained yet: readers do not see it"
    cas.changer(db, ident, statut="retenue")
    assert "Hôpital d'ici" in suites.etats(db, jours.aujourd_hui(db))[0].mots(publics=True)
    cas.changer(db, ident, statut="abandonnee")
    assert etat(db) == ATTENTE
    cas.changer(db, ident, statut="proposee")
    assert etat(db) == REPONDU


def test_a_refusal_is_dated_with_its_reason_in_the_register_once(db: Database, constat: Constat) -> None:
    for motif in ("", "   "):
        with pytest.raises(Refus, match="pourquoi"):
            suites.refuser(db, TERMINAL, constat.empreinte, motif)
    with pytest.raises(Interdit):
        suites.refuser(db, LECTEUR, constat.empreinte, "non")
    assert etat(db) == ATTENTE
    suites.refuser(db, TERMINAL, constat.empreinte, "Un médecin arrive en mars.")
    (one,) = suites.etats(db, jours.aujourd_hui(db))
    assert (one.etat, one.motif, one.refuse_le) == (REFUSE, "Un médecin arrive en mars.", date.today().isoformat())
    row = decisions.read(db).iloc[0]
    assert row["nature"] == suites.REFUS and decisions.verify(db).intacte
    with pytest.raises(Refus, match="plus en attente"):
        suites.refuser(db, TERMINAL, constat.empreinte, "encore")
    with pytest.raises(Refus, match="pas en vigueur"):
        suites.refuser(db, TERMINAL, "0" * 64, "inconnu")


def test_an_old_refusal_does_not_hide_a_constat_that_lost_its_answer(db: Database, constat: Constat) -> None:
    suites.refuser(db, TERMINAL, constat.empreinte, "Rien à proposer.")
    ident = cas.action(db, constat)
    assert etat(db) == REPONDU
    cas.changer(db, ident, statut="abandonnee")
    assert etat(db) == ATTENTE
    suites.refuser(db, TERMINAL, constat.empreinte, "Vraiment rien.")
    assert etat(db) == REFUSE
    cas.changer(db, ident, partenaires="la mairie")
    assert etat(db) == REFUSE, "words of an abandoned action answer nothing"


def test_a_mandate_that_ends_or_whose_term_passes_brings_the_constat_back(db: Database, constat: Constat) -> None:
    ident = cas.action(db, constat)
    number = cas.mandat(db, ident)
    assert etat(db) == REPONDU and "sous mandat" in suites.etats(db, date.today())[0].reponses[0].qui
    term = date.fromisoformat(cas.MANDAT.terme)
    assert etat(db, term) == REPONDU and etat(db, term + timedelta(days=1)) == ATTENTE
    mandats.terminer(db, TERMINAL, number, date.today().isoformat(), "L'hôpital se retire.")
    assert etat(db) == ATTENTE
    cas.action(db, constat, titre="Autre réponse")
    assert etat(db) == REPONDU


def test_a_second_action_linked_answers_too(db: Database, constat: Constat) -> None:
    priority = plans.ajouter_priorite(db, TERMINAL, "Être soigné", "sans débat")
    ident = gestes.inscrire(db, TERMINAL, constat.territoire, priority, cas.ACTION)
    assert etat(db) == ATTENTE
    liens.relier_origine(db, TERMINAL, ident, cas.origine(db, constat))
    assert etat(db) == REPONDU


def test_a_lifted_constat_waits_for_nothing(db: Database, constat: Constat) -> None:
    _, seen = lectures_constat.preuve_du_jour(db, constat, date.today())
    said = Saisie("Deux médecins sont arrivés.", "", True)
    gestes_constat.lever(db, TERMINAL, constat.empreinte, said, seen, date.today())
    assert suites.etats(db, jours.aujourd_hui(db)) == [] and suites.phrase([]) == ""


STEPS = ("action", "abandonner", "reprendre", "mandat", "terminer", "refuser", "mot")


class Essai(Exception):
    """An example is over: what it wrote is taken back."""


@pytest.fixture(scope="module")
def avec_constat(avec_un_constat: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    file = tmp_path_factory.mktemp("essais") / "t.db"
    file.write_bytes(avec_un_constat)
    with store.connect(file) as db:
        yield db


@given(steps=st.lists(st.sampled_from(STEPS), max_size=9))
def test_exactly_one_of_the_three_whatever_the_gestures(avec_constat: Database, steps: list[str]) -> None:
    """A small model of the rule, played against the file: what answers now, and whether a refusal came last."""
    with suppress(Essai), store.writing(avec_constat) as db:
        found = constats.constats(db)[0]
        live: dict[int, str] = {}  # action -> "libre", "mandat" or "fini"
        refused = False
        for step in steps:
            refused = _jouer(db, found, step, live) and refused
            answered = any(s != "fini" and _vivante(db, i) for i, s in live.items())
            if step == "refuser" and not answered and not refused:
                suites.refuser(db, TERMINAL, found.empreinte, "non")
                refused = True
            assert etat(db) == (REPONDU if answered else REFUSE if refused else ATTENTE), steps
        raise Essai


def _vivante(db: Database, ident: int) -> bool:
    return bool(ident) and plans.action(db, ident)["statut"] != "abandonnee"


def _jouer(db: Database, found: Constat, step: str, live: dict[int, str]) -> bool:
    """Play a step on the newest action when it may be; whether a refusal made before would still hold after it."""
    ident = max(live, default=0)
    alive = _vivante(db, ident)
    if step == "action":
        live[cas.action(db, found)] = "libre"
    elif step == "abandonner" and alive:
        cas.changer(db, ident, statut="abandonnee")
    elif step == "reprendre" and ident and not alive:
        cas.changer(db, ident, statut="proposee")
    elif step == "mandat" and alive and live[ident] != "mandat":
        cas.mandat(db, ident)
        live[ident] = "mandat"
    elif step == "terminer" and live.get(ident) == "mandat":
        mandats.terminer(db, TERMINAL, int(mandats.read(db).index[0]), date.today().isoformat(), "fin")
        live[ident] = "fini"
    else:
        if step == "mot" and ident:
            cas.changer(db, ident, partenaires="x")
        return True
    return False


def test_it_is_on_the_home_page_in_what_to_see_on_the_agenda_and_answered_from_there(
    db: Database, constat: Constat, page: Callable[..., AppTest], connectee: Callable[..., None]
) -> None:
    connectee()
    home = page(PAGES / "accueil.py")
    assert any("1 en attente" in said.value for said in home.warning)
    meeting = seances.creer(db, TERMINAL, "Séance", date.today(), "", Fraction(1, 2))
    seen = page(PAGES / "plans.py")
    assert any(constat.intitule in str(frame.value.to_dict()) for frame in seen.dataframe)
    next(b for b in seen.button if b.label == "Porter ces constats à l'ordre du jour").click().run()
    assert seances.points(db, meeting)["titre"].tolist() == ["Constats : 1 sans réponse"]
    assert next(b for b in seen.button if b.label == "Déjà à l'ordre du jour").disabled
    answers = page(reponses_section="Constats")
    next(a for a in answers.text_area if a.label == "Pourquoi").set_value("Un médecin arrive.")
    next(b for b in answers.button if b.label == "Inscrire ce refus au registre").click().run()
    assert not answers.exception and etat(db) == REFUSE
    assert not page(PAGES / "accueil.py").warning
    assert not any("sans réponse" in head.value for head in page(PAGES / "plans.py").header)


def test_the_minutes_and_the_plan_say_who_answers_and_what_waits(db: Database, constat: Constat) -> None:
    meeting = seances.creer(db, TERMINAL, "Séance", date.today(), "", Fraction(1, 2))
    for state in (seances.OUVERTE, seances.CLOSE):
        clotures.passer(db, TERMINAL, meeting, state)
    said = minutes.contenu(db, meeting)
    assert said["reponses"][0][1] == "En attente" and said["suites"][0][0] == "dès que possible"
    suites.refuser(db, TERMINAL, constat.empreinte, "Un médecin arrive.")
    again = minutes.contenu(db, meeting)
    assert (again["reponses"], again["suites"]) == (said["reponses"], said["suites"]), "kept as it was that day"
    assert minutes_suites.contenu({"actions": [], "lignes": [], "revues": [], "jalons": [], "constats": [],
                                   "contours": {}}, date.today())["reponses"] == []  # fmt: skip
    plan = documents.contenu(db, constat.territoire, date.today(), publies=False)
    assert "Un médecin arrive." in plan["constats"][0][2]


def test_an_overdue_review_is_among_the_next_steps_of_the_minutes(db: Database, constat: Constat) -> None:
    late = {**constat.contenu, "revue_le": (date.today() - timedelta(days=3)).isoformat(), "nom": "Ailleurs"}
    constats.adopter(db, TERMINAL, "Constat à revoir", late | {"profession": "infirmier"}, {})
    assert [one.revue_en_retard for one in suites.etats(db, date.today())].count(True) == 1
    meeting = seances.creer(db, TERMINAL, "Séance", date.today(), "", Fraction(1, 2))
    for state in (seances.OUVERTE, seances.CLOSE):
        clotures.passer(db, TERMINAL, meeting, state)
    steps = minutes.contenu(db, meeting)["suites"]
    overdue = [row for row in steps if row[1].startswith("Revue du constat, attendue depuis le")]
    assert [row[0] for row in overdue] == ["dès que possible"] and "Ailleurs" in overdue[0][2]
    assert any(row[1] == "Revue du constat" for row in steps), "the one to come is there with its day"


def test_the_printed_card_of_a_territory_says_who_answers_as_each_visitor_may_read_it(
    db: Database, constat: Constat
) -> None:
    signed = TestClient(Starlette(routes=view_imprimes.ROUTES), cookies={identite.COOKIE: comptes.session(db)})
    reader = TestClient(Starlette(routes=view_imprimes.ROUTES))
    address = f"/territoire/{constat.territoire}"
    assert "En attente : personne ne répond" in signed.get(address).text
    cas.action(db, constat)
    assert "Répondu : Médecins salariés" in signed.get(address).text
    assert "Une réponse est en préparation" in reader.get(address).text and "Hôpital d" not in reader.get(address).text
