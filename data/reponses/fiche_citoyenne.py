"""The citizen sheet of a territory with the local numbers: those of the structures that the table noted there."""

from dataclasses import replace

from sqlite_utils import Database

from data.carences import fiches
from data.carences.fiches import Rubrique
from data.structures import structures
from data.structures.catalogue import types

QUI = {"ce_jour": ("sas",), "medecin_traitant": ("cpts",), "domicile": ("dac", "pta")}  # whom to call, by heading


def rubriques(db: Database, code: str) -> list[Rubrique]:
    """The headings of a territory, each followed by the structures to call here, when their number is noted."""
    here = structures.par_territoire(db, code)
    here = here[here["telephone"] != ""]
    headings = []
    for heading in fiches.rubriques(db, code):
        kinds = [types()[key].nom for key in QUI.get(heading.nom, ())]
        local = here[here["type"].isin(kinds)]
        contacts = " ; ".join(f"{row.nom}, {row.telephone}" for row in local.itertuples())
        headings.append(replace(heading, texte=f"{heading.texte} Ici : {contacts}.") if contacts else heading)
    return headings
