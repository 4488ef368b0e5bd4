"""A list of members read: its rows, who is already known, and the reason of a refusal."""

from collections.abc import Mapping

import pandas as pd
from sqlite_utils import Database

from components.core.francais import liste, pluriel
from components.core.refus import Refus
from components.seances.regles import assemblee
from components.seances.regles import composition as regles_composition
from components.seances.regles import rapprochement as rapprochement_regles
from components.seances.regles.assemblee import Rangee
from components.seances.regles.composition import PartieLue
from components.ui.sorties import exports
from data.imports.grammaire import remplis
from data.imports.grammaire.base import Fichier, FichierRefuse
from data.seances import composition, seances

MODELE = ("prénom", "nom", "collège", "organisation", "suppléant", "vote")
MONTRES = 6  # problems of a refused list that are told at once


def refuser(problems: list[str], advice: str = "") -> Refus:
    """The refusal of a whole list: its first problems, how many more there are, what to do."""
    left = len(problems) - MONTRES
    more = f" Et {pluriel(left, 'autre problème', 'autres problèmes')}." if left > 0 else ""
    return Refus(f"Fichier refusé, rien n'a été ajouté. {' '.join(problems[:MONTRES])}{more}{advice}")


def rapprochement(db: Database, nom: str, contenu: bytes, dits: Mapping[str, str] | None = None) -> list[str]:
    """What a list of members says of the table before it is imported, in French: who is known under another writing,
    who is of the table and not in it."""
    rows, _ = assemblee.lire_membres(lire(nom, contenu), colleges(db), dits)
    names = [str(row["nom"]) for row in rows]
    match = rapprochement_regles.rapprocher(names, seances.noms(db))
    other = [f"« {names[k]} » est « {recorded} »" for k, recorded in match.reconnus.items() if names[k] != recorded]
    sentences = [f"Déjà connus sous une autre écriture : {liste(other)}."] if other else []
    there, active = seances.fiches(db), seances.noms(db)
    changed = [
        f"{recorded} ({', '.join(words)})"
        for k, recorded in match.reconnus.items()
        if active[recorded]
        and (words := assemblee.changements(assemblee.completer(rows[k], there[recorded]), there[recorded]))
    ]
    sentences += [f"Changé pour des membres déjà à la table : {liste(changed)}."] if changed else []
    if match.absents:
        absent = liste([f"« {name} »" for name in match.absents])
        sentences.append(f"Restent à la table sans être dans ce fichier : {absent}.")
    return sentences


def colonnes_ignorees(nom: str, contenu: bytes) -> list[str]:
    """Headings of a list of members that the import does not read, as they are written."""
    return assemblee.ignorees(lire(nom, contenu))


def colleges(db: Database) -> dict[str, str]:
    """Names of the colleges that someone may join, by code."""
    return {str(code): str(name) for code, name in seances.ouverts(db)["nom"].items()}


def colleges_a_dire(db: Database, nom: str, contenu: bytes) -> dict[str, str | None]:
    """The colleges that a list names otherwise than the table, each with the one it most likely is, if any."""
    names = colleges(db)
    return {
        written: regles_composition.college_proche(written, names)
        for written in assemblee.colleges_inconnus(lire(nom, contenu), names)
    }


def modele(db: Database) -> bytes:
    """A workbook to fill in: the headings that the import reads, and the colleges of the table beside."""
    advice = [f"Collège, à recopier tel quel : {name}" for name in colleges(db).values()]
    advice += ["Vote : oui ou non ; l'ARS ne vote pas par défaut. Prénom, organisation et suppléant sont facultatifs."]
    return exports.to_xlsx(pd.DataFrame(columns=list(MODELE)), advice)


def representations(db: Database) -> dict[int, str]:
    """The party of the note 5 that each member stands for, by id: as facilitation said, else as proposed."""
    people, users, told = seances.membres(db), seances.colleges(db)["usagers"], composition.parties_dites(db)
    return {
        int(i): told.get(
            int(i),
            regles_composition.proposee(row.organisation, bool(users[row.college]), composition.parties()),
        )
        for i, row in people.iterrows()
    }


def parties(db: Database, seance: int) -> list[PartieLue]:
    """Every party of the note 5 in a séance: members, who is there, what is missing."""
    rows = seances.presences(db, seance).reset_index().to_dict("records")
    return regles_composition.lire(rows, composition.parties_dites(db), composition.parties())


def comptes_des_colleges(db: Database, seance: int) -> pd.DataFrame:
    """Each open college counted the same way: seats, members, those who vote, those there, those who vote there."""
    table = seances.presences(db, seance)
    voting = table["vote"] == 1
    here = table["statut"].isin(["présent", "suppléé"])
    rows = [
        {
            "Collège": row.nom, "Usagers": "oui" if row.usagers else "non", "Sièges au plus": int(row.sieges),
            "Membres": int(mine.sum()), "Votants": int((mine & voting).sum()), "Présents": int((mine & here).sum()),
            "Votants présents": int((mine & voting & here).sum()),
        }
        for code, row in seances.ouverts(db).iterrows()
        for mine in [table["college"] == code]
    ]  # fmt: skip
    return pd.DataFrame(rows)


def lire(nom: str, contenu: bytes) -> list[Rangee]:
    """The rows that hold something from the headings on, with their line numbers, as text and nothing but text."""
    try:
        rows = remplis.lire(Fichier(nom, contenu), assemblee.est_entete)
    except FichierRefuse as refusal:
        raise Refus(f"« {nom} » ne se lit pas comme un tableau CSV ou XLSX. {refusal}") from refusal
    return [(row.numero, list(row.cellules)) for row in rows]
