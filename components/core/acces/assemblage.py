"""From what a file holds to the kernels and bounds every room computes with. Pure: the store's frames come in."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from hashlib import blake2b
from typing import Protocol

import numpy as np
import pandas as pd
from pandas.util import hash_pandas_object

from components.core.acces.access import Bands, KernelFamily, horizon
from components.core.acces.distance import Pairs, SpeedCurve, pairs_within
from components.core.acces.moves import Bornes, Hypotheses, Plage
from components.core.acces.travel import Trajets
from components.core.communes import interieures
from components.core.francais import compte, mot

JEUX_DE_POIDS = {"poids du zonage": "poids_zonage"}  # those of 2012 explain less at the speeds kept
JEU_CENTRAL = "poids du zonage"
SANS_ILE: Mapping[str, str] = {}
TOUS_AGES, LIMITE_AGE = "tous âges", "65 ans et moins"


class Valeur(Protocol):
    """A dated parameter: a range, or rows of numbers."""

    @property
    def bornes(self) -> tuple[float, float, float]: ...
    @property
    def lignes(self) -> tuple[tuple[float, ...], ...]: ...


class Parametres(Protocol):
    """The parameters in force on a day."""

    def __getitem__(self, nom: str) -> Valeur: ...
    def number(self, nom: str) -> float: ...


@dataclass(frozen=True, eq=False)
class Acces:
    """The kernels of every admissible hypothesis, with what they count and what must be said of them.

    `habitants`: residents of the département's communes, by code; `noms`: commune names, border included;
    `chronometrees`: the communes whose minutes, as an origin, were read in a table.
    """

    famille: KernelFamily
    habitants: "pd.Series[float]"
    noms: Mapping[str, str]
    precautions: tuple[str, ...]
    chronometrees: frozenset[str] = frozenset()


def acces(
    communes: pd.DataFrame,
    population: "pd.Series[float]",
    nom_population: str,
    valeurs: Parametres,
    habitants: "pd.Series[float] | None" = None,
    temps: pd.DataFrame | None = None,
    iles: Mapping[str, str] = SANS_ILE,
) -> Acces:
    """Build the kernels from positions and populations, border places included.

    `communes`, indexed by code: nom, role (interieure|bordure), lat, lon. `population`: weights P* by code;
    a place without a position or a population is left out, and counted aloud. `habitants`: residents to count
    people with, when they are not those weights. `temps`: road minutes (origine, destination, minutes) that stand
    in place of the estimate for every place of origin they name. `iles`: the island of the communes that no bridge
    links: sea is not a road, and nothing is estimated from one land to another.
    Raises `EntreeInvalide` when no place is left.
    """
    people = population.reindex(communes.index)
    placed = communes[communes["lat"].notna() & people.notna()]
    bands = {words: bandes(valeurs, name) for words, name in JEUX_DE_POIDS.items()}
    low, central, high = valeurs["facteur_vitesse"].bornes
    speeds = sorted({low / central, 1.0, high / central})
    lands = tuple(iles.get(code, "") for code in placed.index)
    inputs = (
        people[placed.index],
        placed[["lat", "lon"]].astype(float),
        bands,
        speeds,
        courbe(valeurs, central),
        lands,
        temps,
    )
    family = _kept(_Demande(_digest(*inputs), partial(_family, *inputs)))
    inside = interieures(placed).index
    residents = people if habitants is None else habitants.reindex(communes.index).fillna(0.0)
    words = (*_precautions(communes, placed, nom_population, temps), *iles_dites(placed["nom"], iles, temps))
    timed = frozenset() if temps is None else frozenset(temps["origine"])
    return Acces(family, residents[inside], communes["nom"].to_dict(), words, timed)


def _family(
    people: "pd.Series[float]",
    places: pd.DataFrame,
    bands: Mapping[str, Bands],
    speeds: Sequence[float],
    curve: SpeedCurve,
    lands: Sequence[str],
    roads: pd.DataFrame | None,
) -> KernelFamily:
    reach = horizon(bands, speeds)
    estimated = _by_land(pairs_within(places["lat"], places["lon"], reach, curve), lands)
    i, j, minutes = estimated if roads is None else _with_roads(estimated, places.index, roads, reach)
    travel = Trajets.build(people, places.index, i, j, minutes, horizon=reach)
    return KernelFamily.build(travel, bands, speeds, JEU_CENTRAL)


@dataclass(frozen=True)
class _Demande:
    """A family to build, known by the digest of everything it is built from."""

    digest: bytes
    build: Callable[[], KernelFamily] = field(compare=False)


@lru_cache(maxsize=6)
def _kept(demande: _Demande) -> KernelFamily:
    """Families are built once for the same inputs: a redraw of the room asks for the same one again and again."""
    return demande.build()


def _digest(people: "pd.Series[float]", places: pd.DataFrame, *settings: object) -> bytes:
    *plain, roads = settings
    whole = blake2b(repr((list(people.index), plain)).encode())
    frames = [people.to_numpy(dtype=float), places.to_numpy(dtype=float)]
    if isinstance(roads, pd.DataFrame):
        frames.append(hash_pandas_object(roads, index=False).to_numpy())
    for values in frames:
        whole.update(values.tobytes())
    return whole.digest()


def bandes(valeurs: Parametres, nom: str) -> Bands:
    """A dated set of distance weights."""
    return Bands(tuple((row[0], row[1]) for row in valeurs[nom].lignes))


def courbe(valeurs: Parametres, facteur: float) -> SpeedCurve:
    """The fitted conversion of great-circle distance into minutes, speeds being multiplied by a factor: that of the
    kernel (`facteur_vitesse`) is not that of the minutes people are told (`facteur_temps`)."""
    return SpeedCurve(valeurs.number("minutes_par_km"), valeurs.number("minutes_par_racine_km"), facteur)


def hypotheses(valeurs: Parametres) -> Hypotheses:
    """Acts per FTE, acts per day and months per year, low, central and high."""
    names = ("actes_par_etp", "actes_par_jour", "mois_par_an")
    return Hypotheses(*(Plage(*valeurs[name].bornes) for name in names))


def bornes(valeurs: Parametres, lecture_age: str) -> Bornes:
    """Floor, cap and age limit of a published series, from its own words (`lecture_age`, as `limite_age`)."""
    limit = int(valeurs.number("age_limite_serie")) if lecture_age == LIMITE_AGE else limite_age(lecture_age)
    return Bornes(valeurs.number("activite_plancher"), valeurs.number("activite_plafond"), limit)


def limite_age(serie: str) -> int | None:
    """The last age a published series counts: 62 for « 62 ans et moins », 64 for « moins de 65 ans », else None."""
    age_match = re.search(r"(moins de )?(\d+) ans( et moins)?", serie)
    if age_match is None or not (age_match[1] or age_match[3]):
        return None
    return int(age_match[2]) - bool(age_match[1])


def portee(valeurs: Parametres) -> float:
    """The minutes that a travel table must cover for every kernel of a file."""
    low, central, high = valeurs["facteur_vitesse"].bornes
    bands = {name: bandes(valeurs, name) for name in JEUX_DE_POIDS.values()}
    return horizon(bands, (low / central, 1.0, high / central))


def estimees(places: pd.DataFrame, valeurs: Parametres, iles: Mapping[str, str]) -> pd.DataFrame:
    """The minutes estimated within reach of the kernels (columns origine, destination, minutes): those that stand where
    no table tells. `places`, indexed by code: lat, lon, all known."""
    curve, lands = courbe(valeurs, valeurs["facteur_vitesse"].bornes[1]), [iles.get(code, "") for code in places.index]
    i, j, minutes = _by_land(pairs_within(places["lat"], places["lon"], portee(valeurs), curve), lands)
    return pd.DataFrame({"origine": places.index[i], "destination": places.index[j], "minutes": minutes})


def _by_land(estimated: Pairs, lands: Sequence[str]) -> Pairs:
    """The pairs whose two ends are on the same land."""
    i, j, minutes = estimated
    land = np.asarray(lands, dtype=object)
    same = land[i] == land[j]
    return i[same], j[same], minutes[same]


def iles_dites(noms: "pd.Series[str]", iles: Mapping[str, str], temps: pd.DataFrame | None = None) -> tuple[str, ...]:
    """What must be said of the islands that no bridge links, when there are some: nothing is estimated over the sea.
    `noms`: names of the places by code; those that `temps` goes from are read there."""
    read = set() if temps is None else set(temps["origine"])
    by_island: dict[str, list[str]] = {}
    for code, nom in noms.items():
        if str(code) in iles and code not in read:
            by_island.setdefault(iles[str(code)], []).append(str(nom))
    if not by_island:
        return ()
    names = " ; ".join(", ".join(places) for places in by_island.values())
    return (
        f"La mer n'est pas une route. Îles sans pont : {names}. Rien n'est estimé entre elles et une autre terre : une "
        "table de temps de trajet, bateau compris, les relierait (page Données).",
    )


def _with_roads(estimated: Pairs, places: pd.Index, temps: pd.DataFrame, reach: float) -> Pairs:
    """Pairs of the table for the origins it names (nought minutes to themselves), estimates for the others.

    A table that stops before the kernels do says nothing of what lies beyond its longest time: there, a pair that it
    does not name keeps its estimate.
    """
    i, j, minutes = estimated
    o, d = places.get_indexer(temps["origine"]), places.get_indexer(temps["destination"])
    times, here = temps["minutes"].to_numpy(dtype=float), (o >= 0) & (d >= 0) & (o != d)
    covered, size = np.unique(o[o >= 0]), len(places)
    beyond = (minutes > times.max(initial=0.0)) & ~np.isin(i * size + j, (o * size + d)[here])
    from_estimate = ~np.isin(i, covered) | (i == j) | beyond
    from_table = here & (times <= reach)
    return (
        np.concatenate([i[from_estimate], o[from_table]]),
        np.concatenate([j[from_estimate], d[from_table]]),
        np.concatenate([minutes[from_estimate], times[from_table]]),
    )


def _roads(communes: pd.DataFrame, temps: pd.DataFrame | None) -> str:
    if temps is None:
        return "Temps de trajet estimés à vol d'oiseau par une courbe de vitesse ; le relief n'y est pas."
    named = int(communes.index.isin(temps["origine"]).sum())
    longest = float(temps["minutes"].max())
    return (
        f"Temps de trajet lus dans une table pour {compte(named, 'commune')} de départ (jusqu'à "
        f"{compte(longest, 'minute')}), "
        "estimés à vol d'oiseau pour les autres et au-delà."
    )


def _precautions(
    communes: pd.DataFrame, placed: pd.DataFrame, nom_population: str, temps: pd.DataFrame | None
) -> tuple[str, ...]:
    border = int((placed["role"] == "bordure").sum())
    lost = len(interieures(communes)) - len(interieures(placed))
    near = compte(
        border, "commune voisine hors du département partage", "communes voisines hors du département partagent"
    )
    left = compte(lost, "commune sans position n'est pas comptée", "communes sans position ne sont pas comptées")
    return (
        _roads(communes, temps),
        f"Population qui partage l'offre : {nom_population}.",
        f"{near} les mêmes médecins et {mot(border, 'est comptée', 'sont comptées')}."
        if border
        else "Aucune commune d'un autre département n'est comptée : près d'elles, s'il y en a, l'effet est surestimé.",
        *([f"{left}."] if lost else []),
    )
