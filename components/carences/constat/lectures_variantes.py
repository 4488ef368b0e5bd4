"""What the other readings of a profession are built from: publications, dated thresholds, speeds, small numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from sqlite_utils import Database

from components.carences.constat import lectures_minutes
from components.carences.constat.lectures_minutes import LIEUX
from components.carences.indicateurs import lectures as lectures_indicateurs
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles.hypotheses import EntreesDesVariantes, Figures, Publication, mesures
from components.carences.regles.signaux import NIVEAU, PART, TENDANCE, Bilan, ProfessionLue
from components.core.francais import ecart
from data.base import parameters
from data.base.parameters import EnVigueur, ValeurDatee
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import Serie

STANDARDISEE, TOTALE = "population standardisée", "population totale"
PAR_ETP = 100_000.0  # other professions are published in full-time equivalents for so many residents


@dataclass(frozen=True, eq=False)
class ProfessionDuJour:
    """A profession as read on a day: its published series (the one read first), the thresholds in force, by parameter,
    the communes (nom, territoire, population) and what chance gives to a fall, by territory."""

    profession: ProfessionLue
    publiees: Sequence[Serie]
    seuils: Mapping[str, ValeurDatee]
    valeurs: EnVigueur
    communes: pd.DataFrame
    bruits: Mapping[str, float]


def entrees(
    db: Database, lue: ProfessionDuJour, lectures: Mapping[str, IndicateurLu], bilans: Mapping[str, Bilan]
) -> EntreesDesVariantes:
    """Everything that may be read otherwise. `lectures`: what is on screen, by signal."""
    about = lue.profession
    dated = {value.value for value in parameters.catalogue()[about.seuil].valeurs}
    fine = [serie for serie in lue.publiees if serie.niveau == "commune"]
    doctors = about.acces == indicateurs.APL_MG
    return EntreesDesVariantes(
        publications=[_publication(db, serie, lue.communes) for serie in fine],
        seuil=about.seuil,
        seuil_en_vigueur=lue.seuils[about.seuil].value,
        seuils=sorted({lue.seuils[about.seuil].value, *dated}) if fine else (),
        lues={name: mesures(lectures[name].table) for name in (NIVEAU, PART, TENDANCE) if name in lectures},
        par_praticien=lue.valeurs.number("actes_par_etp") if doctors else PAR_ETP,
        seuils_avant=_avant(about, lue.seuils, bilans),
        temps=_temps(db, lue, lectures),
        bruits=lue.bruits,
    )


def _avant(
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
    earlier: dict[str, float] = {}
    for name in sorted(read & {rule.seuil for rule in about.regles}):
        dated = [v.value for v in parameters.catalogue()[name].valeurs]
        older = [value for value in dated if value != thresholds[name].value]
        earlier |= {name: older[-1]} if older else {}
    return earlier


def _publication(db: Database, serie: Serie, communes: pd.DataFrame) -> Publication:
    read, standard = lectures_indicateurs.entiers(db, serie, communes), indicateurs.poids(db, serie)
    weights = {TOTALE: read["population"]}
    if standard is not None:
        standardised = indicateurs.values(db, standard.id)["valeur"].reindex(read.index).fillna(0.0)
        weights = {STANDARDISEE: standardised, **weights}
    return Publication(
        serie.serie, serie.millesime, read["valeur"], read["etat"], read["territoire"], read["population"], weights
    )


def _temps(
    db: Database, lue: ProfessionDuJour, lectures: Mapping[str, IndicateurLu]
) -> dict[str, Mapping[str, Figures]]:
    """Minutes estimated at the ends of the range of speed; nothing where a table gives them all."""
    low, central, high = lue.valeurs["facteur_temps"].bornes
    roads = territoire.minutes(db) is not None
    by_speed: dict[str, Mapping[str, Figures]] = {}
    for speed in sorted({low, high} - {central}):
        figures: dict[str, Figures] = {}
        for rule in lue.profession.regles:
            if rule.indicateur in LIEUX and rule.nom in lectures:
                read = lectures[rule.nom].table
                # Without a table of journeys every minute is the curve's: another speed divides their mean.
                faster = read.assign(valeur=read["valeur"] * central / speed)
                table = _a_la_vitesse(db, lue, rule.indicateur, speed) if roads else faster
                if table is not None and not table["valeur"].equals(read["valeur"]):
                    figures[rule.nom] = mesures(table)
        if figures:
            by_speed[f"vitesse {ecart(100 * (speed / central - 1), 0)} %"] = figures
    return by_speed


def _a_la_vitesse(db: Database, lue: ProfessionDuJour, indicateur: str, vitesse: float) -> pd.DataFrame | None:
    values = lue.valeurs.with_value("facteur_temps", vitesse)
    lecture = lectures_minutes.pour_signal(db, indicateur, values, lue.communes)
    return None if lecture is None else lecture.table
