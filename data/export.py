"""Every table of the file as CSV (UTF-8, comma, dot), to be read by anyone without this product."""

import csv
from pathlib import Path

from sqlite_utils import Database

from data.erreurs import Refus


def write(db: Database, folder: Path) -> list[Path]:
    """Write one CSV per table in `folder` (created if needed). Raises `Refus` when it already holds files."""
    if folder.exists() and any(folder.iterdir()):
        raise Refus(f"Le dossier « {folder} » n'est pas vide : rien n'a été écrit. Choisissez-en un autre.")
    folder.mkdir(parents=True, exist_ok=True)
    db.conn.execute("BEGIN")  # one moment in time for all the tables, while others go on writing
    try:
        return [_write(db, table, folder / f"{table}.csv") for table in _tables(db)]
    finally:
        db.conn.rollback()


def _tables(db: Database) -> list[str]:
    return sorted(name for name in db.table_names() if not name.startswith(("_", "sqlite_")))


def _write(db: Database, table: str, target: Path) -> Path:
    rows = db[table].rows_where(order_by="1, 2" if len(db[table].columns) > 1 else "1")
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([column.name for column in db[table].columns])
        writer.writerows(row.values() for row in rows)
    return target
