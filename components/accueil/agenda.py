"""The next séance of a table, from its séances and the day: which one, and when, in a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from components.core.francais import jour as jour_dit
from components.core.francais import pluriel


@dataclass(frozen=True)
class SeanceDite:
    """A séance as the home page reads it: its title, its day, whether it is open or closed, how many points it has."""

    titre: str
    jour: date
    ouverte: bool
    close: bool
    points: int


def prochaine(seances: Iterable[SeanceDite], jour: date) -> SeanceDite | None:
    """The one under way, else the next one, else the last one that nobody opened; None when all are closed."""
    waiting = sorted((one for one in seances if not one.close), key=lambda one: one.jour)
    ahead = [one for one in waiting if one.ouverte] or [one for one in waiting if one.jour >= jour] or waiting[::-1]
    return ahead[0] if ahead else None


def phrase(seances: Iterable[SeanceDite], jour: date) -> str:
    """« Prochaine séance : Table de mars, le 3 mars 2026, dans 7 jours, 5 points à l'ordre du jour. »"""
    every = list(seances)
    following = prochaine(every, jour)
    if following is None:
        last = max((one.jour for one in every), default=None)
        held = f" La dernière s'est tenue le {jour_dit(last)}." if last else ""
        return f"Aucune séance n'est prévue.{held}"
    points = (
        f"{pluriel(following.points, 'point')} à l'ordre du jour" if following.points else "son ordre du jour est vide"
    )
    if following.ouverte:
        return f"Séance ouverte : {following.titre}, {points}."
    return f"Prochaine séance : {following.titre}, {_quand(following.jour, jour)}, {points}."


def _quand(day: date, today: date) -> str:
    gap = (day - today).days
    told = f"le {jour_dit(day)}"
    if gap < 0:
        return f"prévue {told}, il y a {pluriel(-gap, 'jour')}, et pas encore ouverte"
    return {0: "aujourd'hui", 1: f"demain, {told}"}.get(gap, f"{told}, dans {pluriel(gap, 'jour')}")
