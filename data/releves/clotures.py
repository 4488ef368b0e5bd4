"""A séance opened and closed. Each closing enters the register and bounds the decisions that its minutes print."""

from datetime import date

from sqlite_utils import Database

from components.core.refus import Refus
from data.base import acteurs, decisions
from data.base.acteurs import Acteur
from data.base.store import writing
from data.priorites import bulletins, envois, scrutins
from data.releves import clotures, releves
from data.seances.etat import CLOSE, CLOTURE, ETATS, OUVERTE, PREPAREE, seance
from data.seances.points import finir, points
from data.seances.presences import geler, presences
from data.seances.projection import eteindre

GESTE = f"séance {ETATS[CLOSE]}"


def cloture(db: Database, identifiant: int) -> tuple[int, str, int] | None:
    """The closing of a séance in the register: its rank, its hash, the rank of the closing before (0: none).

    None for a séance that is not closed, or was before closings were registered.
    """
    rows = db.conn.execute(
        "SELECT rang, empreinte, objet FROM decisions WHERE nature = ? ORDER BY rang", (CLOTURE,)
    ).fetchall()
    before = 0
    for rank, mark, target in rows:
        if target == f"seance:{identifiant}":
            return int(rank), str(mark), before
        before = int(rank)
    return None


def fenetre(db: Database) -> tuple[int, int]:
    """From the closing before (excluded, 0: none) to the one being made (included), as ranks of the journal.

    Ranks and not instants: a clock may go back, and what was done meanwhile still belongs to the séance.
    """
    rows = db.conn.execute("SELECT rang FROM gestes WHERE geste = ? ORDER BY rang DESC LIMIT 2", (GESTE,)).fetchall()
    ranks = [int(row[0]) for row in rows]
    return (ranks[1] if len(ranks) > 1 else 0), ranks[0] if ranks else 0


def rang_a(db: Database, instant: str) -> int:
    """The rank of the journal reached at an instant, for a séance closed before its minutes were kept."""
    row = db.conn.execute("SELECT max(rang) FROM gestes WHERE le <= ?", (instant,)).fetchone()
    return int(row[0] or 0)


def passer(db: Database, acteur: Acteur, identifiant: int, etat: str) -> None:
    """Open or close a séance; the closing enters the register, and bounds what its minutes print.

    Raises `Refus` when a vote is still open, or on a step back.
    """
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        now = seance(db, identifiant)
        if (now["etat"], etat) not in {(PREPAREE, OUVERTE), (OUVERTE, CLOSE)}:
            raise Refus(f"La séance est {ETATS[now['etat']]} : ce passage n'est pas possible. Rien n'a été modifié.")
        if db.conn.execute("SELECT 1 FROM scrutins WHERE seance = ? AND etat = 'ouvert'", (identifiant,)).fetchone():
            raise Refus("Un vote est encore ouvert : clôturez-le d'abord. Rien n'a été modifié.")
        acteurs.record(db, acteur, f"séance {ETATS[etat]}", now["titre"])
        if etat == CLOSE:
            _geler(db, acteur, identifiant)
        db.conn.execute("UPDATE seances SET etat = ? WHERE id = ?", (etat, identifiant))


def _geler(db: Database, acteur: Acteur, identifiant: int) -> None:
    """What closing keeps and destroys: the agenda and the table stay as they are, the slips are void, the room looks
    at nothing more."""
    finir(db, identifiant)
    eteindre(db, identifiant)
    geler(db, identifiant)
    envois.rattacher(db, identifiant)
    _inscrire(db, acteur, identifiant, releves.garder(db, identifiant, clotures.fenetre(db)))
    bulletins.detruire(db, identifiant)
    scrutins.a_effacer(db, CLOTURE)


def _inscrire(db: Database, acteur: Acteur, identifiant: int, releve: str) -> None:
    """Presence by college and status, points, votes: numbers only, no name enters the register. `releve`: the SHA-256
    of what its minutes say."""
    row, people = seance(db, identifiant), presences(db, identifiant)
    voting = people[people["vote"] == 1]
    counts = voting.groupby(["college", "statut"]).size()
    votes = db.query("SELECT id, etat, empreinte FROM scrutins WHERE seance = ? ORDER BY id", [identifiant])
    title = f"Clôture : {row['titre']}, {date.fromisoformat(row['jour']):%d/%m/%Y}"
    decisions.adopter(
        db, acteur, CLOTURE, f"seance:{identifiant}", title,
        {"jour": row["jour"], "lieu": row["lieu"], "quorum": row["quorum"], "membres_votants": len(voting),
         "presents_ou_supplees": int(voting["statut"].isin(["présent", "suppléé"]).sum())},
        {"presences": [[str(c), str(s), int(n)] for (c, s), n in counts.items()],
         "points": [[p.titre, p.etat] for p in points(db, identifiant).itertuples()], "scrutins": list(votes),
         "releve": releve},
    )  # fmt: skip
