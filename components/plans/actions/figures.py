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
LEGENDE = {"orient": "top", "labelColor": ENCRE, "titleColor": ENCRE, "symbolStrokeWidth": 0, "labelFontSize": 13}
ETAGES = (0, -10, 10)  # pixels from the bar
PAS_ETROIT, DESSOUS = 46, 9  # on a phone: pixels from one bar to the next, and below its name
EUROS = "replace(format(datum.value, ',.0f'), /,/g, '\u202f')"
COULEURS_ARGENT = {"dépensé": "#08519c", "engagé, non dépensé": "#6baed6", "prévu, non acquis": "#e2e8f0"}


def calendrier(actions: pd.DataFrame, jalons: pd.DataFrame, jour: str, etroit: bool) -> alt.LayerChart:
    """Gantt. `actions`: titre, debut, fin, statut (in words), ordre. `jalons`: titre, prevu_le, etat, intitule, etage
    (0 on the bar, then above and below, of milestones too close to be told apart).

    `etroit`: the names above the bars, as a phone has no room beside; so for `argent`.
    """
    rows = alt.Y("titre:N", sort=alt.SortField("ordre"), title=None, axis=_noms(etroit))
    below = DESSOUS if etroit else 0
    colour = alt.Scale(domain=list(COULEURS_STATUT), range=list(COULEURS_STATUT.values()))
    bars = (
        alt.Chart(actions)
        .mark_bar(height=16, yOffset=below, stroke="#5a6678", strokeWidth=0.4)
        .encode(
            y=rows,
            x=alt.X(
                "debut:T", title=None, axis=alt.Axis(format="%m/%Y", labelFontSize=12, tickCount=4 if etroit else 10)
            ),
            x2="fin:T",
            color=alt.Color("statut:N", scale=colour, title="Statut", legend=_legende(etroit)),
            tooltip=[alt.Tooltip("titre:N", title="action"), alt.Tooltip("statut:N", title="statut")],
        )
    )
    points = [_jalons(jalons[jalons["etage"] == k], rows, below + shift, etroit) for k, shift in enumerate(ETAGES)]
    today = alt.Chart(pd.DataFrame({"jour": [jour]})).mark_rule(strokeDash=[4, 3], color="#b42318").encode(x="jour:T")
    return _sous_les_noms(alt.layer(bars, today, *points), actions, rows, "titre:N", etroit)


def _jalons(jalons: pd.DataFrame, rows: alt.Y, hauteur: int, etroit: bool) -> alt.Chart:
    """Milestones drawn at one height beside their bar."""
    return (
        alt.Chart(jalons)
        .mark_point(size=90, yOffset=hauteur, filled=True, stroke="#ffffff", color=ENCRE)
        .encode(
            y=rows,
            x="prevu_le:T",
            shape=alt.Shape(
                "etat:N",
                scale=alt.Scale(domain=["jalon à venir", "jalon atteint"], range=["diamond", "circle"]),
                title=None,
                legend=alt.Legend(orient="top", columns=1 if etroit else 2, labelColor=ENCRE),
            ),
            tooltip=[
                alt.Tooltip("intitule:N", title="jalon"),
                alt.Tooltip("prevu_le:T", title="prévu", format="%d/%m/%Y"),
            ],
        )
    )


def argent(table: pd.DataFrame, par: str, etroit: bool) -> alt.LayerChart:
    """Money by funder or territory. Columns: `par`, part (of `COULEURS_ARGENT`), euros, texte, rang."""
    scale = alt.Scale(domain=list(COULEURS_ARGENT), range=list(COULEURS_ARGENT.values()))
    rows = alt.Y(f"{par}:N", title=None, axis=_noms(etroit))
    base = alt.Chart(table).encode(
        y=rows,
        x=alt.X(
            "euros:Q", title="euros",
            axis=alt.Axis(labelExpr=EUROS, tickCount=2 if etroit else 5, labelColor=ENCRE, labelFlush=True),
        ),
        order=alt.Order("rang:Q"),
    )  # fmt: skip
    below = {"height": 18, "yOffset": DESSOUS} if etroit else {}
    bars = base.mark_bar(stroke="#5a6678", strokeWidth=0.4, **below).encode(
        color=alt.Color("part:N", scale=scale, title=None, legend=_legende(etroit)),
        tooltip=[alt.Tooltip(f"{par}:N"), alt.Tooltip("part:N", title="état"), alt.Tooltip("texte:N", title="montant")],
    )
    return _sous_les_noms(alt.layer(bars), table, rows, f"{par}:N", etroit)


def _noms(etroit: bool) -> alt.Axis | None:
    return None if etroit else alt.Axis(labelLimit=460, labelFontSize=13, labelColor=ENCRE)


def _legende(etroit: bool) -> alt.Legend:
    return alt.Legend(columns=2 if etroit else 4, **LEGENDE)


def _sous_les_noms(drawn: alt.LayerChart, table: pd.DataFrame, rows: alt.Y, name: str, etroit: bool) -> alt.LayerChart:
    if not etroit:
        return drawn.properties(height=alt.Step(28))
    once = table.drop_duplicates(subset=[name.removesuffix(":N")])
    names = alt.Chart(once).mark_text(align="left", dy=-DESSOUS - 4, fontSize=12, color=ENCRE, limit=320)
    return (drawn + names.encode(y=rows, x=alt.value(2), text=name)).properties(height=alt.Step(PAS_ETROIT))
