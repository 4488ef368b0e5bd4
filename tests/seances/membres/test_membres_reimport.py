"""The same table imported again a year later: the same people, however they are written, or pairs to decide."""

import re
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from components.core.refus import Refus
from components.seances import gestes, lectures_membres
from components.seances.regles import assemblee, rapprochement
from data.base.acteurs import TERMINAL
from data.seances import seances

CONNUS = ["Marie Dupont", "Jean-Pierre L'Hôte", "Émilie Béart"]


@pytest.fixture
def db(salle: Database) -> Database:
    for member in list(seances.membres(salle).index):
        seances.retirer_membre(salle, TERMINAL, int(member))
    _import(salle, CONNUS)
    return salle


def _import(db: Database, names: list[str], distincts: bool = False) -> int:
    text = "nom;collège\n" + "".join(f"{name};usagers\n" for name in names)
    return gestes.importer_membres(db, TERMINAL, "m.csv", text.encode(), distincts)


def _names(db: Database) -> list[str]:
    return sorted(seances.membres(db)["nom"])


def test_the_same_three_people_are_three_voters(db: Database) -> None:
    before = list(seances.membres(db).index)
    for names in (
        ["DUPONT Marie", "L’HÔTE Jean-Pierre", "beart emilie"],
        ["Mme Marie DUPONT", "Dr Jean Pierre L‘hote", "ÉMILIE  BÉART"],
        ["marie dupont", "jean‑pierre l´hôte", "BEART, Emilie"],
    ):
        assert _import(db, names) == 3
        assert _names(db) == sorted(CONNUS) and list(seances.membres(db).index) == before


def test_first_names_in_their_column_find_the_same_people(db: Database) -> None:
    text = "Nom;Prénom;Collège\nDUPONT;Marie;usagers\nBÉART;Emilie;usagers\nL’Hôte;Jean-Pierre;usagers\n"
    gestes.importer_membres(db, TERMINAL, "m.csv", text.encode())
    assert _names(db) == sorted(CONNUS)


PROCHES = [
    "M. Dupont", "Dupont", "Marie-Claire Dupont", "Marie Dupond", "Mari Dupont", "Emilie Beard", "J.-P. L'Hôte",
    "Émilie Béart Martin",
]  # fmt: skip


def test_a_near_name_is_a_pair_to_decide(db: Database) -> None:
    for nom in PROCHES:
        with pytest.raises(Refus, match=rf"Ligne 3, colonne « nom » : « {nom} » est peut-être « ") as refusal:
            _import(db, ["Paul Neuf", nom])
        assert "autres personnes" in str(refusal.value) and _names(db) == sorted(CONNUS)
    assert _import(db, ["Paul Neuf", "Dupont"], distincts=True) == 2 and len(_names(db)) == 5


def test_other_people_enter_without_a_word(db: Database) -> None:
    _import(db, ["Paul Dupontel", "Sophie Martin", "Marc Bernard", "Membre 1", "Membre 2", "李", "Иван Пётр"])
    assert len(_names(db)) == 10
    _import(db, ["Membre 3", "Luc Martin"])
    assert len(_names(db)) == 12


def test_two_orders_in_one_list_are_a_pair_to_decide(db: Database) -> None:
    with pytest.raises(Refus, match="Ligne 3, colonne « nom » : « Bernard Martin » est peut-être « Martin Bernard »"):
        _import(db, ["Martin Bernard", "Bernard Martin"])
    _import(db, ["Martin Bernard", "Bernard Martin"], distincts=True)
    assert _import(db, ["Bernard Martin", "Martin Bernard"]) == 2 and len(_names(db)) == 5
    with pytest.raises(Refus, match="« BERNARD MARTIN Jr » est peut-être"):
        _import(db, ["BERNARD MARTIN Jr"])


def test_someone_taken_out_comes_back_as_the_same_person(db: Database) -> None:
    ident = int(seances.membres(db).index[seances.membres(db)["nom"] == "Marie Dupont"][0])
    seances.retirer_membre(db, TERMINAL, ident)
    _import(db, ["DUPONT Marie"])
    assert seances.membres(db).at[ident, "nom"] == "Marie Dupont"


def test_the_list_says_who_is_known_otherwise_and_who_is_not_in_it(db: Database) -> None:
    said = lectures_membres.rapprochement(db, "m.csv", "nom;collège\nDUPONT Marie;usagers\n".encode())
    assert "« DUPONT Marie » est « Marie Dupont »" in said[0]
    assert "Émilie Béart" in said[1] and "L'Hôte" in said[1] and "Marie" not in said[1]
    everyone = "\n".join(["nom;collège", *(f"{name};usagers" for name in CONNUS)])
    assert lectures_membres.rapprochement(db, "m.csv", everyone.encode()) == [], "nothing to say of a list of all"


TETE = "nom;collège;organisation;suppléant;vote"
FICHE = f"{TETE}\nMarie Dupont;usagers;Asso;Paul X;non\n"
RESTE = {"college": "usagers", "organisation": "Asso", "suppleant": "Paul X", "vote": 0}


@pytest.mark.parametrize(
    ("text", "change", "said"),
    [("nom;collège\nDUPONT Marie;usagers\n", {}, ""),
     ("nom;collège;vote\nDUPONT Marie;usagers;\n", {}, ""),
     ("nom;collège;vote\nDUPONT Marie;usagers;oui\n", {"vote": 1}, "vote"),
     ("nom;collège\nDUPONT Marie;etat\n", {"college": "etat"}, "collège"),
     (f"{TETE}\nDUPONT Marie;usagers;Asso;;\n", {"suppleant": ""}, "suppléant"),
     (f"{TETE}\nDUPONT Marie;usagers;;Paul X\n;;;;\n", None, ""),
     (f"{TETE}\nDUPONT Marie;usagers;Autre;Paul X;non\n", {"organisation": "Autre"}, "organisation")],
)  # fmt: skip
def test_what_a_list_does_not_say_of_someone_stays_and_what_it_changes_is_said(
    db: Database, text: str, change: dict[str, object] | None, said: str
) -> None:
    gestes.importer_membres(db, TERMINAL, "m.csv", FICHE.encode())
    if change is None:  # a row too short
        with pytest.raises(Refus, match="ligne 2"):
            gestes.importer_membres(db, TERMINAL, "m.csv", text.encode())
        change = {}
    else:
        words = " ".join(lectures_membres.rapprochement(db, "m.csv", text.encode()))
        assert (f"Changé pour des membres déjà à la table : Marie Dupont ({said})." in words) == bool(said)
        gestes.importer_membres(db, TERMINAL, "m.csv", text.encode())
    assert seances.fiches(db)["Marie Dupont"] == RESTE | change


def test_the_total_under_a_list_is_nobody(db: Database) -> None:
    for row in ("Total;1", "TOTAL : 3;1", "Sous-total;usagers"):
        with pytest.raises(Refus, match="Ligne 3, colonne « nom » : une ligne de total n'est personne"):
            gestes.importer_membres(db, TERMINAL, "m.csv", f"nom;collège\nAna Neuve;usagers\n{row}\n".encode())


def test_adding_one_person_follows_the_same_rule(db: Database) -> None:
    row = {"nom": "DUPONT Marie", "college": "usagers", "organisation": "Asso", "suppleant": "", "vote": "oui"}
    gestes.ajouter_membre(db, TERMINAL, row)
    assert _names(db) == sorted(CONNUS) and "Asso" in set(seances.membres(db)["organisation"])
    with pytest.raises(Refus, match=r"^« Dupont » est peut-être « Marie Dupont », déjà à la table\. Si c'est la même"):
        gestes.ajouter_membre(db, TERMINAL, row | {"nom": "Dupont"})
    gestes.ajouter_membre(db, TERMINAL, row | {"nom": "Dupont"}, distincts=True)
    assert len(_names(db)) == 4


@pytest.mark.parametrize(
    ("faux", "dit"),
    [
        ({"nom": " "}, "Donnez le nom de cette personne. Rien n'a été enregistré."),
        ({"nom": "Total"}, "« nom » : une ligne de total n'est personne, retirez-la. Rien n'a été enregistré."),
        ({"organisation": "=1+1"}, ""),
    ],
)
def test_what_a_form_refuses_is_not_said_of_a_file(db: Database, faux: dict[str, str], dit: str) -> None:
    row = {"nom": "Ana Neuve", "college": "usagers", "organisation": "", "suppleant": "", "vote": "oui"}
    with pytest.raises(Refus) as refusal:
        gestes.ajouter_membre(db, TERMINAL, row | faux)
    assert str(refusal.value) == dit or not dit
    assert not re.search("[Ff]ichier|[Ll]igne [0-9]|[Cc]olonne", str(refusal.value))


NOM = st.lists(st.sampled_from(["Anne", "Béa", "Éric", "L'Hôte", "Martin", "Le-Goff", "Œil"]), min_size=2, max_size=3)


@given(st.lists(NOM.map(" ".join), unique_by=lambda n: tuple(sorted(n.split())), max_size=6), st.randoms())
def test_any_writing_of_a_whole_table_is_that_table(names: list[str], chance: object) -> None:
    def rewritten(name: str) -> str:
        words = name.split()
        chance.shuffle(words)  # type: ignore[attr-defined]
        return " ".join(words).upper().replace("'", "’").replace("É", "E").replace("-", " ").replace("Œ", "OE")

    match = rapprochement.rapprocher([rewritten(name) for name in names], dict.fromkeys(names, True))
    assert [match.reconnus.get(k) for k in range(len(names))] == names and not match.doutes and not match.absents


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize(
    "above", ["", "sep={m}\n", "Liste des membres\n\n", "Liste{m}\n{m}\n", "sep={m}\nListe au 1/1\n"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_of_excel_is_read_whatever_stands_above(above: str, mark: str, end: str, encoding: str) -> None:
    text = above.format(m=mark) + f"Nom{mark}Collège\n{mark}usagers\nAna{mark}Usagers d’ici\n"
    content = text.replace("\n", end).encode(encoding)
    if (encoding, end) == (
        "cp1252",
        "\r",
    ):  # lines of an old Mac, whose letters are not those of Windows: never guessed
        with pytest.raises(Refus, match="CSV UTF-8"):
            lectures_membres.lire("m.csv", content)
        return
    rows = lectures_membres.lire("m.csv", content)
    assert [[cell.strip() for cell in row] for _, row in rows] == [
        ["Nom", "Collège"],
        ["", "usagers"],
        ["Ana", "Usagers d’ici"],
    ]
    assert [line for line, _ in rows] == [above.count("\n") + k for k in (1, 2, 3)]


def _book(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for k, rows in enumerate(sheets):
        sheet = book.create_sheet(f"F{k}")
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


COUVERTURE = [["Table de concertation"], [], ["Mise à jour", 2026]]


def test_a_cover_sheet_and_a_title_are_passed_over(db: Database) -> None:
    table = [["Liste au 1er janvier"], [], ["Nom", "Collège", "Vote"], ["Ana Neuve", 1, True], ["Éric Neuf", 1.0, 1]]
    gestes.importer_membres(db, TERMINAL, "m.xlsx", _book(COUVERTURE, table))
    assert {"Ana Neuve", "Éric Neuf"} < set(_names(db))
    table[4][1] = "inconnu"
    with pytest.raises(Refus, match="Ligne 5, colonne « collège »"):
        gestes.importer_membres(db, TERMINAL, "m.xlsx", _book(COUVERTURE, table))


def test_two_lists_in_a_workbook_are_refused_and_named(db: Database) -> None:
    table = [["Nom", "Collège"], ["Ana Neuve", "usagers"]]
    with pytest.raises(Refus, match="deux tableaux : feuilles « F1 » et « F2 »"):
        gestes.importer_membres(db, TERMINAL, "m.xlsx", _book(COUVERTURE, table, table))


@pytest.mark.parametrize("cell", ["=A1", "#REF!", "#N/A"])
def test_a_formula_is_no_name(db: Database, cell: str) -> None:
    with pytest.raises(Refus, match=r"Ligne 2, colonne « nom » : .* formule ou erreur"):
        gestes.importer_membres(db, TERMINAL, "m.xlsx", _book([["Nom", "Collège"], [cell, "usagers"]]))


def test_a_name_that_two_colleges_share_is_no_one_s() -> None:
    rows = [(1, ["nom", "collège"]), (2, ["Ana", "Élus"])]
    assert "Ligne 2, colonne « collège »" in assemblee.lire_membres(rows, {"a": "Elus", "b": "ÉLUS"})[1][0]
    assert assemblee.lire_membres([rows[0], (2, ["Ana", "b"])], {"a": "Elus", "b": "ÉLUS"})[0][0]["college"] == "b"
