"""The map as a drawing, without a tile server: fills, outlines, marks, places; and the colours of a change.

Palettes are colour-blind safe (ColorBrewer PuOr, read light to dark); a mark may be written in a cell, so that
colour is never alone.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from components.ui.cartes import hachures

Couleur = tuple[int, int, int]

ENCRE: Couleur = (26, 36, 51)
BLANC: Couleur = (255, 255, 255)
CHOISI: Couleur = (0, 0, 0)
FOND = "cellules"
PEU = 150  # cells: beyond, their own borders would weigh as much as they do


@dataclass(frozen=True)
class Vue:
    """Where the map looks: centre in degrees and zoom."""

    lat: float
    lon: float
    zoom: float


class Carte(pdk.Deck):
    """A deck written without indentation: the same text for the browser, by the fast encoder (10 times faster)."""

    def to_json(self) -> str:
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))


def carte(
    cellules: pd.DataFrame,
    polygones: "pd.Series[list]",
    contours: "pd.Series[list]",
    sites: pd.DataFrame,
    vue: Vue,
    choisi: str | None,
    territoires: pd.DataFrame | None = None,
) -> pdk.Deck:
    """The map: filled cells (clickable), territory outlines, the chosen cell, marks and sites.

    `cellules`, indexed by code: nom, texte (value in words), couleur (RGB), marque (text in the cell, or "").
    `polygones` and `contours`: polygons (lists of rings of [lon, lat]) by code, of the cells and of the
    territories. `sites`: nom, type, lat, lon, lettres. `territoires`, indexed by code: trame (a hatching
    pattern or ""), marque.
    """
    layers = [
        _fills(cellules, polygones),
        *_hatching(territoires, contours),
        *_borders(polygones),
        _lines("limites", contours, (90, 102, 120), 1.5),
        _lines("choisi", polygones[polygones.index == choisi], CHOISI, 4),
        _marks(cellules, polygones),
        *_territory_marks(territoires, contours),
        *_places(sites),
    ]
    view = pdk.ViewState(latitude=vue.lat, longitude=vue.lon, zoom=vue.zoom, pitch=0, bearing=0)
    # No `map_style` at all: any value, even empty, makes the browser ask a tile server.
    return Carte(
        layers=layers,
        initial_view_state=view,
        map_provider=None,
        views=[pdk.View(type="MapView", controller={"scrollZoom": False, "dragRotate": False, "touchRotate": False})],
        tooltip={"text": "{nom}\n{texte}"},
    )


def _fills(cells: pd.DataFrame, polygons: "pd.Series[list]") -> pdk.Layer:
    rows = [
        {"code": code, "nom": cell.nom, "texte": cell.texte, "couleur": [*cell.couleur, 235], "polygone": polygon}
        for code, cell in zip(cells.index, cells.itertuples(), strict=True)
        for polygon in polygons.get(code, [])
    ]
    # Clicks only register on a fill with `stroked=False`: the outlines are layers of their own.
    return pdk.Layer(
        "PolygonLayer",
        rows,
        id=FOND,
        get_polygon="polygone",
        get_fill_color="couleur",
        stroked=False,
        pickable=True,
        auto_highlight=True,
    )


def _borders(polygons: "pd.Series[list]") -> list[pdk.Layer]:
    """Thin borders of the cells, where they are few: neighbours of the same class would read as one place."""
    return [_lines("mailles", polygons, BLANC, 0.7)] if len(polygons) <= PEU else []


def _hatching(territories: pd.DataFrame | None, polygons: "pd.Series[list]") -> list[pdk.Layer]:
    """Lines over the territories that carry a pattern, under the outlines; clicks go through."""
    kept = {} if territories is None else territories.loc[territories["trame"] != "", "trame"].to_dict()
    rows = [
        {"trame": pattern, "polygone": polygon} for code, pattern in kept.items() for polygon in polygons.get(code, [])
    ]
    if not rows:
        return []
    layer = pdk.Layer(
        "PolygonLayer",
        rows,
        id="propositions",
        get_polygon="polygone",
        get_fill_color=[*ENCRE, 255],
        stroked=False,
        get_fill_pattern="trame",  # pydeck takes a name that ends like an image file ("motif") for one
        get_fill_pattern_scale=hachures.METRES_PAR_PIXEL,
        fill_pattern_atlas=f"'{hachures.image()}'",
        fill_pattern_mapping=hachures.MODELES,
        fill_pattern_mask=True,
        extensions=[{"@@type": "FillStyleExtension", "pattern": True}],
    )
    return [layer]


def _territory_marks(territories: pd.DataFrame | None, polygons: "pd.Series[list]") -> list[pdk.Layer]:
    kept = {} if territories is None else territories.loc[territories["marque"] != "", "marque"].to_dict()
    points = [{"position": _middle(polygons[code]), "texte": mark} for code, mark in kept.items() if code in polygons]
    if not points:
        return []
    disc = pdk.Layer(
        "ScatterplotLayer", points, id="pastilles", get_position="position", get_fill_color=[*BLANC, 255],
        get_line_color=list(ENCRE), get_radius=11, radius_units="'pixels'", stroked=True, line_width_min_pixels=2,
    )  # fmt: skip
    return [disc, _text("contestes", [p | {"couleur": list(ENCRE)} for p in points], 14)]


def _lines(name: str, polygons: "pd.Series[list]", color: Couleur, width: float) -> pdk.Layer:
    rings = [{"anneau": ring} for shape in polygons for polygon in shape for ring in polygon]
    return pdk.Layer(
        "PathLayer",
        rings,
        id=name,
        get_path="anneau",
        get_color=list(color),
        get_width=width,
        width_units="'pixels'",
        width_min_pixels=width,
    )


def _marks(cells: pd.DataFrame, polygons: "pd.Series[list]") -> pdk.Layer:
    rows = [
        {"texte": cell.marque, "position": _middle(polygons[code]), "couleur": list(_ink(cell.couleur))}
        for code, cell in zip(cells.index, cells.itertuples(), strict=True)
        if cell.marque and code in polygons
    ]
    return _text("marques", rows, 13)


def _places(sites: pd.DataFrame) -> list[pdk.Layer]:
    points = [
        {
            "nom": s.nom,
            "texte": s.type,
            "lettres": s.lettres,
            "rayon": 6 + 3 * len(s.lettres),
            "position": [s.lon, s.lat],
        }
        for s in sites.itertuples()
    ]  # fmt: skip
    dots = pdk.Layer(
        "ScatterplotLayer",
        points,
        id="sites",
        get_position="position",
        get_fill_color=[255, 255, 255],
        get_line_color=list(ENCRE),
        get_radius="rayon",
        radius_units="'pixels'",
        stroked=True,
        line_width_min_pixels=2,
        pickable=True,
    )
    letters = [{"texte": p["lettres"], "position": p["position"], "couleur": list(ENCRE)} for p in points]
    return [dots, _text("lettres", letters, 11)]


def _text(name: str, rows: Sequence[Mapping[str, object]], size: int) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        list(rows),
        id=name,
        get_text="texte",
        get_position="position",
        get_color="couleur",
        get_size=size,
        font_weight=700,
        font_family="'sans-serif'",
    )


def _middle(polygons: list[list[list[list[float]]]]) -> list[float]:
    """Middle of the largest polygon's outer ring, good enough to write a mark in a cell."""
    ring = max((polygon[0] for polygon in polygons), key=len)[:-1]
    return [sum(point[0] for point in ring) / len(ring), sum(point[1] for point in ring) / len(ring)]


def _ink(background: Couleur) -> Couleur:
    """White or dark text, whichever reads better on a fill (relative luminance)."""
    red, green, blue = background
    return BLANC if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 120 else ENCRE


def hexa(color: Couleur) -> str:
    """« #rrggbb »."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def encre_hexa(color: Couleur) -> str:
    """Text colour, in hexadecimal, that reads on a fill."""
    return hexa(_ink(color))


def couleur_variation(rang: int, cuts: int) -> Couleur:
    """Orange for losses, purple for gains, darker as they grow, grey when unchanged (PuOr)."""
    if rang == 0:
        return (236, 239, 243)
    losses, gains = ((254, 224, 182), (127, 59, 8)), ((216, 218, 235), (45, 0, 75))
    light, dark = gains if rang > 0 else losses
    share = (abs(rang) - 1) / cuts
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(light, dark, strict=True))
    return red, green, blue
