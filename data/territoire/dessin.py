"""The map of the file: outlines made light at import, territories put together, schematic cells when nothing else."""

import json
from collections.abc import Mapping, Sequence

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from sqlite_utils import Database

from components.core import geometrie
from components.core.communes import situees
from data.territoire import territoire

TOLERANCE = 0.003  # share of the longest side of the whole map: one to two pixels when it fills the screen


def simplifier(formes: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """The same outlines with fewer points, neighbours still sharing exactly the same borders.

    An outline that simplification would make vanish keeps its own shape.
    """
    codes = list(formes)
    west, south, east, north = shapely.total_bounds(list(formes.values()))
    light = shapely.coverage_simplify([formes[code] for code in codes], TOLERANCE * max(east - west, north - south))
    return {code: shape if not shape.is_empty else formes[code] for code, shape in zip(codes, light, strict=True)}


def unir(formes: Sequence[BaseGeometry]) -> BaseGeometry:
    """One outline from those of former communes."""
    return formes[0] if len(formes) == 1 else shapely.union_all(list(formes))


def points(formes: Mapping[str, BaseGeometry]) -> int:
    """How many points the outlines are drawn with."""
    return int(sum(shapely.get_num_coordinates(shape) for shape in formes.values()))


def redessiner(db: Database, source: str | None = None) -> None:
    """Redraw what depends on the mesh or on the centres: schematic cells when no official outline is loaded,
    and the outlines of the territories in use. Does nothing when there is nothing to draw."""
    kinds = {row[0] for row in db.conn.execute("SELECT DISTINCT nature FROM contours WHERE niveau = 'commune'")}
    placed = situees(territoire.communes(db))
    if "officiel" not in kinds:
        if placed.empty:
            db["contours"].delete_where()
            return
        territoire.draw_cells(db, source or _position_source(db))
        return
    _territories(db)


def _position_source(db: Database) -> str:
    row = db.conn.execute("SELECT position_source FROM communes WHERE role = 'interieure' AND lat IS NOT NULL LIMIT 1")
    return str(row.fetchone()[0])


def _territories(db: Database) -> None:
    drawn = territoire.contours(db, "commune")
    source = db.conn.execute("SELECT source FROM contours WHERE niveau = 'commune' LIMIT 1").fetchone()[0]
    membership = territoire.communes(db)["territoire"].dropna()
    cells = {code: forme(polygons) for code, polygons in drawn["polygones"].items() if code in membership.index}
    db["contours"].delete_where("niveau = 'territoire'")
    db["contours"].insert_all(
        {
            "niveau": "territoire",
            "code": code,
            "nature": "officiel",
            "polygones": json.dumps(geometrie.coordinates(shape)),
            "source": source,
        }
        for code, shape in geometrie.territoires(cells, membership.to_dict()).items()
    )


def forme(polygons: list[list[geometrie.Ring]]) -> BaseGeometry:
    """The geometry of an outline as the file keeps it."""
    whole = MultiPolygon([Polygon(rings[0], rings[1:]) for rings in polygons])
    return whole if whole.is_valid else shapely.make_valid(whole, method="structure")
