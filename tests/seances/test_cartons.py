"""The sheet of slips: for the facilitator, from here, once; nothing is drawn when it cannot be shown."""

import re
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.core.refus import Interdit, Refus
from components.priorites import gestes as gestes_votes
from components.priorites import lectures as lectures_votes
from components.seances import minutes, routes
from components.terminal.demonstration import vote as demonstration
from data.base import identite, store
from data.base.acteurs import TERMINAL
from data.priorites import attendus, bulletins, cartons, scrutins
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
    scrutins.annuler(db, TERMINAL, 1, "essai")
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
    scrutins.annuler(db, TERMINAL, 1, "essai")
    seances.regler_college(db, TERMINAL, "usagers", "<b>Usagers</b>", True, 10)
    sheet = client(db, "facilitateur").post(f"/cartons/{made}", data={"n_usagers": "1"})
    assert "<b>" not in sheet.text and "&lt;b&gt;Usagers" in sheet.text


def _arrive(db: Database, made: int, college: str, count: int) -> None:
    """People of a college who were not in the room, nor on the list, come in."""
    rows = [
        {"nom": f"Arrivée {college} {k}", "college": college, "organisation": "", "suppleant": "", "vote": 1}
        for k in range(count)
    ]
    seances.ajouter_membres(db, TERMINAL, rows)
    people = seances.membres(db)
    late = people.index[people["nom"].str.startswith(f"Arrivée {college}")]
    seances.pointer(db, TERMINAL, made, {int(i): ("présent", None) for i in late})


def test_an_open_vote_is_not_stuffed_with_slips(seance: tuple[Database, int]) -> None:
    """Twelve more slips, cast at once: « 34 sur 34 », and nothing to see."""
    db, made = seance
    desk, before = client(db, "facilitateur"), bulletins.cartons(db, made)
    assert "un seul carton à la fois" in desk.get(f"/cartons/{made}").text
    for fields in ({"n_usagers": "12"}, {"n_usagers": "2"}, {"n_usagers": "1", "n_etat": "1"}, {"n_usagers": "1"}):
        answer = desk.post(f"/cartons/{made}", data=fields)
        assert answer.status_code == 422 and not CODE.search(answer.text.partition("<form")[0])
        with pytest.raises(Refus, match=r"un par un|déjà"):
            bulletins.tirer(db, TERMINAL, made, {k[2:]: int(v) for k, v in fields.items()}, False)
    assert bulletins.cartons(db, made) == before


def test_latecomers_get_a_slip_one_by_one_never_beyond_them_and_each_is_counted(seance: tuple[Database, int]) -> None:
    db, made = seance
    _arrive(db, made, "usagers", 2)
    with pytest.raises(Refus, match="un par un"):
        bulletins.tirer(db, TERMINAL, made, {"usagers": 2}, False)
    drawn = [bulletins.tirer(db, TERMINAL, made, {"usagers": 1}, False)[0][0] for _ in range(2)]
    with pytest.raises(Refus, match="déjà"):
        bulletins.tirer(db, TERMINAL, made, {"usagers": 1}, False)
    bulletins.deposer(db, 1, drawn[0], "0" * 7)
    count = cartons.du_scrutin(db, 1)["usagers"]
    assert (count.retardataires, count.utilises, count.abimes) == (2, 1, 0) and count.tires == count.votants
    assert any("dont 2 pour des retardataires" in words for words in lectures_votes.cartons_en_cours(db, 1))
    assert not lectures_votes.anomalies(db, 1), "who came since is expected"


def test_who_left_after_voting_does_not_deprive_who_comes_and_the_same_person_counts_once(
    seance: tuple[Database, int],
) -> None:
    db, made = seance
    people = seances.membres(db)
    users = [int(i) for i in people.index[people["college"] == "usagers"]]
    before = attendus.par_college(db, 1)["usagers"]
    seances.pointer(db, TERMINAL, made, {users[0]: ("absent", None)})
    assert attendus.par_college(db, 1)["usagers"] == before
    seances.pointer(db, TERMINAL, made, {users[0]: ("présent", None)})
    with pytest.raises(Refus, match="déjà"):
        bulletins.tirer(db, TERMINAL, made, {"usagers": 1}, False)
    seances.pointer(db, TERMINAL, made, {users[0]: ("absent", None)})
    _arrive(db, made, "usagers", 1)
    assert bulletins.tirer(db, TERMINAL, made, {"usagers": 1}, False)


def test_a_spoiled_slip_is_void_counted_and_may_be_replaced_but_not_once_it_voted(
    seance: tuple[Database, int],
) -> None:
    db, made = seance
    scrutins.annuler(db, TERMINAL, 1, "essai")
    codes = [code for code, _ in bulletins.tirer(db, TERMINAL, made, {"usagers": 3}, False)]
    assert cartons.abimer(db, TERMINAL, made, bulletins.affiche(codes[0]).lower()) == "usagers"
    scrutin = rouvrir(db, 1)
    assert bulletins.carton(db, codes[0]) is None
    bulletins.deposer(db, scrutin, codes[1], "0" * 7)
    for wrong in (codes[0], codes[1], "ABCDEFGHJKMN", ""):
        with pytest.raises(Refus):
            cartons.abimer(db, TERMINAL, made, wrong)
    cartons.abimer(db, TERMINAL, made, codes[2])
    count = cartons.du_scrutin(db, scrutin)["usagers"]
    assert (count.abimes, count.utilises, count.tires) == (2, 1, bulletins.cartons(db, made)["usagers"] + 2)
    with pytest.raises(Interdit):
        cartons.abimer(db, comptes.compte(db, "analyste"), made, codes[1])


def test_the_count_of_slips_is_in_the_result_the_register_and_the_minutes(seance: tuple[Database, int]) -> None:
    db, made = seance
    _arrive(db, made, "usagers", 1)
    late = bulletins.tirer(db, TERMINAL, made, {"usagers": 1}, False)[0][0]
    scrutins.annuler(db, TERMINAL, 1, "essai")
    scrutin = rouvrir(db, 1)
    spare = bulletins.cartons(db, made)
    rows = db.conn.execute("SELECT count(*) FROM jetons WHERE seance = ?", (made,)).fetchone()[0]
    assert rows == sum(spare.values())
    cast = [late]
    _arrive(db, made, "etat", 6)
    cast += [bulletins.tirer(db, TERMINAL, made, {"etat": 1}, False)[0][0] for _ in range(6)]
    for code in cast:
        bulletins.deposer(db, scrutin, code, "0" * 7)
    gestes_votes.clore(db, TERMINAL, scrutin)
    gestes_votes.publier(db, TERMINAL, scrutin)
    slips = scrutins.scrutin(db, scrutin)["decompte"]["cartons"]
    groups = {group["id"]: group["bulletins"] for group in scrutins.scrutin(db, scrutin)["decompte"]["groupes"]}
    assert {group: count["utilises"] for group, count in slips.items()} == groups, "by published group, no smaller"
    assert sum(count["retardataires"] for count in slips.values()) == 6
    assert scrutins.decompte_au_registre(db, scrutin)["cartons"] == slips
    assert lectures_votes.resultat(db, scrutin)[1].cartons == slips
    clotures.passer(db, TERMINAL, made, seances.CLOSE)
    said = minutes.html(db, made).replace("\xa0", " ")
    assert "dont 6 pour des retardataires" in said and f"{sum(groups.values())} bulletins pour" in said


def rouvrir(db: Database, annule: int) -> int:
    """The same vote again, opened."""
    definition, seance = lectures_votes.definition(db, annule), int(scrutins.scrutin(db, annule)["seance"])
    scrutin = gestes_votes.declarer(db, TERMINAL, seance, definition)
    scrutins.figer(db, TERMINAL, scrutin)
    gestes_votes.ouvrir(db, TERMINAL, scrutin)
    return scrutin
