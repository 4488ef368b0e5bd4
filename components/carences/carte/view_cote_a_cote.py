"""Maps side by side: two vintages, every year of an indicator, two indicators. They move together, and the place
looked at on one is read on all."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.carences.carte import planches, view_evolution
from components.carences.carte.planches import CarteLue
from components.carences.indicateurs import lectures
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles import evolution
from components.core.francais import distincts
from components.ui import lignes, widgets
from components.ui.cartes import carte
from components.ui.cartes.planche import Planche
from data.base.parameters import ValeurDatee
from data.territoire.indicateurs import Serie


def afficher(
    db: Database,
    lecture: IndicateurLu,
    seuil: ValeurDatee | None,
    autres: Sequence[Serie],
    answer: DeltaGenerator,
    left: DeltaGenerator,
    right: DeltaGenerator,
) -> None:
    """Draw the answer, the maps that move together, their legend and their table."""
    drawn, planche = cote_a_cote(db, lecture, seuil, autres)
    if planche is None:
        answer.info("Ces indicateurs ne se lisent pas à la même maille : choisissez l'autre.")
        return
    with answer:
        widgets.reponse(_phrase(drawn))
    key = f"carences_cote_{lecture.niveau}_{len(drawn)}"
    with right:
        view_evolution.lieu_regarde(drawn[-1].table["nom"], f"{key}_choix", lecture)
    with left:
        carte.afficher(db, planche, f"{key}_choix", key)
        widgets.ligne_source([planche.source])
    _tableau_cote_a_cote(drawn, planche, key)
    cautions = [caution for one in drawn for caution in one.lecture.precautions]
    same = len({(one.lecture.serie.indicateur, one.lecture.serie.serie) for one in drawn}) == 1
    widgets.precautions(list(dict.fromkeys([*([view_evolution.PRECAUTION] if same else []), *cautions])), "cote_a_cote")


def cote_a_cote(
    db: Database, lecture: IndicateurLu, seuil: ValeurDatee | None, autres: Sequence[Serie]
) -> tuple[list[CarteLue], Planche | None]:
    """The maps of these series before the one of the page, read at its level; None when they have no common level."""
    read = [*(lectures.lire(db, one, lecture.niveau) for one in autres), lecture]
    if len({one.niveau for one in read}) > 1:
        return [], None
    same = len({one.serie.indicateur for one in read}) == 1
    values = pd.concat([one.table["valeur"] for one in read]) if same else None
    drawn = [planches.lue(db, one, seuil if one.serie.indicateur == "apl_mg" else None, values) for one in read]
    titles = [view_evolution.noms(one.serie, lecture.serie)[0] if same else one.serie.titre for one in read[:-1]]
    titles.append(view_evolution.noms(read[0].serie, lecture.serie)[1] if same else lecture.serie.titre)
    address = planches.adresse(
        serie=lecture.serie.id, niveau=lecture.niveau, seuil="" if seuil is None else f"{seuil.value:g}",
        avec=",".join(one.id for one in autres),
    )  # fmt: skip
    return drawn, planches.cote_a_cote(db, drawn, titles, address)


def _phrase(drawn: Sequence[CarteLue]) -> str:
    first, last = drawn[0].lecture, drawn[-1].lecture
    if first.serie.indicateur != last.serie.indicateur:
        return f"{first.serie.titre} et {last.serie.titre} : le lieu pointé sur une carte se lit sur les deux."
    return evolution.phrase(
        evolution.evolution(first.table, last.table), last.serie.libelle, *view_evolution.noms(first.serie, last.serie)
    )


def _tableau_cote_a_cote(drawn: Sequence[CarteLue], planche: Planche, key: str) -> None:
    st.header("Le tableau")
    last = drawn[-1]
    columns = distincts({str(rank): one.lecture.serie.titre for rank, one in enumerate(drawn)})
    shown = pd.DataFrame({"Code": last.table.index, "Nom": last.table["nom"]})
    for rank, one in enumerate(drawn):
        shown[columns[str(rank)]] = one.table["valeur"].reindex(last.table.index)
    shown = shown.assign(Habitants=last.table["population"]).sort_values("Nom")
    config = {
        columns[str(rank)]: widgets.colonne_nombre(planches.decimales(one.lecture), one.lecture.unite)
        for rank, one in enumerate(drawn)
    } | {"Habitants": widgets.colonne_nombre(0, "habitants")}
    lignes.ouvrables(
        shown, key, lambda rank: lignes.choisir(**{f"{key}_choix": str(shown["Code"].iloc[rank])}),
        placeholder="", height=330, column_config=config,
    )  # fmt: skip
    widgets.telecharger(shown, planche.titre, [planche.source], "carences_cote_export")
