"""From when until when a move holds, and the year that is looked at: asked only once a move tells its years."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import nombre, pluriel
from components.ui import saisies, session
from data.carences import variantes

ANNEE = "etsi_annee"
LOIN = 30  # years ahead that a move may tell: beyond, a typing error


def champs(jour: date) -> tuple[int | None, int | None]:
    """The first and the last year of a move, as the form asks them: nothing is from now on, without end."""
    left, right = st.columns(2)
    low, high = jour.year, jour.year + LOIN
    first = saisies.champ_entier(left, "Dès (année)", low, high, placeholder="maintenant", key="etsi_des")
    last = saisies.champ_entier(right, "Jusqu'en (année)", low, high, placeholder="sans fin", key="etsi_jusqua")
    return first, last


def choisir(db: Database, variante: int, autre: int, jour: date) -> int | None:
    """The year looked at, among those that the moves of both stacks tell; None when none tells any."""
    years = sorted({year for one in (variante, autre) if one > 0 for year in variantes.periodes(db, one)})
    if not years:
        return None
    span = list(range(min(jour.year, years[0]), years[-1] + 2))
    session.keep(ANNEE)
    session.start(ANNEE, max(jour.year, years[0]), span)
    chosen = int(st.selectbox("Regarder en", span, format_func=str, key=ANNEE))
    whole, now = len(variantes.moves(db, variante)), len(variantes.moves(db, variante, chosen))
    st.caption(f"En {chosen} : {pluriel(now, 'mouvement')} en vigueur sur {nombre(whole)}.")
    return chosen


def mots(annee: Any, jusqua: Any) -> str:
    """« dès 2028, jusqu'en 2030 »; "" for a move that holds from now on."""
    first, last = (None if pd.isna(year) else int(year) for year in (annee, jusqua))
    told = [f"dès {first}" if first else "", f"jusqu'en {last}" if last else ""]
    return ", ".join(part for part in told if part)
