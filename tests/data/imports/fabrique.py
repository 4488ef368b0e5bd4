"""Small files in the exact official layouts, and a file of Nièvre to load them into."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlite_utils import Database

from data.base import store
from data.base.acteurs import TERMINAL
from data.chargement import chargement
from data.chargement.chargement import Apercu
from data.imports.grammaire.base import Fiche, Fichier
from tests import fichiers

JOUR = date(2026, 11, 22)
COMMUNES = ("58194", "58086", "58079", "58001")  # Nevers, Cosne, Clamecy, Achun
TITRES = (
    ["Accessibilité potentielle localisée (APL) aux médecins généralistes"], [], ["Champ : France hors Mayotte"],
    ["Sources : SNIIR-AM, Insee, calculs DREES"], [], ["Note de lecture : …"], [], [],
)  # fmt: skip
ENTETES = {
    "mg": ["Code commune INSEE", "Commune", "APL aux médecins généralistes",
           "APL aux médecins généralistes de 65 ans et moins ", "Population standardisée {} pour la médecine générale",
           "Population totale {}"],
    "inf": ["Code commune INSEE", "Commune", "APL aux infirmières", "Population standardisée {} pour les infirmières",
            "Population totale {}"],
    "mk": ["Code commune INSEE", "Commune", "APL aux kinésithérapeutes",
           "Population standardisée {} pour les kinésithérapeutes", "Population totale {}"],
    "cd": ["Code commune INSEE", "Commune", "APL aux chirurgiens-dentistes",
           "Population standardisée {} pour les chirurgiens-dentistes", "Population totale {}"],
    "sf": ["Code commune INSEE", "Commune", "APL aux sages-femmes",
           "Population féminine standardisée {} pour les sages-femmes", "Population totale {}",
           "Population féminine {}"],
}  # fmt: skip
UNITES = {
    "mg": "En nombre de consultations/visites accessibles par an par habitant standardisé",
    "sf": "En ETP pour 100 000 habitantes standardisées",
}
ETP = "En ETP pour 100 000 habitants standardisés"
Retouche = Callable[[Workbook], None]


def apl(profession: str = "mg", annees: Sequence[int] = (2022, 2023), retouche: Retouche | None = None) -> Fichier:
    """A DREES workbook: read-me sheet, titles, header, units row, communes, notes and a total."""
    book = Workbook()
    book.active.title = "Lisez-moi"
    for year in annees:
        sheet = book.create_sheet(f"APL {year}")
        for row in (*TITRES, *_rows(profession, year)):
            sheet.append(row)
    if retouche is not None:
        retouche(book)
    return Fichier(f"apl_{profession}.xlsx", octets(book))


def _rows(profession: str, year: int) -> Iterator[list[Any]]:
    header = [name.format(year - 2) for name in ENTETES[profession]]
    yield header
    unit = UNITES.get(profession, ETP)
    yield [None, None, *(unit if name.startswith("APL") else "En nombre d'habitants" for name in header[2:])]
    for k, code in enumerate(COMMUNES):
        values: list[Any] = [round(1.5 + k - j / 8 + (year - 2022) / 10, 3) for j in range(len(header) - 2)]
        values = [v if name.startswith("APL") else 1000.5 * (k + 1) for v, name in zip(values, header[2:], strict=True)]
        values[0] = str(values[0]).replace(".", ",") if k == 1 else values[0]  # a text cell, decimal comma
        yield [code, f"Commune {k}", *values]
    yield ["France entière", None, 3.3, 3.0]
    yield ["Note : les communes sans population ont une APL de 0."]


def octets(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(texte: str, nom: str = "fichier.csv", encodage: str = "utf-8") -> Fichier:
    """A text file."""
    return Fichier(nom, texte.encode(encodage))


@contextmanager
def nievre(dossier: Path) -> Iterator[Database]:
    """A file of Nièvre whose communes have no position yet, as they were made before."""
    with store.connect(dossier / "nievre.db") as db:
        if not db.conn.execute("SELECT count(*) FROM concertation").fetchone()[0]:
            fichiers.remplir(db, "58")
            fichiers.sans_positions(db)
        yield db


def voir(db: Database, genre: str, fichier: Fichier, **fiche: object) -> Apercu:
    """Preview a file."""
    return chargement.apercu(db, genre, fichier, Fiche().avec(**fiche), JOUR)


def charger(db: Database, genre: str, fichier: Fichier, **fiche: object) -> list[str]:
    """Preview and load a file."""
    return chargement.charger(db, TERMINAL, voir(db, genre, fichier, **fiche), JOUR)


def contenu(db: Database) -> str:
    """Everything in the file, as text."""
    return "\n".join(db.conn.iterdump())
