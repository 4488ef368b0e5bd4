"""Closings of séances in the register: each bounds the decisions that the minutes of its séance print."""

from sqlite_utils import Database

from data.seances_etat import CLOTURE


def cloture(db: Database, identifiant: int) -> tuple[int, str, int] | None:
    """The closing of a séance in the register: its rank, its hash, the rank of the closing before (0: none).

    None for a séance that is not closed, or was before closings were registered.
    """
    rows = db.conn.execute(
        "SELECT rang, empreinte, objet FROM decisions WHERE nature = ? ORDER BY rang", (CLOTURE,)
    ).fetchall()
    before = 0
    for rank, mark, target in rows:
        if target == f"seance:{identifiant}":
            return int(rank), str(mark), before
        before = int(rank)
    return None


def derniere(db: Database) -> str:
    """The instant of the last closing in the register; empty before any."""
    row = db.conn.execute("SELECT le FROM decisions WHERE nature = ? ORDER BY rang DESC LIMIT 1", (CLOTURE,)).fetchone()
    return str(row[0]) if row else ""
