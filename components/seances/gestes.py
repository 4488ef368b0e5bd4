"""Members entered: from a file, whole or refused whole, or one by one."""

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from components.core.refus import Refus
from components.seances.lectures_membres import colleges, lire, refuser
from components.seances.regles import assemblee, rapprochement
from data.base.acteurs import Acteur
from data.base.store import writing
from data.seances import seances


def importer_membres(
    db: Database,
    acteur: Acteur,
    nom: str,
    contenu: bytes,
    distincts: bool = False,
    dits: Mapping[str, str] | None = None,
) -> int:
    """Add members from a CSV or XLSX file (prénom; nom; collège; organisation; suppléant; vote), all or none; those the
    table knows, however their name is written this time, are amended.

    `distincts`: names that only look like a known one are those of other people. `dits`: colleges as the list writes
    them, by code. Raises `Refus` with the line, the
    column and the reason of each refused row.
    """
    rangees = lire(nom, contenu)
    rows, problems = assemblee.lire_membres(rangees, colleges(db), dits)
    if problems:
        raise refuser(problems)
    return _ajouter(db, acteur, rows, [number for number, _ in rangees[1:]], distincts)


def ajouter_membre(db: Database, acteur: Acteur, ligne: dict[str, str], distincts: bool = False) -> int:
    """Add or amend one member, checked like a line of a file. Raises `Refus` with the reason."""
    rows, problems = assemblee.lire_membres([(1, list(ligne)), (2, list(ligne.values()))], colleges(db))
    if problems:
        raise Refus(f"Rien n'a été enregistré : {problems[0].partition(', ')[2]}")
    return _ajouter(db, acteur, rows, [1], distincts)


def _ajouter(db: Database, acteur: Acteur, rows: list[dict[str, object]], lines: Sequence[int], distincts: bool) -> int:
    with writing(db):
        match = rapprochement.rapprocher([str(row["nom"]) for row in rows], seances.noms(db))
        if match.doutes and not distincts:
            raise refuser(
                [f"Ligne {lines[k]}, colonne « nom » : {why}." for k, why in match.doutes.items()],
                " Si c'est la même personne, écrivez son nom comme celui que la table connaît ; sinon, cochez "
                "« Ce sont d'autres personnes », puis recommencez.",
            )
        members = [row | {"nom": match.reconnus.get(k, row["nom"])} for k, row in enumerate(rows)]
        return seances.ajouter_membres(db, acteur, members)
