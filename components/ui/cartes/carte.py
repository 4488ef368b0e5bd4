"""The map as a widget: its own zoom buttons, selection by click, and the equivalent keyboard list."""

import math

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.ui import session, widgets
from components.ui.cartes import carte_sites, dessin_carte
from components.ui.cartes.dessin_carte import FOND, Vue
from components.ui.depot import manque
from data.territoire import territoire

HAUTEUR, HAUTEUR_TELEPHONE = 470, 340
LARGEUR, LARGEUR_TELEPHONE = 690, 330
AUTOUR = 0.15  # share of the map's width and height in which sites across the border are still drawn
TUILE = 512  # pixels of the whole world at zoom 0
Cadre = tuple[float, float, float, float]  # west, south, east, north, in degrees


def afficher(
    db: Database,
    niveau: str,
    cellules: pd.DataFrame,
    choix: str,
    alt_text: str,
    key: str,
    sites: pd.DataFrame | None = None,
    hauteur: int = HAUTEUR,
    territoires: pd.DataFrame | None = None,
) -> None:
    """Draw the map of a level, or say what is missing to draw it.

    `cellules`: indexed by code, with nom, texte, couleur, marque. `choix`: key of the list that holds the chosen
    code, set by a click. `alt_text`: what the map shows, in words. `territoires`: hatching and marks of the territories
    (columns trame, marque). `sites`: columns of `carte_sites`, else the families chosen there. `hauteur`: pixels, on
    anything but a phone.
    """
    contours = territoire.contours(db, niveau)
    if contours.empty:
        manque.debloquer(db, ("contours",), f"{key}_contours", "La carte attend les contours ; le tableau est là.")
        return
    polygons = contours["polygones"]
    outlines = territoire.contours(db, "territoire")["polygones"]
    chosen = session.get(choix)
    height = HAUTEUR_TELEPHONE if widgets.telephone() else hauteur
    bounds = _bounds(polygons)
    vue = _view(polygons, bounds, chosen, key, height)
    places = _around(carte_sites.choisis(db) if sites is None else sites, bounds)
    deck = dessin_carte.carte(
        cellules[cellules.index.isin(polygons.index)],
        polygons,
        outlines,
        places,
        vue,
        chosen,
        territoires,
    )
    st.pydeck_chart(
        deck,
        height=height,
        selection_mode="single-object",
        key=key,
        on_select=lambda: _choose(key, choix),
        alt=alt_text,
    )
    if said := carte_sites.legende(places):
        st.caption(said)


def _around(sites: pd.DataFrame, bounds: Cadre) -> pd.DataFrame:
    """The sites that the whole map has room for: a national file brings hundreds around."""
    west, south, east, north = bounds
    dx, dy = AUTOUR * (east - west), AUTOUR * (north - south)
    return sites[sites["lon"].between(west - dx, east + dx) & sites["lat"].between(south - dy, north + dy)]


def _bounds(polygons: "pd.Series[list]") -> Cadre:
    points = [point for shape in polygons for polygon in shape for ring in polygon for point in ring]
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    return min(lons), min(lats), max(lons), max(lats)


def _choose(key: str, choix: str) -> None:
    clicked = session.picked(key, FOND)
    session.put(choix, clicked["code"] if clicked else None)


def boutons_zoom(key: str) -> None:
    """The map's own zoom buttons; they centre on the chosen place when there is one."""
    with st.container(horizontal=True, gap="small"):
        for label, icon, step in (("Agrandir", ":material/zoom_in:", 1), ("Réduire", ":material/zoom_out:", -1)):
            st.button(label, icon=icon, key=f"{key}_{label}", on_click=_zoom, args=(key, step))
        st.button("Tout voir", icon=":material/fit_screen:", key=f"{key}_tout", on_click=_zoom, args=(key, 0))


def _zoom(key: str, step: int) -> None:
    session.put(f"{key}_zoom", session.get(f"{key}_zoom", 0) + step if step else 0)


def _view(polygons: "pd.Series[list]", bounds: Cadre, chosen: str | None, key: str, height: int) -> Vue:
    steps = session.get(f"{key}_zoom", 0)
    whole = _fit(bounds, height)
    if not steps or chosen not in polygons.index:
        return Vue(whole.lat, whole.lon, whole.zoom + steps)
    centre = _fit(_bounds(polygons[polygons.index == chosen]), height)
    return Vue(centre.lat, centre.lon, whole.zoom + steps)


def _fit(bounds: Cadre, height: int) -> Vue:
    """Centre and zoom that show the whole frame (Web Mercator)."""
    west, south, east, north = bounds
    low, high = _mercator(south), _mercator(north)
    width = LARGEUR_TELEPHONE if widgets.telephone() else LARGEUR
    spans = (east - west) / 360 / width, (high - low) / (2 * math.pi) / height
    zoom = math.log2(1 / (TUILE * max(*spans, 1e-9))) - 0.08
    middle = (high + low) / 2
    return Vue(math.degrees(2 * math.atan(math.exp(middle)) - math.pi / 2), (east + west) / 2, zoom)


def _mercator(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
