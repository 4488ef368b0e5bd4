"""DREES workbooks as they are published: five professions, several years, text cells, units, notes."""

from pathlib import Path

import pytest

from data.imports.grammaire.base import FichierRefuse
from data.imports.grammaire.professions import PAR_CLE
from data.territoire import indicateurs, noyau
from tests.data.imports import fabrique


@pytest.mark.parametrize("profession", ["mg", "inf", "mk", "sf", "cd"])
def test_every_profession_and_year_lives_side_by_side(tmp_path: Path, profession: str) -> None:
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "apl-drees", fabrique.apl(profession, (2022, 2023, 2024)))
        found = [s for s in indicateurs.series(db) if s.indicateur == f"apl_{PAR_CLE[profession].fin}"]
        assert [s.millesime for s in found if s.serie in ("", "tous âges")] == [2024, 2023, 2022]
        for serie in found:
            weights = indicateurs.poids(db, serie)
            assert weights is not None and weights.millesime == serie.millesime - 2


def test_text_cells_trailing_spaces_and_age_series_are_read(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "apl-drees", fabrique.apl())
        assert indicateurs.values(db, "apl_mg_2022_tous_ages")["valeur"]["58086"] == 2.5
        assert indicateurs.serie(db, "apl_mg_2022_65_ans_et_moins").serie == "65 ans et moins"
        assert set(indicateurs.values(db, "apl_mg_2022_tous_ages").index) == set(fabrique.COMMUNES)


def test_the_older_layouts_are_read(tmp_path: Path) -> None:
    def rename(book) -> None:
        book["APL 2018"].title = "APL_2018"
        book["APL 2019"].title = "APL_2019"
        sheet = book["APL_2019"]
        sheet.cell(9, 4).value = "APL aux médecins généralistes de moins de 65 ans"

    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "apl-drees", fabrique.apl("mg", (2018, 2019), rename))
        assert {s.serie for s in indicateurs.series(db) if s.indicateur == "apl_mg"} == {
            "tous âges", "65 ans et moins", "moins de 65 ans"
        }  # fmt: skip


def test_loading_a_vintage_again_replaces_it_and_says_what_changed(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "apl-drees", fabrique.apl())
        again = fabrique.voir(db, "apl-drees", fabrique.apl())
        assert not again.change

        def correct(book) -> None:
            book["APL 2023"].cell(11, 3).value = 9.5

        seen = fabrique.voir(db, "apl-drees", fabrique.apl(retouche=correct))
        assert sum(c.remplaces for c in seen.changements) == 1


def test_the_newest_standardised_population_shares_the_supply_and_says_so(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        people, words = noyau.population(db)
        assert words.startswith("population totale")
        fabrique.charger(db, "apl-drees", fabrique.apl())
        shared, words = noyau.population(db)
        assert words.startswith("population standardisée 2021 (305 communes sans elle")
        assert shared["58194"] == 1000.5 and shared["58002"] == people["58002"]


@pytest.mark.parametrize(
    "row",
    [[None, "France entière", 3.3, 3.0], ["58", "Nièvre", 3.3, 3.0], [58, "Nièvre", 3.3], ["2023."], ["Total", "", 3]],
)
def test_totals_and_notes_under_the_last_commune_are_passed_over_and_counted(tmp_path: Path, row: list) -> None:
    with fabrique.nievre(tmp_path) as db:
        file = fabrique.apl(annees=(2023,), retouche=lambda book: book["APL 2023"].append(row))
        assert "APL 2023 : 3" in " ".join(fabrique.voir(db, "apl-drees", file).remarques)  # a total and a note already


def test_a_row_without_code_between_communes_or_a_damaged_last_one_is_refused(tmp_path: Path) -> None:
    def total(book) -> None:
        book["APL 2023"].insert_rows(13)
        book["APL 2023"].cell(13, 3).value = 3.3

    with fabrique.nievre(tmp_path) as db:
        for change in (total, lambda book: book["APL 2023"].append(["5819A", "Nevers", 3.3])):
            with pytest.raises(FichierRefuse, match="code de commune"):
                fabrique.voir(db, "apl-drees", fabrique.apl(annees=(2023,), retouche=change))
