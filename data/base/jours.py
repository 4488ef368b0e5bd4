"""The table's own day: instants are kept in UTC, people live where their département is.

An overseas département has its zone, wherever the server stands; elsewhere the machine's zone is the table's.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from data.base.souvenir import partagee

FUSEAUX = {
    "971": "America/Guadeloupe", "972": "America/Martinique", "973": "America/Cayenne", "974": "Indian/Reunion",
    "975": "America/Miquelon", "976": "Indian/Mayotte", "977": "America/Guadeloupe", "978": "America/Guadeloupe",
    "986": "Pacific/Wallis", "987": "Pacific/Tahiti", "988": "Pacific/Noumea",
}  # fmt: skip


def aujourd_hui(db: Database) -> date:
    """Today where the table is."""
    return datetime.now().astimezone(_fuseau(db)).date()


def heure(db: Database) -> str:
    """The time where the table is, as a clock of the room says it: « 14 h 05 »."""
    return f"{datetime.now().astimezone(_fuseau(db)):%H h %M}"


def heure_de(db: Database, texte: str) -> str:
    """The time of a kept instant, as `heure` says it."""
    return f"{_la(db, texte):%H h %M}"


def jour_de(db: Database, texte: str) -> date:
    """The day, where the table is, of a kept instant; a kept day is itself."""
    return date.fromisoformat(texte) if len(texte) == len("2026-11-22") else _la(db, texte).date()


def moment_de(db: Database, texte: str) -> str:
    """« 22/11/2026 18:05 », where the table is: a kept instant as lists show it."""
    return f"{_la(db, texte):%d/%m/%Y %H:%M}"


@partagee
def _departement(db: Database) -> str:
    row = db.conn.execute("SELECT valeur FROM concertation WHERE cle = 'departement'").fetchone()
    return str(row[0]) if row else ""


def _la(db: Database, texte: str) -> datetime:
    return datetime.fromisoformat(texte).astimezone(_fuseau(db))


def _fuseau(db: Database) -> ZoneInfo | None:
    """The zone of an overseas département; None, the machine's, elsewhere and in a file that has none yet."""
    name = FUSEAUX.get(_departement(db))
    return ZoneInfo(name) if name else None
