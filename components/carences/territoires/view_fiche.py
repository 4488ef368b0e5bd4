"""The card of a territory: its signals by family with their sources, what the rule proposes, and what is disputed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.carences.carte import view_contributions
from components.carences.constat.dossier import Dossier, de_repere, nommee
from components.carences.constat.lectures_signaux import Tableau
from components.carences.constat.preuve import preuve
from components.carences.indicateurs import lectures as lectures_indicateurs
from components.carences.regles.territoire import SOURCE_IGAS, type_territoire
from components.carences.territoires import (
    lectures_fiche,
    view_contestation,
    view_decision,
    view_declarer,
    view_priorites,
    view_situer,
    view_structures,
)
from components.carences.territoires.view_situer import CHOIX
from components.core.francais import compte, exact, jour, nombre, pluriel, pourcent
from components.ui import identity, session, widgets
from components.ui.depot import manque
from components.ui.gestes import annonce, geste
from data.base import jours
from data.base.parameters import sourcee
from data.carences import constats

ONGLETS = ("Signaux", "Pourquoi", "Contestations", "Structures", "Constat", "Fiche citoyenne")
DIT_ABSENT = "non disponible"
ETATS = {
    "signale": (":material/flag:", "signale"),
    "ne signale pas": (":material/radio_button_unchecked:", "ne signale pas"),
    "manquante": (":material/help:", "manquante : ni bonne, ni mauvaise"),
}


def render(db: Database, dossier: Dossier, code: str, a_cote: Callable[[], None]) -> None:
    """Draw the card of a territory of the mesh in use. `a_cote` draws its projections, which belong to another room."""
    place = dossier.tableau.territoires.loc[code]
    left, right = st.columns([1.7, 1], vertical_alignment="center")
    left.title(widgets.markdown_inerte(str(place["nom"])))
    with right.container(horizontal=True, horizontal_alignment="right"):
        _buttons(db, dossier, code)
    annonce()
    evidence = preuve(dossier, code)
    hold = evidence["robustesse"]["phrase"]
    adopted = _adopte(db, dossier, code)
    widgets.reponse(f"{adopted}{lectures_fiche.phrase(db, dossier, evidence)}")
    proposed = f"La règle propose : {evidence['proposition']}. {evidence['phrase']}"
    st.markdown(f"**{widgets.markdown_inerte(proposed)}**")
    st.caption(widgets.markdown_inerte(f"{hold} {_upper(evidence)} {_state(dossier, code)}"))
    tabs = st.tabs(ONGLETS, key=f"fiche_onglets_{code}", on_change="rerun")
    with tabs[0]:
        _signals(db, dossier, evidence, code, a_cote)
    with tabs[1]:
        if tabs[1].open:  # the kernel is only built for whoever asks why
            _why(db, dossier, code)
    with tabs[2]:
        view_contestation.render(db, dossier, code, evidence)
    with tabs[3]:
        view_structures.afficher(db, code)
        if tabs[3].open:
            view_structures.services(db, code)
    with tabs[4]:
        if identity.anime():
            view_declarer.afficher(db, dossier, en_attente=True)
        view_decision.render(db, dossier, code, evidence)
    with tabs[5]:
        view_structures.fiche(db, code)


def _adopte(db: Database, dossier: Dossier, code: str) -> str:
    """What the table decided comes before what the rule proposes."""
    constat = dossier.en_vigueur(code)
    if constat is None:
        return ""
    since, review = jours.jour_de(db, constat.le), date.fromisoformat(constat.contenu["revue_le"])
    return f"Constat partagé adopté le {jour(since)}, à revoir le {jour(review)}. "


def _upper(evidence: dict[str, Any]) -> str:
    if evidence["au_plus"] == evidence["proposition"]:
        return "Les familles manquantes n'y changeraient rien."
    return f"Si toutes les familles manquantes signalaient, la proposition serait « {evidence['au_plus']} »."


def _buttons(db: Database, dossier: Dossier, code: str) -> None:
    if st.button("Tous les territoires", icon=":material/arrow_back:", key="fiche_retour"):
        session.put(CHOIX, None)
        st.rerun()
    who = dossier.tableau.profession.libelle
    unseen = code not in dossier.examines
    if unseen and identity.anime() and st.button("La table l'a examiné", icon=":material/visibility:"):
        geste(
            lambda: constats.marquer(db, identity.acteur(), dossier.profession, [code], constats.DISCUTE),
            f"Territoire examiné ({who}) : les lecteurs voient ses signaux et la proposition.",
        )


def _state(dossier: Dossier, code: str) -> str:
    seen, who = dossier.examines.get(code), dossier.tableau.profession.libelle
    waiting = int(dossier.contests(code, identity.prepare())["suite"].isna().sum())
    parts = [
        f"Examiné par la table pour cette profession ({seen})."
        if seen
        else f"Pas encore examiné par la table ({who}) : invisible aux lecteurs.",
        f"{pluriel(waiting, 'chiffre contesté', 'chiffres contestés')}." if waiting else "",
        "Seuils de repère." if de_repere(dossier) else "",
    ]
    return " ".join(part for part in parts if part)


def _signals(
    db: Database,
    dossier: Dossier,
    evidence: dict[str, Any],
    code: str,
    a_cote: Callable[[], None],
) -> None:
    left, right = st.columns([1.7, 1], gap="medium")
    with left:
        name = evidence["territoire"]["nom"]
        widgets.barres(lectures_fiche.barres(evidence), f"Chiffres de {name} face à leurs seuils, par famille")
        st.caption(
            "Le trait noir est le seuil, au milieu de chaque barre. Chaque chiffre et sa source sont ci-dessous."
        )
        for family in evidence["familles"]:
            _family(family, de_repere(dossier))
    with right:
        view_situer.afficher(db, dossier, code)
        _type(dossier.tableau, code)
        a_cote()
        view_priorites.afficher(db, evidence)
        st.link_button(
            "Imprimer la fiche", f"/territoire/{code}?profession={dossier.profession}", icon=":material/print:"
        )
    _twin(evidence)
    _hypotheses(evidence)


def _family(family: dict[str, Any], repere: bool) -> None:
    icon, words = ETATS[family["etat"]]
    with st.expander(f"{icon} {family['nom']} : {words}", key=f"fiche_famille_{family['nom']}"):
        figures = [s for s in family["signaux"] if s["valeur"] is not None]
        for figure in figures:
            st.markdown(ligne(figure, repere))
            st.caption(provenance(figure))
        missing = [s["libelle"] for s in family["signaux"] if s["valeur"] is None]
        if missing:
            st.caption(widgets.markdown_inerte(f"Non disponible : {' ; '.join(missing)}."))


def ligne(figure: dict[str, Any], repere: bool) -> str:
    """One figure against its threshold, in words. `repere`: the threshold is only a mark, something is uncertain."""
    word = "seuil de repère" if repere else "seuil"
    says = {True: "**signale**", False: "ne signale pas", None: f"ne dit rien ({figure['pourquoi']})"}
    value = nombre(figure["valeur"], figure["decimales"])
    label = widgets.markdown_inerte(figure["titre"])
    limit = f"{word} : {figure['sens']} {exact(figure['seuil']['valeur'])}"
    if figure["seuil_ici"] != figure["seuil"]["valeur"]:
        limit += f" ; ici {nombre(figure['seuil_ici'], 1)}, hasard des petits nombres compris"
    return f"{label} : **{value}** {widgets.markdown_inerte(figure['unite'])} ({limit}) — {says[figure['signale']]}"


def provenance(figure: dict[str, Any]) -> str:
    """Level, status, coverage, source and threshold reference of a figure."""
    source, threshold = figure["source"], figure["seuil"]
    covered = figure["part_couverte"]
    parts = [
        figure["niveau"],
        figure["statut"],
        f"couvre {pourcent(covered)} de la population" if covered < 1 else "",
        sourcee(source["producteur"], source["fiabilite"]),
        f"seuil : {sourcee(threshold['reference'], threshold['fiabilite'])}",
        figure["frequence"],
    ]
    return widgets.markdown_inerte(" · ".join(part for part in parts if part))


def _why(db: Database, dossier: Dossier, code: str) -> None:
    serie = dossier.tableau.serie
    if serie is None or (serie.indicateur, serie.niveau) != ("apl_mg", "commune"):
        manque.debloquer(db, manque.APL, "fiche", "Sans APL aux médecins généralistes par commune, rien à expliquer.")
        return
    view_contributions.afficher(db, lectures_indicateurs.lire(db, nommee(dossier, serie), "territoire"), code)


def _type(tableau: Tableau, code: str) -> None:
    people = float(tableau.territoires.at[code, "population"])
    kind = type_territoire(
        people,
        tableau.valeurs.number("territoire_rural_moins_de"),
        tableau.valeurs.number("territoire_urbain_plus_de"),
    )
    with st.container(border=True):
        st.markdown(f"**Territoire {kind.nom}** — {compte(people, 'habitant')}")
        if cut := coupure(tableau.territoires.loc[code]):
            st.caption(cut)
        st.markdown("Enjeux usuels :\n" + "\n".join(f"- {stake}" for stake in kind.enjeux))
        st.caption(f"{kind.acteurs} {SOURCE_IGAS}.")


def coupure(place: "pd.Series[Any]") -> str:
    """What the border cuts: the share of its residents who live here, and what it is read on; empty when it cuts
    nothing. `place`: a row of `Tableau.territoires`."""
    if place["part_ici"] >= 1:
        return ""
    whole = place["population_lue"] > place["population"]
    read = (
        f"Son accès est lu sur le territoire entier ({compte(place['population_lue'], 'habitant')})."
        if whole
        else "Son accès n'est lu que sur la part d'ici : rechargez un fichier d'accès national pour le lire entier."
    )
    return f"{pourcent(place['part_ici'])} de ses habitants vivent dans le département. {read}"


def _twin(evidence: dict[str, Any]) -> None:
    with st.expander("Le tableau des signaux", key="fiche_tableau"):
        table = tableau_des_signaux(evidence)
        shown = {"Valeur": [DIT_ABSENT if pd.isna(value) else exact(value) for value in table["Valeur"]]}
        shown |= {"Année": [DIT_ABSENT if pd.isna(year) else str(year) for year in table["Année"]]}
        st.dataframe(table.assign(**shown), hide_index=True)
        lines = [f"{evidence['territoire']['nom']}, {evidence['territoire']['maille']}", evidence["phrase"]]
        widgets.telecharger(table, f"signaux {evidence['territoire']['nom']}", lines, "fiche_export")


def tableau_des_signaux(evidence: dict[str, Any]) -> pd.DataFrame:
    """Every signal of an evidence, one line each, missing ones included."""
    rows = [
        {
            "Famille": family["nom"],
            "Chiffre": figure["titre"],
            "Valeur": figure["valeur"],
            "Unité": figure["unite"],
            "Seuil": figure["seuil"]["valeur"],
            "Signale": {True: "oui", False: "non", None: figure["pourquoi"]}[figure["signale"]],
            "Année": figure["millesime"],
            "Maille": figure["niveau"],
            "Statut": figure["statut"],
            "Source": (figure["source"] or {}).get("producteur", ""),
            "Référence du seuil": figure["seuil"]["reference"],
        }
        for family in evidence["familles"]
        for figure in family["signaux"]
    ]
    return pd.DataFrame(rows).astype({"Année": "Int64"})


def _hypotheses(evidence: dict[str, Any]) -> None:
    axes = evidence["robustesse"]["axes"]
    with st.expander("Ce qui ferait changer la proposition, axe par axe", key="fiche_axes"):
        rows = [
            (axis["axe"].capitalize(), essai["lecture"], essai["proposition"])
            for axis in axes
            for essai in axis["essais"] or [{"lecture": axis["motif"], "proposition": "non essayé"}]
        ]
        st.dataframe(pd.DataFrame(rows, columns=["Axe", "Autre lecture", "Proposition"]), hide_index=True)
        st.caption(
            "Un seul axe change à la fois, le reste est lu comme à l'écran. Le plus ancien millésime, sans tendance à "
            f"lui, garde celle qui a été lue. Proposition retenue : {evidence['proposition']}."
        )
