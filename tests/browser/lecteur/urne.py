"""The vote that the pages are read with: three options, one of the three rules, a slip for everyone there."""

from datetime import date

from components.priorites import gestes, lectures
from components.priorites.regles.vote import APPROBATION, JUGEMENT, POINTS, Option
from data.base.acteurs import TERMINAL
from data.priorites import scrutins
from data.seances import seances
from tests.compagnon.conftest import Salle, ouvrir

OPTIONS = [Option("1", "Soins le soir", 1_000), Option("2", "Bus dentaire", 2_000), Option("3", "Sages-femmes", 500)]
CHOIX: dict[str, dict[str, int]] = {JUGEMENT: {}, POINTS: {"points": 10}, APPROBATION: {"budget": 2_500}}
JOUR = date(2026, 12, 10)


def vote(salle: Salle, genre: str = JUGEMENT) -> tuple[int, list[str]]:
    """An open vote in an open séance: its number, and the codes of its slips."""
    codes = [code for code, _ in ouvrir(salle)]
    db, seance = salle.db, salle.seance
    said = lectures.definir(
        db, seance, "Que faire d'abord ?", genre, OPTIONS, lectures.poids_egaux(db), JOUR, **CHOIX[genre]
    )
    made = gestes.declarer(db, TERMINAL, seance, said)
    scrutins.figer(db, TERMINAL, made)
    gestes.ouvrir(db, TERMINAL, made, poursuivre=True)
    seances.traiter(db, TERMINAL, int(seances.points(db, seance).index[1]), "en cours")
    return made, codes
