"""Lists whose rows open what they name: a click on a row, Enter, or the box at its left (`porte/lignes.js`)."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from components.ui import session

PREFIXE = "lignes_"  # of the key of such a list: Streamlit makes a class of it, that `lignes.js` and the style read


def ouvrables(table: pd.DataFrame, key: str, ouvrir: Callable[[int], object], **reste: Any) -> None:
    """Show a table without its index; `ouvrir(rank)` is called with the row that the visitor has just chosen, after it
    is drawn. The same row chosen again opens again. `reste`: as `st.dataframe`."""
    grid, wanted = f"{PREFIXE}{key}", f"ui_{PREFIXE}{key}"
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
