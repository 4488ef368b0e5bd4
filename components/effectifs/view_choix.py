"""What every screen of the room works on: the open file, the day, the team, the scenario, who may see what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import distincts, liste, pluriel
from components.core.francais import jour as jour_dit
from components.effectifs import lectures, lectures_sources
from components.effectifs.moteur import departs
from components.effectifs.moteur import effectif as effectif_moteur
from components.effectifs.moteur.cadre import Groupe
from components.effectifs.moteur.effectif import PROFESSIONS, Ligne
from components.effectifs.moteur.jeux import CENTRAL
from components.effectifs.moteur.scenario import VERSION, Entrees, monde
from components.effectifs.regles import analyse, bande, phrases
from components.ui import session, widgets
from components.ui.depot import manque
from data.base import jours
from data.base.parameters import EnVigueur
from data.effectifs import effectifs, scenarios
from data.territoire import territoire
from data.territoire.territoire import nom_de_maille

TENDANCE, DEPARTEMENT = 0, "departement"
HORIZONS, HORIZON_MAX = (5, 10, 15, 20), 20


@dataclass(frozen=True, eq=False)
class EquipeRegardee:
    """The choices of a run. `lieux`: names of territories by code, the whole département included. `lignes`: the
    workforce as it may be projected; `toutes`: as it is; `ages`: what stands in for unknown ages, in words."""

    db: Database
    jour: date
    lieux: dict[str, str]
    lieu: str
    profession: str
    scenario: int
    toutes: list[Ligne]
    lignes: list[Ligne]
    ages: str

    @property
    def groupe(self) -> Groupe:
        return self.lieu, self.profession

    @property
    def mot(self) -> str:
        return PROFESSIONS[self.profession][1]

    def effectif(self) -> int:
        """People present today in the team looked at."""
        return effectif_moteur.effectifs(self.equipe(self.lignes), self.jour.year).get(self.groupe, 0)

    def equipe(self, lignes: list[Ligne]) -> list[Ligne]:
        """The rows of the team looked at; the whole département is one team."""
        mine = [row for row in lignes if row.profession == self.profession]
        if self.lieu == DEPARTEMENT:
            return effectif_moteur.fondre(mine, DEPARTEMENT)
        return [row for row in mine if row.territoire == self.lieu]

    def cachee(self) -> bool:
        """Whether what the table entered of the team looked at stays with who facilitates."""
        rows = self.equipe(self.toutes)
        return self.lieu != DEPARTEMENT and effectif_moteur.cachee(rows, self.jour.year)

    def entrees(self, annees: int, jeu: str = CENTRAL, scenario: int | None = None, reel: bool = False) -> Entrees:
        """Inputs of a run on the team looked at. `reel`: with the rows as they are, never projected."""
        chosen = self.scenario if scenario is None else scenario
        rows = self.toutes if reel else self.lignes
        if self.lieu != DEPARTEMENT:
            return lectures.entrees(self.db, self.jour, annees, jeu, chosen, rows, [self.groupe])
        teams = sorted({(row.territoire, row.profession) for row in rows if row.profession == self.profession})
        whole = lectures.entrees(self.db, self.jour, annees, jeu, chosen, rows, teams)
        return lectures.fondre(whole, DEPARTEMENT, self.profession)

    def repli(self, lignes: list[Ligne], profession: str = "") -> str:
        """What stands in for the ages of some of these people when no file gives them; empty when none does."""
        ages = lectures_sources.ages(self.db)[profession] if profession else self.ages
        unknown = any(row.effectif and row.age_min is None for row in lignes)
        return ages if unknown and ages in lectures_sources.REPLIS else ""

    def compte(self, reel: bool = False) -> phrases.EquipeComptee:
        """Where the people looked at come from."""
        rows = [row for row in self.equipe(self.toutes if reel else self.lignes) if row.effectif]
        year = min((row.compte or self.jour.year for row in rows), default=self.jour.year)
        people = sum(effectif_moteur.effectifs(rows, self.jour.year).values())
        return phrases.EquipeComptee(people, year, self.repli(rows), phrases.est_estime(rows, [self.groupe]))

    def plus_agee(self, entrees: Entrees) -> str:
        """The same projection with an older pyramid, in a sentence; empty when ages are known, or older already."""
        if not self.repli(list(entrees.lignes)):
            return ""
        in_force = EnVigueur.read(self.db, self.jour)
        part = in_force.number("part_60_ans_pyramide_agee")
        older, share = bande.agee(entrees, self.profession, part)
        if older is None:
            return ""
        world = monde(older)
        law = bande.loi(world, 0, world.annees, bande.niveau(older.parametres, self.profession))
        ends = departs.quantile(law, 0.1), departs.quantile(law, 0.9)
        mean = analyse.attendus(world, 0, world.annees)
        return phrases.plus_agee(older.annee + older.annees, mean, ends, part, share)

    def su(self, reel: bool = False) -> list[str]:
        """What is entered, loaded, estimated and unknown of the team looked at: the source line of every result."""
        rows = self.equipe(self.toutes if reel else self.lignes)
        return [
            phrases.qualite_courte(rows, self.ages, self.jour.year),
            effectif_moteur.exercices(rows).rstrip("."),
            "besoin projeté" if lectures_sources.besoins(self.db, self.jour) else "à population constante",
            f"projection de l'outil, méthode {VERSION}",
        ]


def choisir(db: Database, jour: date) -> EquipeRegardee:
    """Choosers of territory, profession and scenario, in one line above every screen."""
    session.keep("effectifs_lieu", "effectifs_profession", "effectifs_scenario")
    places = distincts(territoire.territoires(db)["nom"].to_dict(), {DEPARTEMENT: "Tout le département"})
    stacks = distincts(scenarios.read(db)["nom"].to_dict(), {TENDANCE: "Tendance, sans levier"})
    wanted = session.get("effectifs_ouvrir")
    if wanted in stacks:
        session.put("effectifs_scenario", wanted)
        session.put("effectifs_ouvrir", None)
    for key, options in (("effectifs_scenario", stacks), ("effectifs_lieu", places)):
        if session.get(key) not in options:
            session.put(key, next(iter(options)))
    a, b, c = st.columns([1.3, 1.1, 1.3])
    place = a.selectbox("Territoire", list(places), format_func=places.__getitem__, key="effectifs_lieu")
    profession = b.selectbox(
        "Profession",
        list(PROFESSIONS),
        format_func=lambda p: PROFESSIONS[p][1].capitalize(),
        key="effectifs_profession",
    )
    stack = c.selectbox("Scénario", list(stacks), format_func=stacks.__getitem__, key="effectifs_scenario")
    rows, public = lectures.equipes(db, jour)
    ages = lectures_sources.ages(db)[profession]
    return EquipeRegardee(db, jour, places, place, profession, int(stack), rows, public, ages)


def choix_garde(label: str, options: Sequence[Any], first: Any, key: str, **rest: Any) -> Any:
    """A segmented choice that is kept when the visitor leaves the screen and comes back."""
    if session.get(key) not in options:
        session.put(key, first)
    session.keep(key)
    return st.segmented_control(label, options, key=key, required=True, **rest)


def tableau(table: pd.DataFrame, decimales: Mapping[str, int], unites: Mapping[str, str] = {}, **rest: Any) -> None:
    """A table whose numbers are written as the French do: `decimales` by column (and `unites`, said as help)."""
    form = {name: widgets.colonne_nombre(digits, unites.get(name, name)) for name, digits in decimales.items()}
    st.dataframe(table, hide_index=True, column_config=form, **rest)


def vide(scene: EquipeRegardee) -> bool:
    """Say that nothing is known of a team, if so. Nobody, or people announced only, is known."""
    if scene.equipe(scene.lignes):
        return False
    st.info(
        f"{scene.lieux[scene.lieu]} : aucun effectif n'est chargé ni saisi pour les {scene.mot}. "
        "Inconnu n'est pas zéro : saisissez l'équipe dans « Équipe », même s'il n'y a personne."
    )
    manque.debloquer(scene.db, ("offre", "ameli"), "effectifs_vide", "À défaut d'une saisie, un fichier les donne.")
    return True


def ecartees(scene: EquipeRegardee) -> list[str]:
    """What does not count because it stands on another mesh, in sentences: teams entered, levers of the scenario."""
    sentences = [
        f"{pluriel(row.equipes, 'équipe saisie', 'équipes saisies')} ({pluriel(row.personnes, 'personne')}) sur "
        f"{f'la maille « {nom_de_maille(row.maille)} »' if row.maille else 'une maille retirée'} : de côté ici, "
        f"{'elle revient avec sa maille' if row.equipes < 2 else 'elles reviennent avec leur maille'}."
        for row in effectifs.set_aside(scene.db).itertuples()
    ]
    levers = lectures.leviers_ecartes(scene.db, scene.scenario)
    if levers:
        sentences.append(
            f"{pluriel(len(levers), 'levier du scénario vise', 'leviers du scénario visent')} un territoire d'une "
            f"autre maille : sans effet ici ({liste(levers, 3)})."
        )
    return sentences


def quand(db: Database, moment: str) -> str:
    """« 22 novembre 2026, 05:09 », where the table is."""
    return f"{jour_dit(jours.jour_de(db, moment))}, {jours.moment_de(db, moment)[-5:]}"
