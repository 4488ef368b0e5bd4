"""Whatever happens to a list that people fill (members, structures), it is refused or read as it was meant."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.core.refus import Refus
from components.reponses.regles import tableur
from components.seances.regles import assemblee
from data.imports.grammaire import remplis
from data.imports.grammaire.base import Fichier
from tests.data.imports.modeles import Modele
from tests.data.imports.resistance.abimes import EXEMPLES, FORMES, MUTATIONS, abime, rangees_abimees

COLLEGES = {"usagers": "Usagers et associations d'usagers", "etat": "État et assurance maladie"}
CODES = {"type": {"CPTS": "cpts", "Maison de santé": "msp"}, "role": {"": ""}, "secteur": {"": "", "libéral": "l"}}
ENTETES: dict[str, Callable[[Any], bool]] = {"membres": assemblee.est_entete, "structures": tableur.est_entete}
LISTES = {
    "membres": Modele(
        ("Nom", "Collège", "Organisation", "Suppléant", "Vote"),
        (("Marie Dupont", "usagers", "Asso é", "Paul X", "oui"), ("Éric Béart", "etat", "DD", "Ana", "non"),
         ("Jean L'Hôte", "usagers", "Union", "", "oui")), 0,
    ),
    "structures": Modele(
        ("Nom", "Type", "Secteur", "Professionnels", "Membres", "Précisions"),
        (("CPTS é", "CPTS", "", "12", "Ana, Bo", "Note"), ("MSP du Val", "Maison de santé", "libéral", "7", "Cy", "Là"),
         ("CPTS 2", "CPTS", "", "", "Di", "Rien")), 3,
    ),
}  # fmt: skip


def _lus(kind: str, given: Fichier) -> Any:
    rows = [(row.numero, list(row.cellules)) for row in remplis.lire(given, ENTETES[kind])]
    if kind == "membres":
        members, problems = assemblee.lire_membres(rows, COLLEGES)
        read: Any = sorted(str(assemblee.completer(member)) for member in members)
    else:
        lines, problems, _ = tableur.lire(rows, CODES, lambda text: text)
        read = sorted(str({k: v for k, v in row.items() if v not in (None, "")}) for _, row in lines)
    if problems:
        raise Refus(problems[0])
    return read


def _voulus(kind: str) -> Any:
    return _lus(kind, Fichier("liste.csv", LISTES[kind].texte().encode()))


@pytest.mark.parametrize("kind", LISTES)
@settings(max_examples=EXEMPLES)
@given(MUTATIONS)
def test_a_text_to_which_something_happened(kind: str, mutation: tuple) -> None:
    form, line, cell, separator, encoding, end = mutation
    text = abime(LISTES[kind], form, line, cell, separator).replace("\r\n", end)
    try:
        read = _lus(kind, Fichier("liste.csv", text.encode(encoding)))
    except Refus:
        return
    assert read == _voulus(kind)


@pytest.mark.parametrize("kind", LISTES)
@settings(max_examples=EXEMPLES)
@given(st.sampled_from(FORMES), st.integers(0, 2), st.integers(0, 20), st.integers(0, 3))
def test_a_workbook_to_which_something_happened(kind: str, form: str, line: int, cell: int, above: int) -> None:
    """Its cells have places of their own: a short row is one whose last cells are empty."""
    if form in ("court", "trop"):  # cells moved by hand: what a person wrote
        return
    book = openpyxl.Workbook()
    book.active.append(["Liste"]) if above else None
    for row in rangees_abimees(LISTES[kind], form, line, cell):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    try:
        read = _lus(kind, Fichier("liste.xlsx", out.getvalue()))
    except Refus:
        return
    assert read == _voulus(kind)
