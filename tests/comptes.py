"""Real accounts for tests, made through the product's own doors."""

from sqlite_utils import Database

from data.base import identite
from data.base.acteurs import TERMINAL, Acteur

MOT_DE_PASSE = "une longue phrase de test"


def session(db: Database, role: str = "facilitateur", nom: str = "Camille Test") -> str:
    """Create an account through a one-time link and return its session token."""
    return identite.creer_compte(db, identite.inviter(db, TERMINAL, role), nom, MOT_DE_PASSE)


def compte(db: Database, role: str = "facilitateur", nom: str = "Camille Test") -> Acteur:
    """Create an account and return its actor."""
    found = identite.acteur_de(db, session(db, role, nom))
    assert found is not None
    return found
