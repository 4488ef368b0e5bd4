"""The analyst's screen: assumption sets, share of each factor, tornado at 10 years, what tips the team, the inputs."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from components.core.francais import compte, ecart, exact, liste, nombre
from components.core.refus import EntreeInvalide
from components.effectifs import figures, lectures
from components.effectifs.carte import lectures_repere
from components.effectifs.faites import projeter, tornade
from components.effectifs.moteur import effectif, scenario
from components.effectifs.moteur.cadre import MG
from components.effectifs.moteur.effectif import PEU, qualite
from components.effectifs.moteur.jeux import BAS, CENTRAL, HAUT, JEUX, SENS
from components.effectifs.moteur.scenario import Entrees
from components.effectifs.projection import view_hasard
from components.effectifs.regles import analyse, phrases
from components.effectifs.scenarios.view_leviers import UNITES
from components.effectifs.view_choix import EquipeRegardee, choix_garde, tableau, vide
from components.ui import graphique, saisies, widgets
from components.ui.porte import tour
from data.base.parameters import FIABILITES, EnVigueur, catalogue, sourcee
from data.effectifs.leviers import catalogue as catalogue_leviers

DIX = 10
TORNADE, BASCULE = "Tornade à 10 ans", "Bascule"
NOMS = {BAS: "Hypothèse basse", CENTRAL: "Hypothèse centrale", HAUT: "Hypothèse haute"}


def afficher(scene: EquipeRegardee) -> None:
    """Draw the screen."""
    if vide(scene):
        return
    central = scene.entrees(DIX)
    middle, every = tornade(central, _bornes(scene), scene.groupe, DIX)
    bars = [bar for bar in every if bar.amplitude > 1e-9]  # the arrivals of other professions move nothing here
    widgets.reponse(_phrase(scene, middle, bars))
    widgets.ligne_source(scene.su())
    shown = choix_garde(
        "Lecture", (TORNADE, BASCULE, *LECTURES), TORNADE, "effectifs_lecture", label_visibility="collapsed"
    )
    if shown == TORNADE and bars:
        _tornade(scene, middle, bars)
    elif shown == TORNADE:
        st.caption("Rien à classer.")
    elif shown == BASCULE:
        _bascule(scene, middle, bars)
    else:
        LECTURES[shown](scene, central)


def _bornes(scene: EquipeRegardee) -> dict[str, tuple[float, float, float]]:
    return {n: b for n, (b, rows) in lectures.valeurs(scene.db, scene.jour).items() if n in SENS and not rows}


def _phrase(scene: EquipeRegardee, middle: float, bars: list[analyse.Barre]) -> str:
    if not bars:
        return f"Personne aujourd'hui ({scene.lieux[scene.lieu]}, {scene.mot}) : aucun paramètre n'y change rien."
    first, fallback = catalogue()[bars[0].nom].label.lower(), scene.repli(scene.equipe(scene.lignes))
    return (
        f"Dans dix ans, {nombre(middle, 1)} temps pleins attendus ({scene.lieux[scene.lieu]}, {scene.mot}"
        f"{', ' + fallback if fallback else ''}) ; "
        f"ce qui pèse le plus : {first} (de {nombre(bars[0].valeur_bas, 1)} à {nombre(bars[0].valeur_haut, 1)})."
    )


def _tornade(scene: EquipeRegardee, middle: float, bars: list[analyse.Barre]) -> None:
    table = pd.DataFrame(
        {
            "mots": [catalogue()[bar.nom].label for bar in bars],
            "de": [min(bar.valeur_bas, bar.valeur_haut) for bar in bars],
            "a": [max(bar.valeur_bas, bar.valeur_haut) for bar in bars],
            "texte": [ecart(bar.amplitude, 2).lstrip("+") for bar in bars],
            "rang": range(len(bars)),
        }
    )
    words = "Effet de chaque paramètre à sa valeur basse et haute, les autres centraux ; même contenu au tableau."
    graphique.afficher(figures.tornade, table, middle, f"temps pleins en {scene.jour.year + DIX}", alt=words)
    shown = pd.DataFrame(
        {
            "Paramètre": [catalogue()[bar.nom].label for bar in bars],
            "Valeur basse": [exact(bar.bas) for bar in bars],
            "Valeur haute": [exact(bar.haut) for bar in bars],
            "Temps pleins, valeur basse": [round(bar.valeur_bas, 2) for bar in bars],
            "Temps pleins, valeur haute": [round(bar.valeur_haut, 2) for bar in bars],
            "Amplitude": [round(bar.amplitude, 2) for bar in bars],
        }
    )
    tableau(shown, dict.fromkeys(shown.columns[3:], 2))
    widgets.telecharger(shown, f"tornade {scene.lieux[scene.lieu]}", [phrases.PRUDENCE], "effectifs_tornade")


def _facteurs(scene: EquipeRegardee, central: Entrees) -> None:
    parts, whole = analyse.attribution(central, scene.groupe, DIX)
    rows = [*parts, whole]
    table = pd.DataFrame(
        {
            "mots": [part.facteur for part in rows],
            "valeur": [float(part.temps) for part in rows],
            "texte": [ecart(float(part.temps), 2) for part in rows],
            "rang": range(len(rows)),
        }
    )
    since = central.annee - central.avance
    words = f"Part de chaque facteur dans l'évolution des temps pleins depuis {since}, comme au tableau."
    unit = f"temps pleins, de {since} à {central.calendrier[-1]}"
    graphique.afficher(figures.facteurs, table, unit, alt=words)
    shown = pd.DataFrame(
        {
            "Facteur": [part.facteur for part in rows],
            "Personnes": [round(float(part.tetes), 3) for part in rows],
            "Temps pleins": [round(float(part.temps), 3) for part in rows],
        }
    )
    tableau(shown, {"Personnes": 3, "Temps pleins": 3})
    st.caption(
        "Chaque facteur s'ajoute aux précédents, dans l'ordre de la chaîne : la somme est exacte, sans reste. Un autre "
        "ordre donnerait d'autres parts."
    )
    widgets.telecharger(shown, f"facteurs {scene.lieux[scene.lieu]}", [phrases.PRUDENCE], "effectifs_facteurs")


def _jeux(scene: EquipeRegardee, _: Entrees) -> None:
    in_force, names = EnVigueur.read(scene.db, scene.jour), [n for n in SENS if n in catalogue()]
    order = {BAS: 0, CENTRAL: 1, HAUT: 2}
    rows = []
    for name in names:
        bounds = in_force[name].bornes
        picked = [exact(bounds[order[jeu] if SENS[name] > 0 else 2 - order[jeu]]) for jeu in JEUX]
        tag = in_force[name].fiabilite
        rows.append((catalogue()[name].label, *picked, catalogue()[name].unit, FIABILITES[tag]))
    table = pd.DataFrame(rows, columns=["Paramètre", *(NOMS[jeu] for jeu in JEUX), "Unité", "Fiabilité"])
    st.dataframe(table, hide_index=True)
    results = {jeu: projeter(scene.entrees(DIX, jeu)) for jeu in JEUX}
    st.markdown(
        " · ".join(
            f"**{NOMS[jeu]}** : {nombre(float(r.temps_moyens[0, DIX]), 1)} temps pleins" for jeu, r in results.items()
        )
        + f" en {scene.jour.year + DIX}."
    )
    st.caption(
        "Les paramètres se règlent à la page Méthode, avec un motif ; chaque réglage change l'empreinte des entrées."
    )


def _bascule(scene: EquipeRegardee, middle: float, bars: list[analyse.Barre]) -> None:
    now = analyse.temps_a(scene.entrees(DIX), scene.groupe, 0)
    _acces(scene)
    level = saisies.champ_nombre(
        st, "Repère : temps pleins à ne pas perdre", 0, 10_000, round(now, 1),
        key=f"effectifs_repere_{scene.lieu}_{scene.profession}",
    )  # fmt: skip
    level = round(now, 1) if level is None else level
    tipping = analyse.bascules(middle, bars, float(level))
    side = "sous" if middle < level else "au-dessus du"
    st.markdown(
        f"Hypothèse centrale : {nombre(middle, 1)} temps pleins dans dix ans, {side} repère ({nombre(level, 1)})."
    )
    if not tipping:
        st.success("Aucun paramètre, seul, ne fait changer de côté.", icon=":material/check:")
        return
    st.warning("Un seul de ces paramètres, à une de ses bornes, suffit à changer de côté :", icon=":material/balance:")
    for bar in tipping:
        st.markdown(
            f"- {catalogue()[bar.nom].label} : {nombre(bar.valeur_bas, 1)} à sa valeur basse, "
            f"{nombre(bar.valeur_haut, 1)} à sa valeur haute"
        )


def _acces(scene: EquipeRegardee) -> None:
    """The same question on access, neighbours included: which parameter moves the territory across the threshold."""
    try:
        repere = lectures_repere.repere(scene.db, scene.jour, scene.lieu) if scene.profession == MG else None
    except EntreeInvalide as refusal:
        st.info(f"**Accès** : {widgets.phrase_inerte(str(refusal))}")
        return
    if repere is None:
        return
    with st.spinner("Chaque paramètre, ce territoire et ses voisins…"), tour.TOUR.rendu():
        whole = lectures_repere.ensemble(scene.db, scene.jour, DIX, scene.scenario)
        middle, bars = analyse.tornade(whole, _bornes(scene), lambda inputs: repere.acces(inputs, DIX))
    level = repere.seuil.value
    tipping = [f"« {catalogue()[bar.nom].label} »" for bar in analyse.bascules(middle, bars, level)]
    st.markdown(
        f"**Accès** : {nombre(repere.apl, 2)} aujourd'hui en moyenne (APL publiée, par population totale) ; "
        f"{nombre(middle, 2)} dans dix ans (variation estimée, territoires voisins compris), repère {nombre(level, 2)} "
        f"({repere.seuil.since.year}). "
        + (
            f"Peuvent, seuls, le faire passer de l'autre côté : {liste(tipping)}."
            if tipping
            else "Rien, seul, ne le fait changer de côté du repère."
        )
    )
    st.caption(f"Un temps plein de plus ici, et rien d'autre : {ecart(repere.par_etp, 3)}.")
    need = "Population projetée" if whole.besoins else "À population constante"
    widgets.ligne_source([f"Seuil : {sourcee(repere.seuil.reference, repere.seuil.fiabilite)}", need])


def _secteurs(scene: EquipeRegardee, central: Entrees) -> None:
    rows = analyse.par_secteur(central, scene.groupe, DIX)
    end, start = f"Attendus en {scene.jour.year + DIX}", f"En {central.annee}"
    table = pd.DataFrame(
        {
            "Exercice et secteur": [row.nom for row in rows],
            start: [row.aujourdhui for row in rows],
            end: [row.attendus for row in rows],
        }
    )
    tableau(table, {start: 1, end: 1})
    st.caption(
        f"{effectif.exercices(scene.equipe(scene.lignes))} Inconnu n'est pas zéro : chargez une offre ou "
        "saisissez l'équipe. Personnes attendues, loi exacte ; les arrivées tendancielles se partagent comme l'équipe "
        f"d'aujourd'hui. Un exercice de moins de {PEU} personnes saisies est regroupé avec d'autres : seul, il "
        "dirait leur départ."
    )
    widgets.telecharger(table, f"secteurs {scene.lieux[scene.lieu]}", [phrases.PRUDENCE], "effectifs_secteurs")


def _entrees(scene: EquipeRegardee, central: Entrees) -> None:
    result = projeter(central)
    st.code(
        f"Empreinte des entrées : {result.empreinte_entrees}\nEmpreinte du résultat : {result.empreinte}\n"
        f"Méthode : {central.version}\nTirages : {central.tirages}, graine {central.graine}",
        language=None,
    )
    st.dataframe(
        pd.DataFrame(_lues(scene, central), columns=["Entrée", "Valeur"]),
        hide_index=True,
        height=280,
        column_config=LARGEURS,
    )
    same = scenario.calculer(replace(central)).empreinte == result.empreinte
    st.caption(
        "Rejoué à l'instant : mêmes bits." if same else "Rejoué à l'instant : résultat différent, prévenez l'équipe."
    )


def _lues(scene: EquipeRegardee, central: Entrees) -> list[tuple[str, str]]:
    """Every input of the run in words; of people, only what may be projected."""
    people = qualite(central.lignes, scene.ages)
    leviers = catalogue_leviers()
    rows = [
        ("Équipe", people),
        ("Besoin", phrases.besoin(projeter(central), 0, central.calendrier[-1])),
    ]
    for a in central.actions:
        effect = f"effet {exact(a.effet)} ({UNITES[a.cible]})"
        rows.append(("Levier", f"{leviers[a.nom].label}, {a.annee}, quantité {exact(a.quantite)}, {effect}"))
    rows += [("Mouvement", f"{m.annee} : {m.mouvement.libelle}") for m in central.mouvements]
    for name, value in central.parametres.items():
        label = catalogue()[name].label if name in catalogue() else f"Âges : {scene.ages}"
        rows.append((label, exact(value) if isinstance(value, float) else compte(len(tuple(value)), "ligne")))  # type: ignore[arg-type]
    return rows


LARGEURS = {"Entrée": st.column_config.TextColumn(width=330), "Valeur": st.column_config.TextColumn(width=770)}
LECTURES: dict[str, Callable[[EquipeRegardee, Entrees], None]] = {
    "Hasard et niveau": view_hasard.afficher,
    "Part de chaque facteur": _facteurs, "Exercice et secteur": _secteurs, "Jeux d'hypothèses": _jeux,
    "Entrées et empreintes": _entrees,
}  # fmt: skip
