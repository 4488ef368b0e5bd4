"""A file of all the communes of France says what each threshold is worth there, and fixes those that no text fixes."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from sqlite_utils import Database

from components.carences.constat import lectures_propositions, lectures_reperes, lectures_signaux
from components.carences.constat.lectures_signaux import Tableau
from data.base import parameters, store
from data.base.acteurs import TERMINAL
from data.chargement import chargement
from data.imports.grammaire.base import Fiche, Fichier
from data.territoire import france_lue, indicateurs, territoire
from tests.carences.cas import JOUR, MG

FDEP = "desavantage_social"


@pytest.fixture
def db(en_71: Database) -> Database:
    return en_71


def _nationale(db: Database, garder: int = 200) -> dict[str, float]:
    """An index of disadvantage for every commune of the first départements (all of them by default), as written."""
    people = france_lue.habitants()
    draw = np.random.default_rng(7).normal(0.0, 3.0, len(people)).round(2)
    values = dict(zip(map(str, people.index), map(float, draw), strict=True))
    places = sorted({france_lue.departement(code) for code in values} - {"71"})[: garder - 1]
    kept_here = {code: value for code, value in values.items() if france_lue.departement(code) in {*places, "71"}}
    known = indicateurs.serie(db, "fdep")
    serie = replace(known, id="fdep_2021", millesime=2021, agregation="moyenne", poids=None, decimales=2)
    inside = territoire.communes(db).query("role == 'interieure'").index
    with store.writing(db):
        rows = [(str(code), kept_here[str(code)], indicateurs.VALEUR) for code in inside]
        indicateurs.store(db, serie, rows)
        france_lue.garder(db, serie.id, kept_here)
    return kept_here


def _tableau(db: Database) -> Tableau:
    return lectures_signaux.tableau(db, MG, JOUR)


def _moyennes(values: dict[str, float], smallest: float) -> list[float]:
    """Means by EPCI, by residents, counted apart."""
    people = france_lue.habitants()
    mesh = dict(pair.split("=") for pair in france_lue._epci().texte.split(";"))
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for code, target in mesh.items():
        if code in people.index:
            sums[target][2] += people[code]
            if code in values:
                sums[target][0] += values[code] * people[code]
                sums[target][1] += people[code]
    return [a / b for a, b, whole in sums.values() if whole >= smallest and b >= 0.5 * whole > 0]


def test_the_rate_is_the_count_over_the_territories_of_the_loaded_file(db: Database) -> None:
    values = _nationale(db)
    read = _tableau(db)
    means = _moyennes(values, read.valeurs.number("population_minimale"))
    limit, rate = read.seuils["seuil_fdep"].value, lectures_reperes.frequences(read)[FDEP]
    assert rate.france is not None and "fichier chargé, 2021" in rate.mots and "EPCI" in rate.mots
    assert rate.france.bas == pytest.approx(sum(m >= limit - 1e-9 for m in means) / len(means))
    assert f"{len(means):,}".replace(",", "\u202f") in rate.france.champ


def test_no_text_fixes_it_so_the_most_unfavourable_tenth_does_and_its_reference_says_so(db: Database) -> None:
    shipped = _tableau(db)
    values = _nationale(db)
    read = _tableau(db)
    means = np.array(_moyennes(values, read.valeurs.number("population_minimale")))
    threshold = read.seuils["seuil_fdep"]
    assert threshold.value != shipped.seuils["seuil_fdep"].value and threshold.fiabilite == "D"
    assert "Aucun texte ne fixe ce seuil" in threshold.reference and "0,5" in threshold.reference
    assert (means >= threshold.value).mean() <= 0.1 < (means >= threshold.value - 0.1).mean()
    assert read.seuils["seuil_sous_dense"] == shipped.seuils["seuil_sous_dense"], "a decree fixes that one"
    parameters.fixer(db, TERMINAL, "seuil_fdep", 1.5, None, None, "la table")
    assert _tableau(db).seuils["seuil_fdep"].value == 1.5, "the table's own comes first"


def test_a_file_of_some_departements_says_so_and_fixes_nothing(db: Database) -> None:
    shipped = _tableau(db).seuils
    _nationale(db, garder=4)
    read = _tableau(db)
    assert read.seuils == shipped
    assert "de 4 départements" in lectures_reperes.frequences(read)[FDEP].mots.replace("\xa0", " ")


def test_the_proposals_of_france_are_said_with_what_they_are_read_on(db: Database) -> None:
    stored = lectures_propositions.en_france(_tableau(db))
    assert "repère livré avec l'outil" in stored and "à surveiller" in stored
    _nationale(db)
    assert lectures_propositions.en_france(_tableau(db)) == stored, "a need proposes nothing by itself"


def _fichier(codes: list[str]) -> Fichier:
    lines = "\n".join(f"{code},{k % 7 / 2}" for k, code in enumerate(codes))
    return Fichier("indice.csv", f"code_commune,valeur\n{lines}\n".encode())


@pytest.mark.parametrize("ailleurs", [(), ("58194", "21231", "03190")])
def test_what_goes_beyond_the_departement_is_kept_and_what_does_not_is_not(
    db: Database, ailleurs: tuple[str, ...]
) -> None:
    inside = [str(c) for c in territoire.communes(db).query("role == 'interieure'").index]
    form = Fiche(attendu="fdep", millesime=2022, producteur="Inserm", licence="LO", niveau="commune")
    file = _fichier([*inside, *ailleurs])
    chargement.charger(db, TERMINAL, chargement.apercu(db, "indicateur", file, form, JOUR), JOUR)
    column = france_lue.valeurs(france_lue.cellule(db, "fdep_2022"))
    assert set(column.index) == ({*inside, *ailleurs} if ailleurs else set())
    if ailleurs:
        assert column[ailleurs[0]] == len(inside) % 7 / 2


def test_patients_of_elsewhere_never_enter(db: Database) -> None:
    """Counts of patients beyond the département are under nobody's secret here: they are not kept."""
    inside = [str(c) for c in territoire.communes(db).query("role == 'interieure'").index]
    form = Fiche(libelle="Patients sans médecin traitant", unite="patients", millesime=2022, producteur="Cpam",
                 licence="LO", niveau="commune", sens=-1, agregation="moyenne")  # fmt: skip
    lines = "\n".join(f"{code},{k % 40}" for k, code in enumerate([*inside, "58194", "21231"]))
    file = Fichier("patients.csv", f"code_commune,valeur\n{lines}\n".encode())
    chargement.charger(db, TERMINAL, chargement.apercu(db, "indicateur", file, form, JOUR), JOUR)
    assert db["valeurs_france"].count == 0
