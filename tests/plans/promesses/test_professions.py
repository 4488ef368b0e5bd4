"""An action for nurses promises nurse access, in its own unit and on its own population, and nothing of doctors'."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from sqlite_utils import Database

from components.core.acces import autres, effects
from components.core.acces.moves import Mouvement
from components.core.refus import EntreeInvalide
from components.plans.actions import gestes, lectures, lectures_promesse
from components.plans.partage import lectures as partage
from components.plans.partage.lectures_comblement import COMBLEMENT
from components.plans.professions import lectures as professions
from components.plans.regles import actions as regles
from components.plans.scenario import lectures as scenario
from components.seances import minutes_suites
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.imports.grammaire.professions import PAR_CLE, PROFESSIONS, TOUS_AGES, serie_apl, serie_population
from data.plans import financements, plans
from data.territoire import indicateurs, noyau, territoire

JOUR = date.today()


def _temps(db: Database) -> int:
    rows = plans.actions(db)
    return int(rows.index[rows["effet_genre"] == "arrivee"][0])


def _changer(db: Database, ident: int, **champs: Any) -> None:
    gestes.modifier(db, TERMINAL, ident, plans.action(db, ident)["version"], champs)


def _promesse(db: Database, ident: int, code: str | None = None) -> lectures_promesse.Promesse:
    return lectures_promesse.lire(db, lectures.lire(db, JOUR).actions.loc[[ident]], JOUR, code)


def charger(db: Database, cle: str, population: float | None = None) -> None:
    """An access published for a profession everywhere, and the population that shares it when given."""
    who, codes = PAR_CLE[cle], territoire.communes(db).index
    card = next(iter(territoire.sources(db).index))
    with store.writing(db):
        rows = [(str(code), 100.0, indicateurs.VALEUR) for code in codes]
        indicateurs.store(db, serie_apl(who, 2023, TOUS_AGES, card), rows)
        if population is not None:
            people = [(str(code), population, indicateurs.VALEUR) for code in codes]
            indicateurs.store(db, serie_population(who, 2023, card), people)


def test_words_are_those_of_published_access() -> None:
    assert {one.fin: one.nom for one in PROFESSIONS} == regles.PROFESSIONS
    assert set(professions.DES_CONSTATS.values()) <= set(regles.PROFESSIONS)
    assert set(professions.DES_EFFECTIFS.values()) == set(regles.PROFESSIONS)


@pytest.mark.parametrize(("qui", "quoi"), [("ide", "infirmiers"), ("mg", "mg"), ("ph", None)])
def test_a_line_of_a_scenario_changes_the_access_of_its_own_profession(qui: str, quoi: str | None) -> None:
    line = {"genre": "arrivee", "commune": "71137", "etp": 0.5, "jours_par_mois": None, "profession": qui}
    made = scenario._effet(line)
    assert (made["effet_profession"], made["effet_genre"]) == ((quoi, "arrivee") if quoi else ("mg", ""))


def test_an_action_for_nurses_promises_nurse_access(copie: Database) -> None:
    ident = _temps(copie)
    before = _promesse(copie, ident)
    charger(copie, "inf", population=1_000.0)
    _changer(copie, ident, effet_profession="infirmiers")
    code = str(plans.action(copie, ident)["territoire"])
    made = _promesse(copie, ident, code)
    assert before.actes is not None and made.actes is None and made.acces is None, "nothing is said of doctors'"
    (one,) = made.autres
    assert one.acces is not None and 0 < one.acces[0] <= one.acces[1] <= one.acces[2]
    assert "ETP pour 100 000" in one.mots and "infirmier" in one.mots
    frozen = lectures_promesse.figee(copie, lectures.lire(copie, JOUR), ident, JOUR)
    assert "infirmier" in minutes_suites.promesse(frozen) and frozen["etp"] == [one.etp] * 3
    assert regles.verdict(frozen, {"etp": one.etp}) == regles.TENUE


def test_full_times_are_conserved_on_their_own_population(copie: Database) -> None:
    """Σ population × change / 100,000 is the full times that came, on the population of the profession."""
    charger(copie, "inf", population=1_000.0)
    access = noyau.acces(copie, EnVigueur.read(copie, JOUR), "population_standardisee_infirmiers")
    kernel = access.famille.central
    assert set(np.unique(kernel.trajets.population)) == {1_000.0}, "not that of doctors"
    place = str(plans.action(copie, _temps(copie))["effet_commune"])
    published = indicateurs.values(copie, "apl_infirmiers_2023")["valeur"].reindex(kernel.communes)
    move = Mouvement("arrivee", place, "Une infirmière", etp=1.2)
    result = effects.effet(access.famille, published, [move], autres.SANS_BORNE, autres.EN_TEMPS_PLEINS)
    assert kernel.trajets.population @ result.communes["variation"] / autres.POUR == pytest.approx(1.2)


@pytest.mark.parametrize("cle", ["inf", "sf"])
def test_what_is_not_loaded_is_told(copie: Database, cle: str) -> None:
    ident = _temps(copie)
    _changer(copie, ident, effet_profession=PAR_CLE[cle].fin)
    (one,) = _promesse(copie, ident).autres
    assert one.acces is None and "n'est pas chargée" in one.mots
    charger(copie, cle)
    (one,) = _promesse(copie, ident).autres
    assert (one.acces is None) == (cle == "sf"), "residents are not the women who share the supply of midwives"


def test_an_envelope_of_doctors_leaves_it_out_and_says_so(copie: Database) -> None:
    purse = int(financements.envelopes(copie).index[0])
    ident = _temps(copie)
    _changer(copie, ident, effet_profession="infirmiers")
    closed = next(one for one in partage.lire(copie, purse, JOUR).lectures if one.nom == COMBLEMENT)
    assert "autre profession" in closed.choix.raisons[ident] and ident not in closed.choix.retenues


@pytest.mark.parametrize(
    ("champs", "mots"),
    [({"effet_profession": "astrologue"}, "n'est pas de celles"), ({"effet_genre": "consultation_avancee"}, "avancée")],
)
def test_an_impossible_profession_is_refused(copie: Database, champs: dict[str, Any], mots: str) -> None:
    ident = _temps(copie)
    if "effet_genre" in champs:
        _changer(copie, ident, effet_profession="infirmiers")
    before = plans.action(copie, ident)
    with pytest.raises(EntreeInvalide, match=mots):
        _changer(copie, ident, **champs)
    assert plans.action(copie, ident) == before
