"""The map of France where a département is chosen, by a click; the list beside it does the same from the keyboard."""

import json
from collections.abc import Callable, Mapping
from functools import cache

import pydeck as pdk
import shapely
import streamlit as st
from pydeck.bindings.json_tools import default_serialize
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from components.core import geometrie
from components.ui import session
from components.ui.cartes.couleurs import Couleur
from data.territoire import france

COUCHE, HAUTEUR = "departements", 440
FIN = 0.02  # degrees: less than two pixels at this scale
VUE = {"latitude": 46.3, "longitude": 0.6, "zoom": 4.35}
# Overseas, in the sea to the west, at no scale: where the middle of each goes, and how wide it is there (degrees).
AILLEURS = {
    "971": ((-7.2, 49.9), 1.6), "972": ((-7.2, 48.2), 1.4), "973": ((-7.2, 46.1), 1.9), "974": ((-7.2, 44.1), 1.5),
    "976": ((-7.2, 42.4), 1.1),
}  # fmt: skip
PALE: Couleur = (206, 214, 224)
FONCE: Couleur = (36, 76, 130)


class CarteDeFrance(pdk.Deck):
    """A deck written without indentation: the same text for the browser, by the fast encoder (10 times faster)."""

    def to_json(self) -> str:
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))


def afficher(noms: Mapping[str, str], choisi: str | None, key: str, choisir: Callable[[str], None]) -> None:
    """Draw the départements of `noms` (names by code), the chosen one dark; a click calls `choisir` with a code."""
    rows = [
        {"code": code, "nom": noms[code], "couleur": [*(FONCE if code == choisi else PALE), 255], "polygone": polygon}
        for code, polygons in _polygones().items()
        if code in noms
        for polygon in polygons
    ]
    fills = pdk.Layer(
        "PolygonLayer", rows, id=COUCHE, get_polygon="polygone", get_fill_color="couleur", stroked=False,
        pickable=True, auto_highlight=True,
    )  # fmt: skip
    lines = pdk.Layer(
        "PathLayer", [{"anneau": ring} for row in rows for ring in row["polygone"]], id="limites",
        get_path="anneau", get_color=[255, 255, 255], get_width=1, width_units="'pixels'", width_min_pixels=1,
    )  # fmt: skip
    view = pdk.ViewState(**VUE, pitch=0, bearing=0)
    still = {"scrollZoom": False, "dragRotate": False, "touchRotate": False}
    deck = CarteDeFrance(
        layers=[fills, lines], initial_view_state=view, map_provider=None,
        views=[pdk.View(type="MapView", controller=still)], tooltip={"text": "{nom}"},
    )  # fmt: skip
    st.pydeck_chart(
        deck, height=HAUTEUR, selection_mode="single-object", key=key, on_select=lambda: _clique(key, choisir),
        alt="Carte de France des départements : un clic en choisit un, comme la liste.",
    )  # fmt: skip


def _clique(key: str, choisir: Callable[[str], None]) -> None:
    clicked = session.picked(key, COUCHE)
    if clicked:
        choisir(str(clicked["code"]))


@cache
def _polygones() -> dict[str, list[list[geometrie.Ring]]]:
    return {code: geometrie.coordinates(_place(code, shape), 3) for code, shape in france.departements().items()}


def _place(code: str, shape: BaseGeometry) -> BaseGeometry:
    """The light outline, overseas ones brought near."""
    if code not in AILLEURS:
        return shapely.simplify(shape, FIN)
    (lon, lat), width = AILLEURS[code]
    west, south, east, north = shape.bounds
    scale = width / max(east - west, north - south)
    moved = affinity.translate(shape, lon - (west + east) / 2, lat - (south + north) / 2)
    return shapely.simplify(affinity.scale(moved, scale, scale, origin=(lon, lat)), FIN)
