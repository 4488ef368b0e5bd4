"""The five families read on every territory of the file, with what each figure is, the proposals and how they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

import pandas as pd
from sqlite_utils import Database

from components.carences import commands, commands_calculs
from components.carences.commands import Lecture
from components.carences.commands_calculs import BAISSE, LIEUX, PART, publiees, seuil_acces
from components.carences.model_robustesse import Entrees, Publication, Robustesse, eprouver, mesures, non_testables
from components.carences.model_signaux import PROFESSIONS, Bilan, Profession, Regle, examiner
from data import indicateurs, parameters, territoire
from data.indicateurs import Serie
from data.parameters import EnVigueur, Valeur

STANDARDISEE = "population standardisée"
TOTALE = "population totale"


@dataclass(frozen=True, eq=False)
class Tableau:
    """Every territory read for one profession, on one day.

    `lectures` by name of signal (absent: nothing loaded), `seuils` by parameter, `territoires` by code (nom,
    population). `serie` is the access the offer is read from, if any is loaded.
    """

    profession: Profession
    serie: Serie | None
    lectures: Mapping[str, Lecture]
    seuils: Mapping[str, Valeur]
    bilans: Mapping[str, Bilan]
    robustesses: Mapping[str, Robustesse]
    territoires: pd.DataFrame
    valeurs: EnVigueur


def professions(db: Database) -> list[str]:
    """Professions whose access is loaded, in a fixed order; the first one when none is."""
    loaded = {serie.indicateur for serie in indicateurs.series(db)}
    return [name for name, about in PROFESSIONS.items() if about.acces in loaded] or [next(iter(PROFESSIONS))]


def tableau(db: Database, profession: str, jour: date) -> Tableau:
    """Read the signals of a profession on every territory of the mesh in use."""
    about, values = PROFESSIONS[profession], EnVigueur.read(db, jour)
    published = publiees(db, about.acces)
    thresholds = {rule.seuil: seuil_acces(values, rule.seuil) for rule in about.regles}
    readings = _readings(db, about, published, thresholds, values)
    people = commands.habitants_par_commune(db).groupby("territoire")["population"].sum()
    places = territoire.territoires(db)
    places = places.assign(population=people.reindex(places.index).fillna(0.0))
    figures = {name: mesures(reading.table) for name, reading in readings.items()}
    numbers = {name: value.value for name, value in thresholds.items()}
    coverage, enough = values.number("couverture_minimale"), ceil(values.number("familles_a_examiner"))
    reviews = {
        str(code): examiner(
            about.regles,
            {name: found[code] for name, found in figures.items() if code in found},
            numbers,
            coverage,
            enough,
        )
        for code in places.index
    }
    holds = _robustness(db, about, published, thresholds, reviews, coverage)
    return Tableau(about, published[0] if published else None, readings, thresholds, reviews, holds, places, values)


def _readings(
    db: Database, about: Profession, published: list[Serie], thresholds: Mapping[str, Valeur], values: EnVigueur
) -> dict[str, Lecture]:
    found = {rule.nom: _reading(db, rule, about, published, thresholds, values) for rule in about.regles}
    return {name: reading for name, reading in found.items() if reading is not None}


def _reading(
    db: Database,
    rule: Regle,
    about: Profession,
    published: list[Serie],
    thresholds: Mapping[str, Valeur],
    values: EnVigueur,
) -> Lecture | None:
    if rule.indicateur in LIEUX:
        return commands_calculs.minutes(db, rule.indicateur, "territoire", values)
    if rule.indicateur == PART:
        by_commune = [s for s in published if s.niveau == "commune"]
        return commands_calculs.part_sous(db, by_commune[0], thresholds[about.seuil].value) if by_commune else None
    if rule.indicateur == BAISSE:
        return commands_calculs.baisse_acces(db, published[0]) if published else None
    known = publiees(db, rule.indicateur)
    return commands.lire(db, known[0], "territoire") if known else None


def _robustness(
    db: Database,
    about: Profession,
    published: list[Serie],
    thresholds: Mapping[str, Valeur],
    reviews: Mapping[str, Bilan],
    coverage: float,
) -> dict[str, Robustesse]:
    kept = _last_two([s for s in published if s.niveau == "commune"])
    dated = {value.value for value in parameters.catalogue()[about.seuil].valeurs}
    limits = sorted({thresholds[about.seuil].value, *dated})
    if not kept:
        said = ("aucune APL par commune n'est chargée",)
        return {code: Robustesse(review.proposition, (), said) for code, review in reviews.items()}
    communes = commands.habitants_par_commune(db)
    publications = [_publication(db, s, communes["population"]) for s in kept]
    entries = Entrees(
        publications=publications,
        seuils=limits,
        habitants=communes["population"],
        territoire=communes["territoire"],
        regles={rule.nom: rule for rule in about.regles},
        seuil_part=thresholds["seuil_part_sous_seuil"].value,
        seuil_baisse=thresholds["seuil_baisse_apl"].value,
        couverture=coverage,
    )
    return eprouver(reviews, entries, non_testables(publications, limits))


def _last_two(published: list[Serie]) -> list[Serie]:
    by_series: dict[str, list[Serie]] = {}
    for serie in published:
        by_series.setdefault(serie.serie, []).append(serie)
    return [serie for group in by_series.values() for serie in group[:2]]


def _publication(db: Database, serie: Serie, people: "pd.Series[float]") -> Publication:
    read = indicateurs.values(db, serie.id).reindex(people.index)
    states, standard = read["etat"].fillna("manquant"), indicateurs.poids(db, serie)
    weights = {TOTALE: people}
    if standard is not None:
        weights[STANDARDISEE] = indicateurs.values(db, standard.id)["valeur"].reindex(people.index).fillna(0.0)
    half = 0.5 * 10.0**-serie.decimales
    return Publication(serie.serie, serie.millesime, read["valeur"], states, half, weights)
