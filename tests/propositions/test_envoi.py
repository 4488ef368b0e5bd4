"""A proposal becomes a scenario; once the table retains it, its lines make the actions that the proposal meant."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlite_utils import Database

from components.core.refus import Refus
from components.plans.scenario import gestes as gestes_scenario
from components.plans.scenario import lectures as lectures_scenario
from components.propositions import lectures
from components.propositions.envoi import gestes
from components.propositions.implantation import lectures as sites
from components.propositions.implantation import lectures_envoi
from components.propositions.implantation.regles.demande import DemandeDeSites
from data.base import store
from data.base.acteurs import TERMINAL
from data.effectifs import scenarios
from data.plans import liens, plans
from data.propositions import propositions
from tests import fichiers

JOUR = date(2026, 11, 26)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with store.connect(tmp_path_factory.mktemp("envoi") / "71.db") as opened:
        fichiers.remplir(opened)
        plans.ajouter_priorite(opened, TERMINAL, "Consultations", "essai")
        time.sleep(0.1)
        yield opened


@pytest.mark.parametrize(
    ("demande", "modele", "cout"),
    [
        (DemandeDeSites("centre", 2.5, 2), "centre_sante", {3_300_000, 1_650_000}),
        (DemandeDeSites("jours", 4, 3), "consultations_avancees", {880_000}),
    ],
)
def test_a_retained_proposal_makes_what_it_meant(
    db: Database, demande: DemandeDeSites, modele: str, cout: set[int]
) -> None:
    ground = lectures.terrain(db, JOUR)
    proposed = sites.proposer(db, ground, demande)
    read = sites.lire(db, ground, demande, proposed.reponses[0], proposed.question)
    ready = lectures_envoi.prete(ground, demande, read, "Une phrase.", "non prouvée")
    name = gestes.en_scenario(db, TERMINAL, ready)
    with pytest.raises(Refus, match="est déjà le scénario"):  # pressed twice
        gestes.en_scenario(db, TERMINAL, ready)
    other = replace(ready, phrase="Une autre phrase, le même nom.")
    assert gestes.en_scenario(db, TERMINAL, other) == f"{name} (2)", "the same name twice is told apart"
    ident = scenarios.find(db, name)
    assert set(scenarios.lines(db, ident)["modele"]) == {modele}
    assert len(propositions.lire(db)[propositions.lire(db)["genre"] == propositions.IMPLANTATION]) >= 1
    liens.retenir(db, TERMINAL, ident, "La plus juste")
    retained = liens.retenus(db)[-1]
    prepared = lectures_scenario.preparer(db, retained)
    assert {one.modele for one in prepared} == {modele} and not any(one.obstacle for one in prepared)
    assert {cost[1] for one in prepared if (cost := lectures_scenario.cout(one))} == cout
    made = gestes_scenario.creer(db, TERMINAL, retained["rang"], JOUR)
    rows = plans.actions(db).loc[made]
    assert set(rows["modele"]) == {modele} and set(rows["effet_commune"]) == set(read.sites)


def test_the_kernel_and_the_solver_agree_and_doctors_who_leave_are_lost_where_they_were(db: Database) -> None:
    ground = lectures.terrain(db, JOUR)
    for demande in (DemandeDeSites(nombre=2), DemandeDeSites("antenne", 1, 3, ouverts=("71137",))):
        proposed = sites.proposer(db, ground, demande)
        read = sites.lire(db, ground, demande, proposed.reponses[0], proposed.question)
        assert read.modele == pytest.approx(read.comble, rel=1e-9)
        assert read.fourchette[0] <= read.comble <= read.fourchette[1]
    lent = DemandeDeSites("antenne", 1, 1, provenance="71270")
    proposed = sites.proposer(db, ground, lent)
    read = sites.lire(db, ground, lent, proposed.reponses[0], proposed.question)
    change = read.effet.communes["variation"]
    assert change["71270"] < 0 and change[read.sites[0]] > 0
    kernel = ground.access.famille.central
    received = float(kernel.trajets.population @ read.effet.communes["sans_plancher"].to_numpy())
    assert received == pytest.approx(0, abs=1e-6), "what one end gains, the other loses"
