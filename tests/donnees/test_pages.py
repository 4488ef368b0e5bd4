"""« Données » as a person of each role finds it, and the supply typed on screen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.core.refus import Refus
from components.terminal.commandes import main
from data.base import effacement, store
from data.base.acteurs import LECTEUR, TERMINAL
from data.base.parameters import EnVigueur
from data.chargement import chargement, offre
from data.imports import effectifs
from data.territoire import territoire
from tests import fichiers
from tests.data.imports import fabrique
from tests.data.imports.fabrique import csv

ROOT = Path(__file__).resolve().parents[2]
LIGNE = {"commune": "58194", "profession": "médecin généraliste", "secteur": "libéral", "nombre": 12, "etp": 11.5,
         "actes": 60_000}  # fmt: skip
AILLEURS = "Autre département"
ETATS = ["Ce qui est chargé", "Offre", "Historique"]
APL = b"code_commune,apl_mg_2018,pop_std_mg_2016\n58194,2.5,30000\n58086,1.5,10000\n"
ZONES = b"code_commune,zonage_medecin\n58194,1_ZIP\n58086,2_ZAC\n"


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("donnees") / "58.db"
    with store.connect(file) as db:
        fichiers.remplir(db, "58")
        fichiers.sans_positions(db)
        fabrique.charger(db, "centres", csv("code_commune,lat,lon\n58194,46.99,3.16\n58086,47.41,2.93\n"))
        effacement.efface(db)
    return file.read_bytes()


@pytest.fixture
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, modele: bytes) -> Path:
    target = tmp_path / "58.db"
    target.write_bytes(modele)
    monkeypatch.setenv("CONCERTATION_DB", str(target))
    return target


def _page() -> AppTest:
    return AppTest.from_file(str(ROOT / "pages" / "donnees.py"), default_timeout=60).run()


def _words(page: AppTest) -> str:
    shown = [*page.markdown, *page.caption, *page.info, *page.error, *page.success, *page.warning]
    return " ".join(str(one.value) for one in shown)


def test_the_page_says_what_is_there_and_what_the_map_lacks(fichier: Path, connectee: Callable[..., None]) -> None:
    connectee("analyste")
    page = _page()
    assert not page.exception
    assert [tab.label for tab in page.tabs] == ["Déposer des fichiers", "Fichiers à réunir", *ETATS]
    assert "2 sur 309" in _words(page)
    assert AILLEURS not in [tab.label for tab in page.tabs]  # for who leads


def _deposer(page: AppTest, **fichiers: bytes) -> AppTest:
    page.file_uploader[0].set_value([(f"{name}.csv", content, "text/csv") for name, content in fichiers.items()])
    return page.run()


def _charger(page: AppTest) -> AppTest:
    return page.button(key="donnees_depot_charger").click().run()


def test_files_are_dropped_together_and_loaded_in_one_gesture(fichier: Path, connectee: Callable[..., None]) -> None:
    connectee("analyste")
    page = _deposer(_page(), apl=APL, zonage_2024=ZONES, copie=APL, rien=b"x;y\n1;2\n")
    assert not page.exception
    kinds = [box.value for box in page.selectbox if box.label == "Type de fichier"]
    assert kinds == ["apl-extrait", "zonage-medecins", None]  # the copy is asked nothing
    said = _words(page)
    assert "même fichier que « apl.csv »" in said and "n'est reconnu comme aucun" in said and "Centres des" in said
    page = _charger(page)
    assert not page.exception
    assert ["apl.csv" in one.value or "zonage" in one.value for one in page.success] == [True, True]
    assert ["copie.csv" in page.warning[0].value, "rien.csv" in page.warning[1].value] == [True, True]
    assert not [box for box in page.selectbox if box.label == "Type de fichier"]
    page = _deposer(page, encore=APL)
    assert "déjà chargé" in _words(page) and not page.success
    with store.connect(fichier) as db:
        assert set(chargement.imports(db)["fichier"][:2]) == {"apl.csv", "zonage_2024.csv"}


def test_a_file_that_may_be_two_things_is_asked_in_words(fichier: Path, connectee: Callable[..., None]) -> None:
    connectee("analyste")
    page = _deposer(_page(), deux=b"code_commune,lat,lon,apl_mg_2018,pop_std_mg_2016\n58194,46.99,3.16,2.5,10\n")
    kind = next(box for box in page.selectbox if box.label == "Type de fichier")
    assert kind.value is None and len(kind.options) == 2
    assert "peut être « APL" in _words(page) and "Centres des communes" in _words(page)
    assert not [one for one in page.button if one.label.startswith("Charger")]
    page = kind.set_value("apl-extrait").run()
    assert [one.label for one in page.button if one.label.startswith("Charger")] == ["Charger ce fichier"]


def test_an_expected_figure_asks_neither_its_label_nor_its_unit(fichier: Path, connectee: Callable[..., None]) -> None:
    connectee("analyste")
    page = _deposer(_page(), chiffres=b"code,valeur\nT1,12\n")
    assert "Il manque le libellé" in " ".join(one.value for one in page.info) and not page.error
    assert "Libellé" in [field.label for field in page.text_input]
    next(box for box in page.selectbox if box.label.startswith("Chiffre attendu")).set_value("part_mg_60_ans").run()
    assert not page.exception
    assert [field.label for field in page.text_input] == ["Année", "Source", "Licence"]
    assert "désigne des personnes" in _words(page)


def test_the_list_of_files_to_gather_is_read_by_use(fichier: Path, connectee: Callable[..., None]) -> None:
    connectee("analyste")
    page = _page()
    assert "`https://data.drees.solidarites-sante.gouv.fr/explore" in _words(page)
    page.segmented_control(key="donnees_usage").set_value("les projections").run()
    gather = " ".join(one.value for one in page.tabs[1].markdown)
    assert not page.exception and "Effectifs libéraux" in gather and "Zonage" not in gather


def test_removing_a_source_asks_first_and_says_what_goes(fichier: Path, connectee: Callable[..., None]) -> None:
    connectee("analyste")
    page = _page()
    page.selectbox(key="donnees_retirer").set_value("centres").run()
    assert "Seront retirés" in _words(page)
    next(one for one in page.button if one.label == "Retirer cette source").click().run()
    assert not page.exception and "a été retirée" in _words(page)
    with store.connect(fichier) as db:
        assert set(territoire.communes(db)["lat"].notna()) == {True}  # every town hall took its place back


def test_who_leads_chooses_the_departement_of_an_untouched_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "vide.db"))
    connectee("analyste")
    assert "personne qui anime" in _words(_page())
    connectee("facilitateur", "Dominique Test")
    for door in ("accueil", "donnees"):  # the one question, wherever one comes in
        page = AppTest.from_file(str(ROOT / "pages" / f"{door}.py"), default_timeout=60).run()
        assert page.title[0].value == "Quel département ?" and not page.button
    page.selectbox[0].set_value("93").run()
    page.button[0].click().run()
    assert not page.exception and page.title[0].value == "Données — Seine-Saint-Denis (93)"
    assert page.file_uploader  # the page is whole
    assert AILLEURS in [tab.label for tab in page.tabs]


def test_a_click_on_the_map_of_france_chooses_as_the_list_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "vide.db"))
    connectee("facilitateur")
    page = _page()
    page.session_state["donnees_departement"] = "2A"
    page.run()
    assert page.selectbox[0].value == "2A" and page.button[0].label == "Commencer : Corse-du-Sud (2A)"


def test_a_supply_typed_over_a_loaded_one_keeps_the_name_of_its_producer(tmp_path: Path) -> None:
    values = EnVigueur(fabrique.JOUR)
    text = "code_commune,profession,secteur,nombre,etp,actes\n58194,mg,libéral,4,3.5,21000\n"
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "offre", csv(text), producteur="CPAM 58")
        for _ in range(2):
            offre.enregistrer(db, TERMINAL, [LIGNE], values, offre.empreinte(db))
        card = territoire.sources(db).loc["offre"]
        assert card.producteur == "CPAM 58, corrigé par la table" and card.fiabilite == "T"
        assert offre.lire(db)["nombre"].tolist() == [12]


@pytest.mark.parametrize("profession", effectifs.PROFESSIONS_OFFRE)
def test_every_profession_of_the_list_is_kept(tmp_path: Path, profession: str) -> None:
    with fabrique.nievre(tmp_path) as db:
        offre.enregistrer(db, TERMINAL, [LIGNE | {"profession": profession}], EnVigueur(fabrique.JOUR))
        assert offre.lire(db)["profession"].tolist() == [profession]


@pytest.mark.parametrize(
    ("change", "words"),
    [({"commune": ""}, "commune"), ({"profession": None}, "profession"), ({"secteur": "autre"}, "secteur"),
     ({"nombre": -1}, "positif"), ({"etp": 40.0}, "temps plein et demi")],
)  # fmt: skip
def test_a_row_that_makes_no_sense_is_refused_and_nothing_changes(tmp_path: Path, change: dict, words: str) -> None:
    values = EnVigueur(fabrique.JOUR)
    with fabrique.nievre(tmp_path) as db:
        offre.enregistrer(db, TERMINAL, [LIGNE], values)
        with pytest.raises(Refus, match=words):
            offre.enregistrer(db, TERMINAL, [LIGNE | {"commune": "58086"}, LIGNE | change], values)
        with pytest.raises(Refus, match="Deux lignes"):
            offre.enregistrer(db, TERMINAL, [LIGNE, LIGNE], values)
        assert offre.lire(db)["commune"].tolist() == ["58194"]


def test_two_tabs_do_not_undo_each_other_and_a_reader_changes_nothing(tmp_path: Path) -> None:
    values = EnVigueur(fabrique.JOUR)
    with fabrique.nievre(tmp_path) as db:
        seen = offre.empreinte(db)
        offre.enregistrer(db, TERMINAL, [LIGNE], values, seen)
        with pytest.raises(Refus, match="a changé pendant votre saisie"):
            offre.enregistrer(db, TERMINAL, [], values, seen)
        with pytest.raises(Refus, match="demande un compte"):
            offre.enregistrer(db, LECTEUR, [], values)
        assert len(offre.lire(db)) == 1


def test_what_is_typed_for_a_file_does_not_pass_to_the_next(fichier: Path, connectee: Callable[..., None]) -> None:
    connectee("analyste")
    page = _deposer(_page(), zones=ZONES, export="Code;Libellé;Part\n58194;Nevers;4\n".encode())
    years = [box for box in page.text_input if box.label == "Année"]
    assert len(years) == 2
    page = years[0].set_value("2021").run()
    assert [box.value for box in page.text_input if box.label == "Année"] == ["2021", ""]
    assert "2021" in " ".join(str(one.value) for one in page.dataframe)
    page = _deposer(page, autres=ZONES)
    assert [box.value for box in page.text_input if box.label == "Année"] == [""]


def _year_asked() -> None:
    import streamlit as st

    from components.ui.depot import fiche
    from data.imports.grammaire.base import Fiche

    for name, typed in (("zonage_2021.csv", 2024), ("zonage_2024.csv", 2024), ("zonage.csv", 2024), ("z_2021.csv", 0)):
        found = fiche._annee(Fiche(millesime=typed), name, name)
        st.markdown(f"{name} {typed} {found and found.millesime}")


def test_a_year_that_is_not_the_one_of_the_name_is_asked_about() -> None:
    page = AppTest.from_function(_year_asked).run()
    shown = ["zonage_2021.csv 2024 None", "zonage_2024.csv 2024 2024", "zonage.csv 2024 2024", "z_2021.csv 0 0"]
    assert [one.value for one in page.markdown] == shown
    assert "2021" in page.radio[0].label and "2024" in page.radio[0].label
    page.radio[0].set_value(2021).run()
    assert page.markdown[0].value == "zonage_2021.csv 2024 2021"


def test_one_year_given_for_several_files_is_refused_for_the_one_whose_name_says_another(
    fichier: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    paths = [tmp_path / name for name in ("zonage_2024.csv", "zonage_2021.csv")]
    for path in paths:
        path.write_text("code_commune,zonage_medecin\n58194,1_ZIP\n")
    assert main(["load", "zonage-medecins", *map(str, paths), "--millesime", "2024"]) == 1
    assert "zonage_2021.csv » dit 2021" in capsys.readouterr().err
