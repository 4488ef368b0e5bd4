"""The list of services to be rendered in proximity: seeded from the sources, worded by the table.

The range of services and the core functions of the HCAAM stay in it, whatever is done; the others come by proposals.
"""

import json
import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs, sceaux
from data.base.acteurs import Acteur
from data.base.souvenir import partagee
from data.base.store import writing

FILE = Path(__file__).with_suffix(".toml")
AJOUTS = FILE.with_name("propositions.toml")
SOCLE = (  # fonctions-socle and range of services (HCAAM 2022, 1.2 and 2.1): the file itself refuses their removal
    "medecin_traitant", "soins_non_programmes", "soins_a_domicile", "sante_mentale", "maladies_chroniques",
    "prevention", "education_therapeutique", "orientation", "accompagnement_social",
)  # fmt: skip
MOTS = ("nom", "pour_le_patient", "qui", "alternatives")
COLUMNS = ["id", *MOTS, "usagers", "indicateurs", "origine", "actif"]


@partagee
def read(db: Database) -> pd.DataFrame:
    """Services in use, in order, indexed by id; the seeds until the table amends them. `indicateurs`: a list.

    A core service is in use whatever the file says of it: an old file may have lost one.
    """
    rows = list(db.query("SELECT * FROM services ORDER BY rang"))
    for row in rows:
        row["indicateurs"] = json.loads(row["indicateurs"])
    rows += _manquants({row["id"] for row in rows}, {row["nom"] for row in rows})
    table = pd.DataFrame(rows, columns=["rang", *COLUMNS]).sort_values("rang", kind="stable").set_index("id")
    return table[(table["actif"] == 1) | table.index.isin(SOCLE)].drop(columns=["rang", "actif"])


def lignes(db: Database) -> dict[str, str]:
    """What each service brings to the patient, in one line, by key: what a ballot says under its name."""
    rows = db.conn.execute("SELECT id, pour_le_patient FROM services WHERE actif = 1").fetchall()
    lines = rows or [(key, entry["pour_le_patient"]) for key, entry in _lire(FILE).items()]
    return {str(key): " ".join(str(words).split()) for key, words in lines}


def amender(
    db: Database, acteur: Acteur, identifiant: str, nom: str, pour_le_patient: str, qui: str, alternatives: str
) -> str:
    """Change the words of a service of the list, and return its id. Raises `Refus` on an empty or taken name.

    A service comes in by a proposal that a college signs (`data.priorites.propositions`), never here.
    """
    wanted = " ".join(nom.split())
    if not wanted or not pour_le_patient.strip():
        raise Refus("Donnez un nom au service et dites ce qu'il apporte au patient. Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        seeds = _seed(db)
        if identifiant not in read(db).index:
            raise Introuvable("Ce service n'est plus dans la liste. Rien n'a été modifié.")
        taken = db.conn.execute("SELECT id FROM services WHERE nom = ?", (wanted,)).fetchone()
        if taken and taken[0] != identifiant:
            raise Refus(f"Un service s'appelle déjà « {wanted} ». Rien n'a été modifié.")
        acteurs.record(db, acteur, "amender le catalogue", wanted)
        words = dict(zip(MOTS, (wanted, pour_le_patient.strip(), qui.strip(), alternatives.strip()), strict=True))
        db["services"].update(identifiant, words)
        sceaux.sceller(db, acteur, sceaux.SERVICE, {*seeds, identifiant}, f"Service amendé : {wanted}")
    return identifiant


def inscrire(db: Database, acteur: Acteur, cle: str, mots: Mapping[str, str], origine: str) -> str:
    """Write in the list a service that the table takes in, and return its id: `cle` when it is free; one that was
    taken out under the same name comes back with its new words."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        seeds = _seed(db)
        rank = db.conn.execute("SELECT max(rang) + 1 FROM services").fetchone()[0]
        ready = _entries().get(cle, {})
        row = {name: mots[name] for name in (*MOTS, "usagers")} | {"origine": origine, "actif": 1}
        row["indicateurs"] = json.dumps(ready.get("indicateurs", []))
        back = db.conn.execute("SELECT id FROM services WHERE nom = ? AND actif = 0", (mots["nom"],)).fetchone()
        free = cle and not db.conn.execute("SELECT 1 FROM services WHERE id = ?", (cle,)).fetchone()
        new = str(back[0]) if back else cle if free else f"table_{rank}"
        if back:
            db["services"].update(new, row)
        else:
            db["services"].insert({"id": new, "rang": rank, **row})
        sceaux.sceller(db, acteur, sceaux.SERVICE, {*seeds, new}, f"Service ajouté à la liste : {mots['nom']}")
    return new


def dire(db: Database, acteur: Acteur, identifiant: str, usagers: str) -> None:
    """Write what users say a service is, once the table has taken their words in."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        seeds, listed = _seed(db), read(db)
        if identifiant not in listed.index:
            raise Introuvable("Ce service n'est plus dans la liste. Rien n'a été enregistré.")
        db["services"].update(identifiant, {"usagers": usagers})
        title = f"Ce que disent les usagers : {listed.at[identifiant, 'nom']}"
        sceaux.sceller(db, acteur, sceaux.SERVICE, {*seeds, identifiant}, title)


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
    """The level where each service belongs, as the texts tell it (AVECsanté, Ségur); ready additions too."""
    return {key: entry["echelon"] for key, entry in _entries().items()}


def modeles() -> dict[str, str]:
    """The model action that first comes to mind for a service that is not rendered (empty: none)."""
    return {key: entry["modele"] for key, entry in _entries().items()}


def ajouts() -> dict[str, dict[str, Any]]:
    """Additions that the texts name, ready to be signed by a college, by key."""
    return _lire(AJOUTS)


@cache
def _entries() -> dict[str, dict[str, Any]]:
    return _lire(FILE) | _lire(AJOUTS)


@cache
def _lire(file: Path) -> dict[str, dict[str, Any]]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _manquants(ids: Collection[str], noms: Collection[str] = ()) -> list[dict[str, object]]:
    """Seeds that are not among the rows of a file: all when it has none, else the core services it lost."""
    rows = [
        {"id": key, "rang": rank, "actif": 1, "usagers": ""}
        | {name: words for name, words in entry.items() if name in COLUMNS}
        for rank, (key, entry) in enumerate(_lire(FILE).items(), start=1)
        if not ids or (key in SOCLE and key not in ids)
    ]
    return [row | {"nom": f"{row['nom']} (socle)"} if row["nom"] in noms else row for row in rows]


def _seed(db: Database) -> list[str]:
    """Write the seeds that the file lacks: all when the table amends them for the first time; the ids written."""
    rows = list(db.query("SELECT id, nom FROM services"))
    seeds = _manquants({row["id"] for row in rows}, {row["nom"] for row in rows})
    db["services"].insert_all({**row, "indicateurs": json.dumps(row["indicateurs"])} for row in seeds)
    return [str(row["id"]) for row in seeds]
