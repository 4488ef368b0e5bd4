"""Opening a file without trusting it: CSV of any French habit, XLSX behind guards, as numbered rows of cells."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook, SheetTypeEnum

from data.imports.grammaire.base import Fichier, FichierRefuse, Rejets
from data.imports.grammaire.encodage import decoder, lignes

OCTETS = 80_000_000
OCTETS_DECOMPRESSES = 400_000_000
RAPPORT = 150
ENTREES = 2_000
LIGNES, COLONNES = 200_000, 300
TETE = 10_000  # characters of a line, enough for its headings
SEPARATEURS = (";", ",", "\t")
SIGNATURE_ZIP, SIGNATURE_OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
CHIFFRE = "EncryptedPackage".encode("utf-16-le")  # what a workbook under a password holds, in an OLE file
FORMATS = (  # other workbooks that are archives: what only they hold, and what people call them
    (r"content\.xml", "document LibreOffice (.ods)"), (r"xl/workbook\.bin", "classeur binaire (.xlsb)"),
    (r".*\.iwa", "classeur Numbers"),
)  # fmt: skip
GUILLEMETS = "Fermez le guillemet, ou doublez-le s'il fait partie du texte."
MORCEAU, RECOUVREMENT, PAS = 1_000_000, 200, 2_000
# What the fast reader does not see as a person would (formulas, errors) or could not hold (cells far away).
DELICATS = (  # several short patterns: together they would be three times slower
    re.compile(rb"<f[\s>/]"),
    re.compile(rb":f[\s>/]"),
    re.compile(rb"=\s*[\"'](?:[A-Za-z]{2,3}\d|[A-Za-z]?(?:[2-9]\d{5}|\d{7})|e[\"'])"),
)


@dataclass(slots=True)
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
    """The text of a file, in any encoding known for sure. Refuses empty and binary files, and workbooks."""
    _check_size(fichier)
    _check_ole(fichier)
    if est_classeur(fichier):
        raise FichierRefuse(
            f"« {fichier.nom} » est un classeur, or un fichier texte est attendu ici. "
            "Choisissez un autre type de fichier, ou enregistrez la feuille en CSV."
        )
    return decoder(fichier)


def lignes_csv(fichier: Fichier) -> tuple[list[Rangee], str]:
    """Rows of a CSV, numbered by the line they start on, empty ones left out; and the separator its fullest lines agree
    on. A quote that is never closed is refused where it opens: it would swallow the lines that follow."""
    content = texte(fichier)
    separator = _separator(content)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    rows, start = list[Rangee](), 1
    try:
        for cells in reader:
            if start not in fichier.sautees and any(cell.strip() for cell in cells):
                rows.append(Rangee(start, tuple(cells)))
            start = reader.line_num + 1
    except csv.Error:
        line = (lignes(content)[start - 1 : start] or [""])[0]
        rejets = Rejets()
        rejets.ajouter(start, "ligne", line, "guillemet ouvert et jamais fermé, ou mal placé", GUILLEMETS)
        rejets.lever(fichier)
    if not rows:
        raise FichierRefuse(f"« {fichier.nom} » est vide. Donnez le fichier tel qu'il est publié.")
    if len(rows) > LIGNES:
        raise FichierRefuse(f"« {fichier.nom} » dépasse {LIGNES} lignes. Donnez un fichier par commune.")
    return rows, separator


def premieres(fichier: Fichier, combien: int) -> list[list[str]]:
    """The first rows of a text, as cells, whatever they are worth: the reader says what is wrong with them."""
    lines = [line[:TETE] for line in islice(filter(str.strip, lignes(texte(fichier))), combien)]
    return list(csv.reader(lines, delimiter=_separator("\n".join(lines))))


class Classeur:
    """An XLSX workbook opened for reading, once its archive has been found harmless.

    Read by calamine, fast; by openpyxl as soon as a sheet holds a formula, an error or a cell far away, or when asked
    (`prudent`): it tells formulas and never holds more than the rows it is asked for.
    Raises `FichierRefuse` on a damaged archive, a decompression bomb, or a file that is not a workbook.
    """

    def __init__(self, fichier: Fichier, prudent: bool = False) -> None:
        self.fichier, self._lues, self._total = fichier, 0, 1
        _check_size(fichier)
        _check_archive(fichier)
        with _guarded(fichier):
            self.onglets, self._ouvrir = _slow(fichier) if prudent or _delicate(fichier) else _fast(fichier)

    def feuilles(self, motif: str) -> list[str]:
        """Names of the sheets that match a pattern, in order."""
        names = [name for name in self.onglets if re.match(motif, name.strip(), re.IGNORECASE)]
        self._total = max(1, len(names))
        return names

    def rangees(self, feuille: str) -> Iterator[Rangee]:
        """Rows of a sheet, empty ones left out; a formula arrives as its text, starting with « = »."""
        with _guarded(self.fichier):
            height, rows = self._ouvrir(feuille)
            rows = (() if cells.count(None) == len(cells) else cells for cells in rows)  # thousands before a far row
            for number, cells in enumerate(rows, 1):
                if number % PAS == 0:
                    self.fichier.suivi(min(1.0, (self._lues + number / max(number, height)) / self._total))
                if cells.count(None) == len(cells) or number in self.fichier.sautees:
                    continue  # LibreOffice writes an empty last row, the 1,048,576th: this test must be quick
                if all(cell is None or cell == "" for cell in cells):
                    continue
                if number > LIGNES:
                    raise FichierRefuse(f"La feuille « {feuille} » dépasse {LIGNES} lignes. Donnez le classeur publié.")
                yield Rangee(number, cells)
        self._lues += 1


Cellules = Iterator[tuple[Any, ...]]
Livre = tuple[list[str], Callable[[str], tuple[int, Cellules]]]


def _fast(fichier: Fichier) -> Livre:
    """Names of the sheets, and how to open one: its height and its rows from the first."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(fichier.contenu))
    kinds = {sheet.name: sheet.typ for sheet in book.sheets_metadata}

    def ouvrir(feuille: str) -> tuple[int, Cellules]:
        if kinds[feuille] != SheetTypeEnum.WorkSheet:
            raise _not_a_sheet(feuille)
        sheet = book.get_sheet_by_name(feuille)
        return sheet.total_height, map(tuple, sheet.iter_rows())

    return list(book.sheet_names), ouvrir


def _slow(fichier: Fichier) -> Livre:
    book = openpyxl.load_workbook(io.BytesIO(fichier.contenu), read_only=True, keep_links=False)

    def ouvrir(feuille: str) -> tuple[int, Cellules]:
        sheet = book[feuille]
        if not hasattr(sheet, "reset_dimensions"):
            raise _not_a_sheet(feuille)
        height = sheet.max_row or 0
        sheet.reset_dimensions()
        return height, sheet.iter_rows(max_col=COLONNES, values_only=True)

    return list(book.sheetnames), ouvrir


@contextmanager
def _guarded(fichier: Fichier) -> Iterator[None]:
    """A damaged workbook breaks anywhere in zlib, zipfile, XML or a reader: all of it is one refusal."""
    try:
        yield
    except (FichierRefuse, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as problem:  # a panic of the fast reader is not an Exception
        raise _damaged(fichier) from problem


def _delicate(fichier: Fichier) -> bool:
    """Whether a sheet of the archive holds what only the slow reader tells or holds safely; reads every byte, hence
    every checksum."""
    archive = zipfile.ZipFile(io.BytesIO(fichier.contenu))
    delicates = [_delicate_entry(archive, entry) for entry in archive.infolist()]
    return any(delicates)


def _delicate_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    sheet = delicate = False
    tail = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(MORCEAU):
            text = tail + chunk
            sheet = sheet or b"sheetData" in text
            delicate = delicate or any(pattern.search(text) for pattern in DELICATS)
            tail = text[-RECOUVREMENT:]
    return sheet and delicate


def _not_a_sheet(feuille: str) -> FichierRefuse:
    return FichierRefuse(f"« {feuille} » n'est pas une feuille de calcul. Donnez le classeur publié.")


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


def _check_ole(fichier: Fichier) -> None:
    """Refuse what Office wrote in its older container: a workbook under a password, or an .xls."""
    if fichier.contenu[:4] != SIGNATURE_OLE:
        return
    if CHIFFRE in fichier.contenu:
        raise FichierRefuse(
            f"« {fichier.nom} » est protégé par un mot de passe. Dans le tableur, enregistrez-le sans mot de passe, "
            "puis recommencez."
        )
    raise _other(fichier, "ancien classeur Excel (.xls)")


def refuser_format(fichier: Fichier, entrees: Iterable[str]) -> None:
    """Refuse an archive that is a workbook of another format. `entrees`: names of what it holds."""
    names = list(entrees)
    for pattern, what in FORMATS:
        if any(re.fullmatch(pattern, name) for name in names):
            raise _other(fichier, what)


def _other(fichier: Fichier, what: str) -> FichierRefuse:
    return FichierRefuse(
        f"« {fichier.nom} » est un {what}. Dans le tableur, enregistrez-le en .xlsx ou en CSV, puis recommencez."
    )


def _check_archive(fichier: Fichier) -> None:
    """Read only the directory of the archive: what it would weigh once opened, before opening anything."""
    _check_ole(fichier)
    if not est_classeur(fichier):
        raise FichierRefuse(f"« {fichier.nom} » n'est pas un classeur XLSX. Choisissez un autre type de fichier.")
    try:
        entries = zipfile.ZipFile(io.BytesIO(fichier.contenu)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as problem:
        raise _damaged(fichier) from problem
    refuser_format(fichier, (entry.filename for entry in entries))
    total = sum(entry.file_size for entry in entries)
    swollen = any(e.file_size > 1_000_000 and e.file_size > RAPPORT * max(1, e.compress_size) for e in entries)
    if total > OCTETS_DECOMPRESSES or swollen or len(entries) > ENTREES:
        raise FichierRefuse(
            f"« {fichier.nom} » gonflerait démesurément à l'ouverture ({total // 1_000_000} Mo) : il n'a pas été "
            "ouvert. Donnez le classeur tel qu'il est publié."
        )


def _separator(content: str) -> str:
    """The separator found in the same number, at least once, on most of the first lines; else the most frequent."""
    lines = [line for line in lignes(content)[:30] if line.strip()]
    counts = {s: [line.count(s) for line in lines] for s in SEPARATEURS}
    regular = {s: max((c.count(n), n) for n in set(c) if n) for s, c in counts.items() if any(c)}
    return max(regular, key=lambda s: regular[s], default=";")
