"""Projections beside a constat: two sentences on a team, which the door of « Territoires » hands to its card."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from sqlite_utils import Database

from components.core.francais import nombre
from components.core.refus import EntreeInvalide
from components.effectifs import lectures, lectures_sources
from components.effectifs.moteur import scenario
from components.effectifs.moteur.jeux import CENTRAL
from components.effectifs.moteur.scenario import Projete
from components.effectifs.regles import analyse
from components.effectifs.regles import phrases as phrases_regles
from components.effectifs.view_choix import TENDANCE, EquipeRegardee
from components.ui import identity, widgets
from data.base import jours
from data.territoire import territoire

PROFESSIONS = {"medecin_generaliste": "mg", "infirmier": "ide", "kinesitherapeute": "mk", "sage_femme": "sf"}
HORIZONS = (5, 10)
A_COTE = "Projection d'effectifs, à côté du constat : elle ne compte jamais comme un signal."


def afficher(db: Database, territoire_code: str, profession: str) -> None:
    """Who is expected in 5 and 10 years, trend without lever, as the public projection says it; for who prepares."""
    if not identity.prepare():
        return
    with st.container(border=True):
        st.markdown("**À 5 et 10 ans**")
        for words in phrases(db, jours.aujourd_hui(db), territoire_code, PROFESSIONS[profession]):
            st.markdown(widgets.markdown_inerte(words))
        st.caption(A_COTE)


def phrases(db: Database, jour: date, territoire_code: str, profession: str) -> list[str]:
    """The sentence of both horizons, and what the team is known from; one sentence when nothing can be said."""
    places = territoire.territoires(db)["nom"].to_dict()
    public, ages = lectures.publiques(db, jour), lectures_sources.ages(db)[profession]
    scene = EquipeRegardee(db, jour, places, territoire_code, profession, TENDANCE, public, public, ages)
    if not scene.equipe(public):
        return [f"Aucun effectif de {scene.mot} n'est chargé ni saisi ici : rien n'est projeté."]
    try:
        inputs = scene.entrees(max(HORIZONS), CENTRAL)
        run = scenario.calculer(inputs)
    except EntreeInvalide as problem:
        return [str(problem)]
    band = analyse.bande(scenario.monde(inputs), 0)
    return [
        _phrase(run, band, scene.estime()),
        f"{phrases_regles.qualite_courte(scene.equipe(public), ages, jour.year).capitalize()}.",
    ]


def _phrase(run: Projete, band: tuple[Sequence[float], Sequence[float]], estime: bool) -> str:
    """« 24 médecins généralistes aujourd'hui (estimé) ; 21 attendus en 2031 (entre 18 et 25 huit fois sur dix), … »."""
    heads, start = run.tetes_moyennes[0], run.entrees.annee
    parts: list[str] = []
    profession = run.entrees.groupes[0][1]
    agreed = f"{phrases_regles.attendus(profession, round(heads[HORIZONS[0]]))} "
    for t in HORIZONS:
        low, high = int(band[0][t]), int(band[1][t])
        range_ = f"entre {low} et {high}" if low < high else f"{low}"
        parts.append(f"{nombre(heads[t])} {agreed if not parts else ''}en {start + t} ({range_} huit fois sur dix)")
    mark = " (estimé)" if estime else ""
    words = lectures.nom_profession(profession, heads[0])
    return f"{nombre(heads[0])} {words} aujourd'hui{mark} ; {', '.join(parts)}."
