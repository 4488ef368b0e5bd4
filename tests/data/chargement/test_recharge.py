"""A vintage loaded again holds what its new file says, and nothing of the file before."""

from pathlib import Path

from data.base.acteurs import TERMINAL
from data.chargement import chargement, retrait
from data.territoire import indicateurs, territoire
from tests.data.imports import fabrique
from tests.data.imports.fabrique import COMMUNES, csv

FICHE = {"millesime": 2023, "producteur": "CNAM", "licence": "interne"}


def _series(db, source: str) -> set[str]:
    return {serie.id for serie in indicateurs.series(db) if serie.source == source}


def test_columns_that_the_new_file_does_not_have_go_and_the_preview_says_so(tmp_path: Path) -> None:
    whole = "code_commune,patients,sans_medecin_traitant,ald,ald_sans_medecin_traitant\n"
    whole += "".join(f"{code},1000,100,300,50\n" for code in COMMUNES)
    short = "code_commune,patients,sans_medecin_traitant\n" + "".join(f"{code},900,90\n" for code in COMMUNES)
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "medecin-traitant", csv(whole), **FICHE)
        seen = fabrique.voir(db, "medecin-traitant", csv(short), **FICHE)
        gone = [change for change in seen.changements if "n'est plus dans ce fichier" in change.note]
        assert {"commune", "territoire"} == {change.objet.rpartition("(par ")[2].strip(")") for change in gone}
        assert len(gone) == 6 and all(change.retires and not change.ajoutes for change in gone)
        said = chargement.charger(db, TERMINAL, seen, fabrique.JOUR)
        assert any("retiré" in line and "longue durée" in line for line in said)
        assert not [name for name in _series(db, "medecin_traitant_2023") if "ald" in name]


def test_an_age_series_that_the_new_workbook_lacks_goes(tmp_path: Path) -> None:
    def sixty(book) -> None:
        book["APL 2023"].cell(9, 4).value = "APL aux médecins généralistes de 60 ans et moins"

    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "apl-drees", fabrique.apl(annees=(2023,)))
        fabrique.charger(db, "apl-drees", fabrique.apl(annees=(2023,), retouche=sixty))
        assert "apl_mg_2023_60_ans_et_moins" in _series(db, "apl_mg_drees_2023")
        assert "apl_mg_2023_65_ans_et_moins" not in _series(db, "apl_mg_drees_2023")


def test_each_year_of_a_cut_has_its_own_card_and_goes_alone(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        for year, file in ((2018, "a.csv"), (2016, "b.csv")):
            text = f"code_commune,apl_mg_{year},pop_std_mg_{year - 2},pop_totale_{year - 2}\n58194,3,10,12\n"
            fabrique.charger(db, "apl-extrait", csv(text, file))
        cards = territoire.sources(db)
        assert cards.at["apl_extrait_mg_2018", "fichier"] == "a.csv"
        assert cards.at["apl_extrait_mg_2016", "fichier"] == "b.csv"
        assert "2018" in cards.at["apl_extrait_mg_2018", "titre"]
        assert _series(db, "apl_extrait_mg_2018") == {"apl_mg_2018_tous_ages", "population_standardisee_mg_2016"}
        retrait.retirer(db, TERMINAL, "apl_extrait_mg_2016")
        assert _series(db, "apl_extrait_mg_2018") and not _series(db, "apl_extrait_mg_2016")


def test_a_figure_by_commune_and_the_same_by_territory_are_two_cards(tmp_path: Path) -> None:
    form = FICHE | {"libelle": "Délai", "unite": "jours"}
    with fabrique.nievre(tmp_path) as db:
        code = territoire.territoires(db).index[0]
        fabrique.charger(db, "indicateur", csv("code,valeur\n58194,3\n"), **form)
        fabrique.charger(db, "indicateur", csv(f"code,valeur\n{code},4\n"), niveau="territoire", **form)
        assert {s.id for s in indicateurs.series(db) if s.indicateur == "delai"} == {
            "delai_2023", "delai_2023_territoire"
        }  # fmt: skip
