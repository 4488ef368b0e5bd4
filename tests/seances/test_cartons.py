"""The sheet of slips: for the facilitator, from here, once; nothing is drawn when it cannot be shown."""

import re
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.seances import routes
from components.terminal.demonstration import vote as demonstration
from data.base import identite, store
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins
from data.releves import clotures
from data.seances import seances
from tests import comptes

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}")


@pytest.fixture
def seance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Database, int]:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        scrutin, _ = demonstration.ouvrir(db, TERMINAL, 12, date(2026, 11, 22))
        yield db, int(scrutins.scrutin(db, scrutin)["seance"])


def client(db: Database, role: str | None) -> TestClient:
    found = TestClient(Starlette(routes=routes.ROUTES), raise_server_exceptions=False)
    if role:
        found.cookies.set(identite.COOKIE, comptes.session(db, role, f"Test {role}"))
    return found


@pytest.mark.parametrize("role", [None, "analyste"])
def test_no_one_else_sees_or_draws_slips(seance: tuple[Database, int], role: str | None) -> None:
    db, made = seance
    before = bulletins.cartons(db, made)
    other = client(db, role)
    for answer in (other.get(f"/cartons/{made}"), other.post(f"/cartons/{made}", data={"n_usagers": "3"})):
        assert answer.status_code == 403 and not CODE.search(answer.text)
    assert bulletins.cartons(db, made) == before


def test_the_facilitator_draws_prints_and_every_code_opens_a_ballot(seance: tuple[Database, int]) -> None:
    db, made = seance
    desk = client(db, "facilitateur")
    asked = desk.get(f"/cartons/{made}")
    assert asked.status_code == 200 and "déjà été tirés" in asked.text
    sheet = desk.post(f"/cartons/{made}", data={"n_usagers": "3", "n_etat": "2", "adresse": "http://table.test:8501/"})
    codes = CODE.findall(re.sub(r"<title>.*?</title>", "", sheet.text))
    assert sheet.status_code == 200 and len(set(codes)) == 5
    assert sheet.headers["cache-control"] == "no-store" and sheet.headers["referrer-policy"] == "no-referrer"
    assert "http://table.test:8501/vote" in sheet.text and "<script" not in sheet.text
    assert sorted(bulletins.carton(db, code)[1] for code in codes) == ["etat"] * 2 + ["usagers"] * 3  # type: ignore[index]


@pytest.mark.parametrize(
    "fields",
    [
        {"n_usagers": "-1"}, {"n_usagers": "trois"}, {"n_usagers": "9" * 5000}, {"n_usagers": "501"}, {},
        {"n_usagers": "²"}, {"n_usagers": "2", "remplacer": "1"}, {"n_usagers": "2", "papier": "999"},
        {"n_usagers": "2", "remplacer": "1", "papier": "²"}, {"n_usagers": "2", "remplacer": "1", "papier": "9" * 40},
    ],
)  # fmt: skip
def test_an_impossible_request_is_said_in_words_and_draws_nothing(
    seance: tuple[Database, int], fields: dict[str, str]
) -> None:
    db, made = seance
    before = bulletins.cartons(db, made)
    answer = client(db, "facilitateur").post(f"/cartons/{made}", data=fields)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert bulletins.cartons(db, made) == before


@pytest.mark.parametrize("number", ["9" * 9, "9" * 19, "9" * 40, "9" * 5000, "0", "-1", "²", "x", "1e3"])
def test_a_number_that_no_meeting_has_is_said_in_words(seance: tuple[Database, int], number: str) -> None:
    desk = client(seance[0], "facilitateur")
    for answer in (desk.get(f"/cartons/{number}"), desk.post(f"/cartons/{number}", data={"n_usagers": "2"})):
        assert answer.status_code in (403, 404, 422) and 'role="alert"' in answer.text


def test_another_site_an_unknown_or_a_closed_meeting_draw_nothing(seance: tuple[Database, int]) -> None:
    db, made = seance
    desk = client(db, "facilitateur")
    before = db["jetons"].count
    far = desk.post(f"/cartons/{made}", data={"n_usagers": "2"}, headers={"origin": "https://ailleurs.example"})
    assert far.status_code == 403
    assert desk.post("/cartons/999", data={"n_usagers": "2"}).status_code in (403, 422)
    assert db["jetons"].count == before
    scrutins.annuler(db, TERMINAL, 1, "essai")
    clotures.passer(db, TERMINAL, made, seances.CLOSE)
    assert desk.post(f"/cartons/{made}", data={"n_usagers": "2"}).status_code == 422
    assert not db["jetons"].count, "closing a séance voids its slips"


def test_html_in_a_college_is_inert_on_the_sheet(seance: tuple[Database, int]) -> None:
    db, made = seance
    seances.regler_college(db, TERMINAL, "usagers", "<b>Usagers</b>", True, 10)
    sheet = client(db, "facilitateur").post(f"/cartons/{made}", data={"n_usagers": "1"})
    assert "<b>" not in sheet.text and "&lt;b&gt;Usagers" in sheet.text
