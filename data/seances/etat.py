"""What every gesture of a séance starts from: its row, its states, and whether it may still change."""

from typing import Any

from sqlite_utils import Database

from components.core.refus import Introuvable, Refus

PREPAREE, OUVERTE, CLOSE = "preparee", "ouverte", "close"
CLOTURE = "clôture de séance"
ETATS = {PREPAREE: "préparée", OUVERTE: "ouverte", CLOSE: "close"}


def seance(db: Database, identifiant: int) -> dict[str, Any]:
    """One séance. Raises `Introuvable`."""
    row = next(db.query("SELECT * FROM seances WHERE id = ?", [identifiant]), None)
    if row is None:
        raise Introuvable("Cette séance n'existe pas dans ce fichier.")
    return row


def exiger_non_close(db: Database, identifiant: int, quoi: str) -> dict[str, Any]:
    """The row of a séance that may still change. Raises `Refus` when it is closed; `quoi`: what changes no more,
    with its verb."""
    row = seance(db, identifiant)
    if row["etat"] == CLOSE:
        raise Refus(f"La séance est close : {quoi}. Rien n'a été modifié.")
    return row


def mots(texte: str, probleme: str) -> str:
    """A required text on one line, trimmed. Raises `Refus` with `probleme` when it is empty."""
    trimmed = " ".join(texte.split())
    if not trimmed:
        raise Refus(f"{probleme} Rien n'a été enregistré.")
    return trimmed
