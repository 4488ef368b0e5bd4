"""The citizen sheet of a territory with what is local: numbers of the structures that the table noted there, and what a
temporary derogation allows while it runs."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.core.francais import jour
from data.base import jours
from data.carences import fiches
from data.carences.fiches import Rubrique
from data.plans import derogations
from data.structures import structures
from data.structures.catalogue import types

QUI = {  # whom to call, by heading
    "ce_jour": ("sas",), "medecin_traitant": ("cpts",), "domicile": ("dac", "pta", "had", "domicile"),
    "grossesse_enfant": ("pmi",),
}  # fmt: skip


def rubriques(db: Database, code: str) -> list[Rubrique]:
    """The headings of a territory, each followed by the structures to call here, when their number is noted; then a
    heading for each derogation that runs today."""
    here = structures.par_territoire(db, code)
    here = here[here["telephone"] != ""]
    headings = []
    for heading in fiches.rubriques(db, code):
        kinds = [types()[key].nom for key in QUI.get(heading.nom, ())]
        local = here[here["type"].isin(kinds)]
        contacts = " ; ".join(f"{row.nom}, {row.telephone}" for row in local.itertuples())
        headings.append(replace(heading, texte=f"{heading.texte} Ici : {contacts}.") if contacts else heading)
    running = derogations.en_cours(db, code, jours.aujourd_hui(db))
    return headings + [_pour_un_temps(row) for row in running]


def _pour_un_temps(row: dict[str, Any]) -> Rubrique:
    until = jour(date.fromisoformat(row["fin"]))
    words = f"{row['deroge_qui']} : {row['deroge_quoi']} (dérogation temporaire, {row['deroge_base']})."
    name, title = f"derogation_{row['id']}", f"En ce moment, jusqu'au {until}"
    return Rubrique(name, title, words, "", "T", "plan de la table", row["debut"])
