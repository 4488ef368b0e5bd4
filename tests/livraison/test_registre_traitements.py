"""What is personal in the file is in the register of processing: every table, every column that leads to a person."""

import re
from pathlib import Path

from sqlite_utils import Database

from data.base import store
from tests.livraison.dependances import ROOT

TEXTE = (ROOT / "docs" / "registre-traitements.md").read_text(encoding="utf-8")
LIGNE = re.compile(r"^\| `(\w+)` \| ([\w, ]+) \|$", re.MULTILINE)
PERSONNES = {"acteurs", "comptes", "membres"}  # a column that refers to one of these leads to a person
NOMMENT = {  # and so does one of these names, whatever it holds
    "acteur", "auteur", "membre", "mandataire", "signataire", "suppleant", "scrutateurs", "chef", "delegataire", "par",
    "regle_par", "retire_par", "charge_par", "telephone", "adresse", "age_min", "age_max", "sexe", "courriel", "prenom",
    "mot_de_passe", "sel",
}  # fmt: skip
PAS_UNE_PERSONNE = {("envois", "sel")}  # of a text: it is destroyed with it


def declarees() -> dict[str, set[str]]:
    """The personal columns of each table, as the register names them."""
    rows = LIGNE.findall(TEXTE)
    assert len({table for table, _ in rows}) == len(rows), "a table is named twice"
    return {table: {name.strip() for name in names.split(",")} for table, names in rows}


def manques(db: Database) -> list[str]:
    """What the register does not say of this file."""
    named, apart = declarees(), set(re.findall(r"`(\w+)`", TEXTE.partition("## Tables sans donnée personnelle")[2]))
    faults = [f"{table} : nommée deux fois" for table in named.keys() & apart]
    faults += [f"{table} : absente du fichier" for table in (named.keys() | apart) - set(db.table_names())]
    for table in db.tables:
        if table.name.startswith("_"):
            continue
        columns = {column.name for column in table.columns}
        led = {key.column for key in table.foreign_keys if key.other_table in PERSONNES} | (columns & NOMMENT)
        led -= {name for name in led if (table.name, name) in PAS_UNE_PERSONNE}
        if table.name not in named.keys() | apart:
            faults.append(f"{table.name} : absente du registre")
        faults += [f"{table.name}.{name} : personnelle, non dite" for name in led - named.get(table.name, set())]
        faults += [f"{table.name}.{name} : absente du fichier" for name in named.get(table.name, set()) - columns]
    return faults


def test_every_table_and_every_column_that_leads_to_a_person_is_in_the_register(tmp_path: Path) -> None:
    with store.connect(tmp_path / "t.db") as db:
        assert manques(db) == [], "docs/registre-traitements.md"


def test_a_table_or_a_column_added_tomorrow_is_missed(tmp_path: Path) -> None:
    with store.connect(tmp_path / "t.db") as db:
        db.conn.execute("CREATE TABLE demain (id INTEGER PRIMARY KEY, qui TEXT REFERENCES membres (id))")
        db.conn.execute("ALTER TABLE jalons ADD COLUMN auteur TEXT")
        assert set(manques(db)) == {
            "demain : absente du registre", "demain.qui : personnelle, non dite",
            "jalons.auteur : personnelle, non dite",
        }  # fmt: skip


def test_each_processing_says_for_what_how_long_and_how_it_is_erased() -> None:
    parts = re.split(r"^## \d+\. ", TEXTE.partition("## 8.")[0], flags=re.MULTILINE)[1:]
    assert len(parts) == 7
    for part in parts:
        for word in ("**Pour**", "**Personnes**", "**Données**", "**Durée", "ffacement**"):
            assert word in part, (part.splitlines()[0], word)
