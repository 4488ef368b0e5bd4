"""The catalogue of services to be rendered in proximity: seeded from the sources, amended by the table."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Refus
from data.base import acteurs, jours, sceaux
from data.base.acteurs import Acteur
from data.base.store import writing

FILE = Path(__file__).with_suffix(".toml")
SOCLE = (  # fonctions-socle and range of services (HCAAM 2022, 1.2 and 2.1): the file itself refuses their removal
    "medecin_traitant", "soins_non_programmes", "soins_a_domicile", "sante_mentale", "maladies_chroniques",
    "prevention", "education_therapeutique", "orientation", "accompagnement_social",
)  # fmt: skip
COLUMNS = ["id", "nom", "pour_le_patient", "qui", "alternatives", "indicateurs", "origine", "actif"]


def read(db: Database) -> pd.DataFrame:
    """Services in use, in order, indexed by id; the seeds until the table amends them. `indicateurs`: a list."""
    rows = list(db.query("SELECT * FROM services ORDER BY rang"))
    for row in rows:
        row["indicateurs"] = json.loads(row["indicateurs"])
    table = pd.DataFrame(rows or _seeds(), columns=["rang", *COLUMNS]).set_index("id")
    return table[table["actif"] == 1].drop(columns=["rang", "actif"])


def lignes(db: Database) -> dict[str, str]:
    """What each service brings to the patient, in one line, by key: what a ballot says under its name."""
    rows = db.conn.execute("SELECT id, pour_le_patient FROM services WHERE actif = 1").fetchall()
    lines = rows or [(key, entry["pour_le_patient"]) for key, entry in _entries().items()]
    return {str(key): " ".join(str(words).split()) for key, words in lines}


def amender(
    db: Database, acteur: Acteur, identifiant: str | None, nom: str, pour_le_patient: str, qui: str, alternatives: str
) -> str:
    """Add a service (id None) or change its words, and return its id. Raises `Refus` on an empty or taken name."""
    wanted = " ".join(nom.split())
    if not wanted or not pour_le_patient.strip():
        raise Refus("Donnez un nom au service et dites ce qu'il apporte au patient. Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        seeds = _seed(db)
        taken = db.conn.execute("SELECT id FROM services WHERE nom = ?", (wanted,)).fetchone()
        if taken and taken[0] != identifiant:
            raise Refus(f"Un service s'appelle déjà « {wanted} ». Rien n'a été modifié.")
        acteurs.record(db, acteur, "amender le catalogue", wanted)
        words = {"nom": wanted, "pour_le_patient": pour_le_patient.strip(), "qui": qui.strip()}
        words["alternatives"] = alternatives.strip()
        if identifiant:
            db["services"].update(identifiant, words)
            sceaux.sceller(db, acteur, sceaux.SERVICE, {*seeds, identifiant}, f"Service amendé : {wanted}")
            return identifiant
        rank = db.conn.execute("SELECT max(rang) + 1 FROM services").fetchone()[0]
        new = f"table_{rank}"
        origin = {
            "indicateurs": "[]",
            "origine": f"Ajout de la table, {jours.aujourd_hui(db).isoformat()}",
            "rang": rank,
            "actif": 1,
        }
        db["services"].insert({"id": new, **words, **origin})
        sceaux.sceller(db, acteur, sceaux.SERVICE, {*seeds, new}, f"Service ajouté au catalogue : {wanted}")
    return new


def fixer(db: Database, acteur: Acteur) -> None:
    """Write the catalogue in the file, sealed, when nothing of it is there yet: what refers to a service exists."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        if seeds := _seed(db):
            sceaux.sceller(db, acteur, sceaux.SERVICE, seeds, "Catalogue des services, tel que livré")


def retirer(db: Database, acteur: Acteur, identifiant: str) -> None:
    """Take a service out of the catalogue; votes that named it keep its name. Raises `Refus` for a core service."""
    if identifiant in SOCLE:
        raise Refus(
            "Ce service est du socle (HCAAM 2022, 2.1 : « des invariants ») : il se reformule, il ne se retire pas. "
            "Rien n'a été modifié."
        )
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        seeds = _seed(db)
        acteurs.record(db, acteur, "retirer un service du catalogue", identifiant)
        db["services"].update(identifiant, {"actif": 0})
        name = db.conn.execute("SELECT nom FROM services WHERE id = ?", (identifiant,)).fetchone()[0]
        sceaux.sceller(db, acteur, sceaux.SERVICE, {*seeds, identifiant}, f"Service retiré du catalogue : {name}")


def echelons() -> dict[str, str]:
    """The level where each service of the catalogue belongs, as the texts tell it (AVECsanté, Ségur)."""
    return {key: entry["echelon"] for key, entry in _entries().items()}


def modeles() -> dict[str, str]:
    """The model action that first comes to mind for a service that is not rendered (empty: none)."""
    return {key: entry["modele"] for key, entry in _entries().items()}


@cache
def _entries() -> dict[str, dict[str, Any]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _seeds() -> list[dict[str, object]]:
    return [
        {"id": key, "rang": rank, "actif": 1} | {name: words for name, words in entry.items() if name in COLUMNS}
        for rank, (key, entry) in enumerate(_entries().items(), start=1)
    ]


def _seed(db: Database) -> list[str]:
    """Write the seeds when the table amends them for the first time; the ids written."""
    if db["services"].count:
        return []
    seeds = _seeds()
    db["services"].insert_all({**row, "indicateurs": json.dumps(row["indicateurs"])} for row in seeds)
    return [str(row["id"]) for row in seeds]
