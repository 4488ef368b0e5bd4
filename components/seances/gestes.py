"""Members entered: from a file, whole or refused whole, or one by one."""

from sqlite_utils import Database

from components.core.francais import pluriel
from components.core.refus import Refus
from components.seances import model
from components.seances.lectures import MONTRES, _colleges, _read
from data.base.acteurs import Acteur
from data.seances import seances


def importer_membres(db: Database, acteur: Acteur, nom: str, contenu: bytes) -> int:
    """Add members from a CSV or XLSX file (prénom; nom; collège; organisation; suppléant; vote), all or none.

    Raises `Refus` with the line, the column and the reason of each refused row.
    """
    rows, problems = model.lire_membres(_read(nom, contenu), _colleges(db))
    if problems:
        left = len(problems) - MONTRES
        more = f" Et {pluriel(left, 'autre problème', 'autres problèmes')}." if left > 0 else ""
        raise Refus(f"Fichier refusé, rien n'a été ajouté. {' '.join(problems[:MONTRES])}{more}")
    return seances.ajouter_membres(db, acteur, rows)


def ajouter_membre(db: Database, acteur: Acteur, ligne: dict[str, str]) -> int:
    """Add or amend one member, checked like a line of a file. Raises `Refus` with the reason."""
    rows, problems = model.lire_membres([(1, list(ligne)), (2, list(ligne.values()))], _colleges(db))
    if problems:
        raise Refus(f"Rien n'a été enregistré : {problems[0].partition(', ')[2]}")
    return seances.ajouter_membres(db, acteur, rows)
