"""Opening a file without trusting it: CSV of any French habit, XLSX behind guards, as numbered rows of cells."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl

from data.imports.base import Fichier, FichierRefuse

OCTETS = 80_000_000
OCTETS_DECOMPRESSES = 400_000_000
RAPPORT = 150
ENTREES = 2_000
LIGNES, COLONNES = 200_000, 300
SEPARATEURS = (";", ",", "\t")
SIGNATURE_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Rangee:
    """A row: its number in the file (from 1) and its cells (text, number or None)."""

    numero: int
    cellules: tuple[Any, ...]

    def __getitem__(self, index: int) -> Any:
        return self.cellules[index] if index < len(self.cellules) else None


def est_classeur(fichier: Fichier) -> bool:
    """Whether the bytes are a ZIP, hence perhaps an XLSX workbook."""
    return fichier.contenu[:4] == SIGNATURE_ZIP


def texte(fichier: Fichier) -> str:
    """The text of a file, UTF-8 (with or without BOM) or Windows-1252. Refuses empty and binary files."""
    _check_size(fichier)
    if est_classeur(fichier) or fichier.contenu[:4] == b"\xd0\xcf\x11\xe0":
        raise FichierRefuse(
            f"« {fichier.nom} » est un classeur, or un fichier texte est attendu ici. "
            "Choisissez un autre type de fichier, ou enregistrez la feuille en CSV."
        )
    if b"\x00" in fichier.contenu:
        raise FichierRefuse(f"« {fichier.nom} » n'est pas un fichier texte. Donnez le fichier tel qu'il est publié.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return fichier.contenu.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FichierRefuse(f"L'encodage de « {fichier.nom} » n'est ni UTF-8 ni Windows-1252. Enregistrez-le en UTF-8.")


def rangees_csv(fichier: Fichier) -> list[Rangee]:
    """Rows of a CSV; the separator is the one its fullest lines agree on; empty lines are left out."""
    content = texte(fichier)
    separator = _separator(content)
    try:
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
        rows = [Rangee(reader.line_num, tuple(row)) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as problem:
        raise FichierRefuse(
            f"« {fichier.nom} » n'est pas un CSV lisible ({problem}). Enregistrez-le à nouveau."
        ) from None
    if not rows:
        raise FichierRefuse(f"« {fichier.nom} » est vide. Donnez le fichier tel qu'il est publié.")
    if len(rows) > LIGNES:
        raise FichierRefuse(f"« {fichier.nom} » dépasse {LIGNES} lignes. Donnez un fichier par commune.")
    return rows


class Classeur:
    """An XLSX workbook opened for reading, once its archive has been found harmless.

    Raises `FichierRefuse` on a damaged archive, a decompression bomb, or a file that is not a workbook.
    """

    def __init__(self, fichier: Fichier) -> None:
        self.fichier = fichier
        _check_size(fichier)
        _check_archive(fichier)
        try:
            self.livre = openpyxl.load_workbook(io.BytesIO(fichier.contenu), read_only=True, keep_links=False)
        except Exception as problem:  # a damaged workbook breaks anywhere in zlib, zipfile, XML or openpyxl
            raise _damaged(fichier) from problem

    def feuilles(self, motif: str) -> list[str]:
        """Names of the sheets that match a pattern, in order."""
        return [name for name in self.livre.sheetnames if re.match(motif, name.strip(), re.IGNORECASE)]

    def rangees(self, feuille: str) -> Iterator[Rangee]:
        """Rows of a sheet, empty ones left out; a formula arrives as its text, starting with « = »."""
        sheet = self.livre[feuille]
        if not hasattr(sheet, "reset_dimensions"):
            raise FichierRefuse(f"« {feuille} » n'est pas une feuille de calcul. Donnez le classeur publié.")
        sheet.reset_dimensions()
        try:
            for number, cells in enumerate(sheet.iter_rows(max_row=LIGNES + 1, max_col=COLONNES, values_only=True), 1):
                if number > LIGNES:
                    raise FichierRefuse(f"La feuille « {feuille} » dépasse {LIGNES} lignes. Donnez le classeur publié.")
                if cells and any(cell is not None and cell != "" for cell in cells):
                    yield Rangee(number, cells)
        except FichierRefuse:
            raise
        except Exception as problem:  # the same, sheet by sheet
            raise _damaged(self.fichier) from problem


def _damaged(fichier: Fichier) -> FichierRefuse:
    return FichierRefuse(
        f"« {fichier.nom} » est abîmé ou n'est pas un classeur XLSX. "
        "Téléchargez-le à nouveau depuis le site du producteur."
    )


def _check_size(fichier: Fichier) -> None:
    if not fichier.contenu.strip():
        raise FichierRefuse(f"« {fichier.nom} » est vide. Donnez le fichier tel qu'il est publié.")
    if len(fichier.contenu) > OCTETS:
        raise FichierRefuse(
            f"« {fichier.nom} » dépasse {OCTETS // 1_000_000} Mo. Donnez le fichier publié, sans ajout."
        )


def _check_archive(fichier: Fichier) -> None:
    """Read only the directory of the archive: what it would weigh once opened, before opening anything."""
    if not est_classeur(fichier):
        raise FichierRefuse(f"« {fichier.nom} » n'est pas un classeur XLSX. Choisissez un autre type de fichier.")
    try:
        entries = zipfile.ZipFile(io.BytesIO(fichier.contenu)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as problem:
        raise _damaged(fichier) from problem
    total = sum(entry.file_size for entry in entries)
    swollen = any(e.file_size > 1_000_000 and e.file_size > RAPPORT * max(1, e.compress_size) for e in entries)
    if total > OCTETS_DECOMPRESSES or swollen or len(entries) > ENTREES:
        raise FichierRefuse(
            f"« {fichier.nom} » gonflerait démesurément à l'ouverture ({total // 1_000_000} Mo) : il n'a pas été "
            "ouvert. Donnez le classeur tel qu'il est publié."
        )


def _separator(content: str) -> str:
    """The separator found in the same number, at least once, on most of the first lines; else the most frequent."""
    lines = [line for line in content.splitlines()[:30] if line.strip()]
    counts = {s: [line.count(s) for line in lines] for s in SEPARATEURS}
    regular = {s: max((c.count(n), n) for n in set(c) if n) for s, c in counts.items() if any(c)}
    return max(regular, key=lambda s: regular[s], default=";")
