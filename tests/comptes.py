"""Real accounts for tests, made through the product's own doors."""

from functools import cache

import pytest
from sqlite_utils import Database

from data.base import identite
from data.base.acteurs import TERMINAL, Acteur
from data.base.store import writing

MOT_DE_PASSE = "une longue phrase de test"
SEL = b"le sel des tests"


def session(db: Database, role: str = "facilitateur", nom: str = "Camille Test") -> str:
    """Create an account through a one-time link and return its session token. Its password opens as any other; the
    slow hash of it is made once for the process, with one salt: a tenth of a second each, for hundreds of accounts."""
    derived = _derive()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identite, "_slow", lambda *_: derived)
        token = identite.creer_compte(db, identite.inviter(db, TERMINAL, role), nom, MOT_DE_PASSE)
    with writing(db):
        db.conn.execute("UPDATE comptes SET sel = ? WHERE empreinte = ?", (SEL, derived))
    return token


@cache
def _derive() -> bytes:
    return identite._slow(MOT_DE_PASSE, SEL)


def compte(db: Database, role: str = "facilitateur", nom: str = "Camille Test") -> Acteur:
    """Create an account and return its actor."""
    found = identite.acteur_de(db, session(db, role, nom))
    assert found is not None
    return found
