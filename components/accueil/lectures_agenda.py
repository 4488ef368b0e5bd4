"""What the home page asks of the meetings: the séances, contested figures and constats that wait, what was done."""

from datetime import date

from sqlite_utils import Database

from components.accueil.agenda import SeanceDite
from components.core.mots import Rappel
from data.base.souvenir import partagee
from data.carences import constats, contestations
from data.reponses import suites
from data.seances import seances
from data.territoire import territoire

FICHE = ("territoires_choix", "territoires_profession")


@partagee
def seances_dites(db: Database) -> list[SeanceDite]:
    """Every séance of the file."""
    return [
        SeanceDite(
            str(row.titre), date.fromisoformat(str(row.jour)), row.etat == seances.OUVERTE, row.etat == seances.CLOSE,
            len(seances.points(db, int(str(row.Index)))),
        )
        for row in seances.read(db).itertuples()
    ]  # fmt: skip


@partagee
def rappels(db: Database, jour: date, publies: bool) -> list[Rappel]:
    """What the next meeting must look at: constats that nobody answers, reviews due, figures contested. `publies`: as
    readers may see it."""
    return [*_constats(db, jour), *_contestes(db, publies)]


def _constats(db: Database, jour: date) -> list[Rappel]:
    waiting = [
        (one, words)
        for one in suites.etats(db, jour)
        for due, words in ((one.etat == suites.ATTENTE, "personne n'y répond"), (one.revue_en_retard, "revue échue"))
        if due
    ]
    return [
        Rappel(
            f"Constat à {one.lieu} : {words}", ":material/handshake:", "territoires",
            tuple(zip(FICHE, (one.constat.territoire, one.constat.profession), strict=True)),
        )
        for one, words in waiting
    ]  # fmt: skip


def _contestes(db: Database, publies: bool) -> list[Rappel]:
    rows = contestations.contestations(db)
    seen = {who: constats.examines(db, who) for who in rows["profession"].unique()} if publies else {}
    names = territoire.territoires(db)["nom"]
    return [
        Rappel(
            f"Chiffre contesté à {names.get(row.territoire, row.territoire)} : {row.chiffre.get('titre', row.signal)}",
            ":material/priority_high:", "territoires",
            tuple(zip(FICHE, (str(row.territoire), str(row.profession)), strict=True)),
        )
        for row in rows[rows["suite"].isna()].itertuples()
        if not publies or row.territoire in seen[row.profession]
    ]  # fmt: skip
