"""What is said of each point while it is discussed: lines that go to the minutes as they are.

Two people may write at once: the lines that another one added since a page was drawn stay.
"""

from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.seances.etat import exiger_non_close

LONGUEUR = 10_000  # characters of one point: several pages


def lignes(texte: str) -> list[str]:
    """The lines of a notepad that hold something, each without its outer spaces."""
    return [line for raw in texte.splitlines() if (line := " ".join(raw.split()))]


def notes(db: Database, identifiant: int) -> dict[int, str]:
    """What was noted in a séance, by point, one line per thing said; points without a note are not there."""
    rows = db.conn.execute(
        "SELECT n.point, n.texte FROM notes n JOIN points p ON p.id = n.point WHERE p.seance = ? ORDER BY p.rang",
        (identifiant,),
    )
    return {int(point): str(text) for point, text in rows}


def note(db: Database, point: int) -> str:
    """What was noted of one point; empty when nothing was."""
    row = db.conn.execute("SELECT texte FROM notes WHERE point = ?", (point,)).fetchone()
    return str(row[0]) if row else ""


def noter(db: Database, acteur: Acteur, point: int, texte: str, vu: str) -> str:
    """Keep the lines of a point of a séance that is not closed, and return them as they are kept: those typed, then
    those that someone else added since this page showed `vu`. The same lines again write nothing.

    Raises `Refus` when there are too many or once the séance is closed, `Introuvable` without such a point.
    """
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = next(db.query("SELECT seance, titre FROM points WHERE id = ?", [point]), None)
        if row is None:
            raise Introuvable("Ce point n'est plus à l'ordre du jour : sa note n'a pas été enregistrée, recopiez-la.")
        exiger_non_close(db, row["seance"], "ses notes ne changent plus")
        now, typed = note(db, point), lignes(texte)
        added = [line for line in lignes(now) if line not in lignes(vu) and line not in typed]
        whole = "\n".join([*typed, *added])
        if len(whole) > LONGUEUR:
            raise Refus(
                f"Les notes de ce point ont {len(whole)} caractères, {LONGUEUR} au plus. Rien n'a été enregistré : "
                "raccourcissez-les."
            )
        if whole == now:
            return whole
        acteurs.record(db, acteur, "noter un point", str(row["titre"]), {"lignes": len(typed) + len(added)})
        if whole:
            db["notes"].upsert({"point": point, "texte": whole, "le": acteurs.now()}, pk="point")
        else:
            db.conn.execute("DELETE FROM notes WHERE point = ?", (point,))
    return whole
