"""What does not change on a map from one drawing to the next: outlines, borders, places and their names.

Drawn once on a sheet in whole units, written as one light text whose digest is its address: the browser asks for it
once (`contours`), and a redraw only says which colour each cell takes.
"""

import gzip
import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property, lru_cache
from math import cos, hypot, radians
from threading import Lock
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry
from sqlite_utils import Database

from components.core import geometrie
from components.core.communes import interieures
from components.core.refus import Introuvable
from components.ui.cartes.traces import Echelle, Trace, tracer
from data.base.souvenir import partagee
from data.territoire import france, indicateurs, sources, territoire

COTE = 3_000  # units of the longest side of the département
FINESSE = 0.001  # share of the longest side: one pixel of a map that fills a projector
AUTOUR = 0.06  # share of the longest side left around the département
ECRANS = (0.75, 2.3)  # from a phone held upright to a wide screen: neighbours are drawn as far as they may be seen
PRES = 0.065 * COTE  # between a main town and its suburbs
GARDES = 4


@dataclass(frozen=True)
class Bourg:
    """A commune as a point: its town hall, the rank of its territory, its residents; `principale`: 1 when no larger
    town is near, 0 for a suburb."""

    code: str
    nom: str
    x: int
    y: int
    territoire: int
    habitants: int
    principale: int = 0


@dataclass(frozen=True)
class Fond:
    """The sheet. `contour`: the whole département; `bourgs`: most residents first; `voisins`: what is seen of the
    other départements."""

    immuable: ClassVar[bool] = True
    repere: Echelle
    largeur: int
    hauteur: int
    contour: str
    communes: tuple[Trace, ...]
    territoires: tuple[Trace, ...]
    bourgs: tuple[Bourg, ...]
    voisins: tuple[Trace, ...]

    def cellules(self, niveau: str) -> tuple[Trace, ...]:
        """What is filled at a level (commune|territoire)."""
        return self.communes if niveau == "commune" else self.territoires

    @cached_property
    def octets(self) -> bytes:
        """The sheet as the browser reads it, compressed."""
        whole = asdict(self)
        rows = {name: [list(row.values()) for row in rows] for name, rows in whole.items() if isinstance(rows, tuple)}
        text = json.dumps(whole | rows, ensure_ascii=False, separators=(",", ":"))
        return gzip.compress(text.encode(), mtime=0)

    @cached_property
    def empreinte(self) -> str:
        return hashlib.sha256(self.octets).hexdigest()[:32]


_CONNUS: "OrderedDict[str, Fond]" = OrderedDict()
_VERROU = Lock()


def lire(db: Database) -> Fond | None:
    """The sheet of this file, made once for the same outlines, names and residents; None without an outline."""
    sheet = _de(db)
    if sheet is not None:
        with _VERROU:
            _CONNUS[sheet.empreinte] = sheet
            _CONNUS.move_to_end(sheet.empreinte)
            while len(_CONNUS) > GARDES:
                _CONNUS.popitem(last=False)
    return sheet


@partagee
def _de(db: Database) -> Fond | None:
    inside = interieures(territoire.communes(db))
    if inside.empty:
        return None
    names = territoire.territoires(db)["nom"]
    rows = tuple(
        (str(code), str(row.nom), _su(row.lat), _su(row.lon), _su(row.territoire) or "", people)
        for code, row, people in zip(inside.index, inside.itertuples(), _habitants(db, inside.index), strict=True)
    )
    drawn = None if territoire.contours_livres(db) else Charges(db)
    return _fait(territoire.setting(db, "departement"), rows, tuple(names.items()), drawn)


def connu(empreinte: str) -> Fond | None:
    """A sheet that this process has drawn lately, by its digest."""
    with _VERROU:
        return _CONNUS.get(empreinte)


class Charges:
    """The outlines that the table loaded, known by what they are: read again only when they are others."""

    def __init__(self, db: Database) -> None:
        self._db, self._marque = db, territoire.empreinte_contours(db)

    def __eq__(self, autre: object) -> bool:
        return isinstance(autre, Charges) and self._marque == autre._marque

    def __hash__(self) -> int:
        return hash(self._marque)

    def lire(self) -> tuple[dict[str, BaseGeometry], dict[str, BaseGeometry]]:
        """Shapes of the communes and of the territories."""
        outlines = [territoire.contours(self._db, level)["polygones"] for level in ("commune", "territoire")]
        cells, places = ({code: geometrie.forme(shape) for code, shape in one.items()} for one in outlines)
        del self._db  # kept as a key, it must not keep the file open
        return cells, places


def _habitants(db: Database, codes: pd.Index) -> list[int]:
    try:
        people, _ = indicateurs.habitants(db)
    except Introuvable:
        return [0] * len(codes)
    return people.reindex(codes).fillna(0).astype(int).tolist()


def _su(value: Any) -> Any:
    """A value of a frame, None when it is not known (two missing numbers are never equal, two None are)."""
    return None if pd.isna(value) else value


# Code, name, latitude and longitude (None when unknown), territory, residents.
Ligne = tuple[str, str, float | None, float | None, str, int]


@lru_cache(maxsize=GARDES)
def _fait(
    departement: str, lignes: tuple[Ligne, ...], noms: tuple[tuple[str, str], ...], charges: Charges | None
) -> Fond | None:
    cells, places = _formes(departement, lignes) if charges is None else charges.lire()
    if not cells and not places:
        return None
    west, south, east, north = shapely.total_bounds([*cells.values(), *places.values()])
    shrink = cos(radians((south + north) / 2))
    scale = COTE / max((east - west) * shrink, north - south)
    mark = Echelle(west, north, scale * shrink, scale)
    names = dict(noms)
    ranks = {code: rank for rank, code in enumerate(places)}
    return Fond(
        mark,
        round((east - west) * scale * shrink),
        round((north - south) * scale),
        tracer(mark, departement, "", shapely.union_all([*(places or cells).values()])).trace,
        tuple(tracer(mark, row[0], row[1], cells[row[0]]) for row in lignes if row[0] in cells),
        tuple(tracer(mark, code, names.get(code, code), shape) for code, shape in places.items()),
        _bourgs(mark, lignes, ranks),
        _voisins(mark, departement, (west, south, east, north)),
    )


def _formes(departement: str, lignes: Sequence[Ligne]) -> tuple[dict[str, BaseGeometry], dict[str, BaseGeometry]]:
    """Shapes that come with the product, of communes and of the territories they make, finer than on a small map."""
    shapes = france.formes(departement)
    light = geometrie.simplifier(shapes, FINESSE) if shapes else {}
    membership = {row[0]: row[4] for row in lignes if row[4]}
    return light, geometrie.territoires({c: s for c, s in light.items() if c in membership}, membership)


def _bourgs(mark: Echelle, lignes: Sequence[Ligne], ranks: Mapping[str, int]) -> tuple[Bourg, ...]:
    located = [row for row in lignes if row[2] is not None]
    points = mark.plan(np.array([(row[3], row[2]) for row in located], dtype=float).reshape(-1, 2))
    towns = [
        Bourg(code, name, int(x), int(y), ranks.get(place, -1), people)
        for (code, name, _, _, place, people), (x, y) in zip(located, points, strict=True)
    ]
    return _principales(sorted(towns, key=lambda one: (-one.habitants, one.code)))


def _principales(bourgs: Sequence[Bourg]) -> tuple[Bourg, ...]:
    """The same, those that no larger main town has near marked."""
    main: list[Bourg] = []
    for one in bourgs:
        if one.habitants and all(hypot(one.x - other.x, one.y - other.y) > PRES for other in main):
            main.append(one)
    main_codes = {one.code for one in main}
    return tuple(replace(one, principale=int(one.code in main_codes)) for one in bourgs)


def _voisins(mark: Echelle, departement: str, bounds: tuple[float, float, float, float]) -> tuple[Trace, ...]:
    """The other départements as far as any screen shows them, named where a usual screen does; ours too, under all."""
    west, south, east, north = bounds
    width, height = (east - west) * mark.kx, (north - south) * mark.ky
    margin = AUTOUR * max(width, height)
    far = _fenetre(mark, bounds, max(width, height * ECRANS[1]) + margin, max(height, width / ECRANS[0]) + margin)
    near = _fenetre(mark, bounds, width + margin, height + margin)
    names = sources.read_csv("departements_2026").set_index("code")["nom"]
    neighbours = []
    for code, shape in france.departements().items():
        seen = shapely.intersection(shape, far)
        if seen.is_empty:
            continue
        here = shapely.intersection(seen, near)
        name = "" if code == departement or here.is_empty else str(names.get(code, ""))
        neighbours.append(tracer(mark, code, name, seen, seen if here.is_empty else here))
    return tuple(neighbours)


def _fenetre(mark: Echelle, bounds: tuple[float, float, float, float], width: float, height: float) -> BaseGeometry:
    west, south, east, north = bounds
    dx, dy = width / mark.kx / 2, height / mark.ky / 2
    x, y = (west + east) / 2, (south + north) / 2
    return shapely.box(x - dx, y - dy, x + dx, y + dy)
