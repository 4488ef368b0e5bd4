"""A small département to project: parameters of today, three territories, a team entered by the table."""

from datetime import date

from sqlite_utils import Database

from components.effectifs.moteur.effectif import ESTIME, Ligne
from components.effectifs.moteur.jeux import CENTRAL, FIXES, SENS, parametres
from components.effectifs.moteur.scenario import Entrees
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.chargement import chargement
from data.imports.grammaire.base import Fiche, Fichier

ANNEE = 2026
VALEURS = EnVigueur(date(2026, 11, 22))


def valeurs(jeu: str = CENTRAL, **changed: float) -> dict[str, object]:
    known = {nom: (VALEURS[nom].bornes, VALEURS[nom].lignes) for nom in (*SENS, *FIXES)}
    return {**parametres(known, jeu), **changed}


def equipe(*ages: int, territoire: str = "A", profession: str = "mg") -> list[Ligne]:
    return [
        Ligne(f"{territoire}{k}", territoire, profession, 1, age_min=age, age_max=age, sexe="FH"[k % 2])
        for k, age in enumerate(ages)
    ]


def entrees(*lignes: Ligne, annees: int = 15, tirages: int = 400, graine: int = 71, **rest: object) -> Entrees:
    groups = tuple(sorted({(row.territoire, row.profession) for row in lignes} | {("A", "mg")}))
    known: dict[str, object] = {"parametres": valeurs(), **rest}
    return Entrees(groups, ANNEE, annees, tirages, graine, tuple(lignes), **known)  # type: ignore[arg-type]


def estimee(territoire: str, effectif: int, profession: str = "mg") -> Ligne:
    return Ligne(f"e{territoire}{profession}", territoire, profession, effectif, statut=ESTIME, pourquoi="essai")


def charger(db: Database, kind: str, text: str, year: int = 0, jour: date = date(2026, 11, 22)) -> None:
    """Load a file of a kind, as the page does."""
    ready = chargement.apercu(db, kind, Fichier(f"{kind}.csv", text.encode()), Fiche(millesime=year), jour)
    chargement.charger(db, TERMINAL, ready, jour)
