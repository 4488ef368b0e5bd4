"""The ledger of lent days as it stands, of an action or of all, and what it says at a review."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.plans.regles import jours_pretes as regles
from components.plans.regles.jours_pretes import Mois
from data.plans import jours_pretes, plans


def prete(action: Mapping[Any, Any]) -> bool:
    """Whether an action lends days, hence has a ledger."""
    return bool(action["effet_genre"] == jours_pretes.PRETENT)


def registre(db: Database, ident: int) -> list[Mois]:
    """Each month of an action. Raises `Introuvable`; empty for an action that lends nothing."""
    action = plans.action(db, ident)
    return regles.lignes(action, jours_pretes.lire(db).get(ident, {})) if prete(action) else []


def bilan(db: Database, ident: int, jour: date) -> dict[str, Any] | None:
    """What the months begun of an action say together; None for an action that lends nothing, or not yet."""
    return regles.bilan(registre(db, ident), jour)
