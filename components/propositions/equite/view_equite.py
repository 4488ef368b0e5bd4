"""Equity, under each proposal: who is left behind, before and after; the sentence and the figures before the curve."""

import pandas as pd
import streamlit as st

from components.core.acces.travel import Floats
from components.core.francais import ecart, nombre, pourcent
from components.propositions.equite import figures
from components.propositions.equite.regles import phrases
from components.propositions.equite.regles.mesures import MesuresDEquite, mesurer
from components.propositions.lectures import Terrain
from components.ui import widgets


def afficher(lieu: Terrain, avant: Floats, apres: Floats, key: str) -> None:
    """The measures of both, who loses, and the curve. `avant`, `apres`: access by commune of the ground."""
    if not lieu.habitants.sum():
        return
    part = lieu.valeurs.number("part_moins_bien_desservis")
    before, after = (mesurer(lieu.habitants, levels, part) for levels in (avant, apres))
    st.header("Équité : qui reste derrière", anchor=False)
    st.markdown(widgets.markdown_inerte(phrases.reponse(before, after)))
    losing = apres < avant - 1e-9
    names = [str(name) for name in lieu.communes["nom"].to_numpy()[losing]]
    st.markdown(widgets.markdown_inerte(phrases.perdants(names, float(lieu.habitants[losing].sum()))))
    table = pd.DataFrame([_ligne(name, *pair) for name, *pair in _mesures(before, after)])
    st.dataframe(table, hide_index=True)
    st.vega_lite_chart(
        spec=figures.courbes(lieu.habitants, avant, apres),
        alt="Courbe de Lorenz de l'accès, avant et après ; le tableau au-dessus en donne les mesures.",
    )
    widgets.telecharger(table, "equite avant apres", lieu.precautions(), f"{key}_equite")


def _mesures(before: MesuresDEquite, after: MesuresDEquite) -> list[tuple[str, float | None, float | None]]:
    share = pourcent(before.part)
    return [
        (f"Accès moyen des {share} d'habitants les moins bien desservis", before.bas, after.bas),
        (f"Accès moyen des {share} les mieux desservis", before.haut, after.haut),
        ("Rapport entre les deux", before.rapport, after.rapport),
        ("Accès moyen de tous", before.moyenne, after.moyenne),
        ("Indice de Gini (0 : tous pareil)", before.gini, after.gini),
    ]


def _ligne(name: str, before: float | None, after: float | None) -> dict[str, str]:
    change = None if before is None or after is None else after - before
    digits = 3 if "Gini" in name else 2
    return {"Mesure": name, "Avant": nombre(before, digits), "Après": nombre(after, digits),
            "Écart": ecart(change, digits)}  # fmt: skip
