"""Drawings of the workforce room: the band, whole people, shares of factors, the tornado, the national cohort."""

import altair as alt
import pandas as pd

BLEU, ORANGE, GRIS, ENCRE = "#2c5f9e", "#b35806", "#8a94a3", "#1a2433"
COULEURS = ("#2c5f9e", "#b35806", "#542788", "#4d4d4d")
NIVEAUX = {  # access against the threshold (ColorBrewer PuOr, as the other maps)
    "sous": (127, 59, 8), "passe": (224, 130, 20), "remonte": (178, 171, 210), "dessus": (216, 218, 235),
    "inconnu": (226, 228, 232),
}  # fmt: skip
VIRGULE = "replace(datum.label, '.', ',')"
POURCENT = "replace(datum.label, '%', ' %')"
PAS, BARRE, DESSOUS = 40, 14, 8  # pixels from one bar to the next, of a bar, and below its words
TRAITS = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
# On a phone, one name under another.
LEGENDE = {"orient": "top", "labelLimit": 320, "columns": alt.expr("width < 500 ? 1 : 0")}


def bande(table: pd.DataFrame, unite: str) -> alt.LayerChart:
    """The 80 % band of the central set, its mean, and the low and high sets. Columns: annee (text), de, a, central,
    bas, haut."""
    years = alt.X("annee:O", title=None, axis=alt.Axis(labelAngle=0))
    top = float(max(table["a"].max(), table["haut"].max())) * 1.08 + 1
    scale = alt.Scale(domain=[0, top], nice=False)
    base = alt.Chart(table).encode(x=years)
    area = base.mark_area(color=BLEU, opacity=0.25).encode(
        y=alt.Y("de:Q", title=unite, scale=scale, axis=alt.Axis(tickMinStep=1)), y2="a:Q"
    )
    lines = [
        base.mark_line(color=ENCRE if name == "central" else GRIS, strokeWidth=2.5, strokeDash=dash).encode(
            y=alt.Y(f"{name}:Q", scale=scale)
        )
        for name, dash in (("central", [1, 0]), ("bas", [6, 4]), ("haut", [2, 3]))
    ]
    last = table.iloc[[-1]]
    labels = [
        alt.Chart(last)
        .mark_text(align="right", dx=-6, dy=shift, color=ENCRE, fontSize=12)
        .encode(x="annee:O", y=f"{name}:Q", text=alt.value(word))
        for name, word, shift in (("bas", "hypothèse basse", 10), ("haut", "hypothèse haute", -10))
    ]
    points = base.mark_point(opacity=0, size=120).encode(
        y=alt.Y("central:Q", scale=scale),
        tooltip=[alt.Tooltip(f"{n}:N" if n == "annee" else f"{n}:Q", title=t, format="" if n == "annee" else ".1f")
                 for n, t in (("annee", "année"), ("central", "attendu"), ("de", "8 fois sur 10, de"), ("a", "à"))],
    )  # fmt: skip
    return alt.layer(area, *lines, *labels, points).properties(height=275)


def personnes(table: pd.DataFrame, mot: str) -> alt.LayerChart:
    """Probability of each number of people. Columns: combien, probabilite, texte, dedans (in the 80 % band)."""
    base = alt.Chart(table).encode(
        x=alt.X("combien:O", title=mot, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("probabilite:Q", title="probabilité", axis=alt.Axis(format="%", tickCount=5, labelExpr=POURCENT)),
    )
    bars = base.mark_bar(stroke=BLEU).encode(
        color=alt.Color("dedans:N", scale=alt.Scale(domain=[True, False], range=[BLEU, "#dbe4f0"]), legend=None)
    )
    labels = base.mark_text(dy=-8, color=ENCRE).encode(text="texte:N")
    return (bars + labels).properties(height=275)


def facteurs(table: pd.DataFrame, unite: str) -> alt.LayerChart:
    """Share of each factor, in the order of the chain. Columns: mots, valeur, texte, rang."""
    base = alt.Chart(table).encode(y=_rangs(), x=alt.X("valeur:Q", title=unite, axis=alt.Axis(labelExpr=VIRGULE)))
    colour = alt.condition("datum.valeur < 0", alt.value(ORANGE), alt.value("#542788"))
    bars = base.mark_bar(size=BARRE, yOffset=DESSOUS).encode(color=colour)
    return (bars + _noms(table)).properties(height=alt.Step(PAS))


def tornade(table: pd.DataFrame, centre: float, unite: str) -> alt.LayerChart:
    """Bars from the low to the high value of each parameter. Columns: mots, de, a, texte, rang."""
    scale = alt.Scale(zero=False)
    base = alt.Chart(table).encode(y=_rangs())
    bars = base.mark_bar(color=BLEU, size=BARRE, yOffset=DESSOUS).encode(
        x=alt.X("de:Q", title=unite, scale=scale, axis=alt.Axis(labelExpr=VIRGULE)), x2="a:Q"
    )
    rule = alt.Chart(pd.DataFrame({"x": [centre]})).mark_rule(color=ENCRE, strokeDash=[4, 3]).encode(x="x:Q")
    return (bars + rule + _noms(table)).properties(height=alt.Step(PAS))


def _rangs() -> alt.Y:
    return alt.Y("rang:O", title=None, axis=None)


def _noms(table: pd.DataFrame) -> alt.Chart:
    """The words of each bar, written above it, as a phone has no room beside; the table under it has the whole."""
    told = table.assign(ligne=table["texte"] + " · " + table["mots"])
    return (
        alt.Chart(told)
        .mark_text(align="left", color=ENCRE, dy=-9, fontSize=12, limit=alt.expr("width - 8"))
        .encode(y=_rangs(), x=alt.value(4), text="ligne:N")
    )


def comparaison(table: pd.DataFrame, unite: str) -> alt.Chart:
    """One line per scenario. Columns: annee (text), scenario, valeur."""
    names = list(dict.fromkeys(table["scenario"]))
    encoding = {
        "x": alt.X("annee:O", title=None, axis=alt.Axis(labelAngle=0)),
        "y": alt.Y("valeur:Q", title=unite, scale=alt.Scale(zero=False), axis=alt.Axis(labelExpr=VIRGULE)),
        "color": alt.Color("scenario:N", scale=alt.Scale(domain=names, range=list(COULEURS[: len(names)])), title=None),
        "strokeDash": alt.StrokeDash("scenario:N", scale=alt.Scale(domain=names, range=list(TRAITS[: len(names)])),
                                     title=None),
    }  # fmt: skip
    shown = alt.Chart(table).mark_line(strokeWidth=2.5, point=True).encode(**encoding)
    return shown.configure_legend(**LEGENDE).properties(height=300)


def cohorte(table: pd.DataFrame, ancres: pd.DataFrame) -> alt.LayerChart:
    """Density of the national cohort, with and without more entries, and the published points. Columns: annee,
    densite, courbe; annee, densite."""
    scale = alt.Scale(domain=[80, 140])
    years = alt.X("annee:Q", title=None, axis=alt.Axis(format="d"), scale=alt.Scale(nice=False))
    names = list(dict.fromkeys(table["courbe"]))
    lines = (
        alt.Chart(table)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=years,
            y=alt.Y("densite:Q", title="généralistes libéraux pour 100 000", scale=scale),
            color=alt.Color("courbe:N", scale=alt.Scale(domain=names, range=[BLEU, ORANGE]), title=None),
            strokeDash=alt.StrokeDash("courbe:N", scale=alt.Scale(domain=names, range=[[1, 0], [6, 3]]), title=None),
        )
    )
    points = alt.Chart(ancres).mark_point(size=110, filled=True, color=ENCRE, shape="diamond").encode(
        x=years, y=alt.Y("densite:Q", scale=scale)
    )  # fmt: skip
    return (lines + points).properties(height=320).configure_legend(**LEGENDE)
