"""From places to minutes: great-circle kilometres, then a monotone curve fitted on road times.

The curve is an approximation for places without an origin-destination table; its coefficients are dated
parameters, fitted by `data/sources/build/fit_speed_curve.py`.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from components.core.refus import EntreeInvalide

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]
Pairs = tuple[Positions, Positions, Floats]

EARTH_RADIUS_KM = 6371.0088  # mean radius R1, IUGG
_SLACK = 1e-9  # widens the prefilter so that rounding cannot drop a pair the exact filter keeps


def great_circle_km(lat1: npt.ArrayLike, lon1: npt.ArrayLike, lat2: npt.ArrayLike, lon2: npt.ArrayLike) -> Floats:
    """Return kilometres between points in degrees (haversine; the four arguments broadcast)."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    half_lambda = np.radians(np.subtract(lon2, lon1)) / 2
    chord = np.sin((phi2 - phi1) / 2) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(half_lambda) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1))), dtype=np.float64)


@dataclass(frozen=True)
class SpeedCurve:
    """Minutes by road for a great-circle distance: `(par_km·d + par_racine_km·√d) / facteur`.

    `par_km` is in min/km (the open road), `par_racine_km` in min/√km (slow first kilometres, detours) and
    `facteur` scales the speed (1.2: 20 % faster). It is 0 at 0 km and strictly increasing.
    Raises `EntreeInvalide` when a coefficient would break that.
    """

    par_km: float
    par_racine_km: float
    facteur: float = 1.0

    def __post_init__(self) -> None:
        values = (self.par_km, self.par_racine_km, self.facteur)
        if not all(np.isfinite(values)) or self.par_km <= 0 or self.par_racine_km < 0 or self.facteur <= 0:
            raise EntreeInvalide(
                f"La courbe de vitesse {values} n'est pas croissante. "
                "Donnez des coefficients positifs et un facteur de vitesse supérieur à zéro."
            )

    def minutes(self, km: npt.ArrayLike) -> Floats:
        """Return minutes for great-circle kilometres (any shape)."""
        distance = np.asarray(km, dtype=np.float64)
        return np.asarray((self.par_km * distance + self.par_racine_km * np.sqrt(distance)) / self.facteur)

    def km(self, minutes: float) -> float:
        """Return the kilometres covered in `minutes`: the exact inverse, a quadratic in √d."""
        linear, root, rhs = self.par_km, self.par_racine_km, minutes * self.facteur
        return float((2 * rhs / (root + np.sqrt(root**2 + 4 * linear * rhs))) ** 2) if rhs > 0 else 0.0

    def scaled(self, facteur: float) -> Self:
        """Return the curve for speeds multiplied by `facteur` (every time is divided by it)."""
        return replace(self, facteur=self.facteur * facteur)


def pairs_within(
    lat: npt.ArrayLike,
    lon: npt.ArrayLike,
    max_minutes: float,
    curve: SpeedCurve,
    dest_lat: npt.ArrayLike | None = None,
    dest_lon: npt.ArrayLike | None = None,
) -> Pairs:
    """Return `(origin positions, destination positions, minutes)` of every pair within `max_minutes`.

    Degrees in, minutes out. Without destinations the points are paired among themselves, in both
    directions, and each with itself at 0 minutes. The k-d tree cuts on the chord, the result on minutes.
    Raises `EntreeInvalide` for an empty set, a coordinate out of range or only one of `dest_lat`, `dest_lon`.
    """
    if (dest_lat is None) != (dest_lon is None):
        raise EntreeInvalide("Latitudes et longitudes d'arrivée vont ensemble. Donnez les deux.")
    origins = _unit_vectors(lat, lon)
    radius = _chord(curve.km(max_minutes)) + _SLACK
    if dest_lat is None or dest_lon is None:
        return _mirrored(len(origins), _close(*_pairs_among(origins, radius), curve, max_minutes))
    destinations = _unit_vectors(dest_lat, dest_lon)
    return _close(*_pairs_between(origins, destinations, radius), curve, max_minutes)


def _chord(km: float) -> float:
    return float(2 * np.sin(min(km / (2 * EARTH_RADIUS_KM), np.pi / 2)))


def _unit_vectors(lat: npt.ArrayLike, lon: npt.ArrayLike) -> Floats:
    phi, theta = np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)
    if phi.ndim != 1 or phi.shape != theta.shape or phi.size == 0:
        raise EntreeInvalide("Il faut autant de latitudes que de longitudes, et au moins un lieu.")
    wrong = np.flatnonzero(~((np.abs(phi) <= 90) & (np.abs(theta) <= 180)))
    if wrong.size:
        raise EntreeInvalide(
            f"Coordonnées absentes ou hors du globe (lieu n° {wrong[0] + 1}, {wrong.size} en tout). "
            "Attendu : des degrés WGS 84, latitude puis longitude."
        )
    phi, theta = np.radians(phi), np.radians(theta)
    return np.column_stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)])


def _pairs_among(points: Floats, radius: float) -> Pairs:
    """Return each pair once, without the points themselves, with its chord."""
    i, j = cKDTree(points).query_pairs(radius, output_type="ndarray").T
    gap = points[i] - points[j]
    return i, j, np.sqrt(np.einsum("ij,ij->i", gap, gap))


def _pairs_between(origins: Floats, destinations: Floats, radius: float) -> Pairs:
    pairs = cKDTree(origins).sparse_distance_matrix(cKDTree(destinations), radius, output_type="ndarray")
    return pairs["i"], pairs["j"], pairs["v"]


def _close(i: Positions, j: Positions, chords: Floats, curve: SpeedCurve, max_minutes: float) -> Pairs:
    minutes = curve.minutes(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chords / 2, 1)))
    near = minutes <= max_minutes
    return i[near], j[near], minutes[near]


def _mirrored(n: int, half: Pairs) -> Pairs:
    i, j, minutes = half
    same = np.arange(n)
    return (
        np.concatenate([same, i, j]),
        np.concatenate([same, j, i]),
        np.concatenate([np.zeros(n), minutes, minutes]),
    )
