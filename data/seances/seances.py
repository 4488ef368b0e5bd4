"""Séances: prepared, amended; opened and closed by `data.releves.clotures`. The one door to their members, presence,
agenda and interests."""

from datetime import date
from fractions import Fraction

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.seances.etat import CLOSE, CLOTURE, ETATS, OUVERTE, PREPAREE, mots, seance
from data.seances.interets import declarer_interet, interets, retirer_interet
from data.seances.membres import (
    ajouter_college,
    ajouter_membres,
    colleges,
    fermer_college,
    fiches,
    membres,
    nom_college,
    noms,
    ouverts,
    regler_college,
    retirer_membre,
)
from data.seances.points import GENRES, ajouter_point, deplacer_point, modifier_point, points, supprimer_point, traiter
from data.seances.presences import STATUTS, notees, pointer, presences

__all__ = [
    "CLOSE", "CLOTURE", "ETATS", "GENRES", "OUVERTE", "PREPAREE", "STATUTS", "ajouter_college", "ajouter_membres",
    "ajouter_point", "colleges", "creer", "declarer_interet", "deplacer_point", "fermer_college", "fiches", "interets",
    "membres", "modifier_point", "nom_college", "noms", "notees", "ouverts", "pointer", "points", "presences", "read",
    "regler", "regler_college", "retirer_interet", "retirer_membre", "seance", "supprimer_point", "traiter",
]  # fmt: skip


def read(db: Database) -> pd.DataFrame:
    """Every séance, newest first, indexed by id: titre, jour, lieu, quorum (fraction as text), etat."""
    rows = db.query("SELECT id, titre, jour, lieu, quorum, etat FROM seances ORDER BY jour DESC, id DESC")
    return pd.DataFrame(rows, columns=["id", "titre", "jour", "lieu", "quorum", "etat"]).set_index("id")


def creer(db: Database, acteur: Acteur, titre: str, jour: date, lieu: str, quorum: Fraction) -> int:
    """Prepare a séance and return its id. Raises `Refus` on an empty title or an impossible quorum."""
    wanted = mots(titre, "Donnez un titre à la séance.")
    if not 0 <= quorum <= 1:
        raise Refus("Le quorum est une part entre 0 et 1, par exemple 1/2. Rien n'a été créé.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "préparer une séance", wanted, {"jour": jour.isoformat()})
        row = {"titre": wanted, "jour": jour.isoformat(), "lieu": lieu.strip(), "quorum": str(quorum)}
        row |= {"etat": PREPAREE, "cree_le": acteurs.now(), "acteur": acteur.id}
        return int(db["seances"].insert(row).last_pk)


def regler(db: Database, acteur: Acteur, identifiant: int, titre: str, jour: date, lieu: str, quorum: Fraction) -> None:
    """Amend a séance that is not open yet and has no declared vote: a declaration carries its quorum."""
    wanted = mots(titre, "Donnez un titre à la séance.")
    if not 0 <= quorum <= 1:
        raise Refus("Le quorum est une part entre 0 et 1, par exemple 1/2. Rien n'a été modifié.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        declared = db.conn.execute("SELECT 1 FROM scrutins WHERE seance = ?", (identifiant,)).fetchone()
        if seance(db, identifiant)["etat"] != PREPAREE or declared:
            raise Refus("La séance est ouverte, ou un vote y est déclaré : ses réglages ne changent plus.")
        acteurs.record(db, acteur, "régler une séance", wanted, {"jour": jour.isoformat(), "quorum": str(quorum)})
        db.conn.execute(
            "UPDATE seances SET titre = ?, jour = ?, lieu = ?, quorum = ? WHERE id = ?",
            (wanted, jour.isoformat(), lieu.strip(), str(quorum), identifiant),
        )
