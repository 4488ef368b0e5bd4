"""The access kernel, for a département with its border and for all of France, against PySAL `access`.

Real centres and populations when the environment variable REFERENCE names the folder that holds them, else
seeded points of the same number and density. PySAL gets the same pairs, so only the kernels are compared.
"""

import os
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from access import Access, weights

from components.core.acces.access import Bands, Kernel
from components.core.acces.distance import SpeedCurve, pairs_within
from components.core.acces.travel import Floats, Positions
from tests.bench.outils.measure import Mesure, plafond, plus_rapide, timed

SEED = 71
BANDS = Bands(((10, 1.0), (15, 2 / 3), (20, 1 / 3)))
CURVE = SpeedCurve(0.8781, 1.1861)
FRANCE, FRANCE_BOX = 34_746, ((43.0, 50.0), (-1.5, 7.0))  # communes; about 510,000 km² of them
DEPARTEMENT, BORDER_KM = "71", 37.0
BUILD_MS, UPDATE_MS, FASTER = 20.0, 1.0, 8.0


@dataclass(frozen=True, eq=False)
class Places:
    """Points with a code, degrees and a standardised population, and where they come from."""

    table: pd.DataFrame
    origin: str

    def pairs(self) -> tuple[Positions, Positions, Floats]:
        return pairs_within(self.table["lat"], self.table["lon"], BANDS.reach, CURVE)

    def kernel(self, pairs: tuple[Positions, Positions, Floats]) -> Kernel:
        return Kernel.build(self.table["people"], self.table.index, *pairs, BANDS)


def run() -> list[Mesure]:
    """Measure everything; one line per promise of the design, and the pair search for information."""
    france = _france()
    return [*_departement(_with_border(france)), *_whole(france)]


def _departement(places: Places) -> list[Mesure]:
    pairs = places.pairs()
    kernel, site = places.kernel(pairs), places.table.index[0]
    name = f"{len(places.table)} places, {len(pairs[0])} pairs, {places.origin}"
    build = timed(lambda: places.kernel(pairs), 15)
    update = timed(lambda: kernel.delta({site: -5000.0}), 50)
    supply = _supply(places)
    full, peer = timed(lambda: kernel.access(supply), 15), timed(_pysal(places, pairs, supply), 3)
    return [
        plafond(f"kernel build, département ({name})", build, "ms", BUILD_MS),
        plafond("kernel update, département", update, "ms", UPDATE_MS),
        plus_rapide("kernel build and access, département", build + full, "ms", peer, FASTER),
        plafond("pair search, département", timed(places.pairs, 10), "ms", BUILD_MS),
    ]


def _whole(places: Places) -> list[Mesure]:
    pairs = places.pairs()
    kernel, supply = places.kernel(pairs), _supply(places)
    name = f"{len(places.table)} places, {len(pairs[0])} pairs, {places.origin}"
    build = timed(lambda: places.kernel(pairs), 3)
    full = timed(lambda: kernel.access(supply), 3)
    peer = timed(_pysal(places, pairs, supply), 1)
    search = timed(places.pairs, 3)
    update = timed(lambda: kernel.delta({places.table.index[0]: -5000.0}), 20)
    return [
        plus_rapide(f"kernel build and access, France ({name})", build + full, "ms", peer, FASTER),
        plafond("pair search and kernel build, France", search + build, "ms", 1000.0),
        plus_rapide("kernel update, France", update, "ms", peer, FASTER),
    ]


def _pysal(places: Places, pairs: tuple[Positions, Positions, Floats], supply: "pd.Series[float]"):  # type: ignore[no-untyped-def]
    """Return the same computation by PySAL, tables ready: only its own work is timed."""
    codes = places.table.index.to_numpy()
    times = pd.DataFrame({"origin": codes[pairs[0]], "dest": codes[pairs[1]], "cost": pairs[2]})
    people = places.table["people"].rename_axis("geoid").reset_index()
    doctors = supply.rename("acts").rename_axis("geoid").reset_index()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = Access(
            demand_df=people, demand_index="geoid", demand_value="people",
            supply_df=doctors, supply_index="geoid", supply_value="acts",
            cost_df=times, cost_origin="origin", cost_dest="dest", cost_name="cost",
        )  # fmt: skip
    step = weights.step_fn(dict(BANDS.paliers))
    return lambda: _quiet(peer, step)


def _quiet(peer: Access, step: object) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer.log.disabled = True
        peer.enhanced_two_stage_fca(name="e", max_cost=BANDS.reach, weight_fn=step)


def _supply(places: Places) -> "pd.Series[float]":
    acts = np.random.default_rng(SEED).integers(0, 6000, len(places.table)).astype(float)
    return pd.Series(acts, index=places.table.index)


def _france() -> Places:
    folder = os.environ.get("REFERENCE")
    centres = Path(folder, "centroides_communes_france_2025.csv") if folder else None
    if centres is None or not centres.exists():
        return Places(_synthetic(), "synthetic")
    return Places(_reference(centres), "reference")


def _reference(centres: Path) -> pd.DataFrame:
    people = centres.with_name("apl_2016_2018_communes_france.csv")
    table = pd.read_csv(centres, dtype={"code_commune": str}).set_index("code_commune")[["lat", "lon"]]
    known = pd.read_csv(people, dtype={"code_commune": str}).set_index("code_commune")["pop_std_mg_2016"]
    table = table[~table.index.str.startswith("97")]
    return table.assign(people=known.reindex(table.index).fillna(known.median()))


def _synthetic() -> pd.DataFrame:
    rng = np.random.default_rng(SEED)
    (south, north), (west, east) = FRANCE_BOX
    lat, lon = rng.uniform(south, north, FRANCE), rng.uniform(west, east, FRANCE)
    inside = (np.abs(lat - 46.6) < 0.4) & (np.abs(lon - 4.5) < 0.6)
    codes = [f"{DEPARTEMENT if home else '00'}{k:05d}" for k, home in enumerate(inside)]
    people = np.exp(rng.normal(6.2, 1.2, FRANCE))
    return pd.DataFrame({"lat": lat, "lon": lon, "people": people}, index=pd.Index(codes, dtype=str))


def _with_border(france: Places) -> Places:
    """Keep the département and every place whose people compete with its own: two reaches away."""
    table = france.table
    home = table[table.index.str.startswith(DEPARTEMENT)]
    near = pairs_within(home["lat"], home["lon"], BORDER_KM, SpeedCurve(1.0, 0.0), table["lat"], table["lon"])
    return Places(table.iloc[np.unique(near[1])], france.origin)


if __name__ == "__main__":
    for line in run():
        print(line)
