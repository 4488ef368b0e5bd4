"""Drawings of the carence room: colours of the classes and the chart of people by size of change.

Palettes are colour-blind safe (ColorBrewer PuOr, read light to dark); zero, missing and withheld are told by a
mark written in the cell as well as by their fill, so that colour is never alone.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from components.carences.regles.carte import MANQUANT, MOTS, SECRET, ZERO
from components.ui.cartes.couleurs import Couleur

BAS_MAUVAIS: tuple[Couleur, ...] = ((127, 59, 8), (224, 130, 20), (253, 216, 166), (178, 171, 210), (84, 39, 136))
NEUTRES: tuple[Couleur, ...] = ((222, 235, 247), (158, 202, 225), (107, 174, 214), (49, 130, 189), (8, 81, 156))
HABITANTS = "habitants"
SPECIALES: dict[str, Couleur] = {ZERO: (70, 25, 0), MANQUANT: (226, 228, 232), SECRET: (190, 196, 205)}


def couleurs(rangs: int, sens: int) -> list[Couleur]:
    """Colours of `rangs` classes from the smallest values up; reversed when a high value is the bad news."""
    base = BAS_MAUVAIS if sens else NEUTRES
    chosen = {1: [2], 2: [1, 3], 3: [1, 2, 3], 4: [0, 1, 3, 4]}.get(rangs, [0, 1, 2, 3, 4])
    picked = [base[k] for k in chosen]
    return picked[::-1] if sens < 0 else picked


def palette(rangs: int, sens: int) -> dict[int | str, Couleur]:
    """Colour of every class, the three special states included."""
    return dict(enumerate(couleurs(rangs, sens))) | SPECIALES


def personnes(table: pd.DataFrame) -> dict[str, Any]:
    """People by size of gain and loss, in Vega-Lite. Columns: mots (class in words), texte, personnes, sens, rang.

    Those who gain and lose nothing are left to the table: their bar would make the others too short to compare.
    """
    there = table[table["personnes"] > 0]
    moved = there[there["sens"] != "inchange"]
    return _personnes() | {"datasets": {HABITANTS: there if moved.empty else moved}}


@cache
def _personnes() -> dict[str, Any]:
    """The drawing without its data, made and checked once: « Et si ? » is redrawn at every gesture."""
    colours = alt.Scale(domain=["perte", "inchange", "gain"], range=["#b35806", "#9aa5b1", "#542788"])
    base = alt.Chart(alt.NamedData(name=HABITANTS)).encode(
        y=alt.Y(
            "mots:N",
            sort=alt.SortField("rang"),
            title=None,
            axis=alt.Axis(labelLimit=300, labelFontSize=13, labelColor="#1a2433"),
        ),
        x=alt.X("personnes:Q", axis=None, scale=alt.Scale(nice=False)),
    )
    bars = base.mark_bar().encode(
        color=alt.Color("sens:N", scale=colours, legend=None),
        tooltip=[alt.Tooltip("mots:N", title="variation"), alt.Tooltip("texte:N", title="habitants")],
    )
    labels = base.mark_text(align="left", dx=4, color="#1a2433", fontSize=13).encode(text="texte:N")
    drawn: dict[str, Any] = (bars + labels).properties(height=alt.Step(24)).to_dict()
    return {part: spec for part, spec in drawn.items() if part != "config"}  # sizes are the page's to give


def libelles(
    classes: Iterable[int | str], mots: Mapping[int | str, str], comptes: "pd.Series[int]"
) -> list[tuple[int | str, str, int]]:
    """Legend rows: class, words, number of places, special states only when present."""
    words = dict(mots) | MOTS
    return [
        (kind, words[kind], int(comptes.get(kind, 0))) for kind in classes if kind not in MOTS or comptes.get(kind, 0)
    ]
