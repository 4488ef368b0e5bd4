"""Teams from a file: read whole, checked row by row, then written team by team in one transaction, or refused whole."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.core.francais import pluriel
from components.core.refus import EntreeInvalide
from components.effectifs import lectures
from components.effectifs.moteur.effectif import MODES, PROFESSIONS, SECTEURS, Ligne
from components.effectifs.regles import saisie
from data.imports import equipes
from data.imports.grammaire.base import Fichier, Rejets
from data.imports.grammaire.cellules import simple
from data.territoire import territoire

CHOIX = {"sexe": ("", "F", "H"), "exercice": MODES, "secteur": SECTEURS}


@dataclass(frozen=True)
class Equipes:
    """Teams read from a file, by territory and profession, and in words what writing them does."""

    equipes: dict[tuple[str, str], list[Ligne]]
    bilan: str


def lire(db: Database, jour: date, fichier: Fichier) -> Equipes:
    """Read and check a file of teams; nothing is written. Raises `FichierRefuse` listing every bad row."""
    names = territoire.territoires(db)["nom"]
    alike = names.map(simple).duplicated(keep=False)  # a name that two territories share is no one's: their code is
    places = {simple(name): str(code) for code, name in names[~alike].items()}
    places |= {simple(code): str(code) for code in names.index}
    trades = {simple(word): code for code, words in PROFESSIONS.items() for word in (code, *words)}
    rejets, teams = Rejets(), dict[tuple[str, str], list[Ligne]]()
    for row in equipes.lire(fichier, places, trades, CHOIX):
        one = _ligne(row)
        try:
            saisie.verifier(one, jour.year)
        except EntreeInvalide as problem:
            reason = str(problem).removesuffix(" Rien n'a été enregistré.")
            rejets.ajouter(int(str(row["ligne"])), "ligne", "", reason, "Corrigez la ligne.")
        teams.setdefault((one.territoire, one.profession), []).append(one)
    rejets.lever(fichier)
    people = sum(row.effectif for rows in teams.values() for row in rows)
    replaced = sum(team in lectures.vues(db) for team in teams)
    forms = "saisie remplacée, l'historique la garde", "saisies remplacées, l'historique les garde"
    words = f"{pluriel(len(teams), 'équipe')}, {pluriel(people, 'personne')} ; {pluriel(replaced, *forms)}"
    return Equipes(teams, words)


def _ligne(row: dict[str, Any]) -> Ligne:
    low, high = row["age_de"], row["age_a"]
    return Ligne(
        "", row["territoire"], row["profession"], row["personnes"], mode=row["exercice"], secteur=row["secteur"],
        sexe=row["sexe"], age_min=low, age_max=low if high is None else high, heures=row["heures"],
        cumul=row["cumul"], depart=row["depart"], arrivee=row["arrivee"], patientele=row["patientele"],
    )  # fmt: skip
