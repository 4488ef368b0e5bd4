"""Where a change per resident has no meaning, nothing is proposed: the reason, and the file that unlocks it."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.refus import EntreeInvalide, Introuvable
from components.propositions import lectures
from components.propositions.ecart import lectures as ecart
from components.propositions.ecart.lectures import DemandeDeMelange, Moyen
from components.propositions.implantation import lectures as sites
from components.propositions.implantation.regles.demande import MAIN, PEUPLEES, DemandeDeSites
from data.base import store
from tests import fichiers
from tests.propositions.terrains import donner_une_apl

JOUR = date(2026, 11, 26)
MOYENS = (Moyen("centre_sante", 20, 33_000.0), Moyen("docteurs_juniors", 5, None))
MELANGE = DemandeDeMelange("communes", "", 2030, "central", MOYENS, 4, 0)


def _ouvrir(folder: Path, code: str) -> Iterator[Database]:
    with store.connect(folder / f"{code}.db") as opened:
        fichiers.remplir(opened, code)
        with pytest.raises(Introuvable, match="APL"):
            lectures.terrain(opened, JOUR)
        donner_une_apl(opened)
        time.sleep(0.1)
        yield opened


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield from _ouvrir(tmp_path_factory.mktemp("terrain"), "23")


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield from _ouvrir(tmp_path_factory.mktemp("terrain"), "93")


def test_a_dense_departement_is_refused_in_words(dense: Database) -> None:
    ground = lectures.terrain(dense, JOUR)
    with pytest.raises(EntreeInvalide, match="Temps de trajet entre communes"):
        sites.proposer(dense, ground, DemandeDeSites())
    with pytest.raises(EntreeInvalide, match="Temps de trajet entre communes"):
        ecart.proposer(dense, ground, MELANGE)


def test_what_cannot_be_asked_is_refused_in_words(db: Database) -> None:
    ground = lectures.terrain(db, JOUR)
    assert len(sites.proposer(db, ground, DemandeDeSites()).reponses[0]) == 3
    proposed = ecart.proposer(db, ground, MELANGE)
    assert proposed.question.moyens == ("centre_sante",), "a means without a cost stays out"
    for impossible, words in (
        (DemandeDeSites(regle=MAIN), "Aucune commune ne peut recevoir"),
        (DemandeDeSites(regle=PEUPLEES, peuplement=100_000), "Aucune commune ne peut recevoir"),
        (DemandeDeSites(regle=MAIN, main=("23096",)), "1.lieu possible pour 3.sites"),
        (DemandeDeSites(imposes=("23096",), interdits=("23096",)), "imposé et interdit à la fois"),
    ):
        with pytest.raises(EntreeInvalide, match=words):
            sites.proposer(db, ground, impossible)
    with pytest.raises(EntreeInvalide, match="Aucun moyen"):
        ecart.proposer(db, ground, DemandeDeMelange("communes", "", 2030, "central", (), 4, 0))


def test_imposed_forbidden_and_open_places_are_held(db: Database) -> None:
    ground = lectures.terrain(db, JOUR)
    free = sites.proposer(db, ground, DemandeDeSites()).reponses[0]
    held = DemandeDeSites(imposes=("23096",), interdits=free[:1], ouverts=("23008",))
    for answer in sites.proposer(db, ground, held).reponses:
        assert answer[0] == "23096" and free[0] not in answer
    opened = sites.proposer(db, ground, held).question.niveau
    assert (opened >= ground.niveaux - 1e-12).all() and (opened > ground.niveaux + 1e-6).any()
