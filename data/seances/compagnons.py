"""The link of a séance for its members: unguessable, given by facilitation, renewed or closed at will."""

import secrets

from sqlite_utils import Database

from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.seances.etat import seance

OCTETS = 16  # of chance in a link: nobody finds one by trying


def lien(db: Database, identifiant: int) -> str:
    """The link of a séance; empty without one."""
    row = db.conn.execute("SELECT lien FROM compagnons WHERE seance = ?", (identifiant,)).fetchone()
    return str(row[0]) if row else ""


def seance_de(db: Database, lien_lu: str) -> int | None:
    """The séance that a link opens; None for one that opens nothing, or does not any more."""
    row = db.conn.execute("SELECT seance FROM compagnons WHERE lien = ?", (lien_lu,)).fetchone()
    return int(row[0]) if row else None


def renouveler(db: Database, acteur: Acteur, identifiant: int) -> str:
    """Give a séance a new link, and return it; the one before opens nothing any more."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        title = seance(db, identifiant)["titre"]
        acteurs.record(db, acteur, "ouvrir le lien des membres", str(title), {"seance": identifiant})
        fresh = secrets.token_urlsafe(OCTETS)
        db["compagnons"].upsert({"seance": identifiant, "lien": fresh}, pk="seance")
    return fresh


def revoquer(db: Database, acteur: Acteur, identifiant: int) -> None:
    """Close the link of a séance: it opens nothing any more, and what was sent through it stays."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        title = seance(db, identifiant)["titre"]
        acteurs.record(db, acteur, "fermer le lien des membres", str(title), {"seance": identifiant})
        db.conn.execute("DELETE FROM compagnons WHERE seance = ?", (identifiant,))
