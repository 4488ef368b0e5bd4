"""Contested figures and bodies asked: who, when, why, and how it ended."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.carences.constats import texte
from data.territoire import territoire

CONTESTATIONS = [
    "id", "territoire", "profession", "signal", "chiffre", "college", "motif", "attendu", "le", "suite", "conclusion",
    "regle_le",
]  # fmt: skip
REGLER = "régler une contestation"
SOLLICITATIONS = ["territoire", "id", "organisme", "nom", "demande_le", "reponse", "reponse_le", "precisions"]


@dataclass(frozen=True)
class Sollicitation:
    """A body asked: which kind, its name, when, what it answered and when, in more words."""

    organisme: str
    nom: str
    demande_le: date
    reponse: str
    reponse_le: date | None
    precisions: str


def contestations(
    db: Database, territoire_code: str | None = None, profession: str | None = None, communs: Sequence[str] = ()
) -> pd.DataFrame:
    """Contested figures of the mesh in use, newest first. Columns `CONTESTATIONS`; chiffre is a dict, as it stood;
    suite is missing while it is not settled.

    With a `profession`: those made for it, and those on a signal that every profession shares (`communs`).
    """
    rows = db.query(
        "SELECT * FROM contestations WHERE maille = ? AND (? IS NULL OR territoire = ?) ORDER BY id DESC",
        [territoire.setting(db, "maille"), territoire_code, territoire_code],
    )
    contests = [r for r in rows if profession in (None, r["profession"]) or r["signal"] in communs]
    frame = pd.DataFrame(contests, columns=CONTESTATIONS)
    frame["chiffre"] = [json.loads(text) for text in frame["chiffre"]]
    return frame


def rangs(db: Database) -> dict[int, tuple[int, int]]:
    """Of each contest of the file, the ranks of the journal at which it was made and settled (0: not settled)."""
    made = db.conn.execute("SELECT rang FROM gestes WHERE geste = 'contester' ORDER BY rang").fetchall()
    ended = dict(db.conn.execute("SELECT objet, rang FROM gestes WHERE geste = ? ORDER BY rang", (REGLER,)).fetchall())
    idents = db.conn.execute("SELECT id FROM contestations ORDER BY id").fetchall()
    return {
        int(ident): (int(rank), int(ended.get(f"contestation:{ident}", 0)))
        for (ident,), (rank,) in zip(idents, made[-len(idents) :], strict=False)
    }


def contester(
    db: Database,
    acteur: Acteur,
    territoire_code: str,
    profession: str,
    signal: str,
    chiffre: Mapping[str, object],
    college: str,
    motif: str,
    attendu: str,
) -> int:
    """Record that a member disputes a figure, which is kept as it stands. Returns the id of the contest."""
    why, wanted = texte(motif, "pourquoi ce chiffre est contesté"), texte(attendu, "la suite demandée")
    who = texte(college, "le collège de la personne qui conteste")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        mesh = territoire.setting(db, "maille")
        open_ones = contestations(db, territoire_code, profession)
        same = open_ones[(open_ones["signal"] == signal) & open_ones["suite"].isna() & (open_ones["motif"] == why)]
        if len(same):
            raise Refus("Cette contestation est déjà enregistrée et n'est pas réglée. Rien n'a été ajouté.")
        acteurs.record(db, acteur, "contester", f"territoire:{territoire_code}", {"signal": signal, "college": who})
        row = {
            "maille": mesh, "territoire": territoire_code, "profession": profession, "signal": signal,
            "chiffre": json.dumps(dict(chiffre), ensure_ascii=False, sort_keys=True), "college": who, "motif": why,
            "attendu": wanted, "acteur": acteur.id, "le": acteurs.now(),
        }  # fmt: skip
        return int(db["contestations"].insert(row).last_pk)


def regler(db: Database, acteur: Acteur, identifiant: int, suite: str, conclusion: str) -> None:
    """Settle a contest: what became of it, and why. Refuses when it is settled already."""
    end = texte(conclusion, "ce qui a été conclu")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        done = db.conn.execute(
            "UPDATE contestations SET suite = ?, conclusion = ?, regle_par = ?, regle_le = ? "
            "WHERE id = ? AND suite IS NULL",
            (suite, end, acteur.id, acteurs.now(), identifiant),
        ).rowcount
        if not done:
            raise Refus("Cette contestation est introuvable ou déjà réglée. Rien n'a été modifié.")
        acteurs.record(db, acteur, REGLER, f"contestation:{identifiant}", {"suite": suite})


def sollicitations(db: Database, profession: str) -> pd.DataFrame:
    """Bodies asked about the territories of the mesh in use for a profession, oldest first. Columns `SOLLICITATIONS`
    (ISO days, None when not answered)."""
    rows = db.query(
        "SELECT * FROM sollicitations WHERE maille = ? AND profession = ? ORDER BY demande_le, id",
        [territoire.setting(db, "maille"), profession],
    )
    # As objects: one answer dated and one not, and pandas would make the missing day a number.
    return pd.DataFrame(list(rows), columns=SOLLICITATIONS, dtype=object)


def solliciter(
    db: Database, acteur: Acteur, territoire_code: str, profession: str, demande: Sollicitation, aujourd_hui: date
) -> None:
    """Record that a body was asked, and what it answered."""
    name = texte(demande.nom, "le nom de l'organisme", 200)
    answered = demande.reponse_le or demande.demande_le
    if max(demande.demande_le, answered) > aujourd_hui or answered < demande.demande_le:
        raise Refus(
            "La demande est passée, et la réponse ne la précède pas. Vérifiez les dates ; rien n'est enregistré."
        )
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        about = {"organisme": demande.organisme, "nom": name}
        acteurs.record(db, acteur, "solliciter", f"territoire:{territoire_code}", about)
        db["sollicitations"].insert(
            {
                "maille": territoire.setting(db, "maille"), "territoire": territoire_code, "profession": profession,
                **about, "demande_le": demande.demande_le.isoformat(), "reponse": demande.reponse,
                "reponse_le": demande.reponse_le.isoformat() if demande.reponse_le else None,
                "precisions": demande.precisions.strip(), "acteur": acteur.id, "le": acteurs.now(),
            }
        )  # fmt: skip


def retirer_sollicitation(db: Database, acteur: Acteur, identifiant: int) -> None:
    """Take back a line typed by mistake; the journal keeps it. Raises `Introuvable`."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        row = next(db.query("SELECT * FROM sollicitations WHERE id = ?", [identifiant]), None)
        if row is None:
            raise Introuvable("Cette ligne n'existe plus. Rechargez la page.")
        db.conn.execute("DELETE FROM sollicitations WHERE id = ?", (identifiant,))
        acteurs.record(db, acteur, "retirer une sollicitation", f"territoire:{row['territoire']}", row)
