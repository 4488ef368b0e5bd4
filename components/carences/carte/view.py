"""« Diagnostic »: where is access low, how low, for how many people."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.carences.carte import planches, view_contributions, view_cote_a_cote, view_evolution, view_propositions
from components.carences.carte.planches import CarteLue
from components.carences.indicateurs import lectures
from components.carences.indicateurs.lectures import IndicateurLu
from components.core.francais import compte, distincts, pourcent
from components.ui import lignes, projection, sceau, session, widgets
from components.ui.cartes import carte, carte_sites
from components.ui.cartes.planche import Planche
from components.ui.depot import manque
from data.base import store
from data.base.parameters import ValeurDatee
from data.seances.projection import CARTE
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import Serie

NIVEAUX = {"commune": "Commune", "territoire": "Territoire"}
NATURELLES = "Classes naturelles"
SANS_APL = (
    "Aucune APL aux médecins généralistes n'est chargée : la carte montre ce qui est connu sans elle. Sous la carte, "
    "le fichier qui l'apporte se dépose."
)
PAS_DE_CHOIX = "Aucun : toute la carte"


def render() -> None:
    """Draw the page."""
    with store.connect() as db:
        st.title(f"Diagnostic — {territoire.setting(db, 'nom')}")
        sceau.dire(db, sceau.PARAMETRE)
        answer = st.container()
        left, right = st.columns([2.5, 1])
        with right:
            serie, niveau, seuil = _controls(db)
            autres = view_evolution.choisir(db, right, serie)
        lecture = lectures.lire(db, serie, niveau)
        if autres is not None:
            if autres.ecart:
                view_evolution.afficher(db, lecture, autres.series[0], answer, left, right)
            else:
                view_cote_a_cote.afficher(db, lecture, seuil, autres.series, answer, left, right)
            return
        carte_lue = planches.lue(db, lecture, seuil)
        with answer:
            widgets.reponse(planches.phrase(carte_lue))
            if not indicateurs.apl_generalistes(db):
                st.caption(SANS_APL)
        with right:
            overlay, note, profession = view_propositions.controle(db, serie.indicateur)
        sites = carte_sites.retenues()
        adresse = planches.adresse(
            serie=serie.id, niveau=niveau, seuil=_ecrit(seuil), propositions=profession, sites=sites
        )
        chosen = _map(db, carte_lue, planches.une(db, carte_lue, overlay, note, sites, adresse), left, right)
        if not indicateurs.apl_generalistes(db):  # under the map: a département is seen before any file is looked for
            manque.debloquer(db, manque.APL, "carences", apres=lambda _: _montrer(db))
        with right:
            projection.montrer(db, CARTE, adresse.partition("?")[2], "carences_projeter")
        if chosen and serie.indicateur == "apl_mg":
            view_contributions.afficher(db, lecture, chosen)
        _twin_table(db, carte_lue, overlay)
        widgets.precautions(lecture.precautions, "carences")


def _montrer(db: Database) -> None:
    """Show the access that has just been loaded, whatever was on the map without it."""
    loaded = indicateurs.apl_generalistes(db)
    if loaded:
        session.put("carences_serie", loaded[0].id)


def _ecrit(seuil: ValeurDatee | None) -> str:
    return "" if seuil is None else f"{seuil.value:g}"


def _controls(db: Database) -> tuple[Serie, str, ValeurDatee | None]:
    session.keep("carences_serie", "carences_niveau")
    series = [serie for serie in indicateurs.series(db) if serie.niveau != "departement"]
    titles = distincts({serie.id: _title(db, serie) for serie in series})
    first = next((serie.id for serie in series if serie.indicateur == "apl_mg"), series[0].id)
    session.start("carences_serie", first, titles)
    session.start("carences_niveau", "commune", NIVEAUX)
    picked = st.selectbox("Indicateur", list(titles), format_func=titles.__getitem__, key="carences_serie")
    niveau = st.segmented_control(
        "Maille",
        list(NIVEAUX),
        format_func=NIVEAUX.__getitem__,
        key="carences_niveau",
        required=True,
    )
    serie = indicateurs.serie(db, picked)
    return serie, niveau or "commune", _threshold(db, serie)


def _title(db: Database, serie: Serie) -> str:
    return serie.titre if serie.niveau == "commune" else f"{serie.titre} (par {territoire.maille(db)['nom']})"


def _threshold(db: Database, serie: Serie) -> ValeurDatee | None:
    """The threshold chosen to read a map of access to GPs, first the one that the constat is read against."""
    gp = serie.indicateur == "apl_mg"
    thresholds = {planches.mots_seuil(value): value for value in planches.seuils(db)} if gp else {}
    choices, key = [*thresholds, NATURELLES], f"carences_classes_{gp}"
    session.start(key, choices[0], choices)
    return thresholds.get(st.selectbox("Lecture", choices, key=key))


def _map(
    db: Database, carte_lue: CarteLue, planche: Planche, left: DeltaGenerator, right: DeltaGenerator
) -> str | None:
    niveau = carte_lue.lecture.niveau
    choix, key = f"carences_choix_{niveau}", f"carences_carte_{niveau}"
    with right:
        chosen = _list(carte_lue.table, niveau, choix)
        if chosen:
            _card(carte_lue.lecture, carte_lue.table.loc[chosen])
        carte_sites.controle(db)
    with left:
        carte.afficher(db, planche, choix, key)
        widgets.ligne_source([planche.source])
    return chosen


def _list(table: pd.DataFrame, niveau: str, choix: str) -> str | None:
    session.keep(choix)
    names = table["nom"].sort_values().to_dict()
    ordered = list(names)
    if session.get(choix) not in ordered:
        session.put(choix, None)
    return st.selectbox(
        f"{NIVEAUX[niveau]} à regarder",
        ordered,
        index=None,
        placeholder=PAS_DE_CHOIX,
        format_func=lambda code: f"{names[code]} ({code})",
        key=choix,
    )


def _card(lecture: IndicateurLu, row: pd.Series) -> None:
    with st.container(border=True):
        st.metric(widgets.markdown_inerte(row["nom"]), planches.valeur(lecture, row))
        mentions = [lecture.serie.titre, lecture.unite, row["mots"], compte(row["population"], "habitant")]
        widgets.ligne_source(mentions)
        if lecture.niveau == "territoire" and row["part_couverte"] < 1:
            st.caption(f"Valeur connue pour {pourcent(row['part_couverte'])} du poids.")


def _twin_table(db: Database, carte_lue: CarteLue, overlay: pd.DataFrame | None) -> None:
    st.header("Le tableau")
    lecture, table = carte_lue.lecture, carte_lue.table
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
    example = str(table.loc[table["population"].idxmax(), "nom"]) if table["population"].notna().any() else ""
    wanted = st.text_input("Filtrer par nom", key="carences_filtre", placeholder=f"par exemple : {example}")
    if wanted:
        shown = shown[widgets.contient(shown[NIVEAUX[lecture.niveau]], wanted)]
    if wanted and shown.empty:
        st.info(widgets.phrase_inerte(f"Aucun nom de cette liste ne contient « {wanted} »."))
        return
    lignes.ouvrables(
        shown,
        f"carences_{lecture.niveau}",
        lambda rank: lignes.choisir(**{f"carences_choix_{lecture.niveau}": str(shown["Code"].iloc[rank])}),
        placeholder="",
        height=330,
        column_config={
            lecture.serie.titre: widgets.colonne_nombre(planches.decimales(lecture), lecture.unite),
            "Habitants": widgets.colonne_nombre(0, "habitants"),
            "Part connue": widgets.colonne_nombre(0, "% de ce qui pèse dans le chiffre"),
        },
    )
    lines = [" · ".join(planches.provenance(db, lecture, carte_lue.seuil)), *lecture.precautions]
    widgets.telecharger(shown, f"{lecture.serie.titre} par {lecture.niveau}", lines, "carences_export")
