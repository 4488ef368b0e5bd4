"""Whatever happens to a published workbook, a reader refuses it or reads the table that was meant."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from data.imports.grammaire.base import Fichier, FichierRefuse
from tests.data.imports import fabrique, modeles
from tests.data.imports.modeles import MODELES, Modele
from tests.data.imports.resistance.abimes import EXEMPLES, FORMES, rangees_abimees

APL = Modele(
    tuple(title.format(2020) for title in fabrique.ENTETES["mg"]),
    (("58194", "Nevers é", "2,53", "2,1", "120,5", "130"), ("58086", "Cosne", "3,1", "3", "80", "85"),
     ("58079", "Clamecy", "1,25", "1,2", "44,25", "50")), 2,
)  # fmt: skip
UNITES = [None, None, fabrique.UNITES["mg"], fabrique.UNITES["mg"], "En nombre d'habitants", "En nombre d'habitants"]
CLASSEURS = {"apl-drees": ("APL 2022", APL), "observatoire": ("Data", MODELES["observatoire"])}
DE_TEXTE = ("court", "trop", "coupe", "guillemet", "guillemets", "saut")  # what cells with places of their own ignore
CELLULES: dict[str, Any] = {
    "formule": "=A1", "erreur": "#REF!", "vrai": True, "date": date(2026, 9, 5), "erreur #N/A": "#N/A!",
    "lettres": "deux", "infini": "1e400",
}  # fmt: skip


def _cell(value: object, numbers: bool) -> object:
    """A number as a spreadsheet holds it, when asked."""
    plain = isinstance(value, str) and re.fullmatch(r"\d+(,\d+)?", value)
    return float(str(value).replace(",", ".")) if numbers and plain else value


def _classeur(genre: str, rows: Sequence[Sequence[object]], numbers: bool) -> Fichier:
    book = Workbook()
    book.active.title = "Lisez-moi"
    sheet = book.create_sheet(CLASSEURS[genre][0])
    for title in ("Un titre", "Une note"):
        sheet.append([title])
    head, *rest = rows
    sheet.append(list(head))
    if genre == "apl-drees":
        sheet.append(UNITES)
    for row in rest:
        sheet.append([_cell(value, numbers) for value in row])
    return Fichier("classeur.xlsx", fabrique.octets(book))


@pytest.mark.parametrize("genre", CLASSEURS)
@settings(max_examples=EXEMPLES, deadline=None)
@given(st.sampled_from([*FORMES, *CELLULES]), st.integers(0, 2), st.integers(0, 20), st.booleans())
def test_a_workbook_to_which_something_happened(genre: str, form: str, line: int, cell: int, numbers: bool) -> None:
    model = CLASSEURS[genre][1]
    if form in DE_TEXTE:
        return
    rows: list[list[Any]] = [*rangees_abimees(model, form, line, cell)]
    if form in CELLULES:
        rows[line + 1][model.nombre] = CELLULES[form]
    try:
        read = modeles.lire(genre, _classeur(genre, rows, numbers))
    except FichierRefuse as refusal:
        assert "Rien n'a été" in str(refusal)
        return
    assert form not in CELLULES
    assert read == modeles.lire(genre, _classeur(genre, [model.titres, *model.rangees], False))
