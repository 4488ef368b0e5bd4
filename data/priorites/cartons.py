"""Slips counted: how many were drawn, used, spoiled, and drawn for people who came while a vote was open."""

from dataclasses import dataclass

from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.priorites import attendus, bulletins
from data.seances import seances

ABIME = "déclarer un carton abîmé"


@dataclass(frozen=True)
class Compte:
    """Slips of some colleges in a vote: drawn for the séance (spoiled ones too), used in this vote, spoiled, drawn for
    latecomers of this vote; and the voters it waits for."""

    tires: int = 0
    utilises: int = 0
    abimes: int = 0
    retardataires: int = 0
    votants: int = 0

    def __add__(self, other: "Compte") -> "Compte":
        return Compte(*(getattr(self, name) + getattr(other, name) for name in Compte.__dataclass_fields__))


def abimer(db: Database, acteur: Acteur, seance: int, code: str) -> str:
    """Void a slip that is torn, lost and found, or unreadable by a phone, by its code; returns its college. It is
    counted as spoiled, and may be replaced. Raises `Refus` once it has a ballot in the open vote."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        if seances.seance(db, seance)["etat"] == seances.CLOSE:
            raise Refus("La séance est close : ses cartons ne valent plus rien. Rien n'a été modifié.")
        slip = bulletins.carton(db, code)
        if slip is None or slip[0] != seance:
            raise Introuvable("Ce code n'est pas celui d'un carton de cette séance. Rien n'a été modifié.")
        opened = db.conn.execute("SELECT id FROM scrutins WHERE seance = ? AND etat = 'ouvert'", (seance,)).fetchone()
        if opened and bulletins.relire(db, int(opened[0]), code):
            raise Refus("Ce carton a déjà un bulletin dans le vote ouvert : il compte. Rien n'a été modifié.")
        acteurs.record(db, acteur, ABIME, f"séance {seance}", {"seance": seance, "college": slip[1]})
        bulletins.annuler_carton(db, code)
    return slip[1]


def de_la_seance(db: Database, seance: int) -> dict[str, Compte]:
    """Slips of a séance by college, outside any vote: drawn and spoiled."""
    live, spoiled = bulletins.cartons(db, seance), _abimes(db, seance)
    return {
        code: Compte(tires=live.get(code, 0) + spoiled.get(code, 0), abimes=spoiled.get(code, 0))
        for code in sorted({*live, *spoiled})
    }


def du_scrutin(db: Database, scrutin: int) -> dict[str, Compte]:
    """Slips of an open vote, by college that votes in it."""
    seance = int(db.conn.execute("SELECT seance FROM scrutins WHERE id = ?", (scrutin,)).fetchone()[0])
    drawn, cast, late = de_la_seance(db, seance), bulletins.participation(db, scrutin), _retardataires(db, scrutin)
    return {
        code: drawn.get(code, Compte())
        + Compte(utilises=cast.get(code, 0), retardataires=late.get(code, 0), votants=people)
        for code, people in attendus.par_college(db, scrutin).items()
    }


def _abimes(db: Database, seance: int) -> dict[str, int]:
    """Slips spoiled since the last time that all were replaced, by college."""
    rows = db.conn.execute(
        "SELECT json_extract(detail, '$.college'), count(*) FROM gestes WHERE geste = ? "
        "AND json_extract(detail, '$.seance') = ? AND rang > coalesce((SELECT max(rang) FROM gestes WHERE geste = ? "
        "AND objet = ? AND json_extract(detail, '$.remplacer') = 1), 0) GROUP BY 1",
        (ABIME, seance, bulletins.TIRAGE, f"séance {seance}"),
    )
    return {str(code): int(count) for code, count in rows}


def _retardataires(db: Database, scrutin: int) -> dict[str, int]:
    rows = db.conn.execute(
        "SELECT json_extract(detail, '$.college'), count(*) FROM gestes WHERE geste = ? "
        "AND json_extract(detail, '$.scrutin') = ? GROUP BY 1",
        (bulletins.RETARD, scrutin),
    )
    return {str(code): int(count) for code, count in rows}
