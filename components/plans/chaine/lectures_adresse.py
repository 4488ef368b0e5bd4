"""Where an object named by the address of the page is found: the territory in whose chain it is."""

import json

from sqlite_utils import Database

from data.base import decisions
from data.carences import constats
from data.plans import liens, plans


def territoire_de(db: Database, cle: str) -> str | None:
    """The territory in whose chain an object is found: its own, or that of the first action it bears on; else None."""
    kind, _, rest = cle.partition(":")
    if kind == "decision":
        code = next((c.territoire for c in constats.constats(db) if str(c.rang) == rest), None)
        return code or _served(db, _kept(db, rest))
    if kind == "scenario":
        rows = liens.scenarios_de(db)
        return _served(db, rows.loc[rows["nom"] == rest, "action"].tolist())
    number = rest.split(":")[0]
    return _served(db, [int(number)]) if kind in ("action", "effet", "mesure") and number.isdigit() else None


def _kept(db: Database, rang: str) -> list[int]:
    rows = decisions.read(db)
    contents = rows.loc[(rows["rang"].astype(str) == rang) & rows["objet"].str.startswith("enveloppe:"), "contenu"]
    return [int(retenue["action"]) for text in contents for retenue in json.loads(text).get("retenues", [])]


def _served(db: Database, actions: list[int]) -> str | None:
    rows = plans.actions(db)
    return next((str(rows.at[ident, "territoire"]) for ident in actions if ident in rows.index), None)
