"""From outlines that overlap or gape by a few metres to a coverage: each place has one commune, borders are shared.

Development only. Lines are noded on the grid and cut into faces; a face goes to the commune that drew it, a small face
that nobody drew to its longest neighbour, and a large one to the commune that its former commune has joined.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

GRAND = 0.5  # km²: a hole beyond it is listed, and filled by a merger or not at all
DELEGUES = ("deleguee", "associee")
# Holes that several mergers could explain -> the commune that took the place in (its name, or that of its délégué).
CHOISIES = ("02589", "08439", "25558", "26289")
ENCLAVES = ((1.974, 42.473),)  # Llívia, of Spain


@dataclass(frozen=True)
class Trou:
    """A place that no commune draws: degrees, km², and the commune that takes it ("" when it stays a hole)."""

    lon: float
    lat: float
    km2: float
    code: str


def couvrir(
    formes: Mapping[str, BaseGeometry], fusions: pd.DataFrame, dessinees: Iterable[str], pas: float
) -> tuple[dict[str, BaseGeometry], list[Trou]]:
    """The coverage, in whole steps of the grid, and the large holes. `formes`: outlines in degrees, by code;
    `fusions`: code, code_actuel, lien; `dessinees`: former communes that the package still draws.

    Raises ValueError when a large hole is explained by nothing.
    """
    codes = np.array(sorted(formes), dtype=object)
    drawn = shapely.set_precision(shapely.transform([formes[code] for code in codes], lambda xy: xy / pas), 1)
    lines = shapely.union_all(shapely.boundary(drawn), grid_size=1)
    faces = np.array(shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))), dtype=object)
    tree = shapely.STRtree(drawn)
    owners = _owners(faces, tree)
    absorbed = _absorbed(fusions, set(dessinees))
    holes = []
    for place in np.flatnonzero(owners < 0):
        neighbours = _neighbours(faces[place], drawn, tree)
        size, (lon, lat) = _km2(faces[place], pas), _degrees(faces[place], pas)
        if size < GRAND:
            owners[place] = max(neighbours, key=lambda n: neighbours[n])
            continue
        code = _filler([str(codes[n]) for n in neighbours], absorbed, lon, lat)
        holes.append(Trou(round(lon, 4), round(lat, 4), round(size, 2), code))
        owners[place] = np.flatnonzero(codes == code)[0] if code else -1
    return _dissolved(codes, faces, owners), holes


def _owners(faces: np.ndarray, tree: shapely.STRtree) -> np.ndarray:
    """The first commune that holds the inside of each face; -1 when none does."""
    owners = np.full(len(faces), -1)
    face, commune = tree.query(shapely.point_on_surface(faces), predicate="within")
    order = np.argsort(-commune, kind="stable")
    owners[face[order]] = commune[order]
    return owners


def _neighbours(face: BaseGeometry, drawn: np.ndarray, tree: shapely.STRtree) -> dict[int, float]:
    near = tree.query(face.buffer(1), predicate="intersects")
    shared = {int(n): face.boundary.intersection(drawn[n].buffer(1)).length for n in near}
    return {n: length for n, length in shared.items() if length > 0.02 * face.boundary.length}


def _absorbed(fusions: pd.DataFrame, drawn: set[str]) -> dict[str, set[str]]:
    """Commune of today -> how it took in former communes that the package no longer draws."""
    links: dict[str, set[str]] = {}
    for row in fusions[(fusions["code"] != fusions["code_actuel"]) & ~fusions["code"].isin(drawn)].itertuples():
        links.setdefault(str(row.code_actuel), set()).add("deleguee" if row.lien in DELEGUES else "ancien_code")
    return links


def _filler(neighbours: list[str], absorbed: Mapping[str, set[str]], lon: float, lat: float) -> str:
    if any(abs(lon - x) < 0.01 and abs(lat - y) < 0.01 for x, y in ENCLAVES):
        return ""
    for link in ("deleguee", "ancien_code"):
        candidates = [code for code in neighbours if link in absorbed.get(code, ())]
        candidates = candidates if len(candidates) < 2 else [code for code in candidates if code in CHOISIES]
        if len(candidates) == 1:
            return candidates[0]
    raise ValueError(f"hole at {lon:.4f} {lat:.4f}: no merger explains it among {', '.join(neighbours)}")


def _dissolved(codes: np.ndarray, faces: np.ndarray, owners: np.ndarray) -> dict[str, BaseGeometry]:
    order = np.argsort(owners, kind="stable")
    order = order[owners[order] >= 0]
    cuts = np.flatnonzero(np.diff(owners[order])) + 1
    return {
        str(codes[owners[group[0]]]): shapely.coverage_union_all(faces[group]).normalize()
        for group in np.split(order, cuts)
    }


def _degrees(face: BaseGeometry, pas: float) -> tuple[float, float]:
    point = face.representative_point()
    return point.x * pas, point.y * pas


def _km2(face: BaseGeometry, pas: float) -> float:
    return float(face.area * (111.2 * pas) ** 2 * np.cos(np.radians(_degrees(face, pas)[1])))
