"""Attacks on the vote, each of which once went through: they must all be refused, and nothing must get stuck."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database
from starlette.testclient import TestClient

from components.core.refus import EntreeInvalide, Refus
from components.priorites import gestes, lectures
from components.priorites.regles import decompte
from components.priorites.regles.vote import Option
from components.terminal.demonstration import vote as demonstration
from data.base import acteurs
from data.base.acteurs import TERMINAL
from data.fichier import export
from data.priorites import bulletins, scrutins
from data.seances import seances

Slips = list[tuple[str, str]]
Vote = tuple[Database, int, Slips]
JOUR = date(2026, 11, 22)
OPTIONS = [Option("a", "Vaccination"), Option("b", "Soins du soir"), Option("c", "Visites")]


def _seance(db: Database, scrutin: int) -> int:
    return int(scrutins.scrutin(db, scrutin)["seance"])


def _cast_all(db: Database, scrutin: int, slips: Slips) -> None:
    for code, _ in slips:
        bulletins.deposer(db, scrutin, code, "0" * 7)


def _declared_without(db: Database, seance: int, *left_out: str) -> int:
    """A frozen vote in which some colleges have no weight."""
    weights = {code: Fraction(int(code not in left_out)) for code in lectures.poids_egaux(db)}
    declared = lectures.definir(db, seance, "Et sans eux ?", "jugement", OPTIONS, weights, JOUR)
    scrutin = gestes.declarer(db, TERMINAL, seance, declared)
    scrutins.figer(db, TERMINAL, scrutin)
    return scrutin


def test_a_slip_of_a_college_that_does_not_vote_is_refused_and_closing_stays_possible(vote: Vote) -> None:
    db, first, slips = vote
    scrutins.annuler(db, TERMINAL, first, "essai")
    scrutin = _declared_without(db, _seance(db, first), "etat")
    gestes.ouvrir(db, TERMINAL, scrutin)
    people = seances.membres(db)
    one, other = (int(people.index[people["college"] == code][0]) for code in ("usagers", "professionnels"))
    scrutins.nommer_scrutateurs(db, TERMINAL, scrutin, one, other)
    outsider = next(code for code, college in slips if college == "etat")
    with pytest.raises(Refus, match="ne vote pas"):
        bulletins.deposer_papier(db, TERMINAL, scrutin, outsider, "000")
    for code, college in slips:
        if college != "etat":
            bulletins.deposer(db, scrutin, code, "012")
    assert gestes.clore(db, TERMINAL, scrutin)
    voters = sum(1 for _, college in slips if college != "etat")
    assert scrutins.scrutin(db, scrutin)["decompte"]["participation"] == {
        "bulletins": voters, "votants": voters, "reprises": 0,
    }  # fmt: skip


def test_a_user_present_by_mandate_alone_does_not_make_three_present(fichier: Path, vote: Vote) -> None:
    db, first, _ = vote
    scrutins.annuler(db, TERMINAL, first, "essai")
    seance = _seance(db, first)
    people = seances.membres(db)
    users = [int(i) for i in people.index[people["college"] == "usagers"]]
    holder = int(people.index[people["college"] == "collectivites"][0])
    away: dict[int, tuple[str, int | None]] = dict.fromkeys(users[2:], ("absent", None))
    seances.pointer(db, TERMINAL, seance, away | {users[2]: ("mandat", holder)})
    scrutin = _declared_without(db, seance)
    with pytest.raises(Refus, match=r"2\sreprésentants des usagers présents"):
        gestes.ouvrir(db, TERMINAL, scrutin)


def test_the_export_refuses_an_open_vote_and_never_writes_a_ballot_or_a_slip(vote: Vote, tmp_path: Path) -> None:
    db, scrutin, slips = vote
    _cast_all(db, scrutin, slips)
    with pytest.raises(Refus, match="vote est ouvert"):
        export.write(db, tmp_path / "ouvert")
    assert not (tmp_path / "ouvert").exists()
    gestes.clore(db, TERMINAL, scrutin)
    names = {file.stem for file in export.write(db, tmp_path / "clos")}
    assert not names & {"bulletins", "depouilles", "jetons"}
    assert "scrutins" in names


def test_tellers_are_not_changed_once_the_vote_is_closed(vote: Vote) -> None:
    db, scrutin, slips = vote
    _cast_all(db, scrutin, slips)
    gestes.clore(db, TERMINAL, scrutin)
    people = seances.membres(db)
    one, other = (int(people.index[people["college"] == code][0]) for code in ("usagers", "professionnels"))
    with pytest.raises(Refus, match="clos"):
        scrutins.nommer_scrutateurs(db, TERMINAL, scrutin, one, other)


@pytest.mark.parametrize("low", [{"groupe_min": 1}, {"usagers_min": 0}, {"quorum": "0"}])
def test_a_declaration_made_by_hand_cannot_lower_the_guards(vote: Vote, low: dict[str, object]) -> None:
    db, scrutin, _ = vote
    weakened = replace(lectures.definition(db, scrutin), **low)  # type: ignore[arg-type]
    with pytest.raises(EntreeInvalide, match="séance"):
        gestes.declarer(db, TERMINAL, _seance(db, scrutin), weakened)


def test_a_paper_ballot_taken_back_leaves_a_line_without_code_and_is_counted(vote: Vote) -> None:
    db, scrutin, slips = vote
    people = seances.membres(db)
    one, other = (int(people.index[people["college"] == code][0]) for code in ("usagers", "professionnels"))
    scrutins.nommer_scrutateurs(db, TERMINAL, scrutin, one, other)
    code = slips[0][0]
    with pytest.raises(Refus):
        bulletins.reprendre_papier(db, TERMINAL, scrutin, code)
    bulletins.deposer_papier(db, TERMINAL, scrutin, code, "0" * 7)
    bulletins.reprendre_papier(db, TERMINAL, scrutin, code)
    line = acteurs.journal(db, 1).iloc[0]
    assert line["geste"] == bulletins.REPRISE and code not in line["detail"] + line["objet"]
    _cast_all(db, scrutin, slips)
    gestes.clore(db, TERMINAL, scrutin)
    assert scrutins.scrutin(db, scrutin)["decompte"]["participation"]["reprises"] == 1


def test_a_second_round_never_splits_what_the_first_announced_together(vote: Vote) -> None:
    db, scrutin, slips = vote
    for code, college in slips:
        if college != "qualifiees":
            bulletins.deposer(db, scrutin, code, "0" * 7)
    gestes.clore(db, TERMINAL, scrutin)
    first = [set(group["id"].split("+")) for group in scrutins.scrutin(db, scrutin)["decompte"]["groupes"]]
    assert any(len(group) > 1 for group in first)
    again = gestes.second_tour(db, TERMINAL, scrutin)
    scrutins.figer(db, TERMINAL, again)
    gestes.ouvrir(db, TERMINAL, again)
    second = [set(group) for group in scrutins.scrutin(db, again)["ouverture"]["groupes"]]
    assert all(any(before <= after for after in second) for before in first)


def test_the_difference_of_two_rounds_is_announced_when_it_bears_on_few(vote: Vote) -> None:
    """The attack: one voter leaves, all the others vote the same; the difference of the tallies is that ballot."""
    db, scrutin, slips = vote
    _cast_all(db, scrutin, slips)
    gestes.clore(db, TERMINAL, scrutin)
    again = gestes.second_tour(db, TERMINAL, scrutin)
    assert lectures.ecarts_de_tour(db, again) == []
    people = seances.membres(db)
    gone = int(people.index[people["college"] == "usagers"][0])
    seances.pointer(db, TERMINAL, _seance(db, scrutin), {gone: ("absent", None)})
    assert [
        words.endswith("1\u00a0voix de moins qu'au premier tour.") for words in lectures.ecarts_de_tour(db, again)
    ] == [True]


def test_a_second_round_is_declared_once(vote: Vote) -> None:
    db, scrutin, slips = vote
    _cast_all(db, scrutin, slips)
    gestes.clore(db, TERMINAL, scrutin)
    declared = lectures.definition(db, scrutin)
    with pytest.raises(EntreeInvalide):
        gestes.declarer(db, TERMINAL, _seance(db, scrutin), declared, premier=999)
    gestes.second_tour(db, TERMINAL, scrutin)
    with pytest.raises(EntreeInvalide, match="déjà"):
        gestes.second_tour(db, TERMINAL, scrutin)


def test_a_second_round_called_off_may_be_held_again(vote: Vote) -> None:
    db, scrutin, slips = vote
    _cast_all(db, scrutin, slips)
    gestes.clore(db, TERMINAL, scrutin)
    again = gestes.second_tour(db, TERMINAL, scrutin)
    scrutins.figer(db, TERMINAL, again)
    gestes.ouvrir(db, TERMINAL, again)
    scrutins.annuler(db, TERMINAL, again, "panne")
    third = gestes.second_tour(db, TERMINAL, scrutin)
    assert scrutins.scrutin(db, third)["premier_tour"] == scrutin


def _document(vote: Vote) -> dict[str, object]:
    db, scrutin, slips = vote
    _cast_all(db, scrutin, slips)
    gestes.clore(db, TERMINAL, scrutin)
    return json.loads(json.dumps(scrutins.scrutin(db, scrutin)["decompte"]))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("groupes", 0, "poids"), "1e40000000"),
        (("groupes", 0, "poids"), "9" * 5000),
        (("regle", "genre"), "tirage au sort"),
        (("regle", "departage"), "le plus âgé"),
        (("regle", "options", 0, "cout"), float("inf")),
        (("participation", "bulletins"), float("inf")),
    ],
)
def test_a_poisoned_recount_file_is_refused_at_once(vote: Vote, path: tuple[str | int, ...], value: object) -> None:
    document = _document(vote)
    place: object = document
    for step in path[:-1]:
        place = place[step]  # type: ignore[index]
    place[path[-1]] = value  # type: ignore[index]
    with pytest.raises(EntreeInvalide):
        decompte.recompter(document)


def test_two_groups_of_the_same_code_are_refused(vote: Vote) -> None:
    document: Any = _document(vote)
    document["groupes"][1]["id"] = document["groupes"][0]["id"]
    with pytest.raises(EntreeInvalide, match="deux groupes"):
        decompte.recompter(document)


def test_a_tie_that_the_users_cannot_break_is_not_said_broken(vote: Vote) -> None:
    db, first, slips = vote
    scrutins.annuler(db, TERMINAL, first, "essai")
    seance = _seance(db, first)
    declared = lectures.definir(
        db, seance, "À égalité ?", "jugement", OPTIONS, lectures.poids_egaux(db), JOUR, departage="usagers"
    )
    scrutin = gestes.declarer(db, TERMINAL, seance, declared)
    scrutins.figer(db, TERMINAL, scrutin)
    gestes.ouvrir(db, TERMINAL, scrutin)
    for code, _ in slips:
        bulletins.deposer(db, scrutin, code, "112")
    gestes.clore(db, TERMINAL, scrutin)
    top = lectures.resultat(db, scrutin)[2].ensemble.rangs[0]
    assert top.ex_aequo
    assert "égalité parfaite" in top.motif
    assert "départagée" not in top.motif


def test_the_doors_take_a_head_request_as_a_look_not_as_a_failed_try(vote: Vote) -> None:
    from app import app

    client = TestClient(app)
    assert client.head("/vote").status_code == 200
    assert client.head("/entrer").status_code == 200
    for door in ("/vote", f"/vote/{vote[2][0][0]}", "/entrer", "/sortir"):
        assert "<script" not in client.get(door).text, "through the whole application, middleware included"


def test_a_huge_form_on_the_slips_page_is_refused_in_words(vote: Vote) -> None:
    from app import app

    client = TestClient(app, raise_server_exceptions=False)
    answer = client.post("/cartons/1", content=b"x" * 100_000)
    assert answer.status_code in (403, 413, 422)


def test_the_demonstration_still_closes(vote: Vote) -> None:
    db, scrutin, slips = vote
    demonstration.clore(db, TERMINAL, scrutin, slips)
    assert scrutins.scrutin(db, scrutin)["etat"] == scrutins.PUBLIE
