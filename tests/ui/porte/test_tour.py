"""One drawing at a time: in order, accounts first, given back while something long is done, and on the real runner."""

import time
from collections.abc import Callable
from threading import Event, Thread

import pytest

from components.ui.porte.tour import COMPTE, LECTURE, Tour


class Salle:
    """Screens that draw in turn; each draws until it is told to end."""

    def __init__(self) -> None:
        self.tour, self.dessins, self.fins = Tour(), list[str](), dict[str, Event]()
        self.fils: list[Thread] = []

    def arrive(self, nom: str, rang: int = LECTURE, puis: Callable[[], None] = lambda: None) -> None:
        """A screen asks for its turn; returns once it is in the queue."""
        self.fins[nom], before = Event(), len(self.tour._file)

        def draw() -> None:
            with self.tour.pris(rang):
                self.dessins.append(nom)
                self.fins[nom].wait(30)
                puis()

        self.fils.append(Thread(target=draw, daemon=True))
        self.fils[-1].start()
        bientot(lambda: len(self.tour._file) > before)

    def finit(self, *noms: str) -> None:
        for nom in noms:
            bientot(lambda nom=nom: nom in self.dessins)
            self.fins[nom].set()

    def se_vide(self) -> None:
        for fin in self.fins.values():
            fin.set()
        for fil in self.fils:
            fil.join(30)
        assert not self.tour._file


def bientot(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and not true():
        time.sleep(0.001)
    assert true()


def test_one_at_a_time_in_the_order_of_arrival() -> None:
    room = Salle()
    for name in "abcd":
        room.arrive(name)
    assert room.dessins == ["a"]
    room.finit("a")
    bientot(lambda: len(room.dessins) == 2)
    assert room.dessins == ["a", "b"]
    room.se_vide()
    assert room.dessins == ["a", "b", "c", "d"]


def test_accounts_come_before_the_readers_who_wait() -> None:
    room = Salle()
    for name, rank in [("a", LECTURE), ("b", LECTURE), ("anime", COMPTE), ("c", LECTURE), ("prépare", COMPTE)]:
        room.arrive(name, rank)
    room.se_vide()
    assert room.dessins == ["a", "anime", "prépare", "b", "c"]


def test_what_is_long_gives_its_turn_back_and_takes_the_next_one() -> None:
    room, long_one = Salle(), Event()

    def compute() -> None:
        with room.tour.rendu():
            long_one.wait(30)
        room.dessins.append("a reprend")

    room.arrive("a", puis=compute)
    for name in "bcd":
        room.arrive(name)
    room.finit("a")
    bientot(lambda: "b" in room.dessins)
    long_one.set()
    bientot(lambda: len(room.tour._file) == 4)
    room.se_vide()
    assert room.dessins == ["a", "b", "a reprend", "c", "d"]


def test_whoever_holds_no_turn_gives_none_back() -> None:
    room = Salle()
    room.arrive("a")
    with room.tour.rendu():
        assert room.dessins == ["a"] and len(room.tour._file) == 1
    room.se_vide()


def test_a_drawing_that_fails_gives_its_turn_back() -> None:
    room = Salle()
    with pytest.raises(ZeroDivisionError), room.tour.pris():
        raise ZeroDivisionError
    room.arrive("a")
    room.se_vide()
    assert room.dessins == ["a"]


def test_ceding_lets_those_who_wait_draw_first() -> None:
    room = Salle()

    def again() -> None:
        room.tour.ceder()
        room.dessins.append("a encore")

    room.arrive("a", puis=again)
    for name in "bc":
        room.arrive(name)
    room.se_vide()
    assert room.dessins == ["a", "b", "c", "a encore"]
