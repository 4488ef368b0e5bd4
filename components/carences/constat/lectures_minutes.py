"""Minutes to the nearest site of a type, by commune and by territory."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.carences.indicateurs import lectures
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles.eloignement import Temps, au_plus_proche
from components.core.acces import assemblage
from components.core.acces.aggregate import moyenne
from components.core.acces.assemblage import courbe
from components.core.acces.distance import great_circle_km
from components.core.francais import compte, nombre
from data.base.parameters import EnVigueur
from data.territoire import france, territoire
from data.territoire.indicateurs import Serie

URGENCES, PHARMACIE = "minutes_urgences", "minutes_pharmacie"
LIEUX = {URGENCES: ("service d'urgences", "un service d'urgences"), PHARMACIE: ("pharmacie", "une pharmacie")}
SITES = "Seuls les sites chargés comptent : près de la limite du département, le temps peut être surestimé."


def minutes(
    db: Database, nom: str, niveau: str, valeurs: EnVigueur, communes: pd.DataFrame | None = None
) -> IndicateurLu | None:
    """Minutes by road from a commune's centre to the nearest site of a type; None when no such site is placed.

    Read in the loaded table of journeys where it goes to a site's commune, else estimated as the crow flies.
    """
    kind, words = LIEUX[nom]
    sites = territoire.sites(db)
    sites = sites[sites["type"] == kind]
    if sites.empty:
        return None
    places = lectures.habitants_par_commune(db) if communes is None else communes
    temps = _temps(db, places.index, sites, valeurs)
    table = places.assign(valeur=temps.minutes, part_couverte=1.0)
    table["etat"] = np.where(table["valeur"].isna(), "manquant", "valeur")
    source = str(sites["source"].iloc[0])
    told = Serie(
        nom, nom, f"Minutes vers {words} ({temps.methode})", "minutes", "commune", "", "", _year(db, source, valeurs),
        -1, 0, "estimé", "moyenne", None, source,
    )  # fmt: skip
    cautions = (*_attente(db, kind), _methode(db, temps), SITES, *_iles(db, table))
    if niveau == "commune":
        return IndicateurLu(told, niveau, table, cautions)
    mean = moyenne(table["valeur"], table["etat"], table["population"], table["territoire"])
    told_cautions = ("Moyenne pondérée par la population totale.", *cautions)
    return lectures.par_territoire(db, told, mean, told_cautions, communes)


def pour_signal(
    db: Database, nom: str, valeurs: EnVigueur, communes: pd.DataFrame | None = None
) -> IndicateurLu | None:
    """The minutes by territory as a signal reads them: missing as long as a site of the département is not placed, for
    the nearest one may be it."""
    lecture = minutes(db, nom, "territoire", valeurs, communes)
    if lecture is None or not _attente(db, LIEUX[nom][0]):
        return lecture
    return replace(lecture, table=lecture.table.assign(valeur=np.nan, etat="manquant"))


def _attente(db: Database, kind: str) -> tuple[str, ...]:
    """The sites of a type that nothing places yet, in a sentence."""
    waiting = territoire.sites_sans_position(db)
    names = [f"{name} ({code.split()[0]})" for code, name, type_ in waiting.itertuples(index=False) if type_ == kind]
    if not names:
        return ()
    return (
        f"Sans position, donc pas comptés : {', '.join(names)}. Les temps peuvent être surestimés : l'éloignement ne "
        "fait pas de signal tant qu'ils ne sont pas placés (Données, sites de soins).",
    )


def _temps(db: Database, codes: pd.Index, sites: pd.DataFrame, valeurs: EnVigueur) -> Temps:
    every = territoire.communes(db)
    estimates = courbe(valeurs, valeurs.number("facteur_temps")).minutes(_km(every.loc[codes], sites))
    roads = territoire.minutes(db)
    towns = sites["commune"].astype(object)
    here, there = ([france.iles().get(code, "") for code in places] for places in (codes, towns))
    estimates[np.asarray(here, dtype=object)[:, None] != np.asarray(there, dtype=object)[None, :]] = np.inf
    if roads is not None and towns.isna().any():
        placed = every[every["lat"].notna()]
        towns = towns.fillna(pd.Series(placed.index[np.argmin(_km(placed, sites), axis=0)], index=towns.index))
    return au_plus_proche(codes.tolist(), towns.tolist(), estimates, roads)


def _iles(db: Database, table: pd.DataFrame) -> tuple[str, ...]:
    """The islands from which no such site is reached by road."""
    return assemblage.iles_dites(table.loc[table["valeur"].isna(), "nom"], france.iles(), territoire.minutes(db))


def _km(places: pd.DataFrame, sites: pd.DataFrame) -> np.ndarray:
    lat, lon = (places[name].to_numpy(float)[:, None] for name in ("lat", "lon"))
    return great_circle_km(lat, lon, sites["lat"].to_numpy(float)[None, :], sites["lon"].to_numpy(float)[None, :])


def _methode(db: Database, temps: Temps) -> str:
    guess = "estimés à vol d'oiseau par une courbe de vitesse, du centre de la commune au site le plus proche"
    if not temps.lus.any():
        return f"Temps {guess}."
    read, whole = int(temps.lus.sum()), len(temps.lus)
    card = territoire.sources(db).loc["minutes"] if "minutes" in territoire.sources(db).index else None
    where = f" ({card.producteur}, {card.millesime})" if card is not None else ""
    rest = f", {guess} pour les autres" if read < whole else ""
    return (
        f"Temps lus dans la table de trajets chargée{where} pour {compte(read, 'commune')} sur {nombre(whole)}{rest}."
    )


def _year(db: Database, source: str, valeurs: EnVigueur) -> int:
    """Year of the sites, from the card of their source; the year of the day when the card names none."""
    year_match = re.search(r"\b(19|20)\d{2}\b", str(territoire.sources(db).at[source, "millesime"]))
    return int(year_match[0]) if year_match else valeurs.day.year
