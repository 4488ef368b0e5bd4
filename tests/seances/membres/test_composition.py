"""Who should be at the table, who leads it, and colleges added, renamed and closed everywhere at once."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Interdit, Refus
from components.seances import gestes, lectures_membres, minutes
from components.seances.regles import composition as regles
from data.base import store
from data.base.acteurs import LECTEUR, TERMINAL
from data.releves import clotures, concordance
from data.seances import composition, seances

LISTE = (
    "nom;collège;organisation\nAlice;Associations;UFC\nBruno;Élus;Mairie de Mâcon\nChloé;Libéraux;CPTS du Charolais\n"
    "Denis;État et organismes de sécurité sociale;ARS\n"
).encode()
DITS = {"Associations": "usagers", "Élus": "collectivites", "Libéraux": "professionnels"}


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as opened:
        seances.creer(opened, TERMINAL, "Table", date(2026, 12, 10), "", Fraction(1, 2))
        yield opened


def test_a_list_that_names_colleges_its_own_way_is_refused_then_imported_with_a_mapping(db: Database) -> None:
    with pytest.raises(Refus, match="n'est pas un collège"):
        gestes.importer_membres(db, TERMINAL, "liste.csv", LISTE)
    assert lectures_membres.colleges_a_dire(db, "liste.csv", LISTE) == DITS
    assert gestes.importer_membres(db, TERMINAL, "liste.csv", LISTE, dits=DITS) == 4
    assert dict(zip(seances.membres(db)["nom"], seances.membres(db)["college"], strict=True)) == {
        "Alice": "usagers", "Bruno": "collectivites", "Chloé": "professionnels", "Denis": "etat",
    }  # fmt: skip
    with pytest.raises(Refus):
        gestes.importer_membres(db, TERMINAL, "liste.csv", LISTE, dits={**DITS, "Élus": "inventé"})


@pytest.mark.parametrize("word", ["Martiens", "Z", "&"])
def test_a_word_that_is_near_nothing_proposes_nothing(word: str) -> None:
    assert regles.college_proche(word, {"usagers": "Usagers et associations", "etat": "État"}) is None


def test_the_model_is_what_the_import_reads_and_names_every_open_college(db: Database, tmp_path: Path) -> None:
    file = tmp_path / "modele.xlsx"
    file.write_bytes(lectures_membres.modele(db))
    book = openpyxl.load_workbook(file)
    beside = " ".join(str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row)
    assert all(name in beside for name in seances.ouverts(db)["nom"])
    book.worksheets[0].append(["Anne", "Martin", seances.ouverts(db)["nom"].iloc[0], "CPTS", "", "oui"])
    book.save(file)
    assert gestes.importer_membres(db, TERMINAL, file.name, file.read_bytes()) == 1
    assert seances.membres(db)["nom"].tolist() == ["Anne Martin"]


def test_parties_are_proposed_by_words_then_said_and_counted_with_who_is_there(db: Database) -> None:
    gestes.importer_membres(db, TERMINAL, "liste.csv", LISTE, dits=DITS)
    read = {one.nom: one.etat for one in lectures_membres.parties(db, 1)}
    assert read["Élus"] == read["CPTS"] == read["ARS"] == regles.ABSENTE and read["MSA"] == regles.MANQUANTE
    people = seances.membres(db)
    denis = int(people.index[people["nom"] == "Denis"][0])
    seances.pointer(db, TERMINAL, 1, {denis: ("présent", None)})
    composition.dire_partie(db, TERMINAL, denis, "msa")
    read = {one.nom: one.etat for one in lectures_membres.parties(db, 1)}
    assert read["MSA"] == regles.PRESENTE and read["ARS"] == regles.MANQUANTE
    composition.dire_partie(db, TERMINAL, denis, "")
    assert {one.nom: one.etat for one in lectures_membres.parties(db, 1)}["MSA"] == regles.MANQUANTE
    for wrong in ((denis, "martiens"), (999, "msa")):
        with pytest.raises(Refus):
            composition.dire_partie(db, TERMINAL, *wrong)


def test_every_party_of_the_note_is_there_once() -> None:
    names = [party["nom"] for party in composition.parties().values()]
    assert len(names) == len(set(names)) == 14
    for key, party in composition.parties().items():
        assert regles.proposee(party["mots"][0].upper(), False, composition.parties()) == key


def test_the_chief_and_the_delegation_are_kept_by_the_closing_and_printed(db: Database) -> None:
    gestes.importer_membres(db, TERMINAL, "liste.csv", LISTE, dits=DITS)
    with pytest.raises(Interdit):
        composition.dire_chef(db, LECTEUR, "Moi", "", "")
    with pytest.raises(Refus, match="acte"):
        composition.dire_chef(db, TERMINAL, "L'ARS", "le département", "")
    composition.dire_chef(db, TERMINAL, "L'ARS de Saône-et-Loire", "le département", "convention du 1er mars 2026")
    clotures.passer(db, TERMINAL, 1, seances.OUVERTE)
    clotures.passer(db, TERMINAL, 1, seances.CLOSE)
    composition.dire_chef(db, TERMINAL, "Un autre", "", "")
    printed = minutes.html(db, 1)
    assert "délégation : le département, convention du 1er mars 2026" in printed and "Un autre" not in printed
    assert "2022, note 5)" in printed and minutes.docx(db, 1) and not concordance.ecarts(db)


def test_a_college_is_added_renamed_closed_and_opened_again(db: Database) -> None:
    code = seances.ajouter_college(db, TERMINAL, "Universités", False, 3)
    with pytest.raises(Refus, match="déjà"):
        seances.ajouter_college(db, TERMINAL, "Universités", False, 3)
    seances.regler_college(db, TERMINAL, code, "Universités et écoles", False, 4)
    seances.ajouter_membres(
        db, TERMINAL, [{"nom": "Eva", "college": code, "organisation": "", "suppleant": "", "vote": 1}]
    )
    with pytest.raises(Refus, match="encore 1 membre"):
        seances.fermer_college(db, TERMINAL, code)
    seances.retirer_membre(db, TERMINAL, int(seances.membres(db).index[0]))
    seances.fermer_college(db, TERMINAL, code)
    assert code not in seances.ouverts(db).index and seances.colleges(db).at[code, "nom"] == "Universités et écoles"
    assert code not in lectures_membres.colleges(db)
    assert seances.ajouter_college(db, TERMINAL, "Universités et écoles", False, 4) == code
    assert code in seances.ouverts(db).index and list(seances.ouverts(db)["ferme"].unique()) == [0]


@pytest.mark.parametrize("name", ["Universités", "UNIVERSITÉS", " Universités  "])
def test_no_two_colleges_share_a_name_however_it_is_given(db: Database, name: str) -> None:
    code = seances.ajouter_college(db, TERMINAL, "Universités", False, 3)
    with pytest.raises(Refus):
        seances.ajouter_college(db, TERMINAL, name, False, 3)
    with pytest.raises(Refus, match="autre collège"):
        seances.regler_college(db, TERMINAL, "etat", name, False, 4)
    seances.regler_college(db, TERMINAL, code, name, True, 5)
    assert seances.colleges(db).at[code, "sieges"] == 5, "its own name is no other's"


def test_each_line_of_the_colleges_counts_the_same_way(db: Database) -> None:
    gestes.importer_membres(db, TERMINAL, "liste.csv", LISTE, dits=DITS)
    people = seances.membres(db)
    seances.pointer(db, TERMINAL, 1, {int(i): ("présent", None) for i in people.index})
    table = lectures_membres.comptes_des_colleges(db, 1)
    assert table["Membres"].sum() == table["Présents"].sum() == 4
    assert table["Votants"].sum() == table["Votants présents"].sum() == 3, "the ARS does not vote"


def _page() -> None:
    from components.seances.salle import view_composition
    from components.ui.gestes import geste
    from data.base import store

    with store.connect() as db:
        view_composition.afficher(db, 1, geste)


def test_the_screen_adds_a_college_and_says_who_leads(db: Database, connectee: Callable[..., None]) -> None:
    gestes.importer_membres(db, TERMINAL, "liste.csv", LISTE, dits=DITS)
    connectee()
    test = AppTest.from_function(_page, default_timeout=30).run()
    assert not test.exception and "Parties de la note 5 du HCAAM sans membre" in test.caption[0].value
    test.selectbox(key="seances_college_choisi").select("").run()
    next(field for field in test.text_input if field.label == "Nom").input("Universités")
    next(button for button in test.button if button.label == "Ajouter ce collège").click().run()
    assert not test.exception and "Universités" in set(seances.ouverts(db)["nom"])


def _members() -> None:
    from components.seances.deroule import view_membres
    from data.base import store

    with store.connect() as db:
        view_membres.membres(db, 1)


def test_the_screen_refuses_the_list_then_asks_which_colleges_are_meant(
    db: Database, connectee: Callable[..., None]
) -> None:
    connectee()
    test = AppTest.from_function(_members, default_timeout=30).run()
    test.file_uploader[0].set_value(("liste.csv", LISTE, "text/csv"))
    next(button for button in test.button if button.label == "Importer").click().run()
    assert "Ligne 2" in test.error[0].value and seances.membres(db).empty
    asked = {box.label: box.value for box in test.selectbox if box.label.startswith("«")}
    assert asked == {f"« {written} » est": code for written, code in DITS.items()}
    next(button for button in test.button if button.label == "Importer avec ces collèges").click().run()
    assert not test.exception and len(seances.membres(db)) == 4
    assert not [box for box in test.selectbox if box.label.startswith("«")], "nothing waits any more"
