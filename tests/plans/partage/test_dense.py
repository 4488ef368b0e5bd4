"""Where a change of access per resident has no meaning, sharing says so, names the file, and compares acts instead."""

from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.acces import annonce
from components.plans.actions import lectures as lectures_actions
from components.plans.actions import lectures_promesse
from components.plans.partage import lectures as lectures_partage
from components.plans.partage import lectures_demandes
from components.plans.partage.lectures import Partage
from components.plans.partage.lectures_comblement import APPORTS, COMBLEMENT
from components.plans.territoire import documents
from data.base import parameters
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.plans import financements, plans

PAGE = Path(__file__).resolve().parents[3] / "pages" / "financement.py"
JOUR = date.today()
FICHIER = "Temps de trajet entre communes"


def _dense(db: Database, concurrents: float) -> Partage:
    """The envelope of the demonstration, places shared by more people than that being dense."""
    parameters.fixer(db, TERMINAL, "concurrents_maximum", concurrents, None, None, "essai")
    return lectures_partage.lire(db, int(financements.envelopes(db).index[0]), JOUR)


def _entre_deux(db: Database) -> float:
    """A limit that some of the places of the requests reach, and others do not."""
    access = lectures_actions.acces(db, JOUR)
    moving = plans.actions(db).query("effet_genre != ''")["effet_commune"]
    people = annonce.portees(access).loc[list(moving), "concurrents"]
    return float((people.min() + people.max()) / 2)


def test_no_gain_of_access_is_compared_where_none_has_a_meaning(copie: Database) -> None:
    shared = _dense(copie, 1.0)
    assert [reading.nom for reading in shared.lectures] == [APPORTS, "Péréquation", "Équité des votes"]
    assert "Aucune variation n'est annoncée" in shared.sans_sens and FICHIER in shared.sans_sens
    assert "habitants qui en sont loin" not in shared.lectures[0].phrase
    assert any(words.startswith(APPORTS) for words in shared.precautions)
    assert FICHIER in str(lectures_partage.preuve(shared)["sans_sens"])


def test_the_acts_brought_are_those_of_the_promises_and_the_best_that_the_envelope_pays(copie: Database) -> None:
    shared = _dense(copie, 1.0)
    actions, asked = plans.actions(copie), shared.demandes.set_index("action")["montant"]
    acts = {}
    for ident in asked.index:
        made = lectures_promesse.lire(copie, actions.loc[[ident]], JOUR)
        acts[ident] = made.actes[1] if made.actes else 0.0
    sets = (chosen for size in range(len(asked) + 1) for chosen in combinations(asked.index, size))
    best = max(sum(acts[a] for a in chosen) for chosen in sets if sum(asked[a] for a in chosen) <= shared.montant)
    choice = shared.lectures[0].choix
    assert float(choice.valeur) == pytest.approx(best) and best > 0
    assert sum(acts[a] for a in choice.retenues) == pytest.approx(best)


def test_requests_without_a_meaning_leave_the_gap_to_the_others(copie: Database) -> None:
    limit = _entre_deux(copie)
    before = _dense(copie, 1e8)
    assert before.sans_sens == "" and before.lectures[0].nom == COMBLEMENT and not before.lectures[0].hors
    shared = _dense(copie, limit)
    gap, acts = shared.lectures[:2]
    assert (gap.nom, acts.nom) == (COMBLEMENT, APPORTS)
    assert gap.hors and not gap.hors & set(gap.choix.retenues)
    assert all(gap.choix.raisons[action].startswith("Hors de cette lecture") for action in gap.hors)
    assert gap.phrase.endswith("hors de cette lecture.")
    values = EnVigueur.read(copie, JOUR)
    access, rows = lectures_actions.acces(copie, JOUR), plans.actions(copie)
    for action in shared.demandes["action"]:
        effect = lectures_actions.promesse(copie, access, rows.loc[[action]], JOUR)
        silent = effect is not None and annonce.refus(effect, access, values) != ""
        assert silent is (action in gap.hors)


def test_low_and_high_of_the_acts_are_one_hypothesis_for_all(copie: Database) -> None:
    parameters.fixer(copie, TERMINAL, "concurrents_maximum", 1.0, None, None, "essai")
    envelope = int(financements.envelopes(copie).index[0])
    asked = lectures_actions.nommees(copie, financements.requests(copie, envelope).set_index("action", drop=False))
    asked = asked.reset_index(drop=True)
    read = lectures_demandes.demandes(copie, asked, lectures_demandes.besoin(copie, JOUR), JOUR)
    access = lectures_actions.acces(copie, JOUR)
    together = lectures_actions.promesse(copie, access, asked, JOUR)
    assert together is not None
    totals = [sum(one.actes) for one in together.conjointes.values()]
    for level, whole in (("bas", min(totals)), ("haut", max(totals))):
        assert sum(float(d.gains[level][0]) for d in read.par_actes) == pytest.approx(whole)
    assert all(not d.gains["central"].any() for d in read.demandes if d.action in read.sans_sens)


def test_the_page_says_why_and_marks_what_is_out(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    _dense(copie, _entre_deux(copie))
    run = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert not run.exception
    told = " ".join(one.value for one in run.info)
    assert "Aucune variation n'est annoncée" in told and FICHIER in told
    assert "hors lecture" in set(run.dataframe[0].value[COMBLEMENT])
    _dense(copie, 1e8)
    run = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert "Aucune variation" not in " ".join(one.value for one in run.info)


def test_the_word_plan_of_a_dense_territory_names_the_file(copie: Database) -> None:
    parameters.fixer(copie, TERMINAL, "concurrents_maximum", 1.0, None, None, "essai")
    moving = plans.actions(copie).query("effet_genre != '' and statut != 'proposee'")
    told = documents.contenu(copie, str(moving["territoire"].iloc[0]), JOUR, False)
    assert FICHIER in told["promesse"] and any(FICHIER in action["promesse"] for action in told["actions"])
