"""What tests of the séances share: fictional members, and a séance prepared or closed with them."""

from datetime import date
from fractions import Fraction

from sqlite_utils import Database

from data.base.acteurs import TERMINAL
from data.releves import clotures
from data.seances import seances

MEMBRES = (
    ("Usager 1", "usagers", "Remplaçante 1", 1), ("Usager 2", "usagers", "", 1), ("Usager 3", "usagers", "", 1),
    ("Professionnel 1", "professionnels", "", 1), ("Délégation", "etat", "", 0),
)  # fmt: skip


def membre(nom: str, college: str = "usagers", suppleant: str = "", vote: int = 1) -> dict[str, object]:
    """A member as the import gives it."""
    return {"nom": nom, "college": college, "organisation": "", "suppleant": suppleant, "vote": vote}


def ids(db: Database) -> dict[str, int]:
    """Members of the table by name."""
    return {str(name): int(str(i)) for i, name in seances.membres(db)["nom"].items()}


def preparee(db: Database, titre: str = "Séance", jour: date = date(2026, 11, 22)) -> int:
    """A prepared séance with everyone there."""
    made = seances.creer(db, TERMINAL, titre, jour, "", Fraction(1, 2))
    seances.pointer(db, TERMINAL, made, dict.fromkeys(ids(db).values(), ("présent", None)))
    return made


def close(db: Database, titre: str = "Séance") -> int:
    """A closed séance with everyone there and one treated point."""
    made = preparee(db, titre)
    seances.ajouter_point(db, TERMINAL, made, "Premier point", "débat")
    clotures.passer(db, TERMINAL, made, seances.OUVERTE)
    seances.traiter(db, TERMINAL, int(seances.points(db, made).index[0]), "traité")
    clotures.passer(db, TERMINAL, made, seances.CLOSE)
    return made
