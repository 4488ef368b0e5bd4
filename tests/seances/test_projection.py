"""What the room looks at: one view for each séance, kept, checked, and never of something that is not there."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlite_utils import Database

from components.core.refus import Interdit, Introuvable, Refus
from data.base.acteurs import LECTEUR, TERMINAL, Acteur
from data.releves import clotures
from data.seances import projection, seances
from tests.comptes import compte
from tests.seances.salle import preparee


def _vue(db: Database) -> tuple[int, str, str] | None:
    shown = projection.projete(db)
    return shown and (shown.seance, shown.vue, shown.cible)


def _gestes(db: Database) -> int:
    return int(db.conn.execute("SELECT count(*) FROM gestes WHERE geste = 'montrer à la salle'").fetchone()[0])


def test_the_room_sees_the_last_view_of_the_open_meeting(salle: Database) -> None:
    first, second = preparee(salle), preparee(salle, "Suivante", date(2027, 1, 5))
    point = seances.ajouter_point(salle, TERMINAL, first, "Un point", "débat")
    assert _vue(salle) is None and projection.de_la_seance(salle, first) is None
    projection.projeter(salle, TERMINAL, first, "point", str(point))
    clotures.passer(salle, TERMINAL, first, seances.OUVERTE)
    projection.projeter(salle, TERMINAL, second, "texte", "  Bienvenue\n à tous ")
    assert _vue(salle) == (first, "point", str(point)), "the open one, though the other was shown last"
    other = projection.de_la_seance(salle, second)
    assert other and other.cible == "Bienvenue à tous"
    projection.projeter(salle, TERMINAL, first, "carte")
    for _ in range(2):
        projection.projeter(salle, TERMINAL, first, "rien", "oublié")
    assert _vue(salle) == (first, "rien", "")
    assert _gestes(salle) == 4, "shown twice, it is written once"


def test_of_two_meetings_to_come_the_one_shown_last_is_on_the_wall_though_the_clock_went_back(salle: Database) -> None:
    first, second = preparee(salle), preparee(salle, "Suivante", date(2027, 1, 5))
    for shown in (second, first):
        projection.projeter(salle, TERMINAL, shown, "plan")
    salle.conn.execute("UPDATE projections SET le = '2020-01-01T00:00:00+00:00' WHERE seance = ?", (first,))
    assert _vue(salle) == (first, "plan", "")
    projection.projeter(salle, TERMINAL, second, "carte")
    assert _vue(salle) == (second, "carte", "")


def test_closing_turns_the_screen_off_for_good(salle: Database) -> None:
    made = preparee(salle)
    projection.projeter(salle, TERMINAL, made, "plan")
    clotures.passer(salle, TERMINAL, made, seances.OUVERTE)
    clotures.passer(salle, TERMINAL, made, seances.CLOSE)
    assert _vue(salle) is None
    with pytest.raises(Refus):
        projection.projeter(salle, TERMINAL, made, "carte")
    assert _vue(salle) is None


def test_a_point_taken_off_the_agenda_leaves_nothing_on_the_wall(salle: Database) -> None:
    made = preparee(salle)
    point = seances.ajouter_point(salle, TERMINAL, made, "Un point", "débat")
    projection.projeter(salle, TERMINAL, made, "point", str(point))
    seances.supprimer_point(salle, TERMINAL, point)
    assert _vue(salle) == (made, "rien", "")


@pytest.mark.parametrize(
    ("vue", "cible", "raison"),
    [
        ("bulletins", "", Refus), ("point", "999", Introuvable), ("point", "", Introuvable),
        ("scrutin", "1", Introuvable), ("resultat", "1 OR 1", Introuvable), ("fiche", "ailleurs", Introuvable),
        ("plan", "ailleurs", Introuvable), ("texte", " \n ", Refus), ("texte", "a" * 301, Refus),
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_shown(salle: Database, vue: str, cible: str, raison: type[Refus]) -> None:
    made = preparee(salle)
    projection.projeter(salle, TERMINAL, made, "carte")
    with pytest.raises(raison):
        projection.projeter(salle, TERMINAL, made, vue, cible)
    assert _vue(salle) == (made, "carte", "")


def test_a_point_of_another_meeting_is_not_shown(salle: Database) -> None:
    made, other = preparee(salle), preparee(salle, "Autre")
    point = seances.ajouter_point(salle, TERMINAL, other, "Un point", "débat")
    with pytest.raises(Introuvable):
        projection.projeter(salle, TERMINAL, made, "point", str(point))


@pytest.mark.parametrize("qui", [lambda _: LECTEUR, lambda db: compte(db, "analyste")])
def test_only_the_facilitator_chooses_what_the_room_sees(salle: Database, qui: Callable[[Database], Acteur]) -> None:
    made = preparee(salle)
    with pytest.raises(Interdit):
        projection.projeter(salle, qui(salle), made, "carte")
    assert _vue(salle) is None
