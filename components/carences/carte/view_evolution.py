"""Two series of one indicator side by side (vintages, or ages of doctors): the change on the map and in the table."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.carences.carte.figures import SPECIALES
from components.carences.indicateurs import lectures
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles import evolution
from components.carences.regles.carte import MARQUES
from components.carences.regles.evolution import MANQUANT, SECRET, VALEUR
from components.core.acces.people import rang_variation
from components.core.francais import distincts, ecart, nombre
from components.ui import session, widgets
from components.ui.cartes import carte, carte_sites, dessin_carte
from data.territoire import indicateurs
from data.territoire.indicateurs import Serie

AUCUNE = "Pas de comparaison"
CONSULTATIONS, POURCENT = (0.1, 0.25, 0.5), (5.0, 10.0, 25.0)
SIGNES = {-1: "−", 0: "", 1: "+"}
ABSENTS = {
    MANQUANT: "non calculable (une valeur manque, ou part de zéro)",
    SECRET: "une des deux valeurs est retenue (secret)",
}
PRECAUTION = (
    "Deux millésimes se comparent à série d'âge égale ; la méthode, les populations et les contours de communes ont "
    "pu changer entre les deux : lire le sens et l'ampleur, pas la décimale."
)
PRECAUTION_AGES = (
    "Ces deux séries ne comptent pas les mêmes médecins : l'écart mêle l'âge des médecins et, si les années diffèrent, "
    "le temps qui passe. Il ne dit pas que l'accès a changé."
)


def choisir(db: Database, place: DeltaGenerator, serie: Serie) -> Serie | None:
    """Offer the other series of this indicator, up to its year; None when there is none or none is wanted."""
    others = {
        found.id: found
        for found in indicateurs.series(db, serie.niveau)
        if found.indicateur == serie.indicateur and found.id != serie.id and found.millesime <= serie.millesime
    }
    if not others or serie.agregation == "aucune":
        return None
    key = f"carences_depuis_{serie.id}"
    session.keep(key)
    session.start(key, AUCUNE, {AUCUNE, *others})
    words = {AUCUNE: AUCUNE} | distincts({code: _names(found, serie)[0] for code, found in others.items()})
    return others.get(place.selectbox("Comparer à", list(words), format_func=words.__getitem__, key=key))


def _names(avant: Serie, apres: Serie) -> tuple[str, str]:
    return evolution.noms((avant.serie, avant.millesime), (apres.serie, apres.millesime))


def afficher(
    db: Database,
    lecture: IndicateurLu,
    avant: Serie,
    answer: DeltaGenerator,
    left: DeltaGenerator,
    right: DeltaGenerator,
) -> None:
    """Draw the answer, the map of the change, its legend and its table."""
    before = lectures.lire(db, avant, lecture.niveau)
    table = evolution.evolution(before.table, lecture.table)
    first, last = _names(avant, lecture.serie)
    with answer:
        widgets.reponse(evolution.phrase(table, lecture.serie.libelle, first, last))
    absolute = lecture.serie.indicateur == "apl_mg"
    cuts = CONSULTATIONS if absolute else POURCENT
    size = table["variation"] if absolute else table["relative"]
    ranks = [
        state if pd.isna(value) else rang_variation(value, cuts)
        for value, state in zip(size, table["etat"].replace(VALEUR, MANQUANT), strict=True)
    ]
    cells = table.assign(
        couleur=[_colour(rank, cuts) for rank in ranks],
        marque=[MARQUES.get(str(rank), "") for rank in ranks],
        texte=[_words(row, lecture.serie.decimales) for row in table.itertuples()],
    )
    key = f"carences_evolution_{lecture.niveau}"
    with right:
        same_age = avant.serie == lecture.serie.serie
        verbs = evolution.EVOLUTION if same_age else evolution.COMPARAISON
        _legend(ranks, cuts, verbs, "consultations par an et par habitant" if absolute else "%")
        _card(cells, f"{key}_choix", lecture)
        carte.boutons_zoom(key)
        carte_sites.controle(db)
    with left:
        carte.afficher(db, lecture.niveau, cells, f"{key}_choix", f"Carte de l'écart avec {avant.titre}", key)
        widgets.ligne_source([lecture.serie.titre, f"comparé à {first}", lecture.unite, f"par {lecture.niveau}"])
    _table(table, lecture, avant)
    earlier = [f"{first} : {caution}" for caution in before.precautions if caution not in lecture.precautions]
    widgets.precautions([PRECAUTION if same_age else PRECAUTION_AGES, *lecture.precautions, *earlier])


def _card(cells: pd.DataFrame, choix: str, lecture: IndicateurLu) -> None:
    """The place looked at, by the list or a click on the map."""
    session.keep(choix)
    names = cells["nom"].sort_values()
    session.start(choix, None, {None, *names.index})
    chosen = st.selectbox(
        f"{lecture.niveau.capitalize()} à regarder", names.index.tolist(), index=None, key=choix,
        format_func=names.__getitem__, placeholder="Aucun : toute la carte",
    )  # fmt: skip
    if chosen:
        row = cells.loc[chosen]
        with st.container(border=True):
            st.metric(widgets.markdown_inerte(row["nom"]), ecart(row["variation"], lecture.serie.decimales))
            widgets.ligne_source([row["texte"], f"{nombre(row['population'])} habitants"])


def _colour(rank: int | str, cuts: Sequence[float]) -> dessin_carte.Couleur:
    return SPECIALES[rank] if isinstance(rank, str) else dessin_carte.couleur_variation(rank, len(cuts))


def _legend(ranks: Sequence[int | str], cuts: Sequence[float], verbs: tuple[str, str, str], unit: str) -> None:
    known = sorted(rank for rank in set(ranks) if isinstance(rank, int))
    rows: list[tuple[int | str, str, str]]
    rows = [(rank, evolution.mots(rank, cuts, verbs), SIGNES[(rank > 0) - (rank < 0)]) for rank in known]
    rows += [(state, words, MARQUES[state]) for state, words in ABSENTS.items() if state in ranks]
    shown = [
        (dessin_carte.hexa(colour), dessin_carte.encre_hexa(colour), mark, f"{words} — {ranks.count(rank)}")
        for rank, words, mark in rows
        for colour in [_colour(rank, cuts)]
    ]
    widgets.legende(shown, f"Écart, en {unit}")


def _words(row: object, digits: int) -> str:
    if row.etat != VALEUR:  # type: ignore[attr-defined]
        return ABSENTS[row.etat]  # type: ignore[attr-defined]
    before, after = nombre(row.avant, digits), nombre(row.apres, digits)  # type: ignore[attr-defined]
    return f"de {before} à {after} ({ecart(row.variation, digits)})"  # type: ignore[attr-defined]


def _table(table: pd.DataFrame, lecture: IndicateurLu, avant: Serie) -> None:
    st.header("Le tableau")
    first, last = _names(avant, lecture.serie)
    columns = {"Nom": "nom", first: "avant", last: "apres", "Écart": "variation", "Écart en %": "relative"}
    shown = pd.DataFrame({"Code": table.index} | {title: table[name] for title, name in columns.items()})
    shown = shown.assign(Habitants=table["population"]).sort_values("Écart")
    digits = dict.fromkeys((first, last, "Écart"), lecture.serie.decimales) | {"Écart en %": 1, "Habitants": 0}
    config = {name: widgets.colonne_nombre(count, lecture.unite) for name, count in digits.items()}
    st.dataframe(shown.round(digits), hide_index=True, placeholder="", height=330, column_config=config)
    lines = [f"{lecture.serie.titre} comparé à {avant.titre} · {lecture.unite} · par {lecture.niveau}"]
    lines += [PRECAUTION if avant.serie == lecture.serie.serie else PRECAUTION_AGES]
    widgets.telecharger(
        shown, f"comparaison {lecture.serie.libelle} {first} {last}", lines, "carences_evolution_export"
    )
