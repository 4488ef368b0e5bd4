"""Drawings of the minutes, made offline as PNG: the map of actions, a vote by published group, the money."""

from collections.abc import Mapping
from io import BytesIO
from math import cos, radians
from typing import Any

import altair as alt
import pandas as pd

from components.core.textes import nets

LATITUDE = 46.5  # middle of the country: only the shape of the drawing depends on it
ENCRE = "#1a2433"
ACTIONS = {"aucune": "#eceff3", "une": "#b2abd2", "plusieurs": "#542788"}
MENTIONS = ["#2d004b", "#8073ac", "#d8daeb", "#fdb863", "#b35806"]
ARGENT = {"acquis (décision)": "#08519c", "prévu : engagement": "#6baed6", "prévu : avis de la table": "#d5dde8"}
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


def vote(parts: pd.DataFrame, mentions: list[str], titre: str) -> bytes:
    """A vote, published groups side by side. Columns: option, rang (of the result), groupe, partie, part, ordre.

    `mentions`: the parts in order, best first (a single one for points and approval); `titre`: what `part` is.
    """
    palette = dict(zip(mentions, MENTIONS if len(mentions) > 1 else ["#3182bd"], strict=False))
    bars = (
        alt.Chart()
        .mark_bar(stroke="#5a6678", strokeWidth=0.3)
        .encode(
            y=alt.Y(
                "option:N", sort=alt.SortField("rang"), title=None,
                axis=alt.Axis(labelLimit=250, labelFontSize=11, labelColor=ENCRE),
            ),
            x=alt.X("part:Q", title=titre, axis=alt.Axis(format="d", tickCount=3, labelColor=ENCRE)),
            color=_colour("partie:N", palette, None),
            order=alt.Order("ordre:Q"),
        )
        .properties(width=max(90, 420 // max(1, parts["groupe"].nunique())), height=alt.Step(20))
    )  # fmt: skip
    header = alt.Header(labelLimit=170, labelFontSize=10, labelColor=ENCRE, title=None)
    return _png(bars.facet(column=alt.Column("groupe:N", header=header, sort=None), data=parts))


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


def _png(chart: Any) -> bytes:
    """A drawing; a control character in a label would abort the whole program."""
    out, told = BytesIO(), type(chart).from_dict(nets(chart.to_dict()), validate=False)
    told.save(out, format="png", scale_factor=FINESSE)
    return out.getvalue()
