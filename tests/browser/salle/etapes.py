"""A file of the room at any step of its rehearsal, made by gestures alone: a rehearsal starts where one wants to look.

`DEPUIS=vote` starts the rehearsal of the six phones at its step « vote ».
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlite_utils import Database

from components.compagnon import gestes, lectures
from components.priorites import gestes as gestes_votes
from components.priorites import lectures as lectures_votes
from components.priorites.regles.vote import Option
from components.seances import gestes as gestes_seances
from data.base import jours
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, envois, scrutins, services
from data.releves import clotures
from data.seances import compagnons, projection, seances
from data.territoire import territoire

ETAPES = ("dossier", "textes", "reponses", "suivi", "vote", "resultat", "releve")
TAILLES = {"professionnels": 15, "usagers": 10, "collectivites": 7, "etat": 4, "qualifiees": 3}
TEXTES = ("Une maison médicale de garde le samedi", "Un bus dentaire", "Un infirmier en pratique avancée par canton")
CONTESTE = "Un cabinet a fermé au printemps, il est encore compté"
JOUR, QUESTION, OPTIONS = date(2026, 12, 10), "Quels services d'abord ?", 5
POINTS = (("Territoires à examiner", "débat"), ("Priorités de services", "vote"), ("Suites et calendrier", "débat"))
PROFESSION = "medecin_generaliste"


@dataclass
class Table:
    """The séance of a rehearsal: its link (a path without a slash before), its slips, its vote once there is one."""

    seance: int
    lien: str
    cartons: list[tuple[str, str]] = field(default_factory=list)
    scrutin: int = 0

    def codes(self, college: str = "") -> list[str]:
        """The codes drawn, of a college when one is named."""
        return [code for code, mine in self.cartons if college in ("", mine)]


def preparer(db: Database, depuis: str, lien: bool = True) -> Table:
    """Bring a file that holds only its département to the beginning of a step. `lien`: the link is open."""
    table = _seance(db, lien)
    made = {"reponses": (_textes,), "suivi": (_reponses, ouvrir), "vote": (_suivi,), "resultat": (_vote,),
            "releve": (clore,)}  # fmt: skip
    for etape in ETAPES[: ETAPES.index(depuis) + 1]:
        for step in made.get(etape, ()):
            step(db, table)
    return table


def _seance(db: Database, lien: bool) -> Table:
    rows = [
        {"nom": f"{code.capitalize()} {k}", "college": code, "organisation": "", "suppleant": "", "vote": 1}
        for code, count in TAILLES.items()
        for k in range(1, count + 1)
    ]
    seances.ajouter_membres(db, TERMINAL, rows)
    made = seances.creer(db, TERMINAL, "Table de concertation", JOUR, "Mâcon", Fraction(1, 2))
    for title, kind in POINTS:
        seances.ajouter_point(db, TERMINAL, made, title, kind)
    return Table(made, f"seance/{compagnons.renouveler(db, TERMINAL, made)}" if lien else "")


def chiffre(db: Database) -> str:
    """A figure that may be disputed: `territory/profession/signal`."""
    read = lectures.chiffres(db, PROFESSION, jours.aujourd_hui(db))
    return next(figures[0][0] for code, figures in sorted(read.items()) if figures)


def _textes(db: Database, table: Table) -> None:
    sent = [(envois.SERVICE, "", texte, "usagers") for texte in TEXTES]
    for genre, objet, texte, college in [*sent, (envois.CHIFFRE, chiffre(db), CONTESTE, "collectivites")]:
        lu = {"genre": genre, "objet": objet, "texte": texte, "college": college}
        gestes.envoyer(db, table.seance, envois.numero(), lu)


def _reponses(db: Database, table: Table) -> None:
    rows = envois.lire(db, table.seance)
    first = next(row for row in rows.itertuples() if row.genre == envois.SERVICE)
    gestes.accepter(db, TERMINAL, table.seance, bytes(first.cle), gestes.AGENDA, "Soins non programmés du samedi")


def ouvrir(db: Database, table: Table) -> None:
    """Everyone is there, the séance opens, each voter has a slip: what comes before the first point."""
    gestes_seances.presents_sauf(db, TERMINAL, table.seance, [])
    clotures.passer(db, TERMINAL, table.seance, seances.OUVERTE)
    table.cartons = bulletins.tirer(db, TERMINAL, table.seance, TAILLES, remplacer=False)


def _suivi(db: Database, table: Table) -> None:
    first = gestes_seances.point_suivant(db, TERMINAL, table.seance, None)
    gestes_seances.point_suivant(db, TERMINAL, table.seance, first)
    ouvrir_un_vote(db, table)


def ouvrir_un_vote(db: Database, table: Table, genre: str = "jugement", ouvert: bool = True, **regles: int) -> None:
    """Declare a vote on the first services of the list, and open it to the room."""
    options = [Option(str(key), str(row.nom), 1) for key, row in services.read(db).head(OPTIONS).iterrows()]
    weights = lectures_votes.poids_egaux(db)
    declared = lectures_votes.definir(db, table.seance, QUESTION, genre, options, weights, JOUR, **regles)
    table.scrutin = gestes_votes.declarer(db, TERMINAL, table.seance, declared)
    if ouvert:
        scrutins.figer(db, TERMINAL, table.scrutin)
        gestes_votes.ouvrir(db, TERMINAL, table.scrutin, poursuivre=True)
        projection.projeter(db, TERMINAL, table.seance, projection.SCRUTIN, str(table.scrutin))


def _vote(db: Database, table: Table) -> None:
    voter(db, table, table.codes())
    publier(db, table)


def voter(db: Database, table: Table, codes: list[str]) -> None:
    """The ballots of those whose phones are not in the rehearsal."""
    for rank, code in enumerate(codes):
        bulletins.deposer(db, table.scrutin, code, "".join(str((rank + k) % 3) for k in range(OPTIONS)))


def publier(db: Database, table: Table) -> None:
    """Close, publish, show to the room."""
    gestes_votes.clore(db, TERMINAL, table.scrutin)
    gestes_votes.publier(db, TERMINAL, table.scrutin)
    projection.projeter(db, TERMINAL, table.seance, projection.RESULTAT, str(table.scrutin))


def clore(db: Database, table: Table) -> None:
    """Every point treated, the séance closes."""
    for point in seances.points(db, table.seance).index:
        seances.traiter(db, TERMINAL, int(point), "traité")
    clotures.passer(db, TERMINAL, table.seance, seances.CLOSE)
    scrutins.effacer(db)


def territoire_lu(db: Database) -> str:
    """The territory that the rehearsal speaks of: the first one with a figure."""
    code = chiffre(db).partition("/")[0]
    assert code in territoire.territoires(db).index
    return code
