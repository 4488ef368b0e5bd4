"""Scenarios of the workforce: dated levers and moves, with author and note, and the frozen runs of each."""

from collections.abc import Mapping

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs
from data.base.acteurs import PREPARER, Acteur
from data.base.store import writing
from data.territoire import territoire

LIGNES = [
    "id", "annee", "territoire", "libelle", "levier", "profession", "quantite", "cible", "effet_bas", "effet_central",
    "effet_haut", "genre", "commune", "age", "actes", "etp", "jours_par_mois", "donneur", "route", "jusqua", "maille",
    "modele",
]  # fmt: skip
RESULTATS = [
    "id",
    "scenario",
    "le",
    "acteur",
    "version",
    "entrees",
    "empreinte_entrees",
    "empreinte_resultat",
    "resume",
]


def read(db: Database) -> pd.DataFrame:
    """Every scenario, indexed by id, oldest first: nom, note, acteur (name), cree_le, nombre (of lines)."""
    rows = db.query(
        "SELECT s.id, s.nom, s.note, a.nom AS acteur, s.cree_le, "
        "(SELECT count(*) FROM scenario_lignes l WHERE l.scenario = s.id) AS nombre "
        "FROM scenarios s JOIN acteurs a ON a.id = s.acteur ORDER BY s.id"
    )
    return pd.DataFrame(list(rows), columns=["id", "nom", "note", "acteur", "cree_le", "nombre"]).set_index("id")


def lines(db: Database, scenario: int) -> pd.DataFrame:
    """Lines of a scenario, in order. Columns `LIGNES`."""
    rows = db.query("SELECT * FROM scenario_lignes WHERE scenario = ? ORDER BY annee, id", [scenario])
    return pd.DataFrame(list(rows), columns=LIGNES)


def creer(db: Database, acteur: Acteur, nom: str, note: str = "") -> int:
    """Open a named scenario and return its id. Raises `Refus` on an empty or taken name."""
    acteurs.exiger(db, acteur, *PREPARER)
    with writing(db):
        wanted = _free(db, nom, 0)
        acteurs.record(db, acteur, "ouvrir un scénario", wanted)
        row = {"nom": wanted, "note": note.strip(), "acteur": acteur.id, "cree_le": acteurs.now()}
        return int(db["scenarios"].insert(row).last_pk)


def modifier(db: Database, acteur: Acteur, scenario: int, nom: str, note: str) -> None:
    """Change a scenario's name and note. Raises `Refus` on an empty or taken name."""
    acteurs.exiger(db, acteur, *PREPARER)
    with writing(db):
        wanted, old = _free(db, nom, scenario), name(db, scenario)
        acteurs.record(db, acteur, "renommer un scénario", old, {"nom": wanted})
        db.conn.execute("UPDATE scenarios SET nom = ?, note = ? WHERE id = ?", (wanted, note.strip(), scenario))


def dupliquer(db: Database, acteur: Acteur, scenario: int, nom: str) -> int:
    """Copy a scenario and its lines under another name; its runs stay with the first."""
    acteurs.exiger(db, acteur, *PREPARER)
    with writing(db):
        note = db.conn.execute("SELECT note FROM scenarios WHERE id = ?", (scenario,)).fetchone()
        old = name(db, scenario)
        copy = creer(db, acteur, nom, note[0])
        for row in db.query("SELECT * FROM scenario_lignes WHERE scenario = ? ORDER BY id", [scenario]):
            db["scenario_lignes"].insert({**row, "id": None, "scenario": copy, "acteur": acteur.id})
        acteurs.record(db, acteur, "dupliquer un scénario", old, {"nom": nom.strip()})
        return copy


def supprimer(db: Database, acteur: Acteur, scenario: int) -> None:
    """Remove a scenario, its lines and its runs; the journal keeps what it held."""
    acteurs.exiger(db, acteur, *PREPARER)
    with writing(db):
        labels = lines(db, scenario)["libelle"].tolist()
        acteurs.record(db, acteur, "supprimer un scénario", name(db, scenario), {"lignes": labels})
        db.conn.execute("DELETE FROM scenarios WHERE id = ?", (scenario,))


def ajouter_ligne(db: Database, acteur: Acteur, scenario: int, ligne: Mapping[str, object]) -> int:
    """Add a dated lever or move (columns `LIGNES` but id, maille) to a scenario, on a territory of the mesh in use."""
    acteurs.exiger(db, acteur, *PREPARER)
    with writing(db):
        detail = {"libelle": ligne["libelle"], "annee": ligne["annee"]}
        acteurs.record(db, acteur, "ajouter au scénario", name(db, scenario), detail)
        mesh = territoire.setting(db, "maille")
        row = {**ligne, "scenario": scenario, "maille": mesh, "acteur": acteur.id, "cree_le": acteurs.now()}
        return int(db["scenario_lignes"].insert(row).last_pk)


def regler_quantite(db: Database, acteur: Acteur, ligne: int, quantite: float) -> None:
    """Move a lever: change how much of it there is. Raises `Refus` below or at zero."""
    acteurs.exiger(db, acteur, *PREPARER)
    if not 0 < quantite < 1e6:
        raise Refus("La quantité d'un levier doit être supérieure à zéro. Rien n'a été modifié.")
    with writing(db):
        row = next(db.query("SELECT * FROM scenario_lignes WHERE id = ? AND levier IS NOT NULL", [ligne]), None)
        if row is not None:
            detail = {"libelle": row["libelle"], "quantite": quantite}
            acteurs.record(db, acteur, "régler un levier", name(db, row["scenario"]), detail)
            db.conn.execute("UPDATE scenario_lignes SET quantite = ? WHERE id = ?", (quantite, ligne))


def retirer_ligne(db: Database, acteur: Acteur, ligne: int) -> None:
    """Take one line out of its scenario; does nothing when another gesture already did."""
    acteurs.exiger(db, acteur, *PREPARER)
    with writing(db):
        row = next(db.query("SELECT * FROM scenario_lignes WHERE id = ?", [ligne]), None)
        if row is not None:
            acteurs.record(db, acteur, "retirer du scénario", name(db, row["scenario"]), {"libelle": row["libelle"]})
            db.conn.execute("DELETE FROM scenario_lignes WHERE id = ?", (ligne,))


def garder_resultat(db: Database, acteur: Acteur, scenario: int, resultat: Mapping[str, str]) -> int:
    """Freeze a run (version, entrees, empreinte_entrees, empreinte_resultat, resume) and return its id."""
    acteurs.exiger(db, acteur, *PREPARER)
    with writing(db):
        acteurs.record(
            db, acteur, "figer un résultat", name(db, scenario), {"empreinte": resultat["empreinte_resultat"][:16]}
        )
        row = {**resultat, "scenario": scenario, "acteur": acteur.id, "le": acteurs.now()}
        return int(db["scenario_resultats"].insert(row).last_pk)


def results(db: Database, scenario: int) -> pd.DataFrame:
    """Frozen runs of a scenario, newest first. Columns `RESULTATS`."""
    rows = db.query("SELECT * FROM scenario_resultats WHERE scenario = ? ORDER BY id DESC", [scenario])
    return pd.DataFrame(list(rows), columns=RESULTATS)


def find(db: Database, wanted: str) -> int:
    """A scenario by number or by name. Raises `Introuvable` with those that exist."""
    scenarios = read(db)
    for key, nom in scenarios["nom"].items():
        if wanted in (str(key), nom):
            return int(str(key))
    names = ", ".join(f"{key} ({nom})" for key, nom in scenarios["nom"].items()) or "aucun"
    raise Introuvable(f"Le scénario « {wanted} » n'est pas dans ce fichier. Scénarios : {names}.")


def name(db: Database, scenario: int) -> str:
    """The name of a scenario. Raises `Introuvable`."""
    row = db.conn.execute("SELECT nom FROM scenarios WHERE id = ?", (scenario,)).fetchone()
    if row is None:
        raise Introuvable("Ce scénario n'existe plus : quelqu'un l'a supprimé. Rien n'a été modifié.")
    return str(row[0])


def _free(db: Database, nom: str, scenario: int) -> str:
    wanted = nom.strip()
    if not wanted:
        raise Refus("Donnez un nom à ce scénario : il servira à le retrouver.")
    if db.conn.execute("SELECT 1 FROM scenarios WHERE nom = ? AND id <> ?", (wanted, scenario)).fetchone():
        raise Refus(f"Un scénario s'appelle déjà « {wanted} ». Choisissez un autre nom.")
    return wanted
