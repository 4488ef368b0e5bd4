"""Every table of the file as CSV (UTF-8, comma, dot), to be read by anyone without this product.

What may identify a practitioner never leaves: the workforce goes out as headcounts, without rows, ages or dates; moves
without the age and acts of who comes or leaves, in the journal too. Nor do
the hashes of secrets: sessions, links, passwords and slips. Nor does any single ballot: the tallies go out with the
votes, without the patterns of ticks that the register still holds of approval votes of before (its hashes are those of
the file, not of the CSV), and while a vote is open nothing does. A text that a spreadsheet would run as a formula
leaves behind an apostrophe, without control characters.
"""

import csv
from pathlib import Path

from sqlite_utils import Database

from components.core.refus import Refus
from components.core.textes import inerte
from data.base import acteurs
from data.effectifs import effectifs
from data.priorites import decomptes, scrutins

RETENUES = (
    "effectifs", "scenario_resultats", "sessions", "liens", "jetons", "bulletins", "depouilles", "signatures",
    "scelles", "compagnons", "droits_envoi", "effacements", "solidarite_declaree",
)  # fmt: skip
COLONNES_RETENUES = {
    "scenario_lignes": acteurs.PERSONNELLES,
    "mouvements": acteurs.PERSONNELLES,
    "comptes": ("sel", "empreinte"),
    "envois": ("cle", "sel"),
}


def write(db: Database, folder: Path) -> list[Path]:
    """Write one CSV per table in `folder` (created if needed). Raises `Refus` when it already holds files, or while a
    vote is open: what is cast by college, read twice, would tell who voted what."""
    if scrutins.un_ouvert(db):
        raise Refus("Un vote est ouvert : rien n'a été écrit. Clôturez-le, puis exportez.")
    if folder.exists() and any(folder.iterdir()):
        raise Refus(f"Le dossier « {folder} » n'est pas vide : rien n'a été écrit. Choisissez-en un autre.")
    folder.mkdir(parents=True, exist_ok=True)
    db.conn.execute("BEGIN")  # one moment in time for all the tables, while others go on writing
    try:
        written = [_write(db, table, folder / f"{table}.csv") for table in _tables(db)]
        return [*written, _headcounts(db, folder / "effectifs_nombres.csv")]
    finally:
        db.conn.rollback()


def _tables(db: Database) -> list[str]:
    return sorted(name for name in db.table_names() if not name.startswith(("_", "sqlite_")) and name not in RETENUES)


def _write(db: Database, table: str, target: Path) -> Path:
    rows = db[table].rows_where(order_by="1, 2" if len(db[table].columns) > 1 else "1")
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        names = [c.name for c in db[table].columns if c.name not in COLONNES_RETENUES.get(table, ())]
        writer.writerow(names)
        writer.writerows([inerte(_cell(table, name, row[name])) for name in names] for row in rows)
    return target


def _cell(table: str, name: str, value: object) -> object:
    if (table, name) == ("gestes", "detail"):
        return acteurs.sans_personne(str(value))
    return decomptes.public(value) if isinstance(value, str) and value[:1] in ("{", "[") else value


def _headcounts(db: Database, target: Path) -> Path:
    table = effectifs.headcounts(db).map(inerte)
    table.to_csv(target, index=False, lineterminator="\r\n")
    return target
