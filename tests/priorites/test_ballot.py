"""The phone ballot, through its real routes: codes, statuses, CSRF, double posts, inert text."""

import html
import re
import resource
from datetime import date
from fractions import Fraction

import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.core.essais import Essais
from components.priorites import ballot, gestes, lectures
from components.priorites.regles.vote import Option
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins, services
from data.seances import seances

Vote = tuple[Database, int, list[tuple[str, str]]]
GRADES = {f"o{k}": "1" for k in range(7)}


@pytest.fixture
def client(vote: Vote, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(ballot, "ECHECS", Essais(limite=3, fenetre=60.0))
    return TestClient(Starlette(routes=ballot.ROUTES), follow_redirects=False)


def form(client: TestClient, code: str) -> dict[str, str]:
    page = client.get(f"/vote/{code}", params={"modifier": "1"})
    assert page.status_code == 200
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))


def test_a_vote_then_the_receipt_with_its_phrase(client: TestClient, vote: Vote) -> None:
    db, scrutin, slips = vote
    code = slips[0][0]
    done = client.post(f"/vote/{code}", data=form(client, code) | GRADES)
    assert done.status_code == 303 and done.headers["location"] == f"/vote/{code}"
    receipt = client.get(f"/vote/{code}")
    phrase, content = bulletins.relire(db, scrutin, code) or ("", "")
    assert phrase in receipt.text and content == "1" * 7
    assert all(word in bulletins.mots() for word in phrase.split()) and len(phrase.split()) == 3


def test_posting_twice_is_harmless_and_a_new_ballot_replaces_the_first(client: TestClient, vote: Vote) -> None:
    db, scrutin, slips = vote
    code = slips[0][0]
    fields = form(client, code)
    for grades in (GRADES, GRADES, GRADES | {"o0": "4"}):
        assert client.post(f"/vote/{code}", data=fields | grades).status_code == 303
        first = bulletins.relire(db, scrutin, code)
    assert sum(bulletins.participation(db, scrutin).values()) == 1
    assert first and first[1] == "4111111"
    assert 'value="4" checked' in client.get(f"/vote/{code}", params={"modifier": "1"}).text


def test_a_code_is_read_as_people_type_it(client: TestClient, vote: Vote) -> None:
    code = vote[2][0][0]
    for typed in (code.lower(), bulletins.affiche(code), bulletins.affiche(code).replace("-", " ")):
        assert client.get(f"/vote/{typed}").status_code == 200
        assert client.post("/vote", data={"code": typed}).status_code == 303


@pytest.mark.parametrize("missing", [{"o3": ""}, {"o0": "7"}, {"o6": "<b>"}])
def test_an_incomplete_ballot_is_refused_and_kept(client: TestClient, vote: Vote, missing: dict[str, str]) -> None:
    db, scrutin, slips = vote
    code = slips[0][0]
    answer = client.post(f"/vote/{code}", data=form(client, code) | GRADES | missing)
    assert answer.status_code == 422 and answer.text.count(" checked") == 6
    assert not bulletins.participation(db, scrutin)
    assert "pas enregistré" in answer.text


def test_an_impossible_change_says_that_the_ballot_before_still_counts(client: TestClient, vote: Vote) -> None:
    db, scrutin, slips = vote
    code = slips[0][0]
    fields = form(client, code)
    client.post(f"/vote/{code}", data=fields | GRADES)
    answer = client.post(f"/vote/{code}", data=fields | GRADES | {"o3": ""})
    assert answer.status_code == 422 and "Votre bulletin précédent reste enregistré." in answer.text
    assert sum(bulletins.participation(db, scrutin).values()) == 1


def test_a_forged_post_is_refused_and_what_was_filled_in_is_kept(client: TestClient, vote: Vote) -> None:
    code, other = vote[2][0][0], vote[2][1][0]
    good = form(client, code)
    stolen = good | {"jeton": form(client, other)["jeton"]}
    for fields, headers in (
        (GRADES, {}), (stolen | GRADES, {}), (good | GRADES, {"origin": "https://ailleurs.example"}),
        (good | GRADES, {"sec-fetch-site": "cross-site"}),
    ):  # fmt: skip
        answer = client.post(f"/vote/{code}", data=fields, headers=headers)
        assert answer.status_code == 403 and answer.text.count(" checked") == 7
    assert not bulletins.participation(vote[0], vote[1])


def test_a_closed_vote_refuses_and_says_it(client: TestClient, vote: Vote) -> None:
    db, scrutin, slips = vote
    for code, _ in slips[:6]:
        bulletins.deposer(db, scrutin, code, "1234012")
    fields = form(client, slips[0][0]) | GRADES
    gestes.clore(db, TERMINAL, scrutin)
    answer = client.post(f"/vote/{slips[0][0]}", data=fields)
    assert answer.status_code == 409 and "pas été enregistré" in answer.text
    assert client.get(f"/vote/{slips[0][0]}").status_code == 200


def test_guessing_is_limited_and_a_valid_code_never_blocked(client: TestClient, vote: Vote) -> None:
    answers = [client.get(f"/vote/ZZZZZZZZZZZ{k}").status_code for k in range(6)]
    assert answers == [404, 404, 404, 429, 429, 429]
    assert client.post("/vote", data={"code": "<script>"}).status_code == 429
    code = vote[2][0][0]
    assert client.get(f"/vote/{code}").status_code == 200
    assert client.post(f"/vote/{code}", data=form(client, code) | GRADES).status_code == 303


def test_the_page_is_small_and_keeps_to_itself(client: TestClient, vote: Vote) -> None:
    answer = client.get(f"/vote/{vote[2][0][0]}")
    assert len(answer.content) < 30_000
    assert answer.headers["cache-control"] == "no-store" and answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert not re.search(r"<script|src=|<link rel=\"stylesheet|@import|http", answer.text)


def test_html_in_a_question_or_an_option_is_inert(client: TestClient, vote: Vote) -> None:
    db, scrutin, slips = vote
    scrutins.annuler(db, TERMINAL, scrutin, "essai")
    seance = int(seances.read(db).index[0])
    nasty = "<img src=x onerror=alert(1)>"
    options = [Option("a", nasty), Option("b", '"><b>gras</b>')]
    made = gestes.declarer(
        db, TERMINAL, seance,
        lectures.definir(db, seance, nasty, "points", options, {"usagers": Fraction(1)}, date(2026, 11, 22), points=10),
    )  # fmt: skip
    scrutins.figer(db, TERMINAL, made)
    gestes.ouvrir(db, TERMINAL, made)
    code = next(code for code, college in slips if college == "usagers")
    text = client.get(f"/vote/{code}").text
    assert "<img" not in text and "<b>" not in text and "&lt;img" in text
    assert client.post(f"/vote/{code}", data=form(client, code) | {"o0": "9", "o1": "2"}).status_code == 422
    assert client.post(f"/vote/{code}", data=form(client, code) | {"o0": "-1", "o1": "11"}).status_code == 422
    assert client.post(f"/vote/{code}", data=form(client, code) | {"o0": "10"}).status_code == 303
    stranger = next(code for code, college in slips if college == "etat")
    assert "ne vote pas" in client.get(f"/vote/{stranger}").text


def test_a_disk_that_takes_nothing_more_is_said_in_words_without_a_traceback_and_loses_nothing(
    client: TestClient, vote: Vote, caplog: pytest.LogCaptureFixture
) -> None:
    db, scrutin, slips = vote
    before, after = slips[0][0], slips[1][0]
    hidden = {code: form(client, code) for code in (before, after)}
    assert client.post(f"/vote/{before}", data=hidden[before] | GRADES).status_code == 303
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        answers = [client.post(f"/vote/{code}", data=hidden[code] | GRADES | {"o0": "4"}) for code in (before, after)]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    for answer in answers:
        assert answer.status_code == 503 and "Votre bulletin n'est pas enregistré" in html.unescape(answer.text)
    assert [line.exc_info for line in caplog.records if line.name == "concertation"] == [None, None]
    assert bulletins.relire(db, scrutin, before) is not None and bulletins.relire(db, scrutin, after) is None
    assert client.post(f"/vote/{after}", data=hidden[after] | GRADES).status_code == 303


def test_each_option_says_what_it_brings_and_the_missing_ones_stand_out(client: TestClient, vote: Vote) -> None:
    db, _, slips = vote
    code, lines = slips[0][0], list(services.lignes(db).values())
    page = html.unescape(client.get(f"/vote/{code}").text)
    assert all(line in page for line in lines[:7]) and 'class="manque"' not in page
    answer = client.post(f"/vote/{code}", data=form(client, code) | GRADES | {"o3": "", "o5": "9"}).text
    assert answer.count('<fieldset class="manque">') == 2 and answer.count("il manque votre mention") == 2


def test_points_left_are_said_and_counting_them_sends_nothing(client: TestClient, vote: Vote) -> None:
    db, first, slips = vote
    scrutins.annuler(db, TERMINAL, first, "essai")
    seance = int(seances.read(db).index[0])
    options = [Option("a", "Une"), Option("b", "Deux")]
    declared = lectures.definir(
        db, seance, "Quoi ?", "points", options, lectures.poids_egaux(db), date(2026, 11, 22), points=10
    )
    made = gestes.declarer(db, TERMINAL, seance, declared)
    scrutins.figer(db, TERMINAL, made)
    gestes.ouvrir(db, TERMINAL, made)
    code = slips[0][0]
    assert "Il vous reste 10\u00a0points." in client.get(f"/vote/{code}").text
    for given, words in (("3", "reste 7"), ("12", "2\u00a0points de trop"), ("10", "aucun point"), ("x", "")):
        answer = client.post(f"/vote/{code}", data=form(client, code) | {"o0": given, "compter": "1"})
        assert answer.status_code == 200 and words in answer.text and f'value="{given}"' in answer.text
    assert not bulletins.participation(db, made)
    assert client.post(f"/vote/{code}", data=form(client, code) | {"o0": "7"}).text.count("reste 3") == 1
