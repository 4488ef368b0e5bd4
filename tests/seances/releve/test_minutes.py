"""Minutes: of a closed séance only, user text inert, pictures with their words, the head of the register printed."""

import zipfile
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlite_utils import Database

from components.core.refus import Refus
from components.seances import minutes
from components.terminal.demonstration import plans as plans_demonstration
from data.base import decisions, formules, store
from data.base.acteurs import TERMINAL
from data.carences import contestations
from data.plans import financements, plans
from data.releves import clotures
from data.seances import seances
from data.territoire import territoire
from tests import fichiers

PIEGE = "<b>Bon</b> & {{ titre }}"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with store.connect(tmp_path / "table.db") as opened:
        fichiers.remplir(opened)
        plans_demonstration.demonstration(opened, TERMINAL, date.today())
        yield opened


def _seance(db: Database, closed: bool = True) -> int:
    ident = seances.creer(db, TERMINAL, PIEGE, date.today(), "", Fraction(1, 2))
    decisions.adopter(db, TERMINAL, "avis", "essai", PIEGE, {"motif": PIEGE}, {})
    if closed:
        clotures.passer(db, TERMINAL, ident, seances.OUVERTE)
        clotures.passer(db, TERMINAL, ident, seances.CLOSE)
    return ident


def test_only_a_closed_seance_has_minutes(db: Database) -> None:
    ident = _seance(db, closed=False)
    with pytest.raises(Refus, match="séance close"):
        minutes.docx(db, ident)


def test_the_word_file_keeps_user_text_as_text_and_its_map_has_words(db: Database) -> None:
    ident = _seance(db)
    made = minutes.docx(db, ident)
    opened = Document(BytesIO(made))
    assert opened.paragraphs[0].text == PIEGE
    cells = {cell.text for table in opened.tables for row in table.rows for cell in row.cells}
    assert PIEGE in cells
    pictures = [shape._inline.docPr.get("descr") for shape in opened.inline_shapes]
    assert len(pictures) == 2 and all(words.startswith(("Carte :", "Argent des plans")) for words in pictures)
    assert decisions.verify(db).tete in "\n".join(p.text for p in opened.paragraphs)
    assert zipfile.ZipFile(BytesIO(made)).testzip() is None


def test_the_web_twin_escapes_user_text_and_needs_no_script(db: Database) -> None:
    page = minutes.html(db, _seance(db))
    assert "<b>Bon</b>" not in page and "&lt;b&gt;Bon&lt;/b&gt;" in page
    assert '<html lang="fr">' in page and "<script" not in page and 'scope="col"' in page


def test_minutes_print_what_was_decided_between_two_closings(db: Database) -> None:
    first = _seance(db)
    decisions.adopter(db, TERMINAL, "avis", "essai", "Entre les deux", {}, {})
    second = _seance(db)
    decisions.adopter(db, TERMINAL, "avis", "essai", "Après", {}, {})
    said = {k: {row[2] for row in minutes.contenu(db, s)["decisions"]} for k, s in ((1, first), (2, second))}
    assert "Entre les deux" in said[2] and not {"Entre les deux", "Après"} & said[1] and "Après" not in said[2]
    head = minutes.contenu(db, first)["registre"]
    assert decisions.holds(db, head.rsplit(" ", 1)[1])  # the head printed is the one of the closing, still in the chain


def test_a_contested_figure_is_named_and_belongs_to_its_seance(db: Database) -> None:
    code = str(territoire.territoires(db).index[0])
    figure = {"titre": "APL moyenne", "valeur": 2.04, "decimales": 2}
    contestations.contester(db, TERMINAL, code, "mg", "acces_moyen", figure, "Usagers", "Cabinet fermé", "vérifier")
    first, second = _seance(db), _seance(db)
    (row,) = minutes.contenu(db, first)["contestations"]
    assert row[1].startswith("APL moyenne : 2,04") and row[3] == "pas encore réglée"
    assert minutes.contenu(db, second)["contestations"] == []


def test_the_web_twin_has_the_pictures_with_their_words(db: Database) -> None:
    page = minutes.html(db, _seance(db))
    assert page.count('<img src="data:image/png;base64,') == 2 and 'alt="Carte : ' in page
    assert f"Version de la méthode (formules et paramètres) : {formules.version()}" in page


def test_money_is_said_in_french_with_its_territory_and_its_authority(db: Database) -> None:
    known, lines = plans.actions(db), financements.lines(db)
    ident = int(lines["action"].iloc[0])
    line = {"financeur": "ARS – FIR", "prevu": 100, "engage": 100, "depense": 0, "nature": "decision",
            "autorite": "Directeur général de l'ARS", "numero": "7", "date_acte": "2026-09-12"}  # fmt: skip
    financements.ajouter_ligne(db, TERMINAL, ident, line)
    plans.ajouter_jalon(db, TERMINAL, ident, "Jalon à venir", "2035-01-01")
    said = minutes.contenu(db, _seance(db))
    place = territoire.territoires(db).at[known.at[ident, "territoire"], "nom"]
    named = f"{known.at[ident, 'titre']} — {place}"
    assert [row[2] for row in said["argent"] if row[0] == named and row[3] == "1\u00a0€"] == [
        "décision, autorité : Directeur général de l'ARS, n° 7, 12/09/2026"
    ]
    assert ["01/01/2035", "Jalon à venir", named] in [row[:3] for row in said["suites"]]
    assert any(row[2].endswith(f"{date.today():%d/%m/%Y}") for row in said["decisions"] if row[1].startswith("clôture"))
