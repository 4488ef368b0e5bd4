"""The five families read on every territory of the file, with what each figure is, the proposals and how they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

import pandas as pd
from sqlite_utils import Database

from components.carences.constat import lectures_calculs, lectures_minutes
from components.carences.constat.lectures_calculs import BAISSE, PART, publiees
from components.carences.constat.lectures_minutes import LIEUX
from components.carences.indicateurs import lectures as lectures_indicateurs
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles.hypotheses import EntreesDesHypotheses, Publication, mesures
from components.carences.regles.robustesse import Robustesse, eprouver, non_testables
from components.carences.regles.signaux import PROFESSIONS, Bilan, ProfessionLue, RegleDeProposition, examiner
from data.base import parameters
from data.base.parameters import EnVigueur, ValeurDatee
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import Serie

STANDARDISEE = "population standardisée"
TOTALE = "population totale"


@dataclass(frozen=True, eq=False)
class Tableau:
    """Every territory read for one profession, on one day.

    `lectures` by name of signal (absent: nothing loaded), `seuils` by parameter, `territoires` by code (nom,
    population). `serie` is the access the offer is read from, if any is loaded.
    """

    profession: ProfessionLue
    serie: Serie | None
    lectures: Mapping[str, IndicateurLu]
    seuils: Mapping[str, ValeurDatee]
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
    thresholds = {rule.seuil: values.retenue(rule.seuil) for rule in about.regles}
    communes = lectures_indicateurs.habitants_par_commune(db)
    readings = _readings(db, about, published, thresholds, values, communes)
    people = communes.groupby("territoire")["population"].sum()
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
    holds = _robustness(db, about, published, thresholds, reviews, coverage, communes)
    return Tableau(about, published[0] if published else None, readings, thresholds, reviews, holds, places, values)


def _readings(
    db: Database,
    about: ProfessionLue,
    published: list[Serie],
    thresholds: Mapping[str, ValeurDatee],
    values: EnVigueur,
    communes: pd.DataFrame,
) -> dict[str, IndicateurLu]:
    found = {rule.nom: _reading(db, rule, about, published, thresholds, values, communes) for rule in about.regles}
    return {name: reading for name, reading in found.items() if reading is not None}


def _reading(
    db: Database,
    rule: RegleDeProposition,
    about: ProfessionLue,
    published: list[Serie],
    thresholds: Mapping[str, ValeurDatee],
    values: EnVigueur,
    communes: pd.DataFrame,
) -> IndicateurLu | None:
    if rule.indicateur in LIEUX:
        return lectures_minutes.pour_signal(db, rule.indicateur, values, communes)
    if rule.indicateur == PART:
        fine, limit = [s for s in published if s.niveau == "commune"], thresholds[about.seuil].value
        return lectures_calculs.part_sous(db, fine[0], limit, communes) if fine else None
    if rule.indicateur == BAISSE:
        return lectures_calculs.baisse_acces(db, published[0], communes) if published else None
    known = publiees(db, rule.indicateur)
    return lectures_indicateurs.lire(db, known[0], "territoire", communes) if known else None


def _robustness(
    db: Database,
    about: ProfessionLue,
    published: list[Serie],
    thresholds: Mapping[str, ValeurDatee],
    reviews: Mapping[str, Bilan],
    coverage: float,
    communes: pd.DataFrame,
) -> dict[str, Robustesse]:
    kept, before = _vintages([s for s in published if s.niveau == "commune"])
    dated = {value.value for value in parameters.catalogue()[about.seuil].valeurs}
    limits = sorted({thresholds[about.seuil].value, *dated})
    if not kept:
        said = ("aucune APL par commune n'est chargée",)
        return {code: Robustesse(review.proposition, (), said) for code, review in reviews.items()}
    publications = [_publication(db, s, communes["population"]) for s in kept]
    entries = EntreesDesHypotheses(
        publications=publications,
        seuils=limits,
        habitants=communes["population"],
        territoire=communes["territoire"],
        regles={rule.nom: rule for rule in about.regles},
        seuil_part=thresholds["seuil_part_sous_seuil"].value,
        seuil_baisse=thresholds["seuil_baisse_apl"].value,
        couverture=coverage,
        reculs=[_publication(db, s, communes["population"]) for s in before],
        seuils_avant=_before(about, thresholds, reviews),
    )
    return eprouver(reviews, entries, non_testables(publications, limits))


def _vintages(published: list[Serie]) -> tuple[list[Serie], list[Serie]]:
    """The last two vintages of each series, and the one before them."""
    by_series: dict[str, list[Serie]] = {}
    for serie in published:
        by_series.setdefault(serie.serie, []).append(serie)
    groups = by_series.values()
    return [serie for group in groups for serie in group[:2]], [serie for group in groups for serie in group[2:3]]


def _before(
    about: ProfessionLue, thresholds: Mapping[str, ValeurDatee], reviews: Mapping[str, Bilan]
) -> dict[str, float]:
    """Earlier dated thresholds of the figures that are read somewhere, « offre » left out."""
    read = {
        signal.regle.seuil
        for review in reviews.values()
        for family in review.familles
        for signal in family.signaux
        if family.nom != "offre" and signal.signale is not None
    }
    found: dict[str, float] = {}
    for name in sorted(read & {rule.seuil for rule in about.regles}):
        dated = [v.value for v in parameters.catalogue()[name].valeurs]
        older = [value for value in dated if value != thresholds[name].value]
        found |= {name: older[-1]} if older else {}
    return found


def _publication(db: Database, serie: Serie, people: "pd.Series[float]") -> Publication:
    read = indicateurs.values(db, serie.id).reindex(people.index)
    states, standard = read["etat"].fillna("manquant"), indicateurs.poids(db, serie)
    weights = {TOTALE: people}
    if standard is not None:
        weights[STANDARDISEE] = indicateurs.values(db, standard.id)["valeur"].reindex(people.index).fillna(0.0)
    half = 0.5 * 10.0**-serie.decimales
    return Publication(serie.serie, serie.millesime, read["valeur"], states, half, weights)
