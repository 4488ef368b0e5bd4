"""What a file looks like before it is read: its first rows, its sheets, the properties of its outlines. Its name says
nothing here: a layout is recognised by what it holds."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from data.imports.grammaire.base import Fichier, FichierRefuse
from data.imports.grammaire.cellules import simple
from data.imports.grammaire.tableur import Classeur, est_classeur, premieres, refuser_format, texte

LIGNES = 40  # headings stand above the first forty rows
TETE = 2_000_000  # characters of a GeoJSON in which its first outline ends
PROPRIETE = re.compile(r'"([^"\\]{1,40})"\s*:\s*(?:"([^"\\]{0,80})"|(-?\d+(?:\.\d+)?))')
CLASSEUR = "[Content_Types].xml"  # what every XLSX holds
Titres = Callable[[list[str]], bool]


@dataclass(frozen=True)
class Allure:
    """`rangs`: the first rows of a text, in `simple` form; `onglets`: the sheets of a workbook; `proprietes`: what the
    first outlines of a GeoJSON say of themselves."""

    fichier: Fichier
    rangs: tuple[list[str], ...] = ()
    proprietes: tuple[tuple[str, str], ...] = ()
    classeur: Classeur | None = field(default=None, compare=False, repr=False)

    @property
    def onglets(self) -> list[str]:
        """Names of the sheets; none for a text."""
        return self.classeur.onglets if self.classeur else []

    def titres(self, voulues: Titres) -> bool:
        """Whether one of the first rows of the text is headings that are `voulues`."""
        return any(voulues(row) for row in self.rangs)

    def feuille(self, motif: str, voulues: Titres | None = None) -> bool:
        """Whether a sheet bears such a name and, when asked, such headings."""
        if self.classeur is None:
            return False
        names = [name for name in self.onglets if re.match(motif, name.strip(), re.IGNORECASE)]
        return any(voulues is None or any(map(voulues, _rangs(self.classeur, name))) for name in names)

    def feuilles(self) -> Iterator[tuple[str, "Allure"]]:
        """Each sheet of a workbook by name, as if it were a text."""
        for name in self.onglets:
            try:
                rows = tuple(_rangs(self.classeur, name)) if self.classeur else ()
            except FichierRefuse:  # a chart
                continue
            yield name, Allure(self.fichier, rows)

    @property
    def mots(self) -> str:
        """What was read in it, for whoever must understand why it is not known."""
        if self.classeur is not None:
            return f"Lu : un classeur dont les onglets sont {_cites(self.onglets)}."
        if self.proprietes:
            return f"Lu : un GeoJSON dont les propriétés sont {_cites(list(dict(self.proprietes)))}."
        longest = max(self.rangs, key=lambda row: sum(map(bool, row)), default=[])
        return f"Lu : un tableau dont les titres sont {_cites([word for word in longest if word])}."


def allure(fichier: Fichier) -> Allure:
    """What a file looks like. Raises `FichierRefuse` on one that is neither a text, nor a workbook."""
    if est_classeur(fichier):
        _refuser_archive(fichier)
        return Allure(fichier, classeur=Classeur(fichier))
    head = texte(fichier)[:TETE].lstrip()
    if head.startswith(("{", "[")):
        return Allure(fichier, proprietes=_proprietes(head))
    rows = premieres(fichier, LIGNES)
    return Allure(fichier, tuple([simple(cell) for cell in row] for row in rows))


def _rangs(classeur: Classeur, nom: str) -> Iterator[list[str]]:
    return ([simple(cell) for cell in row.cellules] for row in islice(classeur.rangees(nom), LIGNES))


def _proprietes(head: str) -> tuple[tuple[str, str], ...]:
    """Names and values, each pair once."""
    return tuple(dict.fromkeys((name, text or number) for name, text, number in PROPRIETE.findall(head)))


def _refuser_archive(fichier: Fichier) -> None:
    """A ZIP as it is downloaded is not what it holds: say what to do with it."""
    try:
        names = zipfile.ZipFile(io.BytesIO(fichier.contenu)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return  # said by the workbook
    refuser_format(fichier, names)
    if CLASSEUR not in names:
        raise FichierRefuse(
            f"« {fichier.nom} » est une archive ({_cites(names)}). Décompressez-la, puis déposez ce qu'elle contient."
        )


def _cites(names: list[str], most: int = 8) -> str:
    quoted = ", ".join(f"« {name} »" for name in names[:most])
    return f"{quoted}…" if len(names) > most else quoted or "aucun"
