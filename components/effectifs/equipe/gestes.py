"""Teams from a file, written team by team in one transaction, or refused whole."""

from datetime import date

from sqlite_utils import Database

from components.effectifs import gestes, lectures
from components.effectifs.equipe.lectures_import import Equipes
from data.base.acteurs import Acteur
from data.base.store import writing


def ecrire(db: Database, acteur: Acteur, jour: date, lues: Equipes) -> None:
    """Make the teams of the file those of the table, all of them or none."""
    with writing(db):
        current = lectures.vues(db)
        for (place, profession), rows in lues.equipes.items():
            seen = current.get((place, profession), frozenset())
            gestes.enregistrer(db, acteur, jour.year, place, profession, rows, seen)
