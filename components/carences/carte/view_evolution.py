"""What an indicator is compared to, and the change from another vintage, or from another age of doctors: map, table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.carences.carte import planches
from components.carences.carte.figures import SPECIALES
from components.carences.indicateurs import lectures
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles import evolution
from components.carences.regles.carte import MARQUES
from components.carences.regles.evolution import MANQUANT, SECRET, VALEUR
from components.core.acces.people import rangs_variations
from components.core.francais import compte, distincts, ecart, nombre
from components.ui import lignes, session, widgets
from components.ui.cartes import carte, carte_sites, couleurs, fond
from components.ui.cartes.planche import LegendeDeCarte, LigneDeLegende, Panneau, Planche
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import Serie

AUCUNE, ANNEES = "Pas de comparaison", "annees"
ECART, COTE = "L'écart", "Côte à côte"
AU_PLUS = 6  # small maps of one indicator through time
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


@dataclass(frozen=True)
class Comparaison:
    """What is looked at beside the indicator of the page, oldest first. `ecart`: the change is drawn, not both maps."""

    series: tuple[Serie, ...]
    ecart: bool


def choisir(db: Database, place: DeltaGenerator, serie: Serie) -> Comparaison | None:
    """Offer the other series of this indicator up to its year, all its years, and the other indicators; None when
    there is none or none is wanted."""
    same, others = proposees(db, serie)
    years = annees(db, serie)
    if not same and not others:
        return None
    key = f"carences_depuis_{serie.id}"
    session.keep(key, "carences_montrer")
    words = {AUCUNE: AUCUNE} | distincts({code: noms(other, serie)[0] for code, other in same.items()})
    if len(years) > 2:
        words[ANNEES] = f"Année par année ({years[0].millesime} → {years[-1].millesime})"
    words |= distincts({code: other.titre for code, other in others.items()})
    session.start(key, AUCUNE, words)
    wanted = place.selectbox("Comparer à", list(words), format_func=words.__getitem__, key=key)
    if wanted == AUCUNE:
        return None
    if wanted == ANNEES:
        return Comparaison(years[:-1], False)
    if wanted in others:
        return Comparaison((others[wanted],), False)
    session.start("carences_montrer", ECART, (ECART, COTE))
    shown = place.segmented_control("Montrer", (ECART, COTE), key="carences_montrer", required=True)
    return Comparaison((same[wanted],), shown != COTE)


def proposees(db: Database, serie: Serie) -> tuple[dict[str, Serie], dict[str, Serie]]:
    """What a series may be compared to, by identifier: series of its indicator, newest series of the others."""
    candidates = [
        one for one in indicateurs.series(db, serie.niveau) if one.id != serie.id and one.agregation != "aucune"
    ]
    if serie.agregation == "aucune":
        return {}, {}
    same = {
        one.id: one for one in candidates if one.indicateur == serie.indicateur and one.millesime <= serie.millesime
    }
    newest = {one.indicateur: one for one in reversed(candidates) if one.indicateur != serie.indicateur}
    return same, {one.id: one for one in newest.values()}


def annees(db: Database, serie: Serie) -> tuple[Serie, ...]:
    """The vintages of a series up to its own, oldest first, the last ones when they are many."""
    by_year = {
        one.millesime: one
        for one in indicateurs.series(db, serie.niveau)
        if (one.indicateur, one.serie) == (serie.indicateur, serie.serie) and one.millesime <= serie.millesime
    }
    return tuple(by_year[year] for year in sorted(by_year))[-AU_PLUS:]


def noms(avant: Serie, apres: Serie) -> tuple[str, str]:
    """How two series of one indicator are told apart."""
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
    before, table, planche = ecart_de(db, lecture, avant, carte_sites.retenues())
    first, last = noms(avant, lecture.serie)
    with answer:
        widgets.reponse(evolution.phrase(table, lecture.serie.libelle, first, last))
    key = f"carences_evolution_{lecture.niveau}"
    with right:
        _card(table, planche.panneaux[0].cellules["texte"], f"{key}_choix", lecture)
        carte_sites.controle(db)
    with left:
        carte.afficher(db, planche, f"{key}_choix", key)
        widgets.ligne_source([planche.source])
    _table(table, lecture, avant, key)
    earlier = [f"{first} : {caution}" for caution in before.precautions if caution not in lecture.precautions]
    same_age = avant.serie == lecture.serie.serie
    widgets.precautions([PRECAUTION if same_age else PRECAUTION_AGES, *lecture.precautions, *earlier], "evolution")


def ecart_de(
    db: Database, lecture: IndicateurLu, avant: Serie, lettres: str
) -> tuple[IndicateurLu, pd.DataFrame, Planche]:
    """The reading compared to, the table of the change (as `evolution.evolution`), and its map."""
    before = lectures.lire(db, avant, lecture.niveau)
    table = evolution.evolution(before.table, lecture.table)
    absolute = lecture.serie.indicateur == "apl_mg"
    cuts = CONSULTATIONS if absolute else POURCENT
    size = table["variation"] if absolute else table["relative"]
    ranks = [
        state if pd.isna(value) else rank
        for value, rank, state in zip(
            size,
            rangs_variations(size.fillna(0.0).to_numpy(), cuts),
            table["etat"].replace(VALEUR, MANQUANT),
            strict=True,
        )
    ]
    cells = pd.DataFrame(
        {
            "couleur": [_colour(rank, cuts) for rank in ranks],
            "marque": [MARQUES.get(str(rank), "") for rank in ranks],
            "texte": [_words(row, lecture.serie.decimales) for row in table.itertuples()],
        },
        index=table.index,
    )
    verbs = evolution.EVOLUTION if avant.serie == lecture.serie.serie else evolution.COMPARAISON
    legend = _legend(ranks, cuts, verbs, "consultations par an et par habitant" if absolute else "%")
    first, last = noms(avant, lecture.serie)
    sites = carte_sites.autour(db, fond.lire(db), lettres)
    return before, table, Planche(
        titre=f"{lecture.serie.libelle}, {last} comparé à {first} — {territoire.setting(db, 'nom')}",
        niveau=lecture.niveau,
        panneaux=(Panneau("", cells),),
        legendes=(replace(legend, note=planches.note_des_sites(sites)),),
        alt=f"Carte de l'écart avec {avant.titre}. {planches.ROBUSTE}",
        source=" · ".join(
            [lecture.serie.titre, f"comparé à {first}", lecture.unite, f"par {lecture.niveau}",
             planches.provenance(db, lecture, None)[-1]]
        ),
        sites=sites,
        adresse=planches.adresse(serie=lecture.serie.id, niveau=lecture.niveau, depuis=avant.id, sites=lettres),
    )  # fmt: skip


def lieu_regarde(noms: "pd.Series[str]", choix: str, lecture: IndicateurLu) -> str | None:
    """The place looked at, by the list or a click on the map."""
    session.keep(choix)
    names = noms.sort_values()
    session.start(choix, None, {None, *names.index})
    return st.selectbox(
        f"{lecture.niveau.capitalize()} à regarder", names.index.tolist(), index=None, key=choix,
        format_func=names.__getitem__, placeholder="Aucun : toute la carte",
    )  # fmt: skip


def _card(table: pd.DataFrame, texts: "pd.Series[str]", choix: str, lecture: IndicateurLu) -> None:
    chosen = lieu_regarde(table["nom"], choix, lecture)
    if chosen:
        row = table.loc[chosen]
        with st.container(border=True):
            st.metric(widgets.markdown_inerte(row["nom"]), ecart(row["variation"], lecture.serie.decimales))
            widgets.ligne_source([texts[chosen], compte(row["population"], "habitant")])


def _colour(rank: int | str, cuts: Sequence[float]) -> couleurs.Couleur:
    return SPECIALES[rank] if isinstance(rank, str) else couleurs.couleur_variation(rank, len(cuts))


def _legend(
    ranks: Sequence[int | str], cuts: Sequence[float], verbs: tuple[str, str, str], unit: str
) -> LegendeDeCarte:
    measured = sorted(rank for rank in set(ranks) if isinstance(rank, int))
    rows: list[tuple[int | str, str, str]]
    rows = [(rank, evolution.mots(rank, cuts, verbs), SIGNES[(rank > 0) - (rank < 0)]) for rank in measured]
    rows += [(state, words, MARQUES[state]) for state, words in ABSENTS.items() if state in ranks]
    lines = tuple(
        LigneDeLegende.de(_colour(rank, cuts), mark, f"{words} — {ranks.count(rank)}") for rank, words, mark in rows
    )
    return LegendeDeCarte(f"Écart, en {unit}", lines)


def _words(row: object, digits: int) -> str:
    if row.etat != VALEUR:  # type: ignore[attr-defined]
        return ABSENTS[row.etat]  # type: ignore[attr-defined]
    before, after = nombre(row.avant, digits), nombre(row.apres, digits)  # type: ignore[attr-defined]
    return f"de {before} à {after} ({ecart(row.variation, digits)})"  # type: ignore[attr-defined]


def _table(table: pd.DataFrame, lecture: IndicateurLu, avant: Serie, key: str) -> None:
    st.header("Le tableau")
    first, last = noms(avant, lecture.serie)
    columns = {"Nom": "nom", first: "avant", last: "apres", "Écart": "variation", "Écart en %": "relative"}
    shown = pd.DataFrame({"Code": table.index} | {title: table[name] for title, name in columns.items()})
    shown = shown.assign(Habitants=table["population"]).sort_values("Écart")
    digits = dict.fromkeys((first, last, "Écart"), lecture.serie.decimales) | {"Écart en %": 1, "Habitants": 0}
    config = {name: widgets.colonne_nombre(count, lecture.unite) for name, count in digits.items()}
    lignes.ouvrables(
        shown.round(digits), key, lambda rank: lignes.choisir(**{f"{key}_choix": str(shown["Code"].iloc[rank])}),
        placeholder="", height=330, column_config=config,
    )  # fmt: skip
    lines = [f"{lecture.serie.titre} comparé à {avant.titre} · {lecture.unite} · par {lecture.niveau}"]
    lines += [PRECAUTION if avant.serie == lecture.serie.serie else PRECAUTION_AGES]
    widgets.telecharger(
        shown, f"comparaison {lecture.serie.libelle} {first} {last}", lines, "carences_evolution_export"
    )
