"""The map at a horizon: what the projection does to access, through the same kernel as « et si ? »."""

import pandas as pd
import streamlit as st

from components.core.acces import plancher
from components.core.acces.assemblage import Acces
from components.core.acces.people import personnes_par_ampleur
from components.core.francais import ecart, liste, nombre, pluriel
from components.core.refus import EntreeInvalide
from components.effectifs import figures, lectures_sources
from components.effectifs.carte import lectures
from components.effectifs.carte.lectures import Horizon
from components.effectifs.moteur.effectif import qualite
from components.effectifs.moteur.scenario import VERSION
from components.effectifs.regles import horizon, phrases
from components.effectifs.regles.horizon import DESSUS, INCONNU, PASSE, REMONTE, SOUS
from components.effectifs.scenarios import lectures as lectures_scenarios
from components.effectifs.view_choix import EquipeRegardee, choix_garde, tableau
from components.ui import widgets
from components.ui.cartes import carte, carte_effet, dessin_carte, hachures
from components.ui.depot import manque
from data.effectifs import scenarios
from data.territoire import indicateurs

HORIZONS = (5, 10)
CHOIX, CARTE = "effectifs_commune", "effectifs_carte"
NIVEAU, VARIATION = "Sous le repère", "Variation"
TRAMES = {SOUS: hachures.CLAIRE, PASSE: hachures.DENSE}
MARQUES = {PASSE: "-", REMONTE: "+", INCONNU: "?"}
PHRASE = "Variation estimée, ajoutée à l'APL publiée ; ce n'est pas l'APL que publierait la DREES."


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
        reading = choix_garde("Lecture", (NIVEAU, VARIATION), NIVEAU, "effectifs_carte_lecture")
    try:
        result = lectures_scenarios.calculer(scene.db, scene.jour, HORIZONS[-1], scene.scenario, profession="mg")
        access = lectures.acces(scene.db, scene.jour)
        found = lectures.carte(scene.db, scene.jour, access, result, year)
    except EntreeInvalide as refusal:
        answer.error(f"La carte ne peut pas être calculée. {widgets.phrase_inerte(str(refusal))}")
        return
    with answer:
        _phrase(scene, found, access) if reading == VARIATION else _phrase_niveau(scene, found)
        st.caption(f"{PHRASE} {_besoin(found)}")
    with left:
        if reading == VARIATION:
            carte_effet.afficher(scene.db, found.effet, access, CHOIX, CARTE)
        else:
            _niveau(scene, found, access)
    with right:
        carte.boutons_zoom(CARTE)
        _notes(scene, found, access)
    _tables(scene, found, access, result.empreinte_entrees)


def _besoin(found: Horizon) -> str:
    return "Partagée par le besoin projeté de chaque territoire." if found.besoin else "À population constante."


def _phrase(scene: EquipeRegardee, found: Horizon, access: Acces) -> None:
    sizes = personnes_par_ampleur(found.effet, access.habitants).groupby("sens")["personnes"].sum()
    lost, gained = float(sizes.get("perte", 0)), float(sizes.get("gain", 0))
    widgets.reponse(
        f"En {found.annee}, {nombre(lost)} habitants auraient moins d'accès qu'aujourd'hui, {nombre(gained)} davantage "
        f"(variation estimée, {ecart(found.effet.actes, 0)} consultations par an dans le département)."
    )


def _phrase_niveau(scene: EquipeRegardee, found: Horizon) -> None:
    level, names = found.seuil.value, scene.lieux
    now, then = horizon.habitants_sous(found.communes, level)
    falling = [names[str(code)] for code in found.territoires.index[found.territoires["classe"] == PASSE]]
    under = int(found.territoires["classe"].isin([SOUS, PASSE]).sum())
    more = f", dont {pluriel(len(falling), 'nouveau', 'nouveaux')} ({liste(falling, 3)})" if falling else ""
    widgets.reponse(
        f"En {found.annee}, {nombre(then)} habitants vivraient dans une commune sous {nombre(level, 2)} "
        f"({nombre(now)} aujourd'hui) ; {pluriel(under, 'territoire serait', 'territoires seraient')} sous ce repère "
        f"en moyenne{more}."
    )


def _niveau(scene: EquipeRegardee, found: Horizon, access: Acces) -> None:
    rows = found.communes
    cells = pd.DataFrame(
        {
            "nom": [access.noms[code] for code in rows.index],
            "texte": [_mots(row, found) for row in rows.itertuples()],
            "couleur": [figures.NIVEAUX[kind] for kind in rows["classe"]],
            "marque": [MARQUES.get(kind, "") for kind in rows["classe"]],
        },
        index=rows.index,
    )
    overlay = pd.DataFrame(
        {"trame": [TRAMES.get(kind, "") for kind in found.territoires["classe"]], "marque": ""},
        index=found.territoires.index,
    )
    words = _libelles(found)
    counts = rows["classe"].value_counts()
    told = " ; ".join(f"{words[kind]} : {count} communes" for kind, count in counts.items())
    carte.afficher(scene.db, "commune", cells, CHOIX, f"Carte de l'accès estimé en {found.annee}. {told}.", CARTE,
                   hauteur=carte_effet.HAUTEUR, territoires=overlay)  # fmt: skip
    shown = [kind for kind in words if counts.get(kind, 0)]
    widgets.legende([(*_pastille(kind), f"{words[kind]} ({counts[kind]})") for kind in shown], "Communes")
    st.caption(
        "Hachures : territoire sous le repère en moyenne, serrées s'il y passe d'ici là, espacées s'il y est déjà."
    )


def _libelles(found: Horizon) -> dict[str, str]:
    level = nombre(found.seuil.value, 2)
    return {
        PASSE: f"passe sous {level} d'ici {found.annee}", SOUS: f"sous {level} aujourd'hui et en {found.annee}",
        REMONTE: f"repasse au-dessus de {level}", DESSUS: f"au-dessus de {level}", INCONNU: "niveau non estimé",
    }  # fmt: skip


def _pastille(kind: str) -> tuple[str, str, str]:
    colour = figures.NIVEAUX[kind]
    return dessin_carte.hexa(colour), dessin_carte.encre_hexa(colour), MARQUES.get(kind, "")


def _mots(row: object, found: Horizon) -> str:
    now, then = row.publie, row.estime  # type: ignore[attr-defined]
    return f"APL publiée {nombre(now, 1)} ; estimée en {found.annee} {nombre(then, 2, 'non estimée')}"


def _notes(scene: EquipeRegardee, found: Horizon, access: Acces) -> None:
    st.caption(
        "Médecins généralistes, tout le département, hypothèse centrale. Ce qu'un territoire gagne ou perd est réparti "
        "entre ses communes comme l'accès publié, faute d'adresse des cabinets ; les mouvements du scénario restent à "
        "leur commune."
    )
    doctors = [row for row in scene.lignes if row.profession == "mg"]
    st.caption(f"{qualite(doctors, lectures_sources.ages(scene.db)['mg'])}")
    st.caption(f"Départ : {found.serie.titre}. Repère : {found.seuil.reference} [{found.seuil.fiabilite}].")
    held = plancher.phrase(found.effet, access.habitants, access.noms)
    if held:
        st.caption(widgets.markdown_inerte(held))
    st.caption(plancher.conservation(found.effet))


def _tables(scene: EquipeRegardee, found: Horizon, access: Acces, hashed: str) -> None:
    name = "tendance" if not scene.scenario else str(scenarios.read(scene.db).at[scene.scenario, "nom"])
    lines = [PHRASE, _besoin(found), phrases.PRUDENCE, f"Scénario : {name}, {found.annee}.", found.serie.titre]
    lines.append(f"Empreinte des entrées {hashed[:16]}, méthode {VERSION}.")
    by_place, by_commune = st.tabs(["Territoires", "Communes"], key="effectifs_carte_onglets")
    with by_place:
        words = _libelles(found)
        table = pd.DataFrame(
            {
                "Territoire": [scene.lieux.get(str(code), str(code)) for code in found.territoires.index],
                "APL publiée (moyenne)": found.territoires["publie"],
                f"Estimée en {found.annee}": found.territoires["estime"],
                "Lecture": [words[kind] for kind in found.territoires["classe"]],
            }
        ).sort_values(f"Estimée en {found.annee}")
        tableau(table, dict.fromkeys(table.columns[1:3], 2))
        widgets.telecharger(table, f"acces estime {found.annee}", lines, "effectifs_carte_territoires")
    with by_commune:
        _communes(found, access, lines)


def _communes(found: Horizon, access: Acces, lines: list[str]) -> None:
    inside = found.effet.communes.loc[access.habitants.index]
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
    widgets.telecharger(shown, f"variation estimee {found.annee}", lines, "effectifs_carte_table")
