"""Geometry of the map when no official outline is loaded: « mailles schématiques » and their unions.

Pure functions on shapely geometries in longitude, latitude (degrees, WGS 84). A schematic cell is the part
of a plausible outline that is closer to one commune centre than to any other. It is a drawing aid: neither
its shape nor its area means anything. Not for places on both sides of the 180th meridian.
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
CONCAVITY = 0.12  # share of the longest hull edge that may be dug: see `outline`
DEFAULT_SPACING = 3_000.0  # metres, when there is only one place
SNAP = 5  # decimals of a degree: places closer than about a metre are one place

Ring = list[list[float]]


def mailles_schematiques(codes: Sequence[str], lat: Sequence[float], lon: Sequence[float]) -> dict[str, BaseGeometry]:
    """One cell per code, in the order given: valid, not empty, around its own centre (to about a metre).

    Cells do not overlap and their union is the outline. Centres that coincide share their cell in equal
    sectors. Raises ValueError for lists of different lengths, a code given twice or a coordinate not finite.
    """
    _check(codes, lat, lon)
    if not codes:
        return {}
    scale = METRES_PER_DEGREE * cos(radians(float(np.mean(lat)))), METRES_PER_DEGREE
    snapped = np.round(np.column_stack([lon, lat]).astype(float), SNAP) * scale
    gap = spacing(snapped)
    points = _spread_duplicates(snapped)
    boundary = outline(points, gap)
    cells = [cell.intersection(boundary) for cell in _voronoi(points, gap)]
    return {
        code: affinity.scale(cell, 1 / scale[0], 1 / scale[1], origin=(0, 0))
        for code, cell in zip(codes, cells, strict=True)
    }


def partager(forme: BaseGeometry, centres: np.ndarray) -> list[BaseGeometry]:
    """Cut an outline into one part per centre (rows of lat, lon; NaN when unknown): what is closer to it than to the
    others. Centres that coincide, or are not known, take equal sectors. The parts make the outline again."""
    middle = forme.representative_point()
    scale = METRES_PER_DEGREE * cos(radians(middle.y)), METRES_PER_DEGREE
    known = np.where(np.isnan(centres), [middle.y, middle.x], centres)[:, ::-1]
    points = _spread_duplicates(np.round(known, SNAP) * scale)
    around = affinity.scale(forme, *scale, origin=(0, 0))
    cells = [cell.intersection(around) for cell in _voronoi(points, around.length)]
    return [affinity.scale(cell, 1 / scale[0], 1 / scale[1], origin=(0, 0)) for cell in cells]


def outline(points: np.ndarray, gap: float) -> BaseGeometry:
    """A plausible boundary around points (metres): their concave hull, widened by 0.6 of the typical spacing
    (from a centre to the edge of its commune) and rounded so that no narrow bay remains; holes are filled.

    Every point is inside. Against the real boundary of Saône-et-Loire, the common area is 94 % of the total.
    """
    hull = shapely.concave_hull(MultiPoint(points), ratio=CONCAVITY)
    rounded = hull.buffer(1.8 * gap, quad_segs=6).buffer(-1.2 * gap, quad_segs=6)
    return _without_holes(rounded.simplify(gap / 50))


def spacing(points: np.ndarray) -> float:
    """Median distance (metres) from a place to its nearest other place; a default for a single place."""
    distinct = np.unique(points, axis=0)
    if len(distinct) < 2:
        return DEFAULT_SPACING
    tree = shapely.STRtree(shapely.points(distinct))
    _, distances = tree.query_nearest(tree.geometries, exclusive=True, return_distance=True, all_matches=False)
    return float(np.median(distances))


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


def _check(codes: Sequence[str], lat: Sequence[float], lon: Sequence[float]) -> None:
    if not len(codes) == len(lat) == len(lon):
        raise ValueError("codes, lat and lon must have the same length")
    if len(set(codes)) < len(codes):
        raise ValueError("a commune code is given twice")
    if not (np.isfinite(lat).all() and np.isfinite(lon).all()):
        raise ValueError("a commune centre is not a finite number")


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


def _without_holes(geometry: BaseGeometry) -> BaseGeometry:
    parts = [Polygon(polygon.exterior) for polygon in _polygons(geometry)]
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


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
    kept = [point for index, point in enumerate(rounded) if index == 0 or point != rounded[index - 1]]
    return kept if len(kept) >= 4 else rounded
