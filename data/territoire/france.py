"""The outlines that come with the product, decoded when they are asked for: communes by département, départements.

Outlines of communes are a coverage on a grid of ten metres (`data/sources/build/contours_france.py`); for the screen
they are made light as loaded ones are, and still share their borders.
"""

import gzip
import json
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from components.core import geometrie
from data.territoire import sources

COMMUNES, DEPARTEMENTS = "contours_communes_2025", "contours_departements_2025"
ILES = "iles_2025"
DECIMALES = 4
GARDES = 8  # départements kept decoded: one is served, tests and the terminal see others
Dessin = Mapping[str, list[list[geometrie.Ring]]]  # code -> polygons -> rings -> [lon, lat]


@lru_cache(maxsize=GARDES)
def communes(departement: str) -> Dessin:
    """Outlines of the communes of a département, light, in code order; empty for a collectivity without them."""
    shapes = formes(departement)
    light = geometrie.simplifier(shapes) if shapes else {}
    return {code: geometrie.coordinates(light[code], DECIMALES) for code in sorted(light)}


@lru_cache(maxsize=GARDES)
def territoires(departement: str, appartenances: tuple[tuple[str, str], ...]) -> Dessin:
    """Outlines of the territories that communes make (commune, territory), light, by code."""
    membership = dict(appartenances)
    cells = {code: geometrie.forme(drawn) for code, drawn in communes(departement).items() if code in membership}
    return {code: geometrie.coordinates(one) for code, one in geometrie.territoires(cells, membership).items()}


@lru_cache(maxsize=1)
def iles() -> Mapping[str, str]:
    """The island of each commune of those that no bridge links: the code of its first commune."""
    table = sources.read_csv(ILES)
    return dict(zip(table["code"], table["ile"], strict=True))


def formes(departement: str) -> dict[str, BaseGeometry]:
    """Outlines of the communes of a département as they are embedded, by code; empty for a collectivity without."""
    with zipfile.ZipFile(sources.carte(COMMUNES).path) as archive:
        name = f"{departement}.topojson"
        if name not in archive.namelist():
            return {}
        return depuis_topojson(archive.read(name))


def depuis_topojson(texte: bytes | str) -> dict[str, BaseGeometry]:
    """Outlines of a TopoJSON whose object « contours » holds polygons that bear a code."""
    whole = json.loads(texte)
    arcs = _arcs(whole)
    return {
        str(one["id"]): MultiPolygon([_polygon(rings, arcs) for rings in one["arcs"]])
        for one in whole["objects"]["contours"]["geometries"]
    }


@lru_cache(maxsize=1)
def departements() -> Mapping[str, BaseGeometry]:
    """Outlines of the départements as their producer draws them, made light, by code."""
    text = gzip.decompress(sources.carte(DEPARTEMENTS).path.read_bytes()).decode()
    return {str(one["id"]): shapely.geometry.shape(one["geometry"]) for one in json.loads(text)["features"]}


def _arcs(whole: Mapping[str, Any]) -> list[np.ndarray]:
    """Stretches of border in degrees: each is written as a first point and steps."""
    steps = np.array([step for arc in whole["arcs"] for step in arc])
    ends = np.cumsum([len(arc) for arc in whole["arcs"]])
    starts = np.concatenate([[0], ends[:-1]])
    walked = np.cumsum(steps, axis=0)
    walked -= np.repeat(walked[starts] - steps[starts], ends - starts, axis=0)
    return np.split(np.round(walked * np.array(whole["transform"]["scale"]), DECIMALES), ends[:-1])


def _polygon(rings: list[list[int]], arcs: list[np.ndarray]) -> Polygon:
    outer, *holes = [_ring(ring, arcs) for ring in rings]
    return Polygon(outer, holes)


def _ring(ring: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """Arcs end to end; a negative rank is an arc walked backwards (one's complement)."""
    first, *others = [arcs[rank] if rank >= 0 else arcs[~rank][::-1] for rank in ring]
    return np.concatenate([first, *(part[1:] for part in others)])
