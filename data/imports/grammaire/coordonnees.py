"""Metres of the French projections to degrees (RGF93 and its overseas sisters, alike to WGS 84 to less than a metre).

Lambert 93 by the formulas IGN publishes (note NTG 71), UTM by Krüger's series: both exact to less than a centimetre.
"""

import math
import re

DEMI_AXE, E = 6_378_137.0, 0.0818191910428158  # ellipsoid GRS 80: half great axis (m), eccentricity
LAMBERT_N, LAMBERT_C, LAMBERT_X, LAMBERT_Y, LAMBERT_LON = (
    0.7256077650532670,
    11_754_255.4261,
    700_000.0,
    12_655_612.0499,
    3.0,
)
ECHELLE, EST, NORD_SUD = 0.9996, 500_000.0, 10_000_000.0  # of every UTM zone
LAMBERT_93 = 0
ZONES = {  # département -> UTM zone, negative in the south
    "971": 20, "972": 20, "977": 20, "978": 20, "973": 22, "974": -40, "975": 21, "976": -38,
}  # fmt: skip
EPSG = {
    2154: LAMBERT_93, 9794: LAMBERT_93, 5490: 20, 4559: 20, 32620: 20, 4467: 21, 32621: 21, 2972: 22, 32622: 22,
    2975: -40, 32740: -40, 4471: -38, 32738: -38,
}  # fmt: skip
COTE = "(N|NORD|S|SUD)?"  # of the equator
N3 = (1 - math.sqrt(1 - E * E)) / (1 + math.sqrt(1 - E * E))  # third flattening
RAYON = DEMI_AXE / (1 + N3) * (1 + N3**2 / 4 + N3**4 / 64)
BETA = (N3 / 2 - 2 * N3**2 / 3 + 37 * N3**3 / 96, N3**2 / 48 + N3**3 / 15, 17 * N3**3 / 480)
DELTA = (2 * N3 - 2 * N3**2 / 3 - 2 * N3**3, 7 * N3**2 / 3 - 8 * N3**3 / 5, 56 * N3**3 / 15)


def systeme(dit: str, departement: str) -> int | None:
    """The projection a file names (Lambert 93, or a UTM zone), that of the département when it names none; None when
    it names another one."""
    label = dit.upper()
    if code := re.search(r"EPSG\W*(\d+)", label):
        return EPSG.get(int(code[1]))
    if re.search(r"LAMBERT\W*(?:_)?93", label):
        return LAMBERT_93
    if zone := re.search(rf"UTM[\W_]*{COTE}[\W_]*(?:ZONE|FUSEAU)?[\W_]*(\d{{2}})[\W_]*{COTE}(?![A-Z])", label):
        own, side, number = ZONES.get(departement), zone[1] or zone[3] or "", int(zone[2])
        return -number if side.startswith("S") or (not side and own == -number) else number
    return None if re.search(r"LAMBERT|UTM|WGS", label) else ZONES.get(departement, LAMBERT_93)


def degres(x: float, y: float, projection: int) -> tuple[float, float]:
    """Latitude and longitude of a place from its metres. `projection`: `LAMBERT_93`, or a UTM zone (negative south)."""
    lat, lon = _lambert(x, y) if projection == LAMBERT_93 else _utm(x, y, projection)
    return round(lat, 7), round(lon, 7)


def _lambert(x: float, y: float) -> tuple[float, float]:
    east, south = x - LAMBERT_X, LAMBERT_Y - y
    isometric = -math.log(math.hypot(east, south) / LAMBERT_C) / LAMBERT_N
    lat = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    for _ in range(12):
        sine = E * math.sin(lat)
        lat = 2 * math.atan(((1 + sine) / (1 - sine)) ** (E / 2) * math.exp(isometric)) - math.pi / 2
    return math.degrees(lat), LAMBERT_LON + math.degrees(math.atan2(east, south) / LAMBERT_N)


def _utm(x: float, y: float, zone: int) -> tuple[float, float]:
    north = (y - (NORD_SUD if zone < 0 else 0.0)) / (ECHELLE * RAYON)
    east = (x - EST) / (ECHELLE * RAYON)
    xi = north - sum(b * math.sin(2 * k * north) * math.cosh(2 * k * east) for k, b in enumerate(BETA, 1))
    eta = east - sum(b * math.cos(2 * k * north) * math.sinh(2 * k * east) for k, b in enumerate(BETA, 1))
    conformal = math.asin(math.sin(xi) / math.cosh(eta))
    lat = conformal + sum(d * math.sin(2 * k * conformal) for k, d in enumerate(DELTA, 1))
    return math.degrees(lat), 6 * abs(zone) - 183 + math.degrees(math.atan2(math.sinh(eta), math.cos(xi)))
