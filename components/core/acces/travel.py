"""Who can reach what, in minutes: the checked travel table that every kernel variant shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array, csr_array

from components.core.refus import EntreeInvalide, refuser, vecteur

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Trajets:
    """Residents, places of supply and the minutes between them.

    `communes` and `sites` are unique codes; `population` is the standardised population P* in the order of
    `communes`; `minutes` is communes × sites, an absent entry meaning out of reach. Every pair up to
    `horizon` minutes is in it: a kernel that needs to look further is refused.
    """

    communes: pd.Index
    population: Floats
    sites: pd.Index
    minutes: csr_array
    horizon: float

    @classmethod
    def build(
        cls,
        residents: "pd.Series[float]",
        sites: Sequence[str] | pd.Index,
        origins: npt.ArrayLike,
        destinations: npt.ArrayLike,
        minutes: npt.ArrayLike,
        *,
        horizon: float,
    ) -> Self:
        """Check and store a travel table.

        `residents` maps commune code to P*; `origins` (residents) and `destinations` (sites) are codes or
        integer positions, one per pair; `horizon` is how far the table is complete (`math.inf` if it is).
        Raises `EntreeInvalide` on empty sets, repeated codes, NaN or negative populations or minutes,
        orphan codes and duplicate pairs.
        """
        communes, places = pd.Index(residents.index), pd.Index(sites)
        _check_codes(communes, "commune")
        _check_codes(places, "lieu d'offre")
        population = _checked_population(residents)
        i, j = positions(origins, communes), positions(destinations, places)
        table = _table(i, j, _checked_minutes(minutes, i, j, communes), communes, places)
        return cls(communes, population, places, table, float(horizon))


def positions(codes: npt.ArrayLike, places: pd.Index) -> Positions:
    """Return where each code stands in `places`; integers are taken as positions already.

    Raises `EntreeInvalide` naming the orphans.
    """
    given = np.asarray(codes)
    if given.dtype.kind in "iu":
        outside = np.unique(given[(given < 0) | (given >= len(places))])
        refuser("Positions hors de la liste des lieux", outside, "Redonnez les positions de cette liste.")
        return given.astype(np.intp, copy=False)
    ranks = places.get_indexer(pd.Index(given))
    orphans = pd.unique(given[ranks < 0]) if (ranks < 0).any() else ()
    refuser("Codes inconnus", orphans, "Ajoutez ces lieux ou retirez-les du fichier.")
    return np.asarray(ranks, dtype=np.intp)


def _check_codes(codes: pd.Index, what: str) -> None:
    if codes.empty:
        raise EntreeInvalide(f"Aucun code de {what}. Chargez au moins une ligne.")
    refuser(f"Code de {what} présent deux fois", codes[codes.duplicated()].unique(), "Gardez une seule ligne.")


def _checked_population(residents: "pd.Series[float]") -> Floats:
    population = vecteur(residents)
    wrong = residents.index[~(np.isfinite(population) & (population >= 0))]
    refuser("Population absente ou négative", wrong, "Renseignez un nombre d'habitants, 0 s'il n'y en a pas.")
    return population


def _checked_minutes(minutes: npt.ArrayLike, i: Positions, j: Positions, communes: pd.Index) -> Floats:
    durations = vecteur(minutes)
    if durations.size == 0:
        raise EntreeInvalide("Aucun trajet. Chargez une table de temps ou des coordonnées.")
    if not (durations.shape == i.shape == j.shape):
        raise EntreeInvalide("Départs, arrivées et minutes n'ont pas la même longueur. Vérifiez le fichier.")
    wrong = ~(np.isfinite(durations) & (durations >= 0))
    refuser("Temps absents ou négatifs au départ de", communes[i[wrong]].unique(), "Corrigez ces trajets.")
    return durations


def _table(i: Positions, j: Positions, minutes: Floats, communes: pd.Index, sites: pd.Index) -> csr_array:
    shape = (len(communes), len(sites))
    table = coo_array((minutes, (i, j)), shape=shape).tocsr()
    if table.nnz < minutes.size:
        keys = pd.Series(i.astype(np.int64) * shape[1] + j)
        repeated = keys[keys.duplicated()].unique()
        pairs = [f"{communes[k // shape[1]]} → {sites[k % shape[1]]}" for k in repeated]
        refuser("Trajets présents deux fois", pairs, "Gardez un seul temps par trajet.")
    return table
