"""A list of members read: its rows, who is already known, and the reason of a refusal."""

from sqlite_utils import Database

from components.core.francais import liste, pluriel
from components.core.refus import Refus
from components.seances.regles import assemblee
from components.seances.regles import rapprochement as rapprochement_regles
from components.seances.regles.assemblee import Rangee
from data.imports.grammaire import remplis
from data.imports.grammaire.base import Fichier, FichierRefuse
from data.seances import seances

MONTRES = 6  # problems of a refused list that are told at once


def refuser(problems: list[str], advice: str = "") -> Refus:
    """The refusal of a whole list: its first problems, how many more there are, what to do."""
    left = len(problems) - MONTRES
    more = f" Et {pluriel(left, 'autre problème', 'autres problèmes')}." if left > 0 else ""
    return Refus(f"Fichier refusé, rien n'a été ajouté. {' '.join(problems[:MONTRES])}{more}{advice}")


def rapprochement(db: Database, nom: str, contenu: bytes) -> list[str]:
    """What a list of members says of the table before it is imported, in French: who is known under another writing,
    who is of the table and not in it."""
    rows, _ = assemblee.lire_membres(lire(nom, contenu), colleges(db))
    names = [str(row["nom"]) for row in rows]
    match = rapprochement_regles.rapprocher(names, seances.noms(db))
    other = [f"« {names[k]} » est « {recorded} »" for k, recorded in match.reconnus.items() if names[k] != recorded]
    sentences = [f"Déjà connus sous une autre écriture : {liste(other)}."] if other else []
    absent = liste([f"« {name} »" for name in match.absents])
    return [*sentences, f"Restent à la table sans être dans ce fichier : {absent}."] if absent else sentences


def colonnes_ignorees(nom: str, contenu: bytes) -> list[str]:
    """Headings of a list of members that the import does not read, as they are written."""
    return assemblee.ignorees(lire(nom, contenu))


def colleges(db: Database) -> dict[str, str]:
    """Names of the colleges by code."""
    return {str(code): str(name) for code, name in seances.colleges(db)["nom"].items()}


def lire(nom: str, contenu: bytes) -> list[Rangee]:
    """The rows that hold something from the headings on, with their line numbers, as text and nothing but text."""
    try:
        rows = remplis.lire(Fichier(nom, contenu), assemblee.est_entete)
    except FichierRefuse as refusal:
        raise Refus(f"« {nom} » ne se lit pas comme un tableau CSV ou XLSX. {refusal}") from refusal
    return [(row.numero, list(row.cellules)) for row in rows]
