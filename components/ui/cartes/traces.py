"""Outlines as they are drawn: from degrees to whole units of a sheet, written as SVG paths, with where a mark goes."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from components.core import geometrie


@dataclass(frozen=True)
class Trace:
    """A place with its outline (an SVG path) and where a mark is written in it."""

    code: str
    nom: str
    trace: str
    x: int
    y: int


@dataclass(frozen=True)
class Echelle:
    """How degrees become units of the sheet: west and north edges, units per degree along each axis."""

    ouest: float
    nord: float
    kx: float
    ky: float

    def plan(self, points: np.ndarray) -> np.ndarray:
        """Columns lon, lat in degrees, as whole units (x to the east, y to the south)."""
        x, y = (points[:, 0] - self.ouest) * self.kx, (self.nord - points[:, 1]) * self.ky
        return np.rint(np.column_stack([x, y])).astype(int)

    def plan_de(self, lon: float, lat: float) -> tuple[int, int]:
        """One point."""
        return round((lon - self.ouest) * self.kx), round((self.nord - lat) * self.ky)


def tracer(mark: Echelle, code: str, name: str, shape: BaseGeometry, named: BaseGeometry | None = None) -> Trace:
    """A place drawn at a scale; `named`: the part of it where its name goes, when it is not all of it."""
    x, y = mark.plan(np.array([_milieu(shape if named is None else named)]))[0]
    rings = [ring for polygon in geometrie.coordinates(shape) for ring in polygon]
    path = "".join(_anneau(mark.plan(np.array(ring))) for ring in rings)
    return Trace(str(code), name, path, int(x), int(y))


def _milieu(shape: BaseGeometry) -> tuple[float, float]:
    """The middle of the largest circle that fits in the largest part: where a mark is best written."""
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    largest = max(parts, key=lambda part: part.area) if parts else shape
    west, south, east, north = largest.bounds
    circle = shapely.maximum_inscribed_circle(largest, tolerance=max(east - west, north - south) / 50)
    middle = shapely.get_point(circle, 0) if not circle.is_empty else largest.representative_point()
    return middle.x, middle.y


def _anneau(points: np.ndarray) -> str:
    """A closed path: a first point, then steps."""
    steps = np.diff(points[:-1], axis=0)
    moves = " ".join(map(str, steps[(steps != 0).any(axis=1)].ravel().tolist()))
    x, y = points[0].tolist()
    return f"M{x} {y}{'l' if moves else ''}{moves}z".replace(" -", "-")
