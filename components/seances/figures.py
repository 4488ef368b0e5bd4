"""Drawings of the minutes, made offline as PNG: the map of actions, a vote, the whole then each group, the money."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from math import cos, radians

import altair as alt
import pandas as pd
import vl_convert

from components.core.textes import nets
from components.ui.dessins import votes
from components.ui.dessins.votes import DessinDeVote, Forme

LATITUDE = 46.5  # middle of the country: only the shape of the drawing depends on it
ENCRE = "#1a2433"
ACTIONS = {"aucune": "#eceff3", "une": "#b2abd2", "plusieurs": "#542788"}
ARGENT = {"acquis (décision)": "#08519c", "prévu : engagement": "#6baed6", "prévu : avis de la table": "#d5dde8"}
VOTE_LARGE, VOTE_TEXTE, VOTE_HAUT = 1000, 17, 1400  # points; the last one fills a page
VEGA_LITE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
FINESSE = 3  # pixels per point: crisp on paper
EUROS = "replace(format(datum.value, ',.0f'), /,/g, '\u202f')"


def carte(contours: Mapping[str, list], actions: Mapping[str, int]) -> bytes:
    """The map of what is done where. `contours`: polygons by code; `actions`: how many by code."""
    features = [
        {
            "type": "Feature", "properties": {"n": _how_many(int(actions.get(str(code), 0)))},
            "geometry": {"type": "MultiPolygon", "coordinates": [[_flat(r) for r in polygon] for polygon in shape]},
        }
        for code, shape in contours.items()
    ]  # fmt: skip
    chart = (
        alt.Chart(alt.Data(values=features))
        .mark_geoshape(stroke="#5a6678", strokeWidth=0.8)
        .encode(color=_colour("properties.n:N", ACTIONS, "Actions par territoire"))
        .project("identity", reflectY=True)
        .properties(width=520, height=400)
    )
    return _png(chart)


def _how_many(count: int) -> str:
    return "aucune" if count == 0 else "une" if count == 1 else "plusieurs"


def _flat(ring: list[list[float]]) -> list[list[float]]:
    """Degrees as the eye sees them at this latitude (a département is small)."""
    return [[lon * cos(radians(LATITUDE)), lat] for lon, lat in ring]


def vote(dessin: DessinDeVote) -> tuple[bytes, float]:
    """A vote as on the screens: the whole, then each group beside it; and its width in parts of the paper's, so that
    a long list stays on one page."""
    named = replace(dessin, mots=nets(dessin.mots))
    forme = Forme(VOTE_LARGE, VOTE_TEXTE, cote_a_cote=True)
    share = min(1.0, VOTE_HAUT / votes.hauteur(named, forme))
    return bytes(vl_convert.svg_to_png(votes.svg(named, forme), scale=FINESSE)), share


def argent(parts: pd.DataFrame) -> bytes:
    """Money of the plans by funder. Columns: financeur, nature (of `ARGENT`), euros."""
    chart = (
        alt.Chart(parts)
        .mark_bar(stroke="#5a6678", strokeWidth=0.4)
        .encode(
            y=alt.Y("financeur:N", title=None, axis=alt.Axis(labelLimit=260, labelFontSize=12, labelColor=ENCRE)),
            x=alt.X("sum(euros):Q", title="euros", axis=alt.Axis(labelExpr=EUROS, tickCount=5, labelColor=ENCRE)),
            color=_colour("nature:N", ARGENT, None),
        )
        .properties(width=430, height=alt.Step(26))
    )
    return _png(chart)


def _colour(field: str, palette: Mapping[str, str], title: str | None) -> alt.Color:
    scale = alt.Scale(domain=list(palette), range=list(palette.values()))
    legend = alt.Legend(orient="bottom", title=title, labelFontSize=11, labelLimit=260, labelColor=ENCRE)
    return alt.Color(field, scale=scale, legend=legend if len(palette) > 1 else None)


def _png(chart: alt.Chart) -> bytes:
    """A drawing; a control character in a label would abort the whole program."""
    return _dessiner(json.dumps(nets(chart.to_dict(validate=False))))


@lru_cache(maxsize=16)
def _dessiner(spec: str) -> bytes:
    """The same minutes are printed as a page, then as a document: they are drawn once."""
    return bytes(vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=FINESSE))
