"""Who should be at a table de concertation (HCAAM 2022, note 5), which member stands for whom, and who leads it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from components.core.refus import EntreeInvalide, Introuvable
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.seances.etat import mots

FILE = Path(__file__).with_name("parties.toml")
SOURCE = "HCAAM, avis 2022, note 5"
CHEF_USUEL = "La délégation départementale de l'ARS"
DELEGATAIRES = ("le département", "la Cpam", "la MSA")


@cache
def parties() -> dict[str, dict[str, Any]]:
    """The parties that the note lists, in its order, by key: nom, and the words of an organisation that propose one."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def parties_dites(db: Database) -> dict[int, str]:
    """The party that facilitation said for a member, by id; « aucune » said is empty."""
    rows = db.conn.execute("SELECT id, partie FROM membres WHERE partie IS NOT NULL").fetchall()
    return {int(ident): str(party) for ident, party in rows}


def dire_partie(db: Database, acteur: Acteur, membre: int, partie: str) -> None:
    """Say which party of the note a member stands for; empty: none of them."""
    if partie and partie not in parties():
        raise EntreeInvalide("Cette partie n'est pas dans la liste. Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "dire qui un membre représente", str(membre), {"partie": partie})
        if not db.conn.execute("UPDATE membres SET partie = ? WHERE id = ?", (partie, membre)).rowcount:
            raise Introuvable("Cette personne n'est pas à la table. Rien n'a été enregistré.")


def chef_de_file(db: Database) -> dict[str, str]:
    """Who leads the table: chef (the ARS unless said otherwise), delegataire and acte, empty without a delegation."""
    row = next(db.query("SELECT chef, delegataire, acte FROM chef_de_file"), None)
    return dict(row) if row else {"chef": CHEF_USUEL, "delegataire": "", "acte": ""}


def dire_chef(db: Database, acteur: Acteur, chef: str, delegataire: str, acte: str) -> None:
    """Say who leads the table, and to whom it was delegated, by which act (its kind, its date)."""
    name = mots(chef, "Dites qui est chef de file.")
    given, act = " ".join(delegataire.split()), " ".join(acte.split())
    if bool(given) != bool(act):
        raise EntreeInvalide("Une délégation a un délégataire et un acte : dites les deux. Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "dire le chef de file", name, {"delegataire": given, "acte": act})
        row = {"id": 1, "chef": name, "delegataire": given, "acte": act}
        db["chef_de_file"].upsert(row, pk="id")


def mots_du_chef(chef: dict[str, str]) -> str:
    """Who leads the table, in a sentence."""
    given = f" ; délégation : {chef['delegataire']}, {chef['acte']}" if chef["delegataire"] else ""
    return f"Chef de file : {chef['chef']}{given}."
