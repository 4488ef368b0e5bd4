"""A complete demonstration meeting, said to be fictional, through the same gestures as a real one."""

from datetime import date
from fractions import Fraction
from random import Random

from sqlite_utils import Database

from components.core.refus import Refus
from components.priorites import gestes, lectures
from components.priorites.catalogue import lectures as lectures_catalogue
from data.base.acteurs import Acteur
from data.priorites import bulletins, scrutins, services
from data.releves import clotures
from data.seances import seances

TITRE = "Séance de démonstration (fictive)"
QUESTION = "Quels services faut-il rendre d'abord près de chez les habitants ?"
NOMS = {
    "professionnels": "Professionnel",
    "usagers": "Usager",
    "collectivites": "Élu",
    "etat": "Administration",
    "qualifiees": "Personnalité",
}
PARTS = {"professionnels": 22, "usagers": 9, "collectivites": 7, "etat": 3, "qualifiees": 2}
# Professionals and users weigh the same, half of the rest goes to elected members: declared, and easy to say aloud.
POIDS = {
    "professionnels": Fraction(6),
    "usagers": Fraction(6),
    "collectivites": Fraction(4),
    "etat": Fraction(2),
    "qualifiees": Fraction(2),
}
OPTIONS = 7
GRAINE = 71
Code = tuple[str, str]


def ouvrir(db: Database, acteur: Acteur, membres: int, jour: date) -> tuple[int, list[Code]]:
    """Fill the file with a séance of `membres` voters whose vote is open. Returns the vote and its (code, college).

    Raises `Refus` when the file already holds a demonstration, or under ten members.
    """
    if membres < 10:
        raise Refus("Une démonstration demande au moins dix membres.")
    if (seances.read(db)["titre"] == TITRE).any():
        raise Refus("Ce fichier contient déjà la séance de démonstration. Prenez un autre CONCERTATION_DB.")
    sizes = _sizes(membres)
    seances.ajouter_membres(db, acteur, [_member(c, k) for c, n in sizes.items() for k in range(1, n + 1)])
    seance = seances.creer(db, acteur, TITRE, jour, "Salle de démonstration", Fraction(1, 2))
    _agenda(db, acteur, seance)
    seances.pointer(db, acteur, seance, {int(member): ("présent", None) for member in seances.membres(db).index})
    clotures.passer(db, acteur, seance, seances.OUVERTE)
    drawn = bulletins.tirer(db, acteur, seance, sizes, remplacer=False)
    options = lectures_catalogue.options(db, services.read(db).index[:OPTIONS])
    declared = lectures.definir(db, seance, QUESTION, "jugement", options, POIDS, jour, tours=2, retenues_second_tour=3)
    scrutin = gestes.declarer(db, acteur, seance, declared)
    scrutins.figer(db, acteur, scrutin)
    gestes.ouvrir(db, acteur, scrutin, poursuivre=True)  # a small table says so, and goes on
    return scrutin, drawn


def clore(db: Database, acteur: Acteur, scrutin: int, cartons: list[Code]) -> None:
    """Cast a seeded ballot for each slip, close and publish."""
    rng = Random(GRAINE)  # noqa: S311 - a demonstration, the same each time  # nosec B311
    count = len(lectures.definition(db, scrutin).options)
    for code, college in cartons:
        bulletins.deposer(db, scrutin, code, _ballot(rng, college, count))
    gestes.clore(db, acteur, scrutin)
    gestes.publier(db, acteur, scrutin)


def lever(db: Database, acteur: Acteur, scrutin: int) -> None:
    """Treat every point of the agenda and close the séance of the vote."""
    seance = int(scrutins.scrutin(db, scrutin)["seance"])
    for point in seances.points(db, seance).index:
        seances.traiter(db, acteur, int(point), "traité")
    clotures.passer(db, acteur, seance, seances.CLOSE)
    scrutins.effacer(db)


def _ballot(rng: Random, college: str, count: int) -> str:
    """Fictional tastes: users put the first services higher than the others do."""
    tilt = 1.3 if college == "usagers" else 0.7
    return "".join(str(min(4, max(0, round(rng.gauss(0.5 + tilt * 0.4 * k, 1.0))))) for k in range(count))


def _sizes(membres: int) -> dict[str, int]:
    """Members by college in the proportions of R. 1434-33, at least three users."""
    total = sum(PARTS.values())
    sizes = {code: max(1, membres * part // total) for code, part in PARTS.items()}
    sizes["usagers"] = max(3, sizes["usagers"])
    sizes["professionnels"] += membres - sum(sizes.values())
    return sizes


def _member(college: str, rank: int) -> dict[str, object]:
    name = f"{NOMS[college]} {rank}"
    return {"nom": name, "college": college, "organisation": "Fictif", "suppleant": "", "vote": 1}


def _agenda(db: Database, acteur: Acteur, seance: int) -> None:
    points = {
        "Approbation du relevé précédent": "sans débat",
        "Diagnostic partagé : ce que montre la carte": "débat",
        "Priorités de services": "vote",
        "Suites et prochaine séance": "information",
    }
    for title, kind in points.items():
        seances.ajouter_point(db, acteur, seance, title, kind)
