"""The outlines that a table loads: former communes united, territories put together."""

import json
from collections.abc import Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry
from sqlite_utils import Database

from components.core import geometrie
from data.territoire import territoire


def unir(formes: Sequence[BaseGeometry]) -> BaseGeometry:
    """One outline from those of former communes."""
    return formes[0] if len(formes) == 1 else shapely.union_all(list(formes))


def points(formes: Mapping[str, BaseGeometry]) -> int:
    """How many points the outlines are drawn with."""
    return int(sum(shapely.get_num_coordinates(shape) for shape in formes.values()))


def redessiner(db: Database) -> None:
    """Put the loaded outlines together again by territory of the mesh in use; the outlines that come with the product
    are put together when they are read."""
    drawn = db.conn.execute("SELECT source FROM contours WHERE niveau = 'commune' LIMIT 1").fetchone()
    db["contours"].delete_where("niveau = 'territoire'")
    if drawn is None:
        return
    membership = territoire.communes(db)["territoire"].dropna()
    shapes = territoire.contours(db, "commune")["polygones"]
    cells = {code: geometrie.forme(polygons) for code, polygons in shapes.items() if code in membership.index}
    db["contours"].insert_all(
        {
            "niveau": "territoire",
            "code": code,
            "nature": "officiel",
            "polygones": json.dumps(geometrie.coordinates(shape)),
            "source": drawn[0],
        }
        for code, shape in geometrie.territoires(cells, membership.to_dict()).items()
    )
