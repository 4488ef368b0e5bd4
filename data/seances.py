"""Séances: prepared, open, closed; and the one door to their members, presence, agenda and interests."""

from datetime import date
from fractions import Fraction

import pandas as pd
from sqlite_utils import Database

from data import acteurs, clotures, decisions, releves
from data.acteurs import Acteur
from data.erreurs import Refus
from data.seances_etat import CLOSE, CLOTURE, ETATS, OUVERTE, PREPAREE, mots, seance
from data.seances_interets import declarer_interet, interets, retirer_interet
from data.seances_membres import ajouter_membres, colleges, membres, nom_college, regler_college, retirer_membre
from data.seances_points import (
    GENRES,
    ajouter_point,
    deplacer_point,
    finir,
    modifier_point,
    points,
    supprimer_point,
    traiter,
)
from data.seances_presences import STATUTS, geler, pointer, presences
from data.souvenir import une_fois
from data.store import writing

__all__ = [
    "CLOSE", "CLOTURE", "ETATS", "GENRES", "OUVERTE", "PREPAREE", "STATUTS", "ajouter_membres", "ajouter_point",
    "colleges", "creer", "declarer_interet", "deplacer_point", "interets", "membres", "modifier_point", "nom_college",
    "passer", "pointer", "points", "presences", "read", "regler", "regler_college", "retirer_interet",
    "retirer_membre", "seance", "supprimer_point", "traiter",
]  # fmt: skip


@une_fois
def read(db: Database) -> pd.DataFrame:
    """Every séance, newest first, indexed by id: titre, jour, lieu, quorum (fraction as text), etat."""
    rows = db.query("SELECT id, titre, jour, lieu, quorum, etat FROM seances ORDER BY jour DESC, id DESC")
    return pd.DataFrame(rows, columns=["id", "titre", "jour", "lieu", "quorum", "etat"]).set_index("id")


def creer(db: Database, acteur: Acteur, titre: str, jour: date, lieu: str, quorum: Fraction) -> int:
    """Prepare a séance and return its id. Raises `Refus` on an empty title or an impossible quorum."""
    wanted = mots(titre, "Donnez un titre à la séance.")
    if not 0 <= quorum <= 1:
        raise Refus("Le quorum est une part entre 0 et 1, par exemple 1/2. Rien n'a été créé.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "préparer une séance", wanted, {"jour": jour.isoformat()})
        row = {"titre": wanted, "jour": jour.isoformat(), "lieu": lieu.strip(), "quorum": str(quorum)}
        row |= {"etat": PREPAREE, "cree_le": acteurs.now(), "acteur": acteur.id}
        return int(db["seances"].insert(row).last_pk)


def regler(db: Database, acteur: Acteur, identifiant: int, titre: str, jour: date, lieu: str, quorum: Fraction) -> None:
    """Amend a séance that is not open yet and has no declared vote: a declaration carries its quorum."""
    wanted = mots(titre, "Donnez un titre à la séance.")
    if not 0 <= quorum <= 1:
        raise Refus("Le quorum est une part entre 0 et 1, par exemple 1/2. Rien n'a été modifié.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        declared = db.conn.execute("SELECT 1 FROM scrutins WHERE seance = ?", (identifiant,)).fetchone()
        if seance(db, identifiant)["etat"] != PREPAREE or declared:
            raise Refus("La séance est ouverte, ou un vote y est déclaré : ses réglages ne changent plus.")
        acteurs.record(db, acteur, "régler une séance", wanted, {"jour": jour.isoformat(), "quorum": str(quorum)})
        db.conn.execute(
            "UPDATE seances SET titre = ?, jour = ?, lieu = ?, quorum = ? WHERE id = ?",
            (wanted, jour.isoformat(), lieu.strip(), str(quorum), identifiant),
        )


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
            _freeze(db, acteur, identifiant)
        db.conn.execute("UPDATE seances SET etat = ? WHERE id = ?", (etat, identifiant))


def _freeze(db: Database, acteur: Acteur, identifiant: int) -> None:
    """What closing keeps and destroys: the agenda and the table stay as they are, the slips are void."""
    finir(db, identifiant)
    geler(db, identifiant)
    _register_closing(db, acteur, identifiant, releves.garder(db, identifiant, clotures.derniere(db), acteurs.now()))
    db.conn.execute("DELETE FROM jetons WHERE seance = ?", (identifiant,))
    db.conn.execute("UPDATE scrutins SET a_effacer = 1 WHERE seance = ?", (identifiant,))


def _register_closing(db: Database, acteur: Acteur, identifiant: int, releve: str) -> None:
    """Presence by college and status, points, votes: numbers only, no name enters the register. `releve`: the SHA-256
    of what its minutes say."""
    row, people = seance(db, identifiant), presences(db, identifiant)
    voting = people[people["vote"] == 1]
    counts = voting.groupby(["college", "statut"]).size()
    votes = db.query("SELECT id, etat, empreinte FROM scrutins WHERE seance = ? ORDER BY id", [identifiant])
    title = f"Clôture : {row['titre']}, {date.fromisoformat(row['jour']):%d/%m/%Y}"
    decisions.adopt(
        db, acteur, CLOTURE, f"seance:{identifiant}", title,
        {"jour": row["jour"], "lieu": row["lieu"], "quorum": row["quorum"], "membres_votants": len(voting),
         "presents_ou_supplees": int(voting["statut"].isin(["présent", "suppléé"]).sum())},
        {"presences": [[str(c), str(s), int(n)] for (c, s), n in counts.items()],
         "points": [[p.titre, p.etat] for p in points(db, identifiant).itertuples()], "scrutins": list(votes),
         "releve": releve},
    )  # fmt: skip
