"""A list of members as people really send them: read whole, or refused with line, column and reason."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Refus
from components.core.textes import inerte
from components.seances import gestes, lectures_membres
from components.seances.regles import assemblee
from data.base import store
from data.base.acteurs import TERMINAL
from data.seances import seances

PAGE = str(Path(__file__).resolve().parents[3] / "pages" / "seances.py")


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as opened:
        yield opened


def _import(db: Database, text: str) -> list[list[object]]:
    gestes.importer_membres(db, TERMINAL, "m.csv", text.encode())
    return seances.membres(db).sort_values("nom")[["nom", "college", "organisation"]].values.tolist()


def _refused(db: Database, text: str) -> str:
    with pytest.raises(Refus) as refusal:
        gestes.importer_membres(db, TERMINAL, "m.csv", text.encode())
    assert seances.membres(db).empty
    return str(refusal.value)


def test_line_numbers_are_those_of_the_file(db: Database) -> None:
    said = _refused(db, "nom;collège\n\nAna;usagers\n\n;usagers\n;;\nBob;inconnu\n")
    assert "Ligne 5, colonne « nom »" in said and "Ligne 7, colonne « collège »" in said and "Ligne 6" not in said
    out = BytesIO()
    pd.DataFrame([["nom", "collège"], [None, None], ["", "usagers"]]).to_excel(out, index=False, header=False)
    with pytest.raises(Refus, match="Ligne 3, colonne « nom »"):
        gestes.importer_membres(db, TERMINAL, "m.xlsx", out.getvalue())


def test_a_trailing_separator_shifts_nothing(db: Database) -> None:
    assert _import(db, "nom;collège;organisation\nAlpha;usagers;Asso;\nBeta;usagers;Union;\n") == [
        ["Alpha", "usagers", "Asso"], ["Beta", "usagers", "Union"],
    ]  # fmt: skip


def test_a_cell_beyond_the_headings_is_refused(db: Database) -> None:
    said = _refused(db, "nom;collège\nAlpha;usagers;Asso\n")
    assert "Ligne 2" in said and "« Asso »" in said


def test_names_that_look_like_nothing_are_names(db: Database) -> None:
    rows = _import(db, "nom;collège;organisation\nNone;usagers;NA\nNull;usagers;nan\nNA;usagers;\n")
    assert rows == [["NA", "usagers", ""], ["None", "usagers", "NA"], ["Null", "usagers", "nan"]]


def test_names_in_other_alphabets_are_told_apart_and_accents_still_meet(db: Database) -> None:
    assert len(_import(db, "nom;collège\nИван;usagers\nПётр;usagers\n李;usagers\n")) == 3
    with pytest.raises(Refus, match="déjà plus haut"):
        gestes.importer_membres(db, TERMINAL, "m.csv", "nom;collège\nRené Dû;etat\nRene Du;etat\n".encode())


def test_first_names_have_their_column(db: Database) -> None:
    rows = _import(db, "Prénom;Nom;Collège\nJean;Dupont;usagers\nPaul;Dupont;usagers\n;Durand;usagers\n")
    assert [row[0] for row in rows] == ["Durand", "Jean Dupont", "Paul Dupont"]


def test_columns_not_read_are_said(db: Database) -> None:
    text = "nom;collège;Téléphone;Fonction\nAna;usagers;01;x\n"
    assert lectures_membres.colonnes_ignorees("m.csv", text.encode()) == ["Téléphone", "Fonction"]
    assert _import(db, text) == [["Ana", "usagers", ""]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nom;college\nCd\x07;usagers\n", "Ligne 2, colonne « nom » : caractère de contrôle"),
        ("nom;college;organisation\nA;usagers;x\x1b[2J\n", "Ligne 2, colonne « organisation » : caractère de contrôle"),
        ("nom;college\nA\u202eB;usagers\n", "colonne « nom » : caractère de contrôle"),
        (f"nom;college;organisation\nA;usagers;{'x' * 100_000}\n", "Ligne 2, colonne « organisation » : plus de 200"),
        (f"nom;college;suppleant\nA;usagers;{'y' * 5_000}\n", "Ligne 2, colonne « suppléant » : plus de 200"),
        (f"nom;college\nA;{'z' * 5_000}\n", "colonne « collège » : « zzz"),
        ("nom;collège;nom\nA;usagers;B\n", "Ligne 1, colonne « nom » : en double"),
        ("Liste des membres;;\nnom;fonction\nA;usagers\n", "Ligne 1 : la colonne « nom » manque"),
        ("", "ne contient aucune ligne"),
        ("nom;college\n", "ne contient aucune ligne"),
        ('nom;college\n"A;usagers\n', "ne se lit pas"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(db: Database, text: str, words: str) -> None:
    said = _refused(db, text)
    assert words in said and len(said) < 600


def test_a_long_refusal_is_cut_and_counts_the_rest(db: Database) -> None:
    said = _refused(db, "nom;collège\n" + "".join(f"N{k};zz\n" for k in range(1_000)))
    assert "Ligne 7, " in said and "Ligne 8, " not in said and said.endswith("Et 994\u00a0autres problèmes.")


def test_old_line_ends_and_commas_are_read(db: Database) -> None:
    assert len(_import(db, "nom;collège\rEps1;usagers\rEps2;usagers\r")) == 2
    assert ["Dupond, Jean", "usagers", ""] in _import(db, 'nom,college\n"Dupond, Jean",usagers\n')


def test_the_page_says_what_entered_and_what_was_not_read(db: Database, connectee: Callable[..., None]) -> None:
    from datetime import date
    from fractions import Fraction

    seances.creer(db, TERMINAL, "S", date(2026, 11, 22), "", Fraction(1, 2))
    connectee()
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    page.file_uploader[0].set_value(("m.csv", b"nom;college;Courriel\nAna;usagers;a@b\nBob;usagers;\n", "text/csv"))
    next(button for button in page.button if button.label == "Importer").click()
    page.run()
    said = " ".join(one.value for one in page.success)
    assert "2\u00a0membres" in said and "Courriel" in said


@pytest.mark.parametrize("odd", ["=1+1", "'=1", "＋1", "#REF!", "a\nb", "a  b", " bord ", "\u2028x", "_x0041_"])
def test_what_a_list_gives_back_as_it_was_exported_changes_nothing(odd: str) -> None:
    read = {
        "nom": "Ana",
        "college": "usagers",
        "organisation": " ".join(inerte(odd).split()),
        "suppleant": None,
        "vote": 1,
    }
    known = {"organisation": odd, "suppleant": "", "vote": 1}
    assert assemblee.completer(read, known)["organisation"] == odd
    assert assemblee.completer({**read, "organisation": "Autre"}, known)["organisation"] == "Autre"
    assert assemblee.completer({**read, "organisation": "'=1"})["organisation"] == "=1", "of someone new, awake"


def test_a_letter_that_a_workbook_lost_is_refused() -> None:
    rows = [(1, ["nom", "collège"]), (2, ["A\ufffdB", "usagers"])]
    _, problems = assemblee.lire_membres(rows, {"usagers": "Usagers"})
    assert problems == ["Ligne 2, colonne « nom » : caractère de contrôle (U+FFFD)."]
