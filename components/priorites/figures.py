"""Drawings of the vote: grades of each option side by side; points or support as bars."""

import altair as alt
import pandas as pd

from components.priorites.model import MENTIONS

# From most to least urgent; readable without colour thanks to the order, the middle line and the table twin.
COULEURS = ("#08306b", "#2f79b5", "#9ecae1", "#fdd0a2", "#d9661f")


def mentions(table: pd.DataFrame, ordre: list[str]) -> alt.LayerChart:
    """Shares of each grade by option. Columns: option, mention, rang (0 best), part (0 to 1), texte."""
    bars = (
        alt.Chart(table)
        .mark_bar(stroke="#ffffff", strokeWidth=1)
        .encode(
            y=alt.Y("option:N", sort=ordre, title=None, axis=alt.Axis(labelLimit=330, labelFontSize=14)),
            x=alt.X("part:Q", stack="zero", title=None, scale=alt.Scale(domain=[0, 1]),
                    axis=alt.Axis(values=[0, 0.5, 1], labelExpr="format(datum.value * 100, '.0f') + ' %'")),
            color=alt.Color("mention:N", sort=list(MENTIONS), title=None,
                            scale=alt.Scale(domain=list(MENTIONS), range=list(COULEURS)),
                            legend=alt.Legend(orient="top", columns=5, labelFontSize=13, labelLimit=200)),
            order=alt.Order("rang:Q"),
            tooltip=[alt.Tooltip("option:N", title="service"), alt.Tooltip("mention:N", title="mention"),
                     alt.Tooltip("texte:N", title="part")],
        )
    )  # fmt: skip
    middle = alt.Chart(pd.DataFrame({"x": [0.5]})).mark_rule(color="#1a2433", strokeDash=[5, 3], size=2).encode(x="x:Q")
    return (bars + middle).properties(height=alt.Step(30))


def barres(table: pd.DataFrame, ordre: list[str], titre: str) -> alt.LayerChart:
    """One bar per option, its figure written at its end. Columns: option, valeur, texte, retenue (a word or « »).

    What is kept under a budget is filled, the rest is hollow: readable without colour.
    """
    y = alt.Y("option:N", sort=ordre, title=None, axis=alt.Axis(labelLimit=330, labelFontSize=14))
    kept = alt.condition("datum.retenue === 'plus tard'", alt.value("#ffffff"), alt.value(COULEURS[1]))
    room = max(float(table["valeur"].max()) * 1.15, 1.0)  # for the figure at the end of the longest bar
    axis = alt.Axis(tickCount=5, labelExpr="replace(datum.label, '.', ',')")
    base = alt.Chart(table).encode(
        y=y,
        x=alt.X("valeur:Q", title=titre, axis=axis, scale=alt.Scale(domain=[0, room], nice=False)),
        tooltip=[alt.Tooltip("option:N", title="option"), alt.Tooltip("texte:N", title="valeur")],
    )
    bars = base.mark_bar(stroke=COULEURS[1], strokeWidth=2, height=20).encode(color=kept)
    words = base.mark_text(align="left", dx=6, fontSize=13, color="#1a2433").encode(text="texte:N")
    return (bars + words).properties(height=alt.Step(30))
