"""What a séance leaves unfinished: said before it is closed, and in its minutes, without a figure."""

import html
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.priorites import gestes
from components.priorites import lectures as vote
from components.seances import lectures, minutes
from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins
from data.releves import clotures, releves
from data.seances import seances
from tests import fichiers

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "seances.py")
QUESTION = demonstration.QUESTION


@pytest.fixture
def votee(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Database, int, int]:
    """(file, séance, vote): one vote is open, twelve slips are drawn."""
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        fichiers.remplir(db)
        scrutin, slips = demonstration.ouvrir(db, TERMINAL, 24, date(2026, 11, 22))
        for code, _ in slips:
            bulletins.deposer(db, scrutin, code, "0123412")
        yield db, int(scrutins.scrutin(db, scrutin)["seance"]), scrutin


def _close(db: Database, made: int) -> str:
    clotures.passer(db, TERMINAL, made, seances.CLOSE)
    return _page(db, made)


def _page(db: Database, made: int) -> str:
    return html.unescape(minutes.html(db, made))


def test_a_vote_closed_and_not_published_is_said_without_a_figure(votee: tuple[Database, int, int]) -> None:
    db, made, scrutin = votee
    gestes.clore(db, TERMINAL, scrutin)
    page = _close(db, made)
    assert f"« {QUESTION} » : vote clos, résultat non publié à la clôture de la séance." in page
    assert "Décompte" not in page and "24 bulletins" not in page and "Aucun vote publié" in page
    kept = releves.lire(db, made)
    assert kept is not None and set(kept.faits["votes"][0]) == {"id", "question", "etat", "tour"}
    words = [p.text for p in Document(BytesIO(minutes.docx(db, made))).paragraphs]
    assert any("vote clos, résultat non publié" in text for text in words)
    gestes.publier(db, TERMINAL, scrutin)
    after = _page(db, made)
    assert "Publié après la clôture de la séance" in after and "vote clos, résultat non publié" in after


def test_a_cancelled_vote_is_said_with_its_reason(votee: tuple[Database, int, int]) -> None:
    db, made, scrutin = votee
    scrutins.annuler(db, TERMINAL, scrutin, "panne de <réseau>")
    again = gestes.declarer(db, TERMINAL, made, vote.definition(db, scrutin))
    page = _close(db, made)
    assert f"« {QUESTION} » : vote annulé, bulletins détruits. Motif : panne de <réseau>." in page
    assert f"« {QUESTION} » : vote déclaré, jamais ouvert." in page
    assert scrutins.scrutin(db, again)["etat"] == scrutins.PREPARE


def test_the_point_under_way_is_treated_by_the_closing_and_the_others_stay(votee: tuple[Database, int, int]) -> None:
    db, made, scrutin = votee
    scrutins.annuler(db, TERMINAL, scrutin, "essai")
    first, second = (int(i) for i in seances.points(db, made).index[:2])
    seances.traiter(db, TERMINAL, first, "traité")
    seances.traiter(db, TERMINAL, second, "en cours")
    assert lectures.inacheve(db, made) == [
        "2\u00a0points ne sont pas traités : « Priorités de services » et « Suites et prochaine séance »"
    ]
    _close(db, made)
    assert [row[2] for row in minutes.contenu(db, made)["points"]] == ["traité", "traité", "à venir", "à venir"]


def test_the_page_says_what_is_unfinished_before_closing(
    votee: tuple[Database, int, int], connectee: Callable[..., None]
) -> None:
    db, made, scrutin = votee
    gestes.clore(db, TERMINAL, scrutin)
    connectee()
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    box = next(box for box in page.checkbox if box.label.startswith("La séance est finie"))
    assert "1\u00a0vote clos n'est pas publié" in " ".join(one.value for one in page.warning)
    unfinished = "4\u00a0points ne sont pas traités et 1\u00a0vote clos n'est pas publié"
    assert box.label == f"La séance est finie, même si {unfinished}"
    next(button for button in page.button if button.label == "Clore maintenant").click()
    page.run()
    assert page.error and seances.seance(db, made)["etat"] == seances.OUVERTE
