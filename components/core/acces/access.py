"""Access to care as one linear kernel (two-step floating catchment area, the APL of DREES and Irdes).

    D_j = Σ_k w(t_kj)·P*_k      R_j = S_j / D_j      A_i = Σ_j w(t_ij)·R_j      G_ij = w_ij / D_j

so that a change of supply ΔS (acts per year) moves access by ΔA = G·ΔS, whatever the supply already there.
Source: DREES, Études et Résultats 795 (2012); step weights: Luo and Qi (2009), E2SFCA.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Self, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from components.core.acces.travel import Floats, Trajets, positions
from components.core.francais import INSECABLE, ecart, nombre
from components.core.refus import EntreeInvalide, refuser, refuser_ceux, vecteur

Change: TypeAlias = Mapping[str, float] | pd.Series | npt.NDArray[np.float64]


@dataclass(frozen=True)
class Bands:
    """Step weights by travel time: `((10, 1.0), (15, 2/3))` is 1 up to 10 min included, 2/3 up to 15.

    Bounds increase, weights lie in (0, 1] and never increase; beyond the last bound the weight is 0.
    """

    paliers: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        table = np.array(self.paliers, dtype=np.float64).reshape(-1, 2)
        bounds, weights = table[:, 0], table[:, 1]
        ordered = bool((np.diff(bounds) > 0).all() and (np.diff(weights) <= 0).all())
        if not (len(table) and ordered and np.isfinite(table).all() and (bounds >= 0).all()):
            raise EntreeInvalide("Les bandes de temps doivent croître et leurs poids ne jamais augmenter.")
        if not ((weights > 0) & (weights <= 1)).all():
            raise EntreeInvalide("Chaque poids de bande doit être entre 0 (exclu) et 1.")

    @property
    def reach(self) -> float:
        """Minutes beyond which nothing counts."""
        return float(self.paliers[-1][0])

    def weights(self, minutes: npt.ArrayLike) -> Floats:
        """Return the weight of each travel time (any shape); NaN has weight 0."""
        times = np.asarray(minutes, dtype=np.float64)
        weights = np.zeros(times.shape)
        for bound, weight in reversed(self.paliers):
            np.copyto(weights, weight, where=times <= bound)
        return weights


@dataclass(frozen=True, eq=False)
class Kernel:
    """The operator G of one hypothesis (one speed, one set of weights), communes × sites, sparse.

    `minutes`, `weights` and `gain` share one sparsity pattern: the pairs of positive weight. `demand` is D.
    A site with D_j = 0 reaches nobody and has no gain.
    """

    trajets: Trajets
    minutes: csr_array
    weights: csr_array
    demand: Floats
    gain: csr_array

    @classmethod
    def build(
        cls,
        residents: "pd.Series[float]",
        sites: Sequence[str] | pd.Index,
        origins: npt.ArrayLike,
        destinations: npt.ArrayLike,
        minutes: npt.ArrayLike,
        bands: Bands,
    ) -> Self:
        """Build from pairs complete up to the reach of `bands`; refusals as in `Trajets.build`."""
        trajets = Trajets.build(residents, sites, origins, destinations, minutes, horizon=bands.reach)
        return cls.of(trajets, bands)

    @classmethod
    def of(cls, trajets: Trajets, bands: Bands, facteur: float = 1.0) -> Self:
        """Build from a checked table, speeds being multiplied by `facteur`.

        Raises `EntreeInvalide` when the bands look further than the table is complete.
        """
        if bands.reach * facteur > trajets.horizon * (1 + 1e-12):
            raise EntreeInvalide(
                f"La table de temps s'arrête à {nombre(trajets.horizon, 1)} min ; il en faut "
                f"{nombre(bands.reach * facteur, 1)} pour cette hypothèse. Chargez une table plus longue."
            )
        scaled = trajets.minutes.data / facteur
        weight = bands.weights(scaled)
        within = weight > 0
        minutes = _only(trajets.minutes, scaled, within)
        weights = _csr(minutes, weight[within])
        demand = np.asarray(weights.T @ trajets.population)
        share = np.divide(1.0, demand, out=np.zeros_like(demand), where=demand > 0)
        gain = _csr(weights, weights.data * share[weights.indices])
        return cls(trajets, minutes, weights, demand, gain)

    @property
    def communes(self) -> pd.Index:
        """Codes of the communes of residence, in the order of every result."""
        return self.trajets.communes

    @property
    def sites(self) -> pd.Index:
        """Codes of the places of supply, in the order of every vector of supply."""
        return self.trajets.sites

    def access(self, supply: "pd.Series[float]") -> "pd.Series[float]":
        """Return access per commune (acts per year and standardised resident), both steps recomputed.

        `supply` gives acts per year for every site: a place without doctors is a 0, not an absence.
        Raises `EntreeInvalide` on missing, unknown, NaN, infinite or negative supply, or where it reaches
        nobody. A commune that reaches no supply gets 0.
        """
        acts = self.vector(supply)
        absent = self.sites.difference(supply.index) if len(supply) < len(self.sites) else ()
        refuser("Offre non renseignée", absent, "Donnez 0 là où il n'y a pas de médecin.")
        refuser_ceux("Offre négative", self.sites, acts < 0, "Une offre est un nombre d'actes par an.")
        ratio = np.divide(acts, self.demand, out=np.zeros_like(acts), where=self.demand > 0)
        return pd.Series(self.weights @ ratio, index=self.communes, name="acces")

    def delta(self, change: Change) -> "pd.Series[float]":
        """Return ΔA per commune for a change of supply in acts per year (code → acts, or a full vector).

        Sites not named do not change. Raises `EntreeInvalide` on unknown codes, NaN or infinite acts, or a
        change where the supply reaches nobody.
        """
        return pd.Series(self.gain @ self.vector(change), index=self.communes, name="variation")

    def conservation_gap(self, change: Change) -> float:
        """Return Σ P*·ΔA − Σ ΔS in acts per year: 0 up to rounding, for every accepted change."""
        acts = self.vector(change)
        return float(self.trajets.population @ (self.gain @ acts) - acts.sum())

    def vector(self, change: Change) -> Floats:
        """Return acts per site in the order of `sites`; refusals as in `delta`."""
        acts = self._full_vector(change) if isinstance(change, np.ndarray) else self._sparse_vector(change)
        lost = (acts != 0) & (self.demand == 0)
        refuser_ceux("Aucun habitant à portée de", self.sites, lost, "Déplacez cette offre ou vérifiez la population.")
        return acts

    def _full_vector(self, change: npt.NDArray[np.float64]) -> Floats:
        acts = vecteur(change)
        if acts.shape != (len(self.sites),):
            raise EntreeInvalide(f"Il faut une valeur pour chacun des {len(self.sites)} lieux d'offre.")
        refuser_ceux("Nombre d'actes absent ou infini", self.sites, ~np.isfinite(acts), "Donnez un nombre.")
        return acts

    def _sparse_vector(self, change: Mapping[str, float] | pd.Series) -> Floats:
        if isinstance(change, pd.Series):
            codes, acts = change.index.to_numpy(dtype=object), vecteur(change)
            repeated = change.index[change.index.duplicated()]
            refuser("Lieu présent deux fois", repeated, "Gardez une seule ligne.")
        else:
            codes, acts = np.array(list(change), dtype=object), vecteur(list(change.values()))
        refuser_ceux("Nombre d'actes absent ou infini", codes, ~np.isfinite(acts), "Donnez un nombre.")
        full = np.zeros(len(self.sites))
        full[positions(codes, self.sites)] = acts
        return full

    def reached_from(self, commune: str) -> pd.DataFrame:
        """Return the places a commune reaches, nearest first (index: site code).

        Columns: `minutes`, `poids`, `population_concurrente` (D_j, standardised people sharing the place).
        """
        (i,) = positions([commune], self.communes)
        row = slice(self.weights.indptr[i], self.weights.indptr[i + 1])
        sites = self.weights.indices[row]
        return _nearest(self.sites[sites], self.minutes.data[row], self.weights.data[row], self.demand[sites])

    def reaching(self, site: str) -> pd.DataFrame:
        """Return the communes that reach a place, nearest first (index: commune code).

        Columns: `minutes`, `poids`, `population_concurrente` (P* of the commune).
        """
        (place,) = positions([site], self.sites)
        at = np.flatnonzero(self.weights.indices == place)
        rows = np.searchsorted(self.weights.indptr, at, side="right") - 1
        people = self.trajets.population[rows]
        return _nearest(self.communes[rows], self.minutes.data[at], self.weights.data[at], people)


@dataclass(frozen=True, eq=False)
class KernelFamily:
    """The kernels of every admissible hypothesis, by name, on one travel table; one of them is central."""

    kernels: Mapping[str, Kernel]
    nom_central: str
    immuable: ClassVar[bool] = True

    @classmethod
    def build(cls, trajets: Trajets, bandes: Mapping[str, Bands], facteurs: Sequence[float], central: str) -> Self:
        """Cross dated band sets with speed factors; `central` names the set taken at speed 1.

        Raises `EntreeInvalide` when that combination is not in the family, or the table is too short.
        """
        if central not in bandes or 1.0 not in facteurs:
            raise EntreeInvalide("L'hypothèse centrale doit être l'un des jeux de poids, à la vitesse estimée.")
        named = {nom_hypothese(n, f): Kernel.of(trajets, b, f) for n, b in bandes.items() for f in facteurs}
        return cls(named, nom_hypothese(central, 1.0))

    @cached_property
    def central(self) -> Kernel:
        """The kernel whose results are shown; the others give the range around it."""
        return self.kernels[self.nom_central]


def nom_hypothese(bandes: str, facteur: float) -> str:
    """Return the French name of a hypothesis, such as « zonage, vitesse −20 % »."""
    vitesse = "vitesse estimée" if facteur == 1 else f"vitesse {ecart((facteur - 1) * 100, 0)}{INSECABLE}%"
    return f"{bandes}, {vitesse}"


def horizon(bandes: Mapping[str, Bands], facteurs: Sequence[float]) -> float:
    """Return the minutes, at the estimated speed, that a travel table must cover for a whole family."""
    return max(b.reach for b in bandes.values()) * max(facteurs)


def _csr(like: csr_array, data: Floats) -> csr_array:
    return csr_array((data, like.indices, like.indptr), shape=like.shape)


def _only(like: csr_array, data: Floats, within: npt.NDArray[np.bool_]) -> csr_array:
    if within.all():
        return _csr(like, data)
    indptr = np.concatenate([[0], np.cumsum(within)])[like.indptr]
    return csr_array((data[within], like.indices[within], indptr), shape=like.shape)


def _nearest(codes: pd.Index, minutes: Floats, weights: Floats, people: Floats) -> pd.DataFrame:
    columns = {"minutes": minutes, "poids": weights, "population_concurrente": people}
    return pd.DataFrame(columns, index=codes).sort_values("minutes", kind="stable")
