"""What the table declares of solidarity: days that a territory can lend, rooms where they can be held, links that
exist, volunteers by age. What nobody declared is unknown; it is never taken for nothing.

Volunteers by age may name someone: the journal says that they were declared, never how many, and exports leave them.
"""

from dataclasses import dataclass

from sqlite_utils import Database

from components.core.refus import Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.souvenir import partagee
from data.base.store import writing
from data.territoire import territoire

PRETEUR, LIEU, LIEN, AGE = "preteur", "lieu", "lien", "age"
MOTS = {
    PRETEUR: "jours prêtables d'un territoire", LIEU: "locaux disponibles", LIEN: "lien qui existe déjà",
    AGE: "volontaires par âge",
}  # fmt: skip
JOURS_MAX, MEDECINS_MAX = 500, 500  # typing errors, not rules


@dataclass(frozen=True)
class Declaration:
    """One thing declared. `objet`: the territory, commune or first age it is about; `vers`: the territory at the other
    end of a link; `jours`: days a month; `medecins`: volunteers; `mot`: words of the table."""

    genre: str
    objet: str
    vers: str = ""
    jours: float | None = None
    medecins: int | None = None
    mot: str = ""


@partagee
def lire(db: Database) -> list[Declaration]:
    """What is declared in the mesh in use, and what is of no mesh (rooms, ages)."""
    rows = db.query(
        "SELECT genre, objet, vers, jours, medecins, mot FROM solidarite_declaree WHERE maille IN ('', ?) "
        "ORDER BY genre, objet, vers",
        [territoire.setting(db, "maille")],
    )
    return [Declaration(**row) for row in rows]


def declarer(db: Database, acteur: Acteur, dite: Declaration) -> None:
    """Write what the table declares; it replaces what was declared of the same thing. Raises `Refus`, in French."""
    _verifier(db, dite)
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        told = {} if dite.genre == AGE else {"jours": dite.jours, "mot": dite.mot, "vers": dite.vers}
        acteurs.record(db, acteur, f"déclarer : {MOTS[dite.genre]}", f"solidarite:{dite.objet}", told)
        row = {"genre": dite.genre, "maille": _maille(db, dite), "objet": dite.objet, "vers": dite.vers}
        rest = {"jours": dite.jours, "medecins": dite.medecins, "mot": dite.mot.strip()}
        db["solidarite_declaree"].upsert(
            row | rest | {"acteur": acteur.id, "le": acteurs.now()}, pk=("genre", "maille", "objet", "vers")
        )


def retirer(db: Database, acteur: Acteur, dite: Declaration) -> None:
    """Make it unknown again; nothing to do when it already is."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        where = [dite.genre, _maille(db, dite), dite.objet, dite.vers]
        gone = db.conn.execute(
            "DELETE FROM solidarite_declaree WHERE genre = ? AND maille = ? AND objet = ? AND vers = ?", where
        ).rowcount
        if gone:
            acteurs.record(db, acteur, f"retirer : {MOTS[dite.genre]}", f"solidarite:{dite.objet}")


def _maille(db: Database, dite: Declaration) -> str:
    return "" if dite.genre in (LIEU, AGE) else str(territoire.setting(db, "maille"))


def _verifier(db: Database, dite: Declaration) -> None:
    places = {LIEU: territoire.communes(db).index, AGE: None}.get(dite.genre, territoire.territoires(db).index)
    if places is not None and dite.objet not in places:
        raise Refus("Ce lieu n'est pas dans ce fichier. Rien n'a été enregistré.")
    if dite.genre == LIEN and (dite.vers not in territoire.territoires(db).index or dite.vers == dite.objet):
        raise Refus("Un lien unit deux territoires différents. Rien n'a été enregistré.")
    if dite.genre in (PRETEUR, LIEU, AGE) and (dite.jours is None or not 0 <= dite.jours <= JOURS_MAX):
        raise Refus(f"Écrivez un nombre de jours par mois, de 0 à {JOURS_MAX}. Rien n'a été enregistré.")
    if dite.genre == AGE and (dite.medecins is None or not 0 <= dite.medecins <= MEDECINS_MAX):
        raise Refus(f"Écrivez un nombre de médecins, de 0 à {MEDECINS_MAX}. Rien n'a été enregistré.")
