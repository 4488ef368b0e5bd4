"""A nominative vote: names where they were declared and nowhere else, each once, and a list that adds up."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.core.refus import EntreeInvalide, Refus
from components.priorites import ballot, gestes, lectures
from components.priorites.regles import decompte
from components.priorites.regles.vote import Option
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins, signatures
from data.seances import seances

Slips = list[tuple[str, str]]
JOUR = date(2026, 11, 22)


@pytest.fixture
def nominatif(vote: tuple[Database, int, Slips]) -> tuple[Database, int, Slips]:
    """The demonstration's séance with an open nominative vote on two options."""
    db, first, slips = vote
    scrutins.annuler(db, TERMINAL, first, "essai")
    seance = int(scrutins.scrutin(db, first)["seance"])
    declared = lectures.definir(
        db, seance, "Qui fait quoi ?", "jugement", [Option("a", "Bus"), Option("b", "Maison")],
        lectures.poids_egaux(db), JOUR, nominatif=True,
    )  # fmt: skip
    scrutin = gestes.declarer(db, TERMINAL, seance, declared)
    scrutins.figer(db, TERMINAL, scrutin)
    gestes.ouvrir(db, TERMINAL, scrutin)
    return db, scrutin, slips


def _of(db: Database, scrutin: int, college: str) -> list[int]:
    people = signatures.electeurs(db, scrutin)
    return [int(i) for i in people.index[people["college"] == college]]


def test_every_ballot_carries_one_name_of_its_college_and_the_published_list_gives_the_totals(
    nominatif: tuple[Database, int, Slips], fichier: Path
) -> None:
    db, scrutin, slips = nominatif
    waiting = {college: _of(db, scrutin, college) for college in {c for _, c in slips}}
    for k, (code, college) in enumerate(slips):
        bulletins.deposer(db, scrutin, code, f"{k % 5}{(k + 1) % 5}", membre=waiting[college].pop())
    assert gestes.clore(db, TERMINAL, scrutin)
    document = json.loads(json.dumps(scrutins.scrutin(db, scrutin)["decompte"]))
    assert len(document["nominatif"]) == len(slips)
    assert {group["id"] for group in document["groupes"]} == {college for _, college in slips}, "nothing to merge"
    assert decompte.recompter(document)[1] == lectures.resultat(db, scrutin)[2]
    assert not db["signatures"].count
    document["nominatif"][0]["contenu"] = "44" if document["nominatif"][0]["contenu"] != "44" else "00"
    with pytest.raises(EntreeInvalide, match="nominatifs"):
        decompte.recompter(document)


def test_a_name_is_used_once_by_its_college_and_never_by_who_is_away_or_withdrew(
    nominatif: tuple[Database, int, Slips],
) -> None:
    db, scrutin, slips = nominatif
    seance = int(scrutins.scrutin(db, scrutin)["seance"])
    one, other = [code for code, college in slips if college == "usagers"][:2]
    users, pros = _of(db, scrutin, "usagers"), _of(db, scrutin, "professionnels")
    bulletins.deposer(db, scrutin, one, "00", membre=users[0])
    seances.declarer_interet(db, TERMINAL, seance, users[1], "Bus", "y travaille", True)
    seances.pointer(db, TERMINAL, seance, {users[2]: ("absent", None)})
    for wrong in (None, 0, 10**9, users[0], pros[0], users[1], users[2]):
        with pytest.raises(Refus):
            bulletins.deposer(db, scrutin, other, "44", membre=wrong)
    assert bulletins.participation(db, scrutin) == {"usagers": 1}, "a refused ballot leaves nothing"
    bulletins.deposer(db, scrutin, one, "11", membre=users[3])
    assert signatures.votes(db, scrutin)[0]["contenu"] == "11"
    assert bulletins.signataire(db, scrutin, one) == users[3], "a voter who mistook the line may correct it"


def test_a_secret_vote_takes_no_name_through_any_door(vote: tuple[Database, int, Slips]) -> None:
    db, scrutin, slips = vote
    code, college = slips[0]
    member = _of(db, scrutin, college)[0]
    with pytest.raises(Refus, match="secret"):
        bulletins.deposer(db, scrutin, code, "0" * 7, membre=member)
    bulletins.deposer(db, scrutin, code, "0" * 7)
    with pytest.raises(Exception, match="ne porte pas de nom"):
        db.conn.execute("INSERT INTO signatures SELECT scrutin, cle, ? FROM bulletins", (member,))


def test_the_phone_asks_for_the_name_and_the_receipt_says_it(nominatif: tuple[Database, int, Slips]) -> None:
    _, _, slips = nominatif
    client = TestClient(Starlette(routes=ballot.ROUTES), follow_redirects=False)
    code = next(code for code, college in slips if college == "usagers")
    page = client.get(f"/vote/{code}").text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)) | {"o0": "1", "o1": "2"}
    names = dict(re.findall(r'<option value="(\d+)">([^<]+)', page))
    assert all(name.startswith("Usager") for name in names.values()) and "ne porte pas votre nom" not in page
    refused = client.post(f"/vote/{code}", data=fields)
    assert refused.status_code == 422 and refused.text.count(" checked") == 2
    member, name = next(iter(names.items()))
    assert client.post(f"/vote/{code}", data=fields | {"membre": member}).status_code == 303
    assert f"au nom de {name}" in client.get(f"/vote/{code}").text
    assert f'value="{member}" selected' in client.get(f"/vote/{code}", params={"modifier": "1"}).text
    other = next(c for c, college in slips if college == "usagers" and c != code)
    assert f'value="{member}"' not in client.get(f"/vote/{other}").text.partition("membre")[2]
