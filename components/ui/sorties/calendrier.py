"""A calendar file (iCalendar, RFC 5545) of whole days, that any agenda opens.

Written here rather than by a library: days without hours, zones or recurrence need a dozen lines of the format.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from components.core.textes import nets

LARGEUR = 75  # octets of a line, beyond which the format folds it
FIN = "\r\n"
GENRE = "text/calendar"


@dataclass(frozen=True)
class Evenement:
    """A day of the table: what tells it from any other, for ever, the day, its title, and more words."""

    cle: str
    jour: date
    titre: str
    mots: str = ""


def ics(nom: str, table: str, evenements: Iterable[Evenement], instant: str) -> bytes:
    """The file. `nom`: of the calendar; `table`: what tells this table from the others; `instant`: now, ISO, UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Concertation//Calendrier//FR", f"X-WR-CALNAME:{_texte(nom)}"]
    stamp = datetime.fromisoformat(instant).strftime("%Y%m%dT%H%M%SZ")
    for one in sorted(evenements, key=lambda event: (event.jour, event.cle)):
        lines += _evenement(one, table, stamp)
    folded = [part for line in [*lines, "END:VCALENDAR"] for part in _plie(line)]
    return (FIN.join(folded) + FIN).encode()


def _evenement(one: Evenement, table: str, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_texte(one.cle)}@{_texte(table)}.concertation",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{one.jour:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.jour + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_texte(one.titre)}",
        *([f"DESCRIPTION:{_texte(one.mots)}"] if one.mots else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _texte(words: str) -> str:
    """A text of the format: what separates is escaped, a new line is written \\n."""
    plain = str(nets(words)).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _plie(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none cut inside a letter; each after the first begins with a space."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > LARGEUR:
            yield piece
            piece = " "
        piece += letter
    yield piece
