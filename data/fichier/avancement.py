"""How far the table has come: what this file holds at each step, counted in one reading."""

from sqlite_utils import Database

COMPTES = {
    "series": "SELECT count(*) FROM series",
    "territoires": "SELECT count(*) FROM territoires JOIN concertation ON cle = 'maille' AND valeur = maille",
    "examines": "SELECT count(DISTINCT territoire) FROM examens, concertation WHERE valeur = maille AND cle = 'maille'",
    "constats": "SELECT count(*) FROM decisions WHERE nature = 'constat'",
    "levees": "SELECT count(*) FROM decisions WHERE nature = 'levée de constat'",
    "hypotheses": "SELECT count(*) FROM variantes",
    "mouvements": "SELECT count(*) FROM mouvements",
    "scenarios": "SELECT count(*) FROM scenarios",
    "seances": "SELECT count(*) FROM seances",
    "seances_ouvertes": "SELECT count(*) FROM seances WHERE etat = 'ouverte'",
    "seances_closes": "SELECT count(*) FROM seances WHERE etat = 'close'",
    "scrutins_ouverts": "SELECT count(*) FROM scrutins WHERE etat = 'ouvert'",
    "scrutins_publies": "SELECT count(*) FROM scrutins WHERE etat = 'publié'",
    "actions": "SELECT count(*) FROM actions WHERE statut <> 'abandonnee'",
    "actions_financees": "SELECT count(*) FROM actions WHERE statut IN ('financee', 'en_cours', 'realisee')",
    "enveloppes": "SELECT count(*) FROM enveloppes",
}


def read(db: Database) -> dict[str, int]:
    """The counts named in `COMPTES`."""
    asked = ", ".join(f"({query}) AS {name}" for name, query in COMPTES.items())
    return {name: int(count) for name, count in next(db.query(f"SELECT {asked}")).items()}
