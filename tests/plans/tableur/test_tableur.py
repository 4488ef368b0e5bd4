"""A spreadsheet that cannot be read back is refused in French, with the line and the column; never a crash."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from components.core.refus import Refus
from components.plans.actions import lectures
from components.plans.regles import tableur
from components.plans.territoire import gestes_tableur
from components.ui.sorties import exports
from data.base.acteurs import TERMINAL
from data.plans import plans

JOUR = date.today()
BONNE = {
    "N°": "3", "Version": "2", "Territoire": "T", "Répond à": "R", "Titre": "A", "Opérateur": "B",
    "Statut de l'opérateur": "public", "Intervient": "en substitution", "Réversible": "oui", "Pilote": "P",
    "Partenaires": "", "Secteur": "public", "Début": "01/02/2026", "Fin": "31/12/2027", "ETP": "1,5",
    "Statut": "Proposée", "Ce qui débloquerait": "", "Description": "",
}  # fmt: skip


def test_a_good_row_is_read() -> None:
    lines, problems = tableur.lire([BONNE, BONNE | {"N°": "4.0", "Fin": "2027-12-31 00:00:00"}])
    assert not problems and [line.ident for line in lines] == [3, 4]
    assert lines[0].champs["fin"] == lines[1].champs["fin"] == "2027-12-31"


@pytest.mark.parametrize(
    ("colonne", "valeur"),
    [(column, value) for column in ("N°", "Version")
     for value in ("inf", "-inf", "1e999", "nan", "1.5", "-3", "0", "1e30", "9" * 5000, "trois")]
    + [("Version", "")]
    + [(column, value) for column in ("Début", "Fin")
       for value in ("1/1/99999999999999999999", "1/1/9999", "0001-01-01", "1/1/1", "31/02/2027", "1/2", "²/1/2027")]
    + [("ETP", value) for value in ("inf", "nan", "1e999", "-1", "1e30")],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_named(colonne: str, valeur: str) -> None:
    _, problems = tableur.lire([BONNE, BONNE | {"N°": "4", colonne: valeur}])
    assert len(problems) == 1 and problems[0].startswith(f"Ligne 3, colonne « {colonne} »"), problems
    assert len(problems[0]) < 300


def test_an_end_before_its_start_is_named() -> None:
    _, problems = tableur.lire([BONNE | {"Fin": "01/01/2026"}])
    assert problems == ["Ligne 2, colonne « Fin » : précède le début (01/02/2026)."]


CELLULE = st.one_of(st.text(max_size=12), st.floats().map(str), st.integers().map(str), st.dates().map(str))


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(list(tableur.COLONNES)), CELLULE))
def test_whatever_is_in_the_cells_is_read_or_refused_by_column(cells: dict[str, str]) -> None:
    lines, problems = tableur.lire([BONNE | cells])
    assert lines and all(text.startswith("Ligne 2, colonne « ") for text in problems)
    if not problems:
        assert lines[0].ident is None or 0 < lines[0].ident < 2**53


@pytest.mark.parametrize(
    ("changes", "raison"),
    [
        ({"N°": 999}, "Ligne 4, colonne « N° » : l'action 999 n'existe plus"),
        ({"Statut": "Réalisée"}, "Ligne 4, colonne « Statut » : De « Retenue"),
        ({"Statut": "Financée"}, "Ligne 4, colonne « Statut » : Une action n'est financée"),
        ({"Statut": "Bloquée"}, "Ligne 4, colonne « Ce qui débloquerait » : Dites"),
        ({"Fin": "01/01/2001"}, "Ligne 4, colonne « Fin » : précède le début"),
        ({"Version": 99}, "Ligne 4, colonne « Version » : .* depuis l'export"),
    ],
)
def test_every_refusal_names_its_column(copie: Database, changes: dict[str, object], raison: str) -> None:
    table = gestes_tableur.tableau(lectures.lire(copie, JOUR)).astype(object)
    rank = 2
    assert plans.action(copie, int(table.at[rank, "N°"]))["statut"] == "retenue"
    table.at[rank, "Pilote"] = "Jamais écrit"
    for column, value in changes.items():
        table.at[rank, column] = value
    with pytest.raises(Refus, match=raison):
        gestes_tableur.importer(copie, TERMINAL, "plan.xlsx", exports.to_xlsx(table, ["essai"]))
    assert "Jamais écrit" not in set(plans.actions(copie)["pilote"])
