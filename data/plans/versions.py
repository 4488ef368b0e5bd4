"""An action as it was when someone read it: what the journal kept of each change, undone."""

import json
from typing import Any

from sqlite_utils import Database

from data.plans import plans


def a_la_version(db: Database, ident: int, version: int) -> dict[str, Any] | None:
    """The columns of an action at one of its versions; None when the journal does not go that far.

    Raises `Introuvable`.
    """
    row = plans.action(db, ident)
    back = row["version"] - version
    if back < 0:
        return None
    changes = db.conn.execute(
        "SELECT detail FROM gestes WHERE objet = ? AND geste = 'modifier une action' ORDER BY rang DESC LIMIT ?",
        (f"action:{ident}", back),
    ).fetchall()
    if len(changes) < back:
        return None
    for (detail,) in changes:
        row |= {name: pair[0] for name, pair in json.loads(detail).items() if name in plans.CHAMPS}
    return row | {"version": version}
