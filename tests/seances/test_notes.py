"""What is noted of a point: lines kept as they are, by one or several hands; they go to the minutes and stay."""

import hashlib
from io import BytesIO

import pytest
from docx import Document
from sqlite_utils import Database

from components.core.refus import Interdit, Introuvable, Refus
from components.core.textes import nets
from components.seances import minutes
from data.base import decisions, store
from data.base.acteurs import LECTEUR, TERMINAL, Acteur
from data.releves import clotures, concordance, releves
from data.seances import notes, seances
from data.seances.etat import CLOTURE
from tests.comptes import compte
from tests.seances.salle import preparee

DIT = "Mme Petit <b>demande</b> un bus\n\n  La CPTS   répondra en mars "


@pytest.fixture
def point(salle: Database) -> tuple[Database, int, int]:
    """(file, open séance, its first point)."""
    made = preparee(salle)
    first = seances.ajouter_point(salle, TERMINAL, made, "Premier point", "débat")
    clotures.passer(salle, TERMINAL, made, seances.OUVERTE)
    return salle, made, first


def _gestes(db: Database) -> int:
    return int(db.conn.execute("SELECT count(*) FROM gestes").fetchone()[0])


def test_lines_are_kept_without_their_blanks_and_written_once(point: tuple[Database, int, int]) -> None:
    db, made, first = point
    assert notes.noter(db, TERMINAL, first, DIT, "") == "Mme Petit <b>demande</b> un bus\nLa CPTS répondra en mars"
    before = _gestes(db)
    notes.noter(db, TERMINAL, first, DIT, notes.note(db, first))
    assert _gestes(db) == before
    assert notes.notes(db, made) == {first: "Mme Petit <b>demande</b> un bus\nLa CPTS répondra en mars"}
    assert notes.noter(db, TERMINAL, first, " \n ", notes.note(db, first)) == ""
    assert notes.notes(db, made) == {}


def test_two_people_who_write_at_once_keep_both_their_lines(point: tuple[Database, int, int]) -> None:
    db, _, first = point
    seen = notes.noter(db, TERMINAL, first, "A\nB", "")
    other = compte(db, "facilitateur", "Dominique")
    notes.noter(db, other, first, "A\nB\nde l'autre", seen)
    assert notes.noter(db, TERMINAL, first, "A corrigé\nB\nC", seen).split("\n") == [
        "A corrigé",
        "B",
        "C",
        "de l'autre",
    ]


@pytest.mark.parametrize(
    ("qui", "ou", "texte", "raison"),
    [
        (LECTEUR, 0, "x", Interdit), (TERMINAL, 999, "x", Introuvable),
        (TERMINAL, 0, "a" * (notes.LONGUEUR + 1), Refus),
    ],
)  # fmt: skip
def test_a_note_refused_changes_nothing(
    point: tuple[Database, int, int], qui: Acteur, ou: int, texte: str, raison: type[Refus]
) -> None:
    db, made, first = point
    notes.noter(db, TERMINAL, first, "avant", "")
    with pytest.raises(raison):
        notes.noter(db, qui, ou or first, texte, "avant")
    assert notes.notes(db, made) == {first: "avant"}


def test_the_notes_are_in_both_minutes_and_change_no_more(point: tuple[Database, int, int]) -> None:
    db, made, first = point
    notes.noter(db, TERMINAL, first, DIT, "")
    clotures.passer(db, TERMINAL, made, seances.CLOSE)
    page, word = minutes.html(db, made), Document(BytesIO(minutes.docx(db, made)))
    assert "Mme Petit &lt;b&gt;demande&lt;/b&gt; un bus" in page and "<b>demande" not in page
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert {"Mme Petit <b>demande</b> un bus", "La CPTS répondra en mars"} <= set(cells)
    with pytest.raises(Refus, match="La séance est close"):
        notes.noter(db, TERMINAL, first, "après coup", "")
    assert not concordance.alertes(db)
    with store.writing(db):
        db["notes"].update(first, {"texte": "réécrit"})
    assert "notes de séance ne sont plus" in concordance.alertes(db)[0]


def test_a_point_taken_off_the_agenda_leaves_its_notes_in_the_journal(salle: Database) -> None:
    made = preparee(salle)
    first = seances.ajouter_point(salle, TERMINAL, made, "Premier point", "débat")
    notes.noter(salle, TERMINAL, first, "dit avant", "")
    seances.supprimer_point(salle, TERMINAL, first)
    detail = salle.conn.execute("SELECT detail FROM gestes WHERE geste = 'supprimer un point'").fetchone()[0]
    assert "dit avant" in detail and notes.notes(salle, made) == {}


def test_minutes_kept_before_notes_existed_still_verify(salle: Database) -> None:
    """A closing as the version before wrote it: its facts hold no notes."""
    made = preparee(salle)
    facts = {name: value for name, value in releves.faits(salle, made, (0, 0)).items() if name != "notes"}
    text = decisions.canonical(nets(facts))
    mark = hashlib.sha256(text.encode()).hexdigest()
    with store.writing(salle):
        salle["releves"].insert({"seance": made, "contenu": text, "empreinte": mark})
        decisions.adopter(salle, TERMINAL, CLOTURE, f"seance:{made}", "Clôture", {}, {"releve": mark})
        salle.conn.execute("UPDATE seances SET etat = 'close' WHERE id = ?", (made,))
    assert concordance.alertes(salle) == []
    assert "Ce qui a été dit" not in minutes.html(salle, made)
