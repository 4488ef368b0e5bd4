"""Drawings of the vote: grades of each option side by side; points or support as bars."""

import altair as alt
import pandas as pd

from components.core.mots import MENTIONS

ENCRE = "#1a2433"
OPTIONS = alt.Axis(labelLimit=480, labelFontSize=13, labelColor=ENCRE)  # whole: two may begin with the same words
PAS, PAS_ETROIT, DESSOUS = 30, 48, 9  # pixels from one bar to the next, and below its name
# From most to least urgent; readable without colour thanks to the order, the middle line and the table twin.
COULEURS = ("#08306b", "#2f79b5", "#9ecae1", "#fdd0a2", "#d9661f")


def mentions(table: pd.DataFrame, ordre: list[str], etroit: bool) -> alt.LayerChart:
    """Shares of each grade by option. Columns: option, mention, rang (0 best), part (0 to 1), texte.

    `etroit`: the names above the bars, as a phone has no room beside; so for `barres`.
    """
    y = _options(ordre, etroit)
    bars = (
        alt.Chart(table)
        .mark_bar(stroke="#ffffff", strokeWidth=1, height=20, yOffset=DESSOUS if etroit else 0)
        .encode(
            y=y,
            x=alt.X("part:Q", stack="zero", title=None, scale=alt.Scale(domain=[0, 1]),
                    axis=alt.Axis(values=[0, 0.5, 1], labelExpr="format(datum.value * 100, '.0f') + ' %'")),
            color=alt.Color("mention:N", sort=list(MENTIONS), title=None,
                            scale=alt.Scale(domain=list(MENTIONS), range=list(COULEURS)),
                            legend=alt.Legend(orient="top", columns=2 if etroit else 5, labelFontSize=13,
                                              labelColor=ENCRE, labelLimit=200)),
            order=alt.Order("rang:Q"),
            tooltip=[alt.Tooltip("option:N", title="service"), alt.Tooltip("mention:N", title="mention"),
                     alt.Tooltip("texte:N", title="part")],
        )
    )  # fmt: skip
    middle = alt.Chart(pd.DataFrame({"x": [0.5]})).mark_rule(color=ENCRE, strokeDash=[5, 3], size=2).encode(x="x:Q")
    return _sous_les_noms(alt.layer(bars, middle), table, y, etroit)


def barres(table: pd.DataFrame, ordre: list[str], titre: str, etroit: bool) -> alt.LayerChart:
    """One bar per option, its figure written at its end. Columns: option, valeur, texte, retenue (a word or « »).

    What is kept under a budget is filled, the rest is hollow: readable without colour.
    """
    y, below = _options(ordre, etroit), DESSOUS if etroit else 0
    fill = alt.condition("datum.retenue === 'plus tard'", alt.value("#ffffff"), alt.value(COULEURS[1]))
    room = max(
        float(table["valeur"].max()) * (1.25 if etroit else 1.15), 1.0
    )  # for the figure at the end of the longest bar
    axis = alt.Axis(tickCount=5, labelExpr="replace(datum.label, '.', ',')")
    base = alt.Chart(table).encode(
        y=y,
        x=alt.X("valeur:Q", title=titre, axis=axis, scale=alt.Scale(domain=[0, room], nice=False)),
        tooltip=[alt.Tooltip("option:N", title="option"), alt.Tooltip("texte:N", title="valeur")],
    )
    bars = base.mark_bar(stroke=COULEURS[1], strokeWidth=2, height=20, yOffset=below).encode(color=fill)
    words = base.mark_text(align="left", dx=6, dy=below, fontSize=13, color=ENCRE).encode(text="texte:N")
    return _sous_les_noms(alt.layer(bars, words), table, y, etroit)


def _options(ordre: list[str], etroit: bool) -> alt.Y:
    return alt.Y("option:N", sort=ordre, title=None, axis=None if etroit else OPTIONS)


def _sous_les_noms(bars: alt.LayerChart, table: pd.DataFrame, y: alt.Y, etroit: bool) -> alt.LayerChart:
    if not etroit:
        return bars.properties(height=alt.Step(PAS))
    names = alt.Chart(table[["option"]].drop_duplicates()).mark_text(
        align="left", dy=-DESSOUS - 4, fontSize=12, color=ENCRE, limit=320
    )
    return (bars + names.encode(y=y, x=alt.value(2), text="option:N")).properties(height=alt.Step(PAS_ETROIT))
