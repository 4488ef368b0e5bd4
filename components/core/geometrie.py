"""Geometry of the map, pure functions in longitude, latitude (degrees, WGS 84): outlines made light, put together,
cut around centres, written as rings; what is near. Not for places on both sides of the 180th meridian.
"""

from collections.abc import Mapping, Sequence
from math import cos, pi, radians, sin

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import MultiPoint, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

KM_PAR_DEGRE = 111.195  # along a meridian, IUGG mean radius
METRES_PER_DEGREE = 1_000 * KM_PAR_DEGRE
TOLERANCE = 0.003  # share of the longest side of the whole map: one to two pixels when it fills the screen
SNAP = 5  # decimals of a degree: places closer than about a metre are one place

Ring = list[list[float]]


def simplifier(formes: Mapping[str, BaseGeometry], tolerance: float = TOLERANCE) -> dict[str, BaseGeometry]:
    """The same outlines with fewer points, neighbours still sharing exactly the same borders. `tolerance`: share of the
    longest side of the whole.

    An outline that simplification would make vanish keeps its own shape.
    """
    codes = list(formes)
    west, south, east, north = shapely.total_bounds(list(formes.values()))
    light = shapely.coverage_simplify([formes[code] for code in codes], tolerance * max(east - west, north - south))
    return {code: shape if not shape.is_empty else formes[code] for code, shape in zip(codes, light, strict=True)}


def forme(polygons: Sequence[Sequence[Ring]]) -> BaseGeometry:
    """The geometry of an outline written as rings, as `coordinates` does."""
    whole = MultiPolygon([Polygon(rings[0], rings[1:]) for rings in polygons])
    return whole if whole.is_valid else shapely.make_valid(whole, method="structure")


def proches(km: float, places: Sequence[tuple[float, float]], targets: Sequence[tuple[float, float]]) -> list[bool]:
    """Which places (latitude, longitude) have a target within a distance (flat around each place: exact enough at this
    scale)."""
    if not len(places) or not len(targets):
        return [False] * len(places)
    here, there = np.array(places, dtype=float), np.array(targets, dtype=float)
    near = ((here >= there.min(axis=0) - _marge(km, here)) & (here <= there.max(axis=0) + _marge(km, here))).all(axis=1)
    for rank in np.flatnonzero(near):
        lat, lon = here[rank]
        dx = (there[:, 1] - lon) * np.cos(np.radians(lat))
        near[rank] = (np.hypot(dx, there[:, 0] - lat) * KM_PAR_DEGRE).min() <= km
    return [bool(one) for one in near]


def _marge(km: float, places: np.ndarray) -> np.ndarray:
    """How far, in degrees of latitude and of longitude, a place may be from the frame of what it is near to."""
    shrink = np.maximum(np.cos(np.radians(places[:, 0])), 1e-6)
    return np.column_stack([np.full(len(places), km / KM_PAR_DEGRE), km / KM_PAR_DEGRE / shrink])


def partager(forme: BaseGeometry, centres: np.ndarray) -> list[BaseGeometry]:
    """Cut an outline into one part per centre (rows of lat, lon; NaN when unknown): what is closer to it than to the
    others. Centres that coincide, or are not known, take equal sectors. The parts make the outline again."""
    middle = forme.representative_point()
    scale = METRES_PER_DEGREE * cos(radians(middle.y)), METRES_PER_DEGREE
    placed = np.where(np.isnan(centres), [middle.y, middle.x], centres)[:, ::-1]
    points = _spread_duplicates(np.round(placed, SNAP) * scale)
    around = affinity.scale(forme, *scale, origin=(0, 0))
    cells = [cell.intersection(around) for cell in _voronoi(points, around.length)]
    return [affinity.scale(cell, 1 / scale[0], 1 / scale[1], origin=(0, 0)) for cell in cells]


def territoires(cells: Mapping[str, BaseGeometry], membership: Mapping[str, str]) -> dict[str, BaseGeometry]:
    """Territory -> union of the cells of its communes, by territory code.

    Members without a cell are ignored; a cell without a territory raises ValueError, for nothing may vanish
    from the map silently.
    """
    orphans = [code for code in cells if code not in membership]
    if orphans:
        raise ValueError(f"communes sans territoire : {', '.join(sorted(orphans)[:10])}")
    groups: dict[str, list[BaseGeometry]] = {}
    for code, cell in cells.items():
        groups.setdefault(membership[code], []).append(cell)
    return {name: shapely.union_all(groups[name]) for name in sorted(groups)}


def coordinates(geometry: BaseGeometry, precision: int = 4) -> list[list[Ring]]:
    """Polygons -> rings -> [lon, lat], rounded (4 decimals: about ten metres), as in a GeoJSON MultiPolygon.

    A hole that rounding reduces to a line is left out; the outer ring of a polygon is always kept.
    """
    return [_polygon_rings(polygon, precision) for polygon in _polygons(geometry)]


def _spread_duplicates(points: np.ndarray) -> np.ndarray:
    """Move coinciding points onto a tiny circle around their place: their bisectors meet at its centre."""
    _, place, count = np.unique(points, axis=0, return_inverse=True, return_counts=True)
    moved, seen = points.copy(), dict.fromkeys(range(len(count)), 0)
    for index, group in enumerate(place.ravel().tolist()):
        if count[group] > 1:
            angle = 2 * pi * seen[group] / int(count[group])
            moved[index] += 0.1 * np.array([cos(angle), sin(angle)])
            seen[group] += 1
    return moved


def _voronoi(points: np.ndarray, gap: float) -> list[BaseGeometry]:
    if len(points) == 1:
        return [shapely.Point(points[0]).buffer(10 * gap)]
    west, south, east, north = MultiPoint(points).bounds
    around = shapely.box(west - 10 * gap, south - 10 * gap, east + 10 * gap, north + 10 * gap)
    return list(shapely.voronoi_polygons(MultiPoint(points), extend_to=around, ordered=True).geoms)


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [] if geometry.is_empty else [geometry]
    if isinstance(geometry, MultiPolygon):
        return list(geometry.geoms)
    return [polygon for part in getattr(geometry, "geoms", ()) for polygon in _polygons(part)]


def _polygon_rings(polygon: Polygon, precision: int) -> list[Ring]:
    outer, *holes = [_ring(ring, precision) for ring in (polygon.exterior, *polygon.interiors)]
    return [outer, *(hole for hole in holes if len({tuple(point) for point in hole}) >= 3)]


def _ring(ring: BaseGeometry, precision: int) -> Ring:
    rounded = np.round(shapely.get_coordinates(ring), precision).tolist()
    distinct = [point for index, point in enumerate(rounded) if index == 0 or point != rounded[index - 1]]
    return distinct if len(distinct) >= 4 else rounded
