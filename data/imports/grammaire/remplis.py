"""A small table that people fill by hand (a plan, a list of members): any sheet or separator, its rows as texts.

One guarded door for the workbooks that are not data: little may come in, little may be opened, few rows are read.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from data.imports.grammaire import fusions, tableur
from data.imports.grammaire.base import Fichier, FichierRefuse, Rejets
from data.imports.grammaire.tableau import BLOC, COUPEE, TROP_COURTE, seules
from data.imports.grammaire.tableur import GUILLEMETS, SEPARATEURS, Rangee, est_classeur

MEGAOCTETS = 5
OCTETS, OUVERT = MEGAOCTETS * 1024 * 1024, 20_000_000  # of the file, of its archive once opened
LIGNES, RECHERCHE = 5_000, 30  # rows read, rows where the headings are looked for
CODE = re.compile("_x([0-9A-Fa-f]{4})_")  # how a workbook writes a character it cannot hold
SEP = re.compile(r"\s*\"?sep=([;,\t|])\"?\s*", re.IGNORECASE)
Entete = Callable[[list[str]], bool]


def lire(fichier: Fichier, entete: Entete) -> list[Rangee]:
    """Rows (cells are texts, empty rows left out) from the headings on, whatever stands above them or on other sheets;
    every row when nothing is a heading. Raises `FichierRefuse` when it cannot be read, has two tables, merged cells, or
    rows whose cells are not those of the headings."""
    if not fichier.contenu.strip():
        return []
    book = est_classeur(fichier) or fichier.nom.lower().endswith(".xlsx")
    tables = feuilles(fichier) if book else _csv(fichier)
    starts = {name: _start(rows, entete) for name, rows in tables.items()}
    headed = [name for name, start in starts.items() if start is not None]
    if len(headed) > 1 and est_classeur(fichier):
        names = " et ".join(f"« {name} »" for name in headed[:2])
        raise FichierRefuse(f"« {fichier.nom} » a deux tableaux : feuilles {names}. Gardez celle à lire.")
    chosen = headed[0] if headed else next(iter(tables), "")
    rows = tables.get(chosen, [])[starts.get(chosen) or 0 :]
    if headed and book:
        fusions.refuser(fichier, chosen, rows[0].numero)
    elif headed:
        _entieres(fichier, rows, chosen)
    return [_rognee(row) for row in rows]


def feuilles(fichier: Fichier, seule: str = "") -> Mapping[str, list[Rangee]]:
    """The rows of every sheet of a workbook (of one alone when asked), as texts; a formula starts with « = »."""
    _check(fichier)
    book = tableur.Classeur(fichier, prudent=True)
    wanted = [name for name in book.onglets if seule in ("", name)]
    return {name: [_rognee(row) for row in _rows(fichier, book.rangees(name))] for name in wanted}


def texte_de(cell: Any) -> str:
    """A cell as a person reads it: a whole number without decimals, a date as 2027-12-31 00:00:00."""
    if isinstance(cell, str):
        return _joint(CODE.sub(lambda escape: chr(int(escape[1], 16)), cell))
    if cell is None or cell != cell:  # not a number
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if hasattr(cell, "ref"):  # a formula over several cells
        return f"={getattr(cell, 'text', '')}"
    return cell.isoformat(" ", "seconds") if isinstance(cell, datetime) else str(cell)


def _joint(text: str) -> str:
    """A text whose halves of characters are joined; one alone, which no screen can show, becomes U+FFFD."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _rows(fichier: Fichier, rows: Iterator[Rangee], texte: Callable[[Any], str] = texte_de) -> Iterator[Rangee]:
    for count, row in enumerate(rows):
        if count >= LIGNES:
            raise FichierRefuse(f"« {fichier.nom} » dépasse {LIGNES} lignes. Gardez celles du tableau.")
        texts = tuple(texte(cell) for cell in row.cellules)
        if any(text.strip() for text in texts):
            yield Rangee(row.numero, texts)


def _rognee(row: Rangee) -> Rangee:
    """A row without the empty cells at its end."""
    last = max(k for k, cell in enumerate(row.cellules, 1) if cell.strip())
    return Rangee(row.numero, row.cellules[:last])


def _entieres(fichier: Fichier, rows: list[Rangee], separator: str) -> None:
    """Refuse the rows of a CSV that are too short, as which cell is missing cannot be guessed, those that a quote left
    open made of several, and those that a separator inside a cell pushed beyond the headings."""
    titles = len(_rognee(rows[0]).cellules)
    rejets, left_out = Rejets(), _sans_leurs_vides(rows[1:])
    airy, odd = _suite(rows[0].cellules), _impaires(rows[1:]) if separator == "," else set()
    for row in rows[1:]:
        count = len(row.cellules)
        if count < titles and row.numero not in left_out:
            words = f"{count} cellule{'s' if count > 1 else ''} pour {titles} titres", TROP_COURTE
        elif any(_avale(cell, titles - 1 - k, titles - 1, separator) for k, cell in enumerate(row.cellules)):
            words = "guillemet ouvert et fermé plus loin : la cellule avale les lignes qui suivent", GUILLEMETS
        elif count > len(rows[0].cellules) and not airy and (count in odd or _suite(row.cellules)):
            words = f"{count} cellules pour {titles} titres, dont une coupée", COUPEE
        else:
            continue
        rejets.ajouter(row.numero, "ligne", " | ".join(row.cellules), *words)
    rejets.lever(fichier)


def _impaires(rows: Sequence[Rangee]) -> set[int]:
    """Lengths of row that betray a comma inside a cell, which sentences have too: those that most rows do not have, or
    that of a single row that says more than a name and a college."""
    if len(rows) == 1:
        return {len(rows[0].cellules)} if sum(map(bool, rows[0].cellules)) > 2 else set()
    return seules(rows)


def _suite(cells: Sequence[str]) -> bool:
    """Whether a cell starts with a space as what follows a comma in a sentence does: « Asso », « Santé »."""
    return any(after[:1].isspace() and after.strip() and before.strip() for before, after in pairwise(cells))


def _sans_leurs_vides(rows: list[Rangee]) -> set[int]:
    """The lines whose empty last cells Excel did not write: it leaves them out of a whole block of rows at once, never
    out of the first one, where the headings are."""
    runs = [list(run) for _, run in groupby(rows, key=lambda row: len(row.cellules))]
    whole = [run for run in runs if run[0].numero > BLOC and (len(run) >= BLOC or run is runs[-1])]
    return {row.numero for run in whole for row in run}


def _avale(cell: str, reste: int, entiere: int, separator: str) -> bool:
    """Whether a cell holds the rest of its row (so many separators), a whole row, or in its last line the beginning of
    another, up to its own place."""
    *before, last = cell.splitlines() or [""]
    first, *others = [line.count(separator) for line in before] or [0]
    if 0 < first == reste or any(0 < count == entiere for count in others):
        return True
    begun = 0 < _serres(last, separator) == entiere - reste
    return bool(before) and begun and _serres(before[0], separator) >= reste


def _serres(line: str, separator: str) -> int:
    """Separators that no space follows, as that of a sentence has."""
    return len(re.findall(rf"{re.escape(separator)}(?! )", line))


def _csv(fichier: Fichier) -> Mapping[str, list[Rangee]]:
    """The rows by separator, the most likely first; « sep=; » says which one."""
    _check(fichier)
    text = tableur.texte(fichier)
    declared = SEP.fullmatch(text.split("\n", 1)[0].split("\r", 1)[0])
    separators = [declared[1]] if declared else sorted(SEPARATEURS, key=text.split("\n", 1)[0].count, reverse=True)
    tables, wrong = {}, []
    for mark in separators:
        try:
            tables[mark] = list(_rows(fichier, _parsed(fichier, text, mark), str))[bool(declared) :]
        except FichierRefuse as refusal:
            wrong.append(refusal)
    if not tables:
        raise wrong[0]
    return tables


def _parsed(fichier: Fichier, text: str, separator: str) -> Iterator[Rangee]:
    reader, line = csv.reader(io.StringIO(text, newline=None), delimiter=separator, strict=True), 0
    try:
        for row in reader:
            yield Rangee(line + 1, tuple(row))
            line = reader.line_num
    except csv.Error as problem:
        raise FichierRefuse(
            f"« {fichier.nom} » ne se lit pas comme un tableau CSV, ligne {line + 1} : un guillemet ouvert n'y est pas "
            "refermé, ou une cellule est trop longue. Corrigez-la, ou enregistrez à nouveau le fichier."
        ) from problem


def _start(rows: list[Rangee], entete: Entete) -> int | None:
    return next((k for k, row in enumerate(rows[:RECHERCHE]) if entete(list(row.cellules))), None)


def _check(fichier: Fichier) -> None:
    """What may be opened at all, before anything is."""
    if len(fichier.contenu) > OCTETS:
        raise FichierRefuse(
            f"« {fichier.nom} » dépasse {MEGAOCTETS} Mo. Retirez ses images, ou enregistrez le tableau seul."
        )
    try:
        entries = zipfile.ZipFile(io.BytesIO(fichier.contenu)).infolist() if est_classeur(fichier) else []
    except (zipfile.BadZipFile, ValueError, OSError):
        return  # the reader says it
    if sum(entry.file_size for entry in entries) > OUVERT:
        raise FichierRefuse(f"« {fichier.nom} » est trop gros une fois ouvert. Enregistrez le tableau seul.")
