"""One page follows the agenda: to prepare, under way, to close; each step a gesture, made once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Interdit, Refus
from components.seances import gestes, lectures
from components.seances.deroule import view_clore
from components.seances.regles import ordre_du_jour
from data.base import acteurs
from data.base.acteurs import LECTEUR, TERMINAL
from data.releves import clotures
from data.seances import notes, projection, seances
from tests.seances.salle import close, ids, preparee

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "seances.py")
JOUR = date(2026, 11, 22)


@pytest.fixture
def deroule(salle: Database, connectee: Callable[..., None]) -> tuple[Database, int, AppTest]:
    """(file, open séance with the usual points, its page seen by the facilitator)."""
    made = preparee(salle)
    gestes.proposer_ordre_du_jour(salle, TERMINAL, made, JOUR)
    clotures.passer(salle, TERMINAL, made, seances.OUVERTE)
    connectee()
    return salle, made, AppTest.from_file(PAGE, default_timeout=60).run()


def _presser(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    page.run()
    assert not page.exception
    return page


def _etats(db: Database, made: int) -> str:
    return "".join({"à venir": "o", "en cours": ">", "traité": "x"}[e] for e in seances.points(db, made)["etat"])


def test_the_usual_points_are_put_once_after_those_that_are_there(salle: Database) -> None:
    before = close(salle, "La première")
    made = preparee(salle, "La seconde")
    seances.ajouter_point(salle, TERMINAL, made, "PRIORITÉS de services", "vote")
    assert gestes.proposer_ordre_du_jour(salle, TERMINAL, made, JOUR) == 6
    titles = seances.points(salle, made)["titre"].tolist()
    assert titles[:3] == ["PRIORITÉS de services", ordre_du_jour.OUVERTURE, "Relevé de décisions : La première"]
    for seance, words in ((made, "déjà à l'ordre du jour"), (before, "La séance est close")):
        with pytest.raises(Refus, match=words):
            gestes.proposer_ordre_du_jour(salle, TERMINAL, seance, JOUR)
    assert len(seances.points(salle, made)) == 7
    with pytest.raises(Interdit):
        gestes.proposer_ordre_du_jour(salle, LECTEUR, preparee(salle, "Troisième"), JOUR)


def test_a_note_brings_names_and_counts_the_others() -> None:
    names = [f"T{k}" for k in range(6)]
    points = ordre_du_jour.propose("", {ordre_du_jour.PLAN: {"En retard": names, "Rien": []}})
    note = next(one.note for one in points if one.titre == ordre_du_jour.PLAN)
    assert note == "En retard : T0, T1, T2, T3 et 2 autres"
    assert [one.genre for one in points].count("vote") == 1 and all(not one.titre.endswith(": ") for one in points)


def test_the_next_point_is_taken_once_whoever_presses_twice(salle: Database) -> None:
    made = preparee(salle)
    points = [seances.ajouter_point(salle, TERMINAL, made, title, "débat") for title in "ABC"]
    clotures.passer(salle, TERMINAL, made, seances.OUVERTE)
    assert gestes.point_suivant(salle, TERMINAL, made, None) == points[0]
    with pytest.raises(Refus, match="pas avancé deux fois"):
        gestes.point_suivant(salle, TERMINAL, made, None)
    assert _etats(salle, made) == ">oo"
    shown = projection.projete(salle)
    assert shown and (shown.vue, shown.cible) == ("point", str(points[0]))
    gestes.reprendre(salle, TERMINAL, made, points[2])
    assert _etats(salle, made) == "xo>"
    assert gestes.point_suivant(salle, TERMINAL, made, points[2]) == points[1], "the one that was skipped"
    assert gestes.point_suivant(salle, TERMINAL, made, points[1]) is None
    with pytest.raises(Refus, match="Tous les points sont traités"):
        gestes.point_suivant(salle, TERMINAL, made, None)
    assert _etats(salle, made) == "xxx"


def test_everyone_is_there_but_a_few_and_the_replaced_stay_so(salle: Database) -> None:
    made, people = preparee(salle), ids(salle)
    seances.pointer(salle, TERMINAL, made, {people["Usager 1"]: ("suppléé", None)})
    for _ in range(2):
        gestes.presents_sauf(salle, TERMINAL, made, [people["Usager 2"]])
    states = seances.presences(salle, made)["statut"]
    assert [states[people[f"Usager {k}"]] for k in (1, 2, 3)] == ["suppléé", "absent", "présent"]
    gestes.presents_sauf(salle, TERMINAL, made, [])
    assert set(seances.presences(salle, made)["statut"]) == {"présent"}
    with pytest.raises(Interdit):
        gestes.presents_sauf(salle, LECTEUR, made, [])


def test_the_page_leads_from_the_first_step_to_the_opening(salle: Database, connectee: Callable[..., None]) -> None:
    made = preparee(salle)
    connectee()
    page = _presser(AppTest.from_file(PAGE, default_timeout=60).run(), "Proposer l'ordre du jour")
    names = [box.label.replace("\\", "").split(" — ")[0] for box in page.expander if box.label[:1].isdigit()]
    assert names == [
        "1. Membres", "2. Ordre du jour", "3. Présences", "4. Vote", "5. Contributions écrites",
        "6. Intérêts et retraits", "7. La salle", "8. Réglages",
    ]  # fmt: skip
    _presser(page, "Ouvrir la séance")
    assert seances.seance(salle, made)["etat"] == seances.OUVERTE and _etats(salle, made) == "oooooo"
    _presser(page, "Commencer")
    _presser(page, "Point suivant")
    assert _etats(salle, made) == "x>oooo"


@pytest.mark.parametrize("proposee", [True, False])
def test_a_new_seance_comes_with_its_agenda_unless_one_would_rather_write_it(
    salle: Database, connectee: Callable[..., None], proposee: bool
) -> None:
    connectee()
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    next(box for box in page.checkbox if box.label.startswith("Proposer l'ordre du jour")).set_value(proposee)
    _presser(page, "Préparer cette séance")
    (made,) = seances.read(salle).index
    assert len(seances.points(salle, int(made))) == (6 if proposee else 0)
    assert any(button.label == "Proposer l'ordre du jour" for button in page.button) != proposee


def test_what_is_typed_goes_to_the_point_on_screen(deroule: tuple[Database, int, AppTest]) -> None:
    db, made, page = deroule
    first, second = (int(i) for i in seances.points(db, made).index[:2])
    _presser(page, "Commencer")
    page.text_area(key=f"seances_notes_{first}").set_value("  dit au premier ").run()
    _presser(page, "Point suivant")
    page.text_area(key=f"seances_notes_{second}").set_value("dit au second").run()
    assert notes.notes(db, made) == {first: "dit au premier", second: "dit au second"}
    notes.noter(db, TERMINAL, second, "dit au second\nd'un autre poste", "dit au second")
    assert page.run().text_area(key=f"seances_notes_{second}").value == "dit au second\nd'un autre poste"


def test_the_room_follows_a_click_and_the_shown_view_is_the_one_in_colour(
    deroule: tuple[Database, int, AppTest],
) -> None:
    db, made, page = deroule
    _presser(page, "Rien")
    shown = projection.de_la_seance(db, made)
    assert shown and shown.vue == projection.RIEN
    labels = {button.label for button in page.button}
    assert "Le point" in labels and not labels & {"Le vote", "Le résultat", "La fiche"}, "nothing to show there yet"
    _presser(page, "Le point")
    assert "point de l'ordre du jour — Ouverture" in " ".join(one.value for one in page.markdown)


def test_closing_asks_once_and_says_what_it_leaves(deroule: tuple[Database, int, AppTest]) -> None:
    db, made, page = deroule
    page = _presser(page, "Clore maintenant")
    assert page.error and seances.seance(db, made)["etat"] == seances.OUVERTE
    assert "6\u00a0points ne sont pas traités" in " ".join(one.value for one in page.warning)
    next(box for box in page.checkbox if box.label.startswith("La séance est finie")).check()
    page = _presser(page, "Clore maintenant")
    assert seances.seance(db, made)["etat"] == seances.CLOSE
    assert not page.error and not [b for b in page.button if b.label in ("Point suivant", "Commencer", "Le point")]
    assert view_clore.lettre(db, made).startswith("mailto:?subject=Relev%C3%A9") and lectures.inacheve(db, made)


def test_an_analyst_sees_the_course_and_moves_nothing(salle: Database, connectee: Callable[..., None]) -> None:
    made = preparee(salle)
    gestes.proposer_ordre_du_jour(salle, TERMINAL, made, JOUR)
    clotures.passer(salle, TERMINAL, made, seances.OUVERTE)
    connectee("analyste")
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    assert not page.exception
    labels = {button.label for button in page.button}
    assert not labels & {"Commencer", "Le point", "Rien"} and acteurs.ANIMER == ("facilitateur",)
