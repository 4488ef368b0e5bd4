"""The page « Priorités » under attack: another role, crafted widget state, an account closed meanwhile."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.priorites import gestes, lectures
from components.priorites.regles.vote import Option
from components.terminal.demonstration import vote as demonstration
from data.base import identite
from data.base.acteurs import TERMINAL
from data.carences import contributions
from data.priorites import bulletins, scrutins, signatures

PAGE = Path(__file__).resolve().parents[2] / "pages" / "priorites.py"
JOUR = date(2026, 11, 22)
Vote = tuple[Database, int, list[tuple[str, str]]]
Entrer = Callable[..., None]


def page(**state: object) -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=60)
    for key, value in state.items():
        test.session_state[key] = value
    test.run()
    assert not test.exception
    return test


def visiteur(monkeypatch: pytest.MonkeyPatch, cookie: str = "") -> None:
    client = SimpleNamespace(cookies={identite.COOKIE: cookie} if cookie else {}, headers={})
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)


def button(test: AppTest, label: str) -> object:
    return next(one for one in test.button if one.label == label)


def text(test: AppTest) -> str:
    return " ".join(str(one.value) for kind in ("html", "markdown", "caption") for one in test.get(kind))


def test_a_reader_finds_nothing_to_press_and_no_result_before_publication(
    vote: Vote, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, scrutin, slips = vote
    for code, _ in slips:
        bulletins.deposer(db, scrutin, code, "0123401")
    visiteur(monkeypatch)
    shown = page(priorites_scrutin=scrutin, priorites_ouvrir=scrutin)
    assert not shown.button and not shown.metric and "bulletin" not in text(shown)
    visiteur(monkeypatch, "un cookie forgé")
    assert not page(priorites_scrutin=scrutin).button


def test_of_two_votes_that_read_the_same_the_one_chosen_is_shown(vote: Vote, connectee: Entrer) -> None:
    """A browser sends the label of what was chosen, not its place in the list."""
    db, scrutin, _ = vote
    seance = int(scrutins.scrutin(db, scrutin)["seance"])
    weights = lectures.poids_egaux(db)
    options = [Option("a", "Un"), Option("b", "Deux")]
    for _ in range(2):
        same = lectures.definir(db, seance, "La même question ?", "jugement", options, weights, JOUR)
        gestes.declarer(db, TERMINAL, seance, same)
    connectee()
    labels = next(field for field in page().selectbox if field.label == "Scrutin").options
    assert len(set(labels)) == 3


@pytest.mark.parametrize("role", ["analyste", "lecteur", "fermé"])
def test_a_gesture_sent_from_a_screen_that_was_the_facilitators_is_refused(
    vote: Vote, connectee: Entrer, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    db, scrutin, slips = vote
    for code, _ in slips:
        bulletins.deposer(db, scrutin, code, "0123401")
    connectee("facilitateur")
    desk = page()
    next(box for box in desk.checkbox if "Tout le monde" in box.label).check()
    closing = button(desk, "Clore le vote")
    if role == "analyste":
        connectee("analyste", "Autre Test")
    elif role == "lecteur":
        visiteur(monkeypatch)
    else:
        db.conn.execute("UPDATE comptes SET actif = 0")
        db.conn.commit()
    after = closing.click().run()  # type: ignore[attr-defined]
    assert not after.exception
    assert scrutins.scrutin(db, scrutin)["etat"] == scrutins.OUVERT
    assert "Clore le vote" not in {one.label for one in after.button}


def test_the_facilitator_closes_and_publishes_from_the_same_screen(vote: Vote, connectee: Entrer) -> None:
    db, scrutin, slips = vote
    for code, _ in slips:
        bulletins.deposer(db, scrutin, code, "0123401")
    connectee("facilitateur")
    desk = page()
    button(desk, "Clore le vote").click().run()  # type: ignore[attr-defined]
    assert scrutins.scrutin(db, scrutin)["etat"] == scrutins.OUVERT, "the box first"
    next(box for box in desk.checkbox if "Tout le monde" in box.label).check()
    button(desk, "Clore le vote").click().run()  # type: ignore[attr-defined]
    assert scrutins.scrutin(db, scrutin)["etat"] == scrutins.CLOS
    button(desk, "Publier le résultat").click().run()  # type: ignore[attr-defined]
    assert not desk.exception and scrutins.scrutin(db, scrutin)["etat"] == scrutins.PUBLIE
    assert "En premier" in text(desk)


@pytest.mark.parametrize(
    ("genre", "content", "more", "expected"),
    [
        ("points", "10,0,0", {"points": 10}, "En premier : « Bus »"),
        ("approbation", "110", {"budget": 100}, "Retenues dans le budget : « Bus » et « Maison »"),
        ("jugement", "012", {"nominatif": True}, "En premier : « Bus »"),
    ],
)
def test_every_kind_of_result_is_drawn_with_its_table_and_its_proof(
    vote: Vote, connectee: Entrer, genre: str, content: str, more: dict[str, object], expected: str
) -> None:
    db, first, slips = vote
    scrutins.annuler(db, TERMINAL, first, "essai")
    seance = int(scrutins.scrutin(db, first)["seance"])
    options = [Option("a", "Bus", 40), Option("b", "Maison", 50), Option("c", "Train", 90)]
    declared = lectures.definir(db, seance, "Quoi ?", genre, options, lectures.poids_egaux(db), JOUR, **more)
    scrutin = gestes.declarer(db, TERMINAL, seance, declared)
    scrutins.figer(db, TERMINAL, scrutin)
    gestes.ouvrir(db, TERMINAL, scrutin)
    people = signatures.electeurs(db, scrutin)
    names = {college: list(group.index) for college, group in people.groupby("college")}
    for code, college in slips:
        member = int(names[college].pop()) if more.get("nominatif") else None
        bulletins.deposer(db, scrutin, code, content, membre=member)
    gestes.clore(db, TERMINAL, scrutin)
    connectee("facilitateur")
    shown = page()
    assert expected in text(shown) and "dessin-de-page" in text(shown)
    assert any("Fragilité" in one.value for one in shown.markdown) == (genre != "approbation")
    named = [one.value for one in shown.dataframe if "Nom" in one.value.columns]
    assert len(named) == bool(more.get("nominatif"))


def test_html_in_a_service_or_a_contribution_stays_text(
    vote: Vote, connectee: Entrer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data.priorites import services

    db, scrutin, slips = vote
    nasty = "<img src=x onerror=alert(1)>"
    services.amender(db, TERMINAL, "prevention", nasty, nasty, nasty, nasty)
    seance = int(scrutins.scrutin(db, scrutin)["seance"])
    contributions.contribuer(db, TERMINAL, seance, nasty, "usagers", None, nasty)
    contributions.publier_contribution(db, TERMINAL, 1)
    demonstration.clore(db, TERMINAL, scrutin, slips)
    visiteur(monkeypatch)
    shown = page()
    assert all(nasty not in str(one.value) for one in (*shown.markdown, *shown.get("html")))
    assert any(nasty in str(one.value) for one in shown.text), "shown as it was written"


def test_a_reader_keeps_the_tallies_and_recounts_elsewhere(
    vote: Vote, monkeypatch: pytest.MonkeyPatch, connectee: Entrer
) -> None:
    db, scrutin, slips = vote
    demonstration.clore(db, TERMINAL, scrutin, slips)
    visiteur(monkeypatch)
    shown = page(priorites_scrutin=scrutin)
    assert not shown.get("file_uploader") and shown.get("download_button") and "recount" in text(shown)
    connectee("facilitateur")
    assert page(priorites_scrutin=scrutin).get("file_uploader")
