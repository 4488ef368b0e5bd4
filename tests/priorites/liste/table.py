"""Who sits at the table of these tests, and what they write."""

from sqlite_utils import Database

from data.seances import seances

TITRE = "Séance de novembre"
MEMBRES = (("Claire Martin", "usagers"), ("Paul Petit", "professionnels"), ("Anne Roux", "collectivites"))
LIBRE = {
    "nom": "Un bus dentaire",
    "pour_le_patient": "Un dentiste deux jours par mois",
    "qui": "Bus",
    "alternatives": "",
}


def membre(db: Database, college: str = "professionnels") -> int:
    """The number of the member who signs for a college."""
    people = seances.membres(db)
    return int(people.index[people["college"] == college][0])


def seance(db: Database) -> int:
    """The number of the séance that is prepared."""
    return int(seances.read(db).index[0])
