"""The five families read on every territory of the file, with what each figure is, the proposals and how they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil

import pandas as pd
from sqlite_utils import Database

from components.carences.constat import lectures_calculs, lectures_france, lectures_minutes, lectures_variantes
from components.carences.constat.lectures_calculs import BAISSE, PART, publiees
from components.carences.constat.lectures_minutes import LIEUX
from components.carences.constat.lectures_variantes import ProfessionDuJour
from components.carences.indicateurs import lectures as lectures_indicateurs
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles.france import SignalEnFrance
from components.carences.regles.hypotheses import bruits, mesures
from components.carences.regles.robustesse import Robustesse, eprouver
from components.carences.regles.signaux import (
    PROFESSIONS,
    TENDANCE,
    TROP_PETIT,
    Bilan,
    Mesure,
    ProfessionLue,
    RegleDeProposition,
    examiner,
)
from data.base.parameters import EnVigueur, ValeurDatee
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import VALEUR, Serie


@dataclass(frozen=True, eq=False)
class Tableau:
    """Every territory read for one profession, on one day.

    `lectures` by name of signal (absent: nothing loaded), `seuils` by parameter, `territoires` by code, as
    `territoires` gives them. `serie` is the access the offer is read from, if any is loaded. `france`: the signals that
    the loaded files let one read beyond the département, by name.
    """

    profession: ProfessionLue
    serie: Serie | None
    lectures: Mapping[str, IndicateurLu]
    seuils: Mapping[str, ValeurDatee]
    bilans: Mapping[str, Bilan]
    robustesses: Mapping[str, Robustesse]
    territoires: pd.DataFrame
    valeurs: EnVigueur
    france: Mapping[str, SignalEnFrance] = field(default_factory=dict)


def professions(db: Database) -> list[str]:
    """Professions whose access is loaded, in a fixed order; the first one when none is."""
    loaded = {serie.indicateur for serie in indicateurs.series(db)}
    return [name for name, about in PROFESSIONS.items() if about.acces in loaded] or [next(iter(PROFESSIONS))]


def tableau(db: Database, profession: str, jour: date) -> Tableau:
    """Read the signals of a profession on every territory of the mesh in use."""
    about, values = PROFESSIONS[profession], EnVigueur.read(db, jour)
    dated = {rule.seuil: values.retenue(rule.seuil) for rule in about.regles}
    beyond = lectures_france.lire(db, about, dated, values)
    thresholds = lectures_france.seuils(beyond, about, values, dated)
    communes, published = lectures_indicateurs.habitants_par_commune(db), publiees(db, about.acces)
    places = territoires(db, communes, published)
    noise = bruits(places["population_lue"], values.number("bruit_baisse"))
    today = ProfessionDuJour(about, published, thresholds, values, communes, noise)
    readings = _readings(db, today)
    figures = _figures(readings, places, noise, values.number("population_minimale"))
    numbers = {name: value.value for name, value in thresholds.items()}
    coverage, enough = values.number("couverture_minimale"), ceil(values.number("familles_a_examiner"))
    reviews = {code: examiner(about.regles, figures[code], numbers, coverage, enough) for code in figures}
    holds = eprouver(reviews, lectures_variantes.entrees(db, today, readings, reviews), coverage)
    first = next(iter(today.publiees), None)
    return Tableau(about, first, readings, thresholds, reviews, holds, places, values, beyond)


def territoires(db: Database, communes: pd.DataFrame, published: Sequence[Serie]) -> pd.DataFrame:
    """Territories of the mesh in use, by code: nom, population (residents of the département), population_lue (those
    that its access is read on, across the border too), part_ici (share of its residents in the département)."""
    places = territoire.territoires(db)
    fine = next((serie for serie in published if serie.niveau == "commune"), None)
    read = communes if fine is None else lectures_indicateurs.entiers(db, fine, communes)
    here, whole = (rows.groupby("territoire")["population"].sum().reindex(places.index) for rows in (communes, read))
    shares = lectures_indicateurs.parts_ici(db).reindex(places.index).fillna(1.0)
    return places.assign(population=here.fillna(0.0), population_lue=whole.fillna(0.0), part_ici=shares)


def _figures(
    readings: Mapping[str, IndicateurLu], places: pd.DataFrame, noise: Mapping[str, float], smallest: float
) -> dict[str, dict[str, Mesure]]:
    """Figures by territory then by signal; a territory under `smallest` residents is not read alone."""
    by_signal = {name: mesures(reading.table) for name, reading in readings.items()}
    by_territory: dict[str, dict[str, Mesure]] = {}
    for code, people in places["population_lue"].items():
        mine = {name: figures[str(code)] for name, figures in by_signal.items() if code in figures}
        if TENDANCE in mine:
            mine[TENDANCE] = replace(mine[TENDANCE], bruit=noise[str(code)])
        if people < smallest:
            mine = {name: replace(f, etat=TROP_PETIT) if f.etat == VALEUR else f for name, f in mine.items()}
        by_territory[str(code)] = mine
    return by_territory


def _readings(db: Database, lue: ProfessionDuJour) -> dict[str, IndicateurLu]:
    readings = {rule.nom: _reading(db, rule, lue) for rule in lue.profession.regles}
    return {name: reading for name, reading in readings.items() if reading is not None}


def _reading(db: Database, rule: RegleDeProposition, lue: ProfessionDuJour) -> IndicateurLu | None:
    published, communes = lue.publiees, lue.communes
    if rule.indicateur in LIEUX:
        return lectures_minutes.pour_signal(db, rule.indicateur, lue.valeurs, communes)
    if rule.indicateur == PART:
        fine, limit = [s for s in published if s.niveau == "commune"], lue.seuils[lue.profession.seuil].value
        return lectures_calculs.part_sous(db, fine[0], limit, communes) if fine else None
    if rule.indicateur == BAISSE:
        return lectures_calculs.baisse_acces(db, published[0], communes) if published else None
    series = publiees(db, rule.indicateur)
    return lectures_indicateurs.lire(db, series[0], "territoire", communes) if series else None
