"""The map at a horizon: what the projection does to access, through the same kernel as « et si ? »."""

import pandas as pd
import streamlit as st

from components.core.acces import plancher
from components.core.acces.assemblage import Acces
from components.core.acces.people import franchissements, personnes_par_ampleur
from components.core.francais import compte, ecart, liste, mot, nombre, pluriel
from components.core.refus import EntreeInvalide
from components.effectifs import lectures_sources
from components.effectifs.carte import lectures, planches
from components.effectifs.carte.lectures import Horizon
from components.effectifs.moteur.cadre import MG
from components.effectifs.moteur.effectif import qualite
from components.effectifs.moteur.scenario import VERSION
from components.effectifs.regles import horizon, phrases
from components.effectifs.regles.horizon import PASSE, SOUS
from components.effectifs.scenarios import lectures as lectures_scenarios
from components.effectifs.view_choix import EquipeRegardee, choix_garde, tableau
from components.ui import widgets
from components.ui.cartes import carte, carte_effet, carte_sites
from components.ui.depot import manque
from data.base.parameters import sourcee
from data.effectifs import scenarios
from data.territoire import indicateurs

HORIZONS = (5, 10)
CHOIX, CARTE = "effectifs_commune", "effectifs_carte"


def afficher(scene: EquipeRegardee) -> None:
    """Draw the screen: always general practitioners, the whole département."""
    if not indicateurs.apl_generalistes(scene.db):
        why = "La carte ajoute la projection à l'APL publiée des médecins généralistes."
        manque.debloquer(scene.db, manque.APL, "effectifs_carte", why)
        return
    answer = st.container()
    left, right = st.columns([2.1, 1])
    with right:
        years = [scene.jour.year + h for h in HORIZONS]
        year = int(choix_garde("Année", years, years[0], "effectifs_carte_annee"))
        reading = choix_garde("Lecture", planches.LECTURES, planches.NIVEAU, "effectifs_carte_lecture")
    try:
        result = lectures_scenarios.calculer(scene.db, scene.jour, HORIZONS[-1], scene.scenario, profession="mg")
        access = lectures.acces(scene.db, scene.jour)
        estimate = lectures.carte(scene.db, scene.jour, access, result, year)
    except EntreeInvalide as refusal:
        answer.error(f"La carte ne peut pas être calculée. {widgets.phrase_inerte(str(refusal))}")
        return
    with answer:
        _phrase(scene, estimate, access) if reading == planches.VARIATION else _phrase_niveau(scene, estimate)
        st.caption(f"{planches.PHRASE} {planches.besoin(estimate)}")
    with left:
        drawn = planches.composer(scene.db, estimate, access, reading, scene.scenario, carte_sites.retenues())
        carte.afficher(scene.db, drawn, CHOIX, CARTE, carte_effet.HAUTEUR)
    with right:
        _notes(scene, estimate, access)
    _tables(scene, estimate, access, result.empreinte_entrees)


def _phrase(scene: EquipeRegardee, estimate: Horizon, access: Acces) -> None:
    sizes = personnes_par_ampleur(estimate.effet, access.habitants).groupby("sens")["personnes"].sum()
    lost, gained = float(sizes.get("perte", 0)), float(sizes.get("gain", 0))
    widgets.reponse(
        f"En {estimate.annee}, {compte(lost, 'habitant aurait', 'habitants auraient')} moins d'accès "
        f"qu'aujourd'hui, {nombre(gained)} davantage (variation estimée{_repli(scene, ', ')}, "
        f"{ecart(estimate.effet.actes, 0)} {mot(round(estimate.effet.actes), 'consultation')} par an dans le "
        "département)."
    )


def _repli(scene: EquipeRegardee, avant: str) -> str:
    """What stands in for the ages of the doctors, beside the number that it makes."""
    doctors = [row for row in scene.lignes if row.profession == MG]
    words = scene.repli(doctors, MG)
    return f"{avant}{words}" if words else ""


def _phrase_niveau(scene: EquipeRegardee, estimate: Horizon) -> None:
    level, names = estimate.seuil.value, scene.lieux
    now, then = horizon.habitants_sous(estimate.communes, level)
    falling = [names[str(code)] for code in estimate.territoires.index[estimate.territoires["classe"] == PASSE]]
    under = int(estimate.territoires["classe"].isin([SOUS, PASSE]).sum())
    more = f", dont {pluriel(len(falling), 'nouveau', 'nouveaux')} ({liste(falling, 3)})" if falling else ""
    today = f"{nombre(now)} aujourd'hui{_repli(scene, ' ; ')}"
    widgets.reponse(
        f"En {estimate.annee}, {compte(then, 'habitant vivrait', 'habitants vivraient')} dans une commune sous "
        f"{nombre(level, 2)} ({today}) ; "
        f"{pluriel(under, 'territoire serait', 'territoires seraient')} sous ce repère en moyenne{more}."
    )


def _notes(scene: EquipeRegardee, estimate: Horizon, access: Acces) -> None:
    st.caption(
        "Médecins généralistes, tout le département, hypothèse centrale. Ce qu'un territoire gagne ou perd est réparti "
        "entre ses communes comme l'accès publié, faute d'adresse des cabinets ; les mouvements du scénario restent à "
        "leur commune."
    )
    doctors = [row for row in scene.lignes if row.profession == "mg"]
    st.caption(f"{qualite(doctors, lectures_sources.ages(scene.db)['mg'])}")
    mark = sourcee(estimate.seuil.reference, estimate.seuil.fiabilite)
    st.caption(f"Départ : {estimate.serie.titre}. Repère : {mark}.")
    crossed = franchissements(estimate.effet, access.habitants, estimate.seuil.value, 10.0**-estimate.serie.decimales)
    st.caption(f"D'aujourd'hui à {estimate.annee} : {crossed.note}")
    held = plancher.phrase(estimate.effet, access.habitants, access.noms)
    if held:
        st.caption(widgets.markdown_inerte(held))
    st.caption(plancher.conservation(estimate.effet))


def _tables(scene: EquipeRegardee, estimate: Horizon, access: Acces, hashed: str) -> None:
    name = "tendance" if not scene.scenario else str(scenarios.read(scene.db).at[scene.scenario, "nom"])
    lines = [
        planches.PHRASE,
        planches.besoin(estimate),
        phrases.PRUDENCE,
        f"Scénario : {name}, {estimate.annee}.",
        estimate.serie.titre,
    ]
    lines.append(f"Empreinte des entrées {hashed[:16]}, méthode {VERSION}.")
    by_place, by_commune = st.tabs(["Territoires", "Communes"], key="effectifs_carte_onglets")
    with by_place:
        words = planches.libelles(estimate)
        table = pd.DataFrame(
            {
                "Territoire": [scene.lieux.get(str(code), str(code)) for code in estimate.territoires.index],
                "APL publiée (moyenne)": estimate.territoires["publie"],
                f"Estimée en {estimate.annee}": estimate.territoires["estime"],
                "Lecture": [words[kind] for kind in estimate.territoires["classe"]],
            }
        ).sort_values(f"Estimée en {estimate.annee}")
        tableau(table, dict.fromkeys(table.columns[1:3], 2))
        widgets.telecharger(table, f"acces estime {estimate.annee}", lines, "effectifs_carte_territoires")
    with by_commune:
        _communes(estimate, access, lines)


def _communes(estimate: Horizon, access: Acces, lines: list[str]) -> None:
    inside = estimate.effet.communes.loc[access.habitants.index]
    shown = pd.DataFrame(
        {
            "Code": inside.index,
            "Commune": [access.noms[code] for code in inside.index],
            "Variation estimée": inside["variation"].round(3),
            "au moins": inside["variation_min"].round(3),
            "au plus": inside["variation_max"].round(3),
            "APL publiée": inside["publie"],
            "Publiée + variation": inside["estime"].round(2),
            "Habitants": access.habitants.astype("Int64"),
        }
    ).sort_values("Variation estimée")
    tableau(shown, dict.fromkeys(shown.columns[2:7], 2) | {"Habitants": 0}, height=300)
    widgets.telecharger(shown, f"variation estimee {estimate.annee}", lines, "effectifs_carte_table")
