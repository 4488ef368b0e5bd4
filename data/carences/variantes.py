"""Named stacks of "what if" moves, kept in the file so that a table can come back to them.

The age and the acts of a move may describe one person: they stay in the stack, and the journal never repeats them.
"""

from collections.abc import Mapping

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing

MOUVEMENTS = [
    "id", "genre", "commune", "libelle", "age", "actes", "etp", "jours_par_mois", "donneur", "route", "annee",
    "jusqua", "acteur", "cree_le",
]  # fmt: skip


def read(db: Database) -> pd.DataFrame:
    """Every stack, indexed by id, oldest first: nom, note, acteur (name), cree_le, nombre (of moves)."""
    rows = db.query(
        "SELECT v.id, v.nom, v.note, a.nom AS acteur, v.cree_le, "
        "(SELECT count(*) FROM mouvements m WHERE m.variante = v.id) AS nombre "
        "FROM variantes v JOIN acteurs a ON a.id = v.acteur ORDER BY v.id"
    )
    return pd.DataFrame(rows, columns=["id", "nom", "note", "acteur", "cree_le", "nombre"]).set_index("id")


def moves(db: Database, variante: int, en: int | None = None) -> pd.DataFrame:
    """Moves of a stack, in order: all, or those in force in a year (`en`). Columns `MOUVEMENTS` (age in years, actes
    per year, etp, days per month, donneur and route of `components.core.acces.moves.Mouvement`; `annee` and `jusqua`,
    first and last year, None for from now on and without end)."""
    rows = db.query(
        "SELECT * FROM mouvements WHERE variante = :v AND (:en IS NULL OR (coalesce(annee, :en) <= :en "
        "AND coalesce(jusqua, :en) >= :en)) ORDER BY id",
        {"v": variante, "en": en},
    )
    return pd.DataFrame(rows, columns=MOUVEMENTS)


def periodes(db: Database, variante: int) -> list[int]:
    """Every first and last year that the moves of a stack tell, in order; [] when none does."""
    rows = db.conn.execute(
        "SELECT annee FROM mouvements WHERE variante = ? AND annee IS NOT NULL UNION "
        "SELECT jusqua FROM mouvements WHERE variante = ? AND jusqua IS NOT NULL ORDER BY 1",
        (variante, variante),
    )
    return [int(year) for (year,) in rows]


def creer(db: Database, acteur: Acteur, nom: str, note: str = "") -> int:
    """Open a named stack and return its id. Raises `Refus` on an empty or taken name."""
    wanted = nom.strip()
    if not wanted:
        raise Refus("Donnez un nom à cette hypothèse : il servira à la retrouver.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        if db.conn.execute("SELECT 1 FROM variantes WHERE nom = ?", (wanted,)).fetchone():
            raise Refus(f"Une hypothèse s'appelle déjà « {wanted} ». Choisissez un autre nom.")
        acteurs.record(db, acteur, "ouvrir une hypothèse", wanted)
        row = {"nom": wanted, "note": note.strip(), "acteur": acteur.id, "cree_le": acteurs.now()}
        return int(db["variantes"].insert(row).last_pk)


def renommer(db: Database, acteur: Acteur, variante: int, nom: str) -> None:
    """Give a stack another name. Raises `Refus` on an empty or taken name."""
    wanted = nom.strip()
    if not wanted:
        raise Refus("Donnez un nom à cette hypothèse : il servira à la retrouver.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        if db.conn.execute("SELECT 1 FROM variantes WHERE nom = ? AND id <> ?", (wanted, variante)).fetchone():
            raise Refus(f"Une hypothèse s'appelle déjà « {wanted} ». Choisissez un autre nom.")
        old = _name(db, variante)
        acteurs.record(db, acteur, "renommer une hypothèse", old, {"nom": wanted})
        db.conn.execute("UPDATE variantes SET nom = ? WHERE id = ?", (wanted, variante))


def supprimer(db: Database, acteur: Acteur, variante: int) -> None:
    """Remove a stack and its moves; the journal keeps what it held."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        removed = moves(db, variante).drop(columns=["id", "acteur", "cree_le", *acteurs.PERSONNELLES]).astype(object)
        content = removed.where(removed.notna(), None).to_dict("records")
        acteurs.record(db, acteur, "supprimer une hypothèse", _name(db, variante), {"mouvements": content})
        db.conn.execute("DELETE FROM variantes WHERE id = ?", (variante,))


def ajouter_mouvement(db: Database, acteur: Acteur, variante: int, mouvement: Mapping[str, object]) -> int:
    """Add a move (genre, commune, libelle, age, actes, etp, jours_par_mois, donneur, route, annee, jusqua) at the end
    of a stack. Raises `Refus` when it would end before it begins."""
    first, last = mouvement.get("annee"), mouvement.get("jusqua")
    if isinstance(first, int) and isinstance(last, int) and last < first:
        raise Refus("La dernière année d'un mouvement ne précède pas la première. Rien n'a été ajouté.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        told = {name: value for name, value in mouvement.items() if name not in acteurs.PERSONNELLES}
        acteurs.record(db, acteur, "ajouter un mouvement", _name(db, variante), told)
        row = {**mouvement, "variante": variante, "acteur": acteur.id, "cree_le": acteurs.now()}
        return int(db["mouvements"].insert(row).last_pk)


def retirer_mouvement(db: Database, acteur: Acteur, mouvement: int) -> None:
    """Take one move out of its stack; does nothing when another gesture already did."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        row = next(db.query("SELECT * FROM mouvements WHERE id = ?", [mouvement]), None)
        if row is not None:
            acteurs.record(db, acteur, "retirer un mouvement", _name(db, row["variante"]), {"libelle": row["libelle"]})
            db.conn.execute("DELETE FROM mouvements WHERE id = ?", (mouvement,))


def _name(db: Database, variante: int) -> str:
    row = db.conn.execute("SELECT nom FROM variantes WHERE id = ?", (variante,)).fetchone()
    if row is None:
        raise Introuvable("Cette hypothèse n'existe plus : quelqu'un l'a supprimée. Rien n'a été modifié.")
    return str(row[0])
