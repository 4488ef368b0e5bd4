"""One live truth on a screen, the vote that waits shown first, and a plain no to a phrase that is not there."""

from collections.abc import Callable

from components.priorites import gestes, lectures, view_preuve
from components.priorites.regles.vote import Option
from components.seances import lectures as salle
from components.terminal.demonstration import vote as demonstration
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins
from data.seances import seances
from tests.priorites.test_ecrans import JOUR, Vote, page, text


def test_the_turnout_is_said_once_where_it_moves(vote: Vote, connectee: Callable[..., None]) -> None:
    db, scrutin, slips = vote
    bulletins.deposer(db, scrutin, slips[0][0], "0123401")
    connectee()
    shown = page()
    assert "Le vote est ouvert" in text(shown) and "bulletin pour" not in text(shown)


def test_the_vote_that_waits_is_shown_and_not_a_published_one_of_the_same_title(
    vote: Vote, connectee: Callable[..., None]
) -> None:
    db, first, slips = vote
    seance = int(scrutins.scrutin(db, first)["seance"])
    question = scrutins.scrutin(db, first)["definition"]["question"]
    options = [Option("a", "Un"), Option("b", "Deux")]
    weights = lectures.poids_egaux(db)
    waiting = gestes.declarer(
        db, TERMINAL, seance, lectures.definir(db, seance, question, "jugement", options, weights, JOUR)
    )
    demonstration.clore(db, TERMINAL, first, slips)
    late = gestes.declarer(
        db, TERMINAL, seance, lectures.definir(db, seance, question, "jugement", options, weights, JOUR)
    )
    scrutins.supprimer(db, TERMINAL, late)
    connectee()
    assert page().session_state["priorites_scrutin"] == waiting


def test_voices_are_those_of_voting_members(vote: Vote) -> None:
    db, scrutin, _ = vote
    seance = int(scrutins.scrutin(db, scrutin)["seance"])
    row = {"nom": "Délégation", "college": "etat", "organisation": "ARS", "suppleant": "", "vote": 0}
    seances.ajouter_membres(db, TERMINAL, [row])
    known = seances.presences(db, seance)
    seances.pointer(db, TERMINAL, seance, {int(i): ("présent", None) for i in known.index})
    assert salle.voix(seances.presences(db, seance)) == salle.assemblee(db, seance).membres == len(known) - 1


def test_a_phrase_that_is_not_there_is_refused_in_words(vote: Vote, connectee: Callable[..., None]) -> None:
    db, scrutin, slips = vote
    demonstration.clore(db, TERMINAL, scrutin, slips)
    connectee()
    shown = page()
    box = next(field for field in shown.text_input if field.label == "Chercher ma phrase")
    box.set_value("licorne").run()
    assert any(error.value == view_preuve.ABSENTE for error in shown.error)
    phrase = scrutins.scrutin(db, scrutin)["decompte"]["phrases"][0]
    box = next(field for field in shown.text_input if field.label == "Chercher ma phrase")
    box.set_value(phrase).run()
    assert not shown.error and any(phrase in frame.value.to_string() for frame in shown.dataframe)
