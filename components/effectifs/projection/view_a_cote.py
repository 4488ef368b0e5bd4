"""Projections beside a constat: two sentences on a team, which the door of « Territoires » hands to its card."""

from datetime import date

import streamlit as st
from sqlite_utils import Database

from components.core.francais import de, nombre
from components.core.refus import EntreeInvalide
from components.effectifs import lectures, lectures_sources
from components.effectifs.faites import projeter
from components.effectifs.moteur.jeux import CENTRAL
from components.effectifs.moteur.scenario import Projete
from components.effectifs.regles import bande
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
        return [f"Aucun effectif {de(scene.mot)} n'est chargé ni saisi ici : rien n'est projeté."]
    try:
        inputs = scene.entrees(max(HORIZONS), CENTRAL)
        run = projeter(inputs)
    except EntreeInvalide as problem:
        return [str(problem)]
    band = bande.bande(run.monde, run, 0)
    older = scene.plus_agee(inputs)
    return [
        _phrase(run, band, scene.compte()),
        *([older] if older else []),
        f"{phrases_regles.qualite_courte(scene.equipe(public), ages, jour.year).capitalize()}.",
    ]


def _phrase(run: Projete, band: bande.Bornes, compte: phrases_regles.EquipeComptee) -> str:
    """« 24 médecins généralistes en 2024 (estimé, pyramide nationale) ; 21 attendus en 2031 (entre 18 et 25), … »."""
    heads, start = run.tetes_moyennes[0], run.entrees.annee
    parts: list[str] = []
    profession = run.entrees.groupes[0][1]
    agreed = f"{phrases_regles.attendus(profession, round(heads[HORIZONS[0]]))} "
    for t in HORIZONS:
        range_ = phrases_regles.entre(band[0][t], band[1][t])
        parts.append(f"{nombre(heads[t])} {agreed if not parts else ''}en {start + t} ({range_})")
    when = f"en {compte.annee}" if compte.annee < start else "aujourd'hui"
    words = lectures.nom_profession(profession, compte.combien)
    told = " ; ".join([f"{nombre(compte.combien)} {words} {when}{compte.marque}", ", ".join(parts)])
    return f"{told}, {phrases_regles.AU_VU}."
