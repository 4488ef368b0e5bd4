"""Whether a place can be where a file puts it: in its country, and near what is already known of its commune. Pure."""

from collections.abc import Mapping
from math import cos, hypot, radians

from components.core.communes import departement
from components.core.geometrie import KM_PAR_DEGRE

TROP_LOIN_KM = 30.0
METROPOLE = (41.0, 51.5, -5.5, 10.0)  # south, north, west, east, in degrees
OUTRE_MER = {
    "971": (15.5, 17.0, -62.0, -60.5), "972": (14.0, 15.2, -61.5, -60.5), "973": (2.0, 6.0, -55.0, -51.0),
    "974": (-21.6, -20.6, 55.0, 56.0), "976": (-13.2, -12.4, 44.8, 45.5),
}  # fmt: skip
FINESS_OUTRE_MER = {"971": "9701", "972": "9702", "973": "9703", "974": "9704", "976": "98"}
Point = tuple[float, float]  # latitude, longitude
INVERSEES = "Latitude et longitude semblent inversées : échangez-les."
DEGRES = "Donnez des degrés (WGS 84), et vérifiez le code de la commune."


def hors_du_pays(code: str, point: Point) -> tuple[str, str] | None:
    """Why a commune cannot be there, and what to do; None when it is in metropolitan France, or in its overseas
    département (other territories are not checked)."""
    area = departement(code)
    box = OUTRE_MER.get(area, METROPOLE)
    if (area >= "97" and area not in OUTRE_MER) or _inside(box, point):
        return None
    where = f"hors du département {area}" if area in OUTRE_MER else "hors de France métropolitaine"
    return where, INVERSEES if _inside(box, point[::-1]) else DEGRES


def du_departement(finess: str, departement: str) -> bool:
    """Whether a FINESS number was given in a département: it begins with its code, in its own way overseas."""
    return finess.startswith(FINESS_OUTRE_MER.get(departement, departement))


def inverse(point: Point) -> bool:
    """Whether a place out of France would be in it with its latitude and longitude exchanged."""
    boxes = [METROPOLE, *OUTRE_MER.values()]
    return not any(_inside(box, point) for box in boxes) and any(_inside(box, point[::-1]) for box in boxes)


def deplacee(code: str, km: float | None) -> tuple[str, str] | None:
    """Why a commune of the mainland is not where it is known to be, `km` away; None when it may be."""
    if km is None or km <= TROP_LOIN_KM or departement(code) >= "97":
        return None
    return f"à {km:.0f} km du centre connu de la commune", "Vérifiez la ligne, ou retirez d'abord les centres chargés."


def isolee(code: str, point: Point, autres: Mapping[str, Point], communes: int) -> tuple[str, str] | None:
    """Why a commune of the mainland is far from every other of its département; None when it is not, or when fewer
    than half of its `communes` are known."""
    there = [other for other_code, other in autres.items() if other_code != code]
    if departement(code) >= "97" or 2 * len(there) < communes or not there:
        return None
    nearest = min(kilometres(point, other) for other in there)
    if nearest <= TROP_LOIN_KM:
        return None
    return f"à {nearest:.0f} km de toute autre commune du département", DEGRES


def kilometres(here: Point, there: Point) -> float:
    """Distance between two places (flat around the first: exact enough at this scale)."""
    east = (there[1] - here[1]) * cos(radians(here[0]))
    return hypot(east, there[0] - here[0]) * KM_PAR_DEGRE


def _inside(box: tuple[float, float, float, float], point: Point) -> bool:
    south, north, west, east = box
    return south <= point[0] <= north and west <= point[1] <= east
