"""Drawings of the plans: the calendar and the money. Statuses are written on the marks, colour is never alone."""

import altair as alt
import pandas as pd

COULEURS_STATUT = {
    "Proposée": "#c9d1dc",
    "Retenue par la table": "#9ecae1",
    "Financée": "#6baed6",
    "En cours": "#3182bd",
    "Bloquée": "#b35806",
    "Reportée": "#fdb863",
    "Réalisée": "#542788",
    "Abandonnée": "#6b7280",
}
ENCRE = "#1a2433"
LEGENDE = alt.Legend(orient="top", columns=4, labelColor=ENCRE, titleColor=ENCRE, symbolStrokeWidth=0, labelFontSize=13)
EUROS = "replace(format(datum.value, ',.0f'), /,/g, '\u202f')"
COULEURS_ARGENT = {"dépensé": "#08519c", "engagé, non dépensé": "#6baed6", "prévu, non acquis": "#e2e8f0"}


def calendrier(actions: pd.DataFrame, jalons: pd.DataFrame, jour: str) -> alt.LayerChart:
    """Gantt. `actions`: titre, debut, fin, statut (in words), ordre. `jalons`: titre, prevu_le, etat, intitule."""
    height = alt.Step(26)
    rows = alt.Y(
        "titre:N", sort=alt.SortField("ordre"), title=None,
        axis=alt.Axis(labelLimit=460, labelFontSize=13, labelColor=ENCRE),
    )  # fmt: skip
    colour = alt.Scale(domain=list(COULEURS_STATUT), range=list(COULEURS_STATUT.values()))
    bars = (
        alt.Chart(actions)
        .mark_bar(height=16, stroke="#5a6678", strokeWidth=0.4)
        .encode(
            y=rows,
            x=alt.X("debut:T", title=None, axis=alt.Axis(format="%m/%Y", labelFontSize=12)),
            x2="fin:T",
            color=alt.Color("statut:N", scale=colour, title="Statut", legend=LEGENDE),
            tooltip=[alt.Tooltip("titre:N", title="action"), alt.Tooltip("statut:N", title="statut")],
        )
    )
    points = (
        alt.Chart(jalons)
        .mark_point(size=90, filled=True, stroke="#ffffff", color=ENCRE)
        .encode(
            y=rows,
            x="prevu_le:T",
            shape=alt.Shape(
                "etat:N",
                scale=alt.Scale(domain=["jalon à venir", "jalon atteint"], range=["diamond", "circle"]),
                title=None,
                legend=alt.Legend(orient="top"),
            ),
            tooltip=[
                alt.Tooltip("intitule:N", title="jalon"),
                alt.Tooltip("prevu_le:T", title="prévu", format="%d/%m/%Y"),
            ],
        )
    )
    today = alt.Chart(pd.DataFrame({"jour": [jour]})).mark_rule(strokeDash=[4, 3], color="#b42318").encode(x="jour:T")
    return alt.layer(bars, today, points).properties(height=height)


def argent(table: pd.DataFrame, par: str) -> alt.LayerChart:
    """Money by funder or territory. Columns: `par`, part (of `COULEURS_ARGENT`), euros, texte, rang."""
    scale = alt.Scale(domain=list(COULEURS_ARGENT), range=list(COULEURS_ARGENT.values()))
    base = alt.Chart(table).encode(
        y=alt.Y(f"{par}:N", title=None, axis=alt.Axis(labelLimit=460, labelFontSize=13, labelColor=ENCRE)),
        x=alt.X("euros:Q", title="euros", axis=alt.Axis(labelExpr=EUROS, tickCount=5, labelColor=ENCRE)),
        order=alt.Order("rang:Q"),
    )
    bars = base.mark_bar(stroke="#5a6678", strokeWidth=0.4).encode(
        color=alt.Color("part:N", scale=scale, title=None, legend=LEGENDE),
        tooltip=[alt.Tooltip(f"{par}:N"), alt.Tooltip("part:N", title="état"), alt.Tooltip("texte:N", title="montant")],
    )
    return alt.layer(bars).properties(height=alt.Step(30))
