"""Lists whose rows open what they name: a click on a row, Enter, or the box at its left (`porte/lignes.js`)."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components.core.mots import Rappel
from components.ui import menu, session, widgets

PIXELS_PAR_LETTRE, MARGE = 6.7, 24
RIEN = "Rien ici pour l'instant."
PREFIXE = "lignes_"  # of the key of such a list: Streamlit makes a class of it, that `lignes.js` and the style read


def ouvrables(
    table: pd.DataFrame, key: str, ouvrir: Callable[[int], object], *, vide: str = RIEN, **reste: Any
) -> None:
    """Show a table without its index; `ouvrir(rank)` is called with the row that the visitor has just chosen, after it
    is drawn. The same row chosen again opens again. Without a row, `vide` is said: a grid would say « empty ». `reste`:
    as `st.dataframe`."""
    if table.empty:
        st.caption(vide)
        return
    grid, wanted = f"{PREFIXE}{key}", f"ui_{PREFIXE}{key}"
    reste = {"placeholder": widgets.RIEN} | reste
    st.dataframe(
        table, hide_index=True, key=grid, selection_mode="single-row",
        on_select=lambda: session.put(wanted, _prise(grid, wanted)), **reste,
    )  # fmt: skip
    chosen = session.get(wanted)
    if chosen is None or not chosen["ouvre"]:
        return
    session.put(wanted, chosen | {"ouvre": False})
    if chosen["rang"] < len(table):
        ouvrir(chosen["rang"])


def rappels(rows: Sequence[Rappel], key: str) -> None:
    """One line for each, that opens what it names; plain words where the visitor may not open its page."""
    with st.container(gap="xxsmall"):
        for rank, one in enumerate(rows):
            words = widgets.markdown_inerte(one.mots)
            if not menu.ouverte(one.page):
                st.markdown(f"{one.icone} {words}")
            elif st.button(words, key=f"{key}_{rank}", icon=one.icone, type="tertiary", wrap=True):
                menu.aller(one.page, dict(one.choix), **dict(one.adresse))


def largeur(words: "pd.Series[str]", bounds: tuple[int, int]) -> int:
    """The width of a column, in pixels, that shows the longest of these words whole, between two bounds."""
    return min(bounds[1], max(bounds[0], round(PIXELS_PAR_LETTRE * words.str.len().max()) + MARGE))


def choisir(**choix: object) -> None:
    """Open something of the same page: the values of the lists that choose it."""
    for key, value in choix.items():
        session.put(key, value)
    st.rerun()


def _prise(grid: str, wanted: str) -> dict[str, Any] | None:
    """The row chosen: the one that is ticked, or the last one when the gesture unticked it."""
    rows = session.lignes(grid)
    last = session.get(wanted)
    if rows:
        return {"rang": rows[0], "ouvre": True}
    return None if last is None else last | {"ouvre": True}
