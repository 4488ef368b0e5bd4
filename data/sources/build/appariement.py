"""Match two lists of places by name and neighbourhood. Pure functions on tables.

A place and a commune of the same region meet when their names have the same key (noms.cle). Homonyms are told
apart by neighbours: a pair is kept only if the place lies within 25 km of the middle of the places found for
the other communes of the same EPCI, and if it is then the only place for this commune and the only commune
for this place. Anything else is rejected, not guessed.
"""

from typing import Any

import numpy as np
import pandas as pd
from noms import cle

PLAUSIBLE_KM = 25.0
EARTH_KM = 6371.0


def great_circle_km(lat: Any, lon: Any, to_lat: Any, to_lon: Any) -> np.ndarray:
    """Great-circle distances in km, broadcast; degrees in, NaN in gives NaN out."""
    a, b, c, d = (np.radians(np.asarray(values, dtype=float)) for values in (lat, lon, to_lat, to_lon))
    half = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(half)))


def keyed(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """The table with `cle` in place of a column of names; names without a Latin letter are left out."""
    done = table.assign(cle=table[column].map(cle)).drop(columns=column)
    return done[done["cle"] != ""].drop_duplicates()


def locate(rounds: list[tuple[pd.DataFrame, pd.DataFrame]]) -> pd.DataFrame:
    """Accepted pairs: code, geonameid, lat, lon. Each commune and each place at most once.

    rounds: (communes: code, region, epci, cle; places: geonameid, region, lat, lon, cle), most trusted names
    first; what a round has placed takes no part in the next. Neighbours come from the first round alone.
    """
    anchors: pd.DataFrame | None = None
    done = pd.DataFrame(columns=["code", "geonameid", "lat", "lon"])
    for communes, places in rounds:
        pairs = communes.merge(places, on=["region", "cle"]).drop_duplicates(["code", "geonameid"])
        anchors = _unambiguous(pairs) if anchors is None else anchors
        free = pairs[~pairs["code"].isin(done["code"]) & ~pairs["geonameid"].isin(done["geonameid"])]
        kept = _unambiguous(free[_km_to_neighbours(free, anchors) <= PLAUSIBLE_KM])
        done = kept[done.columns] if done.empty else pd.concat([done, kept[done.columns]])
    return done.reset_index(drop=True)


def _unambiguous(pairs: pd.DataFrame) -> pd.DataFrame:
    alone = [pairs.groupby(name)[name].transform("size") == 1 for name in ("code", "geonameid")]
    return pairs[alone[0] & alone[1]]


def _km_to_neighbours(pairs: pd.DataFrame, anchors: pd.DataFrame) -> np.ndarray:
    """Km from each pair to the median of the anchors of its EPCI, itself excepted; infinite without any."""
    by_epci = {str(epci): group for epci, group in anchors.groupby("epci") if epci}
    columns = zip(pairs["code"], pairs["epci"], pairs["lat"], pairs["lon"], strict=True)
    return np.array([_km(code, lat, lon, by_epci.get(epci)) for code, epci, lat, lon in columns], dtype=float)


def _km(code: str, lat: float, lon: float, anchors: pd.DataFrame | None) -> float:
    others = None if anchors is None else anchors[anchors["code"] != code]
    if others is None or others.empty:
        return float("inf")
    return float(great_circle_km(lat, lon, others["lat"].median(), others["lon"].median()))
