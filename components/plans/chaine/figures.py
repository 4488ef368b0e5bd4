"""The whole chain of a territory as a drawing: a row per stage, a box per object, lines that cross no box."""

import itertools
from textwrap import wrap

import altair as alt
import pandas as pd

from components.plans.chaine.trame import DEMI, Trame, tramer
from components.plans.regles.chaine import ETAPES, Chaine

LARGEUR, HAUTEUR, LIGNES = 1_000, 78, 3
ENCRE, FOND, CHOISI = "#1a2433", "#eef2f7", "#cfe3f5"
CARACTERE = 7.1  # pixels of one, at the size of the boxes


def chaine(graphe: Chaine, choisi: str) -> alt.LayerChart:
    """Draw a chain; the chosen object and its own links stand out."""
    stages = [etape for etape in ETAPES if graphe.etape(etape)]
    laid = tramer(graphe, stages)
    boxes, lines = _boxes(graphe, laid, choisi), _lines(laid, choisi)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[len(stages) - 0.5, -0.5], nice=False), axis=None)
    x = alt.X("x:Q", scale=alt.Scale(domain=[-0.14, 1], nice=False), axis=None)
    links = (
        alt.Chart(lines)
        .mark_rule()
        .encode(
            x=x, y=y, x2="x2:Q", y2="y2:Q",
            size=alt.Size("poids:Q", scale=None), color=alt.Color("couleur:N", scale=None),
        )
    )  # fmt: skip
    rectangles = (
        alt.Chart(boxes)
        .mark_rect(stroke="#5a6678", cornerRadius=5)
        .encode(
            x=alt.X("gauche:Q", axis=None), x2="droite:Q", y=alt.Y("haut:Q", axis=None), y2="bas:Q",
            color=alt.Color("fond:N", scale=None), strokeWidth=alt.StrokeWidth("trait:Q", scale=None),
            tooltip=[alt.Tooltip("titre:N", title="maillon"), alt.Tooltip("precision:N", title="état")],
        )
    )  # fmt: skip
    words = [_text(part, count, x, y) for count, part in boxes.groupby(boxes["mots"].str.count("\n"))]
    titles = pd.DataFrame({"x": -0.135, "y": range(len(stages)), "mots": [_wrapped(ETAPES[e], 17) for e in stages]})
    rows = (
        alt.Chart(titles).mark_text(
            fontSize=13, fontWeight="bold", align="left", color=ENCRE, lineBreak="\n", baseline="middle"
        )
    ).encode(x=x, y=y, text="mots:N")
    return (
        alt.layer(links, rectangles, *words, rows).properties(height=HAUTEUR * len(stages)).configure_view(stroke=None)
    )


def _text(boxes: pd.DataFrame, breaks: int, x: alt.X, y: alt.Y) -> alt.Chart:
    """Words centred in their box: Vega only centres the first line."""
    mark = alt.Chart(boxes).mark_text(
        fontSize=12.5, color=ENCRE, lineBreak="\n", baseline="middle", lineHeight=15.5, dy=-7.75 * breaks
    )
    return mark.encode(x=x, y=y, text="mots:N")


def _boxes(graphe: Chaine, laid: Trame, choisi: str) -> pd.DataFrame:
    rows = []
    for one in graphe.maillons:
        box = laid.boites[one.cle]
        rows.append(
            {
                "cle": one.cle, "x": box.milieu, "y": box.rang, "gauche": box.gauche, "droite": box.droite,
                "haut": box.rang - DEMI, "bas": box.rang + DEMI, "titre": one.titre, "precision": one.precision,
                "mots": _wrapped(one.titre, max(8, int((box.droite - box.gauche) * LARGEUR * 0.87 / CARACTERE))),
                "fond": CHOISI if one.cle == choisi else FOND, "trait": 2.4 if one.cle == choisi else 0.7,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _lines(laid: Trame, choisi: str) -> pd.DataFrame:
    """Pieces of the links, each once; those of the chosen object drawn last, over the others."""
    pieces: dict[tuple[float, float, float, float], bool] = {}
    for link, points in laid.chemins.items():
        for (x, y), (x2, y2) in itertools.pairwise(points):
            pieces[x, y, x2, y2] = pieces.get((x, y, x2, y2), False) or choisi in link
    rows = [
        (*piece, 2.2 if mine else 0.8, "#1f5c99" if mine else "#8a97a8")
        for piece, mine in sorted(pieces.items(), key=lambda pair: pair[1])
    ]
    return pd.DataFrame(rows, columns=["x", "y", "x2", "y2", "poids", "couleur"])


def _wrapped(text: str, width: int) -> str:
    lines = wrap(text, width, break_long_words=True)
    shown = lines[:LIGNES]
    if len(lines) > LIGNES:
        shown[-1] = f"{shown[-1][: width - 1].rstrip()}…"
    return "\n".join(shown)
