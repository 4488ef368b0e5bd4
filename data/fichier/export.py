"""Every table of the file as CSV (UTF-8, comma, dot), to be read by anyone without this product.

What may identify a practitioner never leaves: the workforce goes out as headcounts, without rows, ages or dates; moves
without the age and acts of who comes or leaves, in the journal too. Nor do the hashes of secrets (sessions, links,
passwords, slips), nor people's addresses. Nor does any single ballot: the tallies go out with the votes, without the
patterns of ticks that the register still holds of approval votes of before (its hashes are those of the file, not of
the CSV), and while a vote is open nothing does. A text that a spreadsheet would run as a formula leaves behind an
apostrophe, without control characters. Only the owner of the files may read them.
"""

import csv
import shutil
import tempfile
from pathlib import Path

from sqlite_utils import Database

from components.core.refus import Refus
from components.core.textes import inerte
from data.base import acteurs
from data.base.provisoire import prive
from data.effectifs import effectifs
from data.priorites import decomptes, scrutins

RETENUES = (
    "effectifs", "scenario_resultats", "sessions", "liens", "jetons", "bulletins", "depouilles", "signatures",
    "scelles", "compagnons", "droits_envoi", "effacements", "solidarite_declaree", "courriels",
)  # fmt: skip
COLONNES_RETENUES = {
    "scenario_lignes": acteurs.PERSONNELLES,
    "mouvements": acteurs.PERSONNELLES,
    "comptes": ("sel", "empreinte"),
    "envois": ("cle", "sel"),
}


def write(db: Database, folder: Path) -> list[Path]:
    """Write one CSV per table in `folder` (created if needed), all of them or none. Raises `Refus` when it already
    holds files, or while a vote is open: what is cast by college, read twice, would tell who voted what."""
    if scrutins.un_ouvert(db):
        raise Refus("Un vote est ouvert : rien n'a été écrit. Clôturez-le, puis exportez.")
    if folder.exists() and any(folder.iterdir()):
        raise Refus(f"Le dossier « {folder} » n'est pas vide : rien n'a été écrit. Choisissez-en un autre.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".partiel", dir=folder.parent))
    try:
        written = _whole(db, partial)
        folder.mkdir(mode=0o700, exist_ok=True)
        return [one.rename(folder / one.name) for one in written]
    finally:
        shutil.rmtree(partial)


def _whole(db: Database, folder: Path) -> list[Path]:
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
    with prive(target) as out:
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
    with prive(target) as out:
        table.to_csv(out, index=False, lineterminator="\r\n")
    return target
