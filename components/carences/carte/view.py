"""« Diagnostic »: where is access low, how low, for how many people."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.carences.carte import figures, view_contributions, view_evolution, view_propositions
from components.carences.indicateurs import lectures
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles import carte as carte_regles
from components.core.francais import distincts, exact, nombre, pourcent
from components.ui import sceau, session, widgets
from components.ui.cartes import carte, carte_sites, dessin_carte
from components.ui.depot import manque
from data.base import jours, store
from data.base.parameters import FIABILITES, EnVigueur, ValeurDatee, catalogue
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import Serie

NIVEAUX = {"commune": "Commune", "territoire": "Territoire"}
NATURELLES = "Classes naturelles"
DECIMALES_SEUIL = 1  # plus one in the words: dated thresholds have two decimals
SANS_APL = "Aucune APL aux médecins généralistes n'est chargée : la carte montre ce qui est connu sans elle."
PAS_DE_CHOIX = "Aucun : toute la carte"


def render() -> None:
    """Draw the page."""
    with store.connect() as db:
        st.title(f"Diagnostic — {territoire.setting(db, 'nom')}")
        sceau.dire(db, sceau.PARAMETRE)
        answer = st.container()
        left, right = st.columns([1.8, 1])
        with right:
            serie, niveau, seuil = _controls(db)
            avant = view_evolution.choisir(db, right, serie)
        lecture = lectures.lire(db, serie, niveau)
        if avant is not None:
            view_evolution.afficher(db, lecture, avant, answer, left, right)
            return
        legende = _legend(db, lecture, seuil)
        table = carte_regles.classer(lecture.table, legende)
        with answer:
            widgets.reponse(_answer(lecture, table, seuil))
        if not indicateurs.apl_generalistes(db):
            with answer:
                manque.debloquer(db, manque.APL, "carences", SANS_APL)
        with right:
            overlay = view_propositions.controle(db, serie.indicateur)
        chosen = _map_and_legend(db, lecture, table, legende, left, right, overlay)
        with left:
            widgets.ligne_source(_provenance(db, lecture, seuil))
        if chosen and serie.indicateur == "apl_mg":
            view_contributions.afficher(db, lecture, chosen)
        _twin_table(db, lecture, table, seuil, overlay)
        widgets.precautions(lecture.precautions)


def _controls(db: Database) -> tuple[Serie, str, ValeurDatee | None]:
    session.keep("carences_serie", "carences_niveau")
    known = [serie for serie in indicateurs.series(db) if serie.niveau != "departement"]
    titles = distincts({serie.id: _title(db, serie) for serie in known})
    first = next((serie.id for serie in known if serie.indicateur == "apl_mg"), known[0].id)
    session.start("carences_serie", first, titles)
    session.start("carences_niveau", "commune", NIVEAUX)
    picked = st.selectbox("Indicateur", list(titles), format_func=titles.__getitem__, key="carences_serie")
    left, right = st.columns([1.12, 1])
    niveau = left.segmented_control(
        "Maille",
        list(NIVEAUX),
        format_func=NIVEAUX.__getitem__,
        key="carences_niveau",
        required=True,
    )
    serie = indicateurs.serie(db, picked)
    return serie, niveau or "commune", _threshold(db, right, serie)


def _title(db: Database, serie: Serie) -> str:
    return serie.titre if serie.niveau == "commune" else f"{serie.titre} (par {territoire.maille(db)['nom']})"


def _threshold(db: Database, place: DeltaGenerator, serie: Serie) -> ValeurDatee | None:
    """The threshold chosen to read a map of access to GPs, first the one that the constat is read against."""
    known = {_threshold_words(value): value for value in _thresholds(db)} if serie.indicateur == "apl_mg" else {}
    choices, key = [*known, NATURELLES], f"carences_classes_{serie.indicateur == 'apl_mg'}"
    session.start(key, choices[0], choices)
    return known.get(place.selectbox("Lecture", choices, key=key))


def _thresholds(db: Database) -> list[ValeurDatee]:
    used = EnVigueur.read(db, jours.aujourd_hui(db)).retenue("seuil_sous_dense")
    return [used, *(value for value in catalogue()["seuil_sous_dense"].valeurs if value != used)]


def _threshold_words(valeur: ValeurDatee) -> str:
    if valeur.fiabilite == "T":
        return f"Seuil de la table {exact(valeur.value)}"
    doubt = "" if valeur.fiabilite == "V" else ", à vérifier"
    return f"Repère {nombre(valeur.value, 2)} ({valeur.since.year}{doubt})"


def _legend(db: Database, lecture: IndicateurLu, seuil: ValeurDatee | None) -> carte_regles.Legende:
    if lecture.modalites:
        return carte_regles.classes_modalites(lecture.modalites)
    if seuil is None:
        return carte_regles.classes_naturelles(lecture.table["valeur"], lecture.serie.decimales)
    return carte_regles.classes_seuils(seuil.value, _high(db, seuil).value, DECIMALES_SEUIL)


def _high(db: Database, seuil: ValeurDatee) -> ValeurDatee:
    """The top of the same text; of the text in force when the table set its own threshold."""
    if seuil.fiabilite == "T":
        return EnVigueur.read(db, jours.aujourd_hui(db)).retenue("seuil_vivier")
    return catalogue()["seuil_vivier"].at(seuil.since)


def _answer(lecture: IndicateurLu, table: pd.DataFrame, seuil: ValeurDatee | None) -> str:
    if lecture.modalites:
        return f"{lecture.serie.titre}. {carte_regles.phrase_modalites(table)}"
    if seuil is not None:
        return carte_regles.phrase_constat(
            carte_regles.constat(lecture.table, seuil.value), seuil.value, lecture.niveau
        )
    known = lecture.table["valeur"].dropna()
    if known.empty:
        return "Aucune valeur n'est disponible à ce niveau."
    low, high = known.idxmin(), known.idxmax()
    names, digits = lecture.table["nom"], lecture.serie.decimales
    return (
        f"{lecture.serie.libelle} : de {nombre(known[low], digits)} ({names[low]}) "
        f"à {nombre(known[high], digits)} ({names[high]})."
    )


def _provenance(db: Database, lecture: IndicateurLu, seuil: ValeurDatee | None) -> list[str]:
    card, serie = territoire.sources(db).loc[lecture.serie.source], lecture.serie
    status = serie.statut if lecture.niveau == serie.niveau else "estimé (agrégation)"
    mesh = "par commune" if lecture.niveau == "commune" else f"par {territoire.maille(db)['nom']}"
    parts = [serie.titre, serie.unite, mesh, status, f"{card.producteur} [{card.fiabilite}]"]
    if seuil is not None:
        parts.append(f"Seuil : {seuil.reference} [{seuil.fiabilite}, {FIABILITES[seuil.fiabilite]}]")
    return parts


def _map_and_legend(
    db: Database,
    lecture: IndicateurLu,
    table: pd.DataFrame,
    legende: carte_regles.Legende,
    left: DeltaGenerator,
    right: DeltaGenerator,
    overlay: pd.DataFrame | None,
) -> str | None:
    colours = figures.palette(len(legende.classes), lecture.serie.sens)
    cells = table.assign(
        couleur=[colours[kind] for kind in table["classe"]],
        texte=[_value(lecture, row, " — ") for row in table.itertuples()],
        marque=[carte_regles.MARQUES.get(str(kind), "") for kind in table["classe"]],
    )
    choix, key = f"carences_choix_{lecture.niveau}", f"carences_carte_{lecture.niveau}"
    with right:
        _show_legend(table, legende, colours)
        chosen = _list(table, lecture.niveau, choix)
        if chosen:
            _card(lecture, table.loc[chosen])
        carte.boutons_zoom(key)
        carte_sites.controle(db)
    with left:
        words = f"Carte : {lecture.serie.titre}, par {lecture.niveau}. {_answer_words(table, legende)}"
        carte.afficher(db, lecture.niveau, cells, choix, words, key, territoires=overlay)
    return chosen


def _answer_words(table: pd.DataFrame, legende: carte_regles.Legende) -> str:
    counts = table["mots"].value_counts()
    return (
        " ; ".join(f"{words} : {count}" for words, count in counts.items()) + ". Le tableau sous la carte donne tout."
    )


def _show_legend(
    table: pd.DataFrame, legende: carte_regles.Legende, colours: dict[int | str, dessin_carte.Couleur]
) -> None:
    words: dict[int | str, str] = {classe.rang: classe.mots for classe in legende.classes}
    counts = table["classe"].value_counts()
    rows = figures.libelles([*words, carte_regles.ZERO, carte_regles.MANQUANT, carte_regles.SECRET], words, counts)
    shown = [
        (
            dessin_carte.hexa(colours[k]),
            dessin_carte.encre_hexa(colours[k]),
            carte_regles.MARQUES.get(str(k), ""),
            f"{text} — {count}",
        )
        for k, text, count in rows
    ]
    widgets.legende(shown, f"Légende : {legende.principe}")


def _list(table: pd.DataFrame, niveau: str, choix: str) -> str | None:
    session.keep(choix)
    ordered = table.sort_values("nom").index.tolist()
    if session.get(choix) not in ordered:
        session.put(choix, None)
    return st.selectbox(
        f"{NIVEAUX[niveau]} à regarder",
        ordered,
        index=None,
        placeholder=PAS_DE_CHOIX,
        format_func=lambda code: f"{table.at[code, 'nom']} ({code})",
        key=choix,
    )


def _card(lecture: IndicateurLu, row: pd.Series) -> None:
    with st.container(border=True):
        st.metric(widgets.markdown_inerte(row["nom"]), _value(lecture, row))
        said = [lecture.serie.titre, lecture.unite, row["mots"], f"{nombre(row['population'])} habitants"]
        widgets.ligne_source(said)
        if lecture.niveau == "territoire" and row["part_couverte"] < 1:
            st.caption(f"Valeur connue pour {pourcent(row['part_couverte'])} du poids.")


def _value(lecture: IndicateurLu, row: pd.Series, separator: str = "") -> str:
    """The value as the reader sees it, followed by its class when a separator is given."""
    if lecture.modalites or row.etat != "valeur":
        return row.mots.split(" :")[0]
    value = nombre(row.valeur, _digits(lecture))
    return f"{value}{separator}{row.mots}" if separator else value


def _digits(lecture: IndicateurLu) -> int:
    return lecture.serie.decimales + (lecture.niveau != lecture.serie.niveau)


def _twin_table(
    db: Database, lecture: IndicateurLu, table: pd.DataFrame, seuil: ValeurDatee | None, overlay: pd.DataFrame | None
) -> None:
    st.header("Le tableau")
    names = territoire.territoires(db)["nom"]
    shown = pd.DataFrame(
        {
            "Code": table.index,
            NIVEAUX[lecture.niveau]: table["nom"],
            **({"Territoire": table["territoire"].map(names)} if lecture.niveau == "commune" else {}),
            lecture.serie.titre: table["valeur"],
            **({} if overlay is None else view_propositions.colonnes(overlay, table["territoire"])),
            "Lecture": table["mots"],
            "Habitants": table["population"].astype("Int64"),
        }
    ).sort_values(lecture.serie.titre)
    shown = shown.drop(columns=lecture.serie.titre) if lecture.modalites else shown
    if lecture.niveau == "territoire":
        shown["Part connue"] = (100 * table["part_couverte"]).where(table["etat"] == indicateurs.VALEUR)
    wanted = st.text_input("Filtrer par nom", key="carences_filtre", placeholder="par exemple : mâcon")
    if wanted:
        shown = shown[widgets.contient(shown[NIVEAUX[lecture.niveau]], wanted)]
    st.dataframe(
        shown,
        hide_index=True,
        placeholder="",
        height=330,
        column_config={
            lecture.serie.titre: widgets.colonne_nombre(_digits(lecture), lecture.unite),
            "Habitants": widgets.colonne_nombre(0, "habitants"),
            "Part connue": widgets.colonne_nombre(0, "% de ce qui pèse dans le chiffre"),
        },
    )
    lines = [" · ".join(_provenance(db, lecture, seuil)), *lecture.precautions]
    widgets.telecharger(shown, f"{lecture.serie.titre} par {lecture.niveau}", lines, "carences_export")
