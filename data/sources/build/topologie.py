"""Outlines that share their borders, written as TopoJSON: each stretch of border once, as steps on a grid.

Development only. Outlines are given in whole steps of the grid, and must form a coverage (`shapely.coverage_is_valid`).
"""

import itertools
import json
from collections.abc import Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

Point = tuple[int, int]
Pas = tuple[int, bool, bool]  # rank of an arc, whether it is walked as it is written, whether it begins here


def topojson(formes: Mapping[str, BaseGeometry], pas: float) -> str:
    """The outlines by code, as one TopoJSON object « contours » whose geometries bear the code as `id`."""
    codes = sorted(formes)
    arcs = _arcs([formes[code] for code in codes])
    steps = _edges(arcs)
    geometries = [
        {"type": "MultiPolygon", "id": code, "arcs": _polygons(formes[code], steps)} for code in codes
    ]  # fmt: skip
    whole = {
        "type": "Topology",
        "transform": {"scale": [pas, pas], "translate": [0, 0]},
        "objects": {"contours": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_steps(arc) for arc in arcs],
    }
    return json.dumps(whole, separators=(",", ":"))


def _arcs(formes: list[BaseGeometry]) -> list[list[Point]]:
    """Stretches of border between the points where three outlines meet, in a fixed order."""
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(formes)))
    stretches = [[(int(x), int(y)) for x, y in shapely.get_coordinates(line)] for line in shapely.get_parts(lines)]
    return sorted(min(arc, arc[::-1]) for arc in stretches)


def _edges(arcs: list[list[Point]]) -> dict[tuple[Point, Point], Pas]:
    steps: dict[tuple[Point, Point], Pas] = {}
    for rank, arc in enumerate(arcs):
        last = len(arc) - 2
        for place, (start, end) in enumerate(itertools.pairwise(arc)):
            steps[start, end] = (rank, True, place == 0)
            steps[end, start] = (rank, False, place == last)
    return steps


def _polygons(forme: BaseGeometry, steps: dict[tuple[Point, Point], Pas]) -> list[list[list[int]]]:
    return [
        [_ring(ring, steps) for ring in (polygon.exterior, *polygon.interiors)] for polygon in shapely.get_parts(forme)
    ]


def _ring(ring: BaseGeometry, steps: dict[tuple[Point, Point], Pas]) -> list[int]:
    """The arcs a ring is made of, those walked backwards as TopoJSON says it (one's complement)."""
    points = [(int(x), int(y)) for x, y in shapely.get_coordinates(ring)]
    edges = [steps[start, end] for start, end in itertools.pairwise(points)]
    return [rank if forward else ~rank for rank, forward, first in edges if first]


def _steps(arc: list[Point]) -> list[list[int]]:
    points = np.array(arc)
    return [points[0].tolist(), *np.diff(points, axis=0).tolist()]
