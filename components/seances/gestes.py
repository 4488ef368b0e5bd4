"""Members entered: from a file, whole or refused whole, or one by one."""

from sqlite_utils import Database

from components.core.refus import Refus
from components.seances.lectures import _ajouter, _colleges, _read, _refused
from components.seances.regles import assemblee as model
from data.base.acteurs import Acteur


def importer_membres(db: Database, acteur: Acteur, nom: str, contenu: bytes, distincts: bool = False) -> int:
    """Add members from a CSV or XLSX file (prénom; nom; collège; organisation; suppléant; vote), all or none; those the
    table knows, however their name is written this time, are amended.

    `distincts`: names that only look like a known one are those of other people. Raises `Refus` with the line, the
    column and the reason of each refused row.
    """
    found = _read(nom, contenu)
    rows, problems = model.lire_membres(found, _colleges(db))
    if problems:
        raise _refused(problems)
    return _ajouter(db, acteur, rows, [number for number, _ in found[1:]], distincts)


def ajouter_membre(db: Database, acteur: Acteur, ligne: dict[str, str], distincts: bool = False) -> int:
    """Add or amend one member, checked like a line of a file. Raises `Refus` with the reason."""
    rows, problems = model.lire_membres([(1, list(ligne)), (2, list(ligne.values()))], _colleges(db))
    if problems:
        raise Refus(f"Rien n'a été enregistré : {problems[0].partition(', ')[2]}")
    return _ajouter(db, acteur, rows, [1], distincts)
