"""Evolution: two vintages of one series side by side, the change on the map and in the table."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.carences import commands, model_evolution
from components.carences.commands import Lecture
from components.core.francais import ecart, nombre
from components.core.people import rang_variation
from components.ui import carte, dessin_carte, session, widgets
from data import indicateurs
from data.indicateurs import Serie

AUCUNE = "Pas de comparaison"
CONSULTATIONS, POURCENT = (0.1, 0.25, 0.5), (5.0, 10.0, 25.0)
GRIS: dessin_carte.Couleur = (226, 228, 232)
PRECAUTION = (
    "Deux millésimes se comparent à série d'âge égale ; la méthode, les populations et les contours de communes ont "
    "pu changer entre les deux : lire le sens et l'ampleur, pas la décimale."
)


def choisir(db: Database, place: DeltaGenerator, serie: Serie) -> Serie | None:
    """Offer the older vintages of the same series; None when there is none or none is wanted."""
    older = {
        found.id: found
        for found in indicateurs.series(db, serie.niveau)
        if found.indicateur == serie.indicateur and found.serie == serie.serie and found.millesime < serie.millesime
    }
    if not older or serie.agregation == "aucune":
        return None
    key = f"carences_depuis_{serie.id}"
    session.keep(key)
    words = {AUCUNE: AUCUNE} | {code: f"{found.millesime}" for code, found in older.items()}
    chosen = place.selectbox("Évolution par rapport à", list(words), format_func=words.__getitem__, key=key)
    return older.get(chosen)


def afficher(
    db: Database, lecture: Lecture, avant: Serie, answer: DeltaGenerator, left: DeltaGenerator, right: DeltaGenerator
) -> None:
    """Draw the answer, the map of the change, its legend and its table."""
    table = model_evolution.evolution(commands.lire(db, avant, lecture.niveau).table, lecture.table)
    with answer:
        years = avant.millesime, lecture.serie.millesime
        widgets.reponse(model_evolution.phrase(table, lecture.serie.libelle, *years))
    absolute = lecture.serie.indicateur == "apl_mg"
    cuts = CONSULTATIONS if absolute else POURCENT
    size = table["variation"] if absolute else table["relative"]
    ranks = [None if pd.isna(value) else rang_variation(value, cuts) for value in size]
    cells = table.assign(
        couleur=[GRIS if rank is None else dessin_carte.couleur_variation(rank, len(cuts)) for rank in ranks],
        marque=["?" if rank is None else "" for rank in ranks],
        texte=[_words(row, lecture.serie.decimales) for row in table.itertuples()],
    )
    key = f"carences_evolution_{lecture.niveau}"
    with left:
        carte.afficher(db, lecture.niveau, cells, f"{key}_choix", f"Carte de l'évolution depuis {avant.titre}", key)
        widgets.ligne_source([lecture.serie.titre, f"comparé à {avant.millesime}", lecture.unite, lecture.niveau])
    with right:
        _legend(ranks, cuts, "consultations par an et par habitant" if absolute else "%")
        carte.boutons_zoom(key)
    _table(table, lecture, avant)
    widgets.precautions([PRECAUTION, *lecture.precautions])


def _legend(ranks: Sequence[int | None], cuts: Sequence[float], unit: str) -> None:
    rows = []
    for rank in sorted({rank for rank in ranks if rank is not None}):
        colour = dessin_carte.couleur_variation(rank, len(cuts))
        mark = "−" if rank < 0 else "+" if rank > 0 else ""
        swatch = dessin_carte.hexa(colour), dessin_carte.encre_hexa(colour), mark
        rows.append((*swatch, f"{model_evolution.mots(rank, cuts)} — {ranks.count(rank)}"))
    if None in ranks:
        swatch = dessin_carte.hexa(GRIS), dessin_carte.encre_hexa(GRIS), "?"
        rows.append((*swatch, f"une des deux valeurs manque — {ranks.count(None)}"))
    widgets.legende(rows, f"Évolution, en {unit}")


def _words(row: object, digits: int) -> str:
    before, after = nombre(row.avant, digits), nombre(row.apres, digits)  # type: ignore[attr-defined]
    return f"de {before} à {after} ({ecart(row.variation, digits)})"  # type: ignore[attr-defined]


def _table(table: pd.DataFrame, lecture: Lecture, avant: Serie) -> None:
    st.header("Le tableau")
    first, last = str(avant.millesime), str(lecture.serie.millesime)
    columns = {"Nom": "nom", first: "avant", last: "apres", "Évolution": "variation", "Évolution en %": "relative"}
    shown = pd.DataFrame({"Code": table.index} | {title: table[name] for title, name in columns.items()})
    shown = shown.assign(Habitants=table["population"]).sort_values("Évolution")
    digits = dict.fromkeys((first, last, "Évolution"), lecture.serie.decimales) | {"Évolution en %": 1, "Habitants": 0}
    config = {name: widgets.colonne_nombre(count, lecture.unite) for name, count in digits.items()}
    st.dataframe(shown.round(digits), hide_index=True, height=330, column_config=config)
    lines = [f"{lecture.serie.titre} comparé à {avant.titre} · {lecture.unite} · par {lecture.niveau}", PRECAUTION]
    widgets.telecharger(shown, f"evolution {lecture.serie.libelle} {first} {last}", lines, "carences_evolution_export")
