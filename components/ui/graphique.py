"""A chart on the page: made once for the same data, then shown again as it is.

Making and checking a chart takes Altair longer than all the rest of a drawing, and a page is drawn again at every
gesture, mostly with the same data.
"""

import pickle  # nosec B403
from collections.abc import Callable
from html import escape
from threading import Lock
from typing import Any, Literal

import altair
import streamlit as st

from components.core.textes import nets
from components.ui.dessins.images import adresse

GARDEES = 256  # charts
# Pixels, the bottom is Streamlit's: words are painted a little wider than Vega measures them.
BORD = {"left": 6, "right": 6, "top": 6}

_FAITES: dict[tuple[object, bytes], dict[str, Any]] = {}
_VERROU = Lock()  # Altair's settings belong to the whole process


def afficher(
    figure: Callable[..., altair.TopLevelMixin],
    *contenu: object,
    alt: str,
    theme: Literal["streamlit"] | None = "streamlit",
) -> None:
    """Show `figure(*contenu)`. `contenu`: frames and plain values. `alt`: what the chart says, in words."""
    st.vega_lite_chart(spec=dict(dessiner(figure, *contenu)), alt=alt, theme=theme, width="stretch")


def image(large: str, etroit: str, mots: str) -> None:
    """Show a drawing of ours across the page, in the form that its width can hold: a window may be narrow, or enlarged
    twice, on any machine. `mots`: what it says."""
    alt = escape(nets(mots), quote=True)
    forms = (("dessin-large", large), ("dessin-etroit", etroit))
    st.html("".join(f'<img class="dessin-de-page {name}" src="{adresse(svg)}" alt="{alt}">' for name, svg in forms))


def dessiner(figure: Callable[..., altair.TopLevelMixin], *contenu: object) -> dict[str, Any]:
    """The chart in Vega-Lite, to read only. Raises what Altair raises on a chart that makes no sense."""
    key = (figure, pickle.dumps(contenu))
    with _VERROU:
        if key not in _FAITES:
            while len(_FAITES) >= GARDEES:
                del _FAITES[next(iter(_FAITES))]
            # Sizes are the page's to give, not those of Altair's default theme.
            with altair.theme.enable("none"):
                _FAITES[key] = figure(*contenu).to_dict() | {"padding": dict(BORD)}
        return _FAITES[key]
