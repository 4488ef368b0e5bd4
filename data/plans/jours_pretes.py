"""The ledger of lent days: for each month of an action, days pledged, held, cancelled, as the table writes them."""

import re
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from components.core.refus import Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.souvenir import partagee
from data.base.store import writing
from data.plans import plans

CHAMPS = ("promis", "tenus", "annules", "mot")
NOMS = {"promis": "Jours promis", "tenus": "Jours tenus", "annules": "Jours annulés", "mot": "Mot"}
GESTE = "tenir le registre des jours"
PRETENT = "consultation_avancee"  # the effect of an action that lends days
JOURS_MAX = 500  # days of a month, all volunteers together: beyond, a human is asked again


@partagee
def lire(db: Database) -> dict[int, dict[str, dict[str, Any]]]:
    """What was written: action → month (« 2026-11 ») → `CHAMPS` and version."""
    ledger: dict[int, dict[str, dict[str, Any]]] = {}
    for row in db.query("SELECT action, mois, promis, tenus, annules, mot, version FROM jours_pretes ORDER BY mois"):
        ledger.setdefault(int(row["action"]), {})[row["mois"]] = row
    return ledger


def inscrire(
    db: Database, acteur: Acteur, ident: int, mois: str, version: int, champs: Mapping[str, float | str | None]
) -> None:
    """Write a month of an action, read at `version` (0: nobody wrote it yet). `champs`: promis, tenus, annules (None:
    not told yet), mot. Raises `plans.Depasse` when someone wrote it meanwhile, `Refus` on impossible days."""
    _verifier(mois, champs)
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        if plans.action(db, ident)["effet_genre"] != PRETENT:
            raise Refus("Cette action ne prête aucun jour. Rien n'a été enregistré.")
        now = lire(db).get(ident, {}).get(mois, {"version": 0})
        if now["version"] != version:
            author = plans.last_author(db, ident, GESTE)
            raise plans.Depasse(now, author, champs, f"le mois {mois[5:]}/{mois[:4]} de ce registre")
        plans.marquer(db, acteur, ident, GESTE, {"mois": f"{mois[5:]}/{mois[:4]}", **champs})
        row = dict(champs) | {"action": ident, "mois": mois, "version": version + 1}
        db["jours_pretes"].upsert(row | {"acteur": acteur.id, "le": acteurs.now()}, pk=("action", "mois"))


def _verifier(mois: str, champs: Mapping[str, float | str | None]) -> None:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", mois):
        raise Refus(f"« {mois} » n'est pas un mois. Rien n'a été enregistré.")
    days = {name: champs[name] for name in CHAMPS[:3]}
    for name, value in days.items():
        if value is not None and not 0 <= float(value) <= JOURS_MAX:
            raise Refus(f"{NOMS[name]} : écrivez un nombre de 0 à {JOURS_MAX}. Rien n'a été enregistré.")
    if days["promis"] is None:
        raise Refus("Jours promis : écrivez un nombre, 0 s'il n'y en a pas. Rien n'a été enregistré.")
    if float(days["annules"] or 0.0) > float(days["promis"]):
        raise Refus("On n'annule pas plus de jours qu'il n'en était promis. Rien n'a été enregistré.")
