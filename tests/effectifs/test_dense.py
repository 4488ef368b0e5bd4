"""Where a change of access per resident has no meaning, promises and the map of a scenario say so, without a number."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from sqlite_utils import Database

from components.core.refus import EntreeInvalide
from components.effectifs.carte import lectures as lectures_carte
from components.effectifs.scenarios import lectures as lectures_scenarios
from components.plans.actions import lectures_promesse
from data.base import parameters, store
from data.base.acteurs import TERMINAL
from data.imports.grammaire.professions import PAR_CLE, TOUS_AGES, serie_apl
from data.territoire import indicateurs, territoire
from tests import fichiers

JOUR = date.today()
SAINT_DENIS = "93066"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Seine-Saint-Denis, access 3 everywhere."""
    with store.connect(tmp_path_factory.mktemp("dense") / "93.db") as opened:
        fichiers.remplir(opened, "93")
        inside = territoire.communes(opened).query("role == 'interieure'").index
        card = next(iter(territoire.sources(opened).index))
        with store.writing(opened):
            serie = serie_apl(PAR_CLE["mg"], 2018, TOUS_AGES, card)
            indicateurs.store(opened, serie, [(str(code), 3.0, indicateurs.VALEUR) for code in inside])
        yield opened


def _promise(db: Database) -> lectures_promesse.Promesse:
    code = str(territoire.communes(db).at[SAINT_DENIS, "territoire"])
    action = {
        "statut": "retenue", "effet_genre": "arrivee", "effet_commune": SAINT_DENIS, "effet_quantite": 1.0,
        "effet_profession": "mg",
        "titre": "Un médecin salarié", "etp": None,
    }  # fmt: skip
    return lectures_promesse.lire(db, pd.DataFrame([action]), JOUR, code)


def test_a_promise_in_a_dense_place_keeps_its_acts_and_says_why_it_has_no_access(db: Database) -> None:
    made = _promise(db)
    assert made.actes is not None and made.etp == (1.0, 1.0, 1.0) and made.acces is None
    assert "Saint-Denis" in made.sans_sens and "Temps de trajet entre communes" in made.sans_sens
    assert lectures_promesse.mots(made).endswith(lectures_promesse.SANS_SENS)
    with store.writing(db):
        parameters.fixer(db, TERMINAL, "concurrents_maximum", 1e8, None, None, "essai")
    told = _promise(db)
    assert told.acces is not None and told.sans_sens == ""
    assert "consultation par habitant" in lectures_promesse.mots(told)
    parameters.retablir(db, TERMINAL, "concurrents_maximum")


def test_the_map_of_a_scenario_is_refused_in_words(db: Database) -> None:
    result = lectures_scenarios.calculer(db, JOUR, 10, 0, profession="mg")
    with pytest.raises(EntreeInvalide, match="Aucune variation n'est annoncée"):
        lectures_carte.carte(db, JOUR, lectures_carte.acces(db, JOUR), result, JOUR.year + 5)
