"""Minutes to the nearest of several sites: read in a table of journeys where there is one, estimated elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from components.core.francais import nombre, pluriel

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Temps:
    """Minutes from each place to the nearest site (NaN without a position, or with none that a road leads to), and
    which were read in the table."""

    minutes: Floats
    lus: npt.NDArray[np.bool_]

    @property
    def methode(self) -> str:
        """How they were found, in words."""
        reached = ~np.isnan(self.minutes)
        read = int((self.lus & reached).sum())
        if not read:
            return "estimé à vol d'oiseau"
        if read == reached.sum():
            return "table de trajets"
        return f"table de trajets pour {pluriel(read, 'commune')} sur {nombre(reached.sum())}"


def au_plus_proche(
    places: Sequence[str], communes: Sequence[str], estimes: Floats, trajets: pd.DataFrame | None
) -> Temps:
    """Minutes from `places` to the nearest of the sites, whose `communes` are known.

    `estimes`: places × sites, infinite where no road leads. `trajets`: origine, destination, minutes, in place of the
    estimate for every place of origin that it takes to the commune of a site. In the commune of a site, its own minutes
    are the estimated ones.
    """
    nearest = np.min(estimes, axis=1)
    nearest = np.where(np.isinf(nearest), np.nan, nearest)
    if trajets is None:
        return Temps(nearest, np.zeros(len(places), dtype=bool))
    towns = sorted(set(communes))
    journeys = trajets[trajets["destination"].isin(towns) & trajets["origine"].isin(list(places))]
    road = journeys.groupby("origine")["minutes"].min().reindex(list(places)).to_numpy(float)
    covered = pd.Index(places).isin(trajets["origine"])
    own = np.asarray(places)[:, None] == np.asarray(communes)[None, :]
    at_home = np.min(np.where(own, estimes, np.inf), axis=1)
    best = np.fmin(road, np.where(np.isinf(at_home), np.nan, at_home))
    read = covered & ~np.isnan(best)
    return Temps(np.where(read, best, nearest), read)
