"""Two hypotheses side by side: the same map twice under one legend, and what each does in the same words."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.carences.et_si import view_effet
from components.carences.et_si.view_effet import EffetRegarde
from components.core.acces.effects import Effet
from components.core.acces.people import personnes_par_ampleur
from components.core.francais import distincts, ecart, nombre
from components.core.refus import EntreeInvalide
from components.ui import session, widgets
from data.carences import variantes

AUTRE, SEULE = "etsi_autre", 0
LISTE = 40  # characters that the list shows


def choisir(db: Database, variante: int) -> int:
    """The other stack to look at beside, 0 for none; nothing to choose without another one that moves something."""
    stacks = variantes.read(db)
    others = {int(str(i)): str(row["nom"]) for i, row in stacks.iterrows() if i != variante and row["nombre"]}
    if not others or variante <= 0:
        return SEULE
    session.keep(AUTRE)
    session.start(AUTRE, SEULE, {SEULE, *others})
    words = distincts(others, {SEULE: "Aucune : une seule carte"})
    chosen = int(st.selectbox("Comparer à", list(words), format_func=words.__getitem__, key=AUTRE))
    widgets.nom_entier(words[chosen], LISTE)
    return chosen


def tableau(scene: EffetRegarde, variante: int, result: Effet, autre: int) -> None:
    """Both hypotheses, a line each; one that has no meaning says why."""
    names = variantes.read(scene.db)["nom"]
    rows = [_ligne(scene, str(names[variante]), result)]
    try:
        rows.append(_ligne(scene, str(names[autre]), view_effet.simulee(scene, autre)))
    except EntreeInvalide as refusal:
        st.info(widgets.phrase_inerte(f"« {names[autre]} » n'est pas chiffrée. {refusal}"))
    table = pd.DataFrame(rows)
    st.dataframe(table, hide_index=True)
    widgets.telecharger(table, "hypotheses comparees", [view_effet.PHRASE], "etsi_comparer")


def _ligne(scene: EffetRegarde, name: str, result: Effet) -> dict[str, str]:
    people = personnes_par_ampleur(result, scene.access.habitants)
    counts = people.groupby("sens")["personnes"].sum()
    inside = result.communes.loc[scene.access.habitants.index]
    low, high = inside.loc[inside["variation"].idxmin()], inside.loc[inside["variation"].idxmax()]
    return {
        "Hypothèse": name,
        "Habitants qui perdent": nombre(float(counts.get("perte", 0))),
        "Habitants qui gagnent": nombre(float(counts.get("gain", 0))),
        "Plus forte perte": _entre(low, "variation_min", "variation_max") if low["variation"] < 0 else "aucune",
        "Plus fort gain": _entre(high, "variation_min", "variation_max") if high["variation"] > 0 else "aucun",
        "Offre, en actes par an": ecart(result.actes, 0),
    }


def _entre(row: "pd.Series[float]", least: str, most: str) -> str:
    bounds = sorted((row[least], row[most]))
    return f"{ecart(row['variation'])} (entre {ecart(bounds[0])} et {ecart(bounds[1])})"
