"""Merged cells of a sheet: the first one alone holds what a person reads in all of them."""

import io
import re
from typing import Any

import openpyxl

from data.imports.grammaire.base import Fichier, Rejets

FUSION = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]+(\d+):[A-Z]+(\d+))[\"']")
DEFAIRE = "Défusionnez-les, et écrivez la valeur dans chacune."


def refuser(fichier: Fichier, feuille: str, depuis: int) -> None:
    """Refuse the cells merged in the line `depuis` (the headings) or under it: all but one would be read as empty.
    Raises `FichierRefuse`; `fichier` is a workbook that opens."""
    book = openpyxl.load_workbook(io.BytesIO(fichier.contenu), read_only=True, keep_links=False)
    sheet: Any = book[feuille]
    with sheet._get_source() as stream:
        merged = FUSION.findall(stream.read())
    rejets = Rejets()
    for place, first, last in merged:
        if int(last) >= depuis:
            cells = place.decode()
            rejets.ajouter(int(first), f"cellules {cells}", cells, "fusionnées, une seule a une valeur", DEFAIRE)
    rejets.lever(fichier)
