"""Examples given in empty fields: places of the département of the file, whichever it is."""

from sqlite_utils import Database

from components.core.communes import interieures
from components.core.refus import Introuvable
from data.territoire import indicateurs, territoire


def commune(db: Database) -> str:
    """The name of its commune of most residents, the first by name when none is known."""
    names = interieures(territoire.communes(db))["nom"]
    try:
        people = indicateurs.habitants(db)[0].reindex(names.index).fillna(0.0)
    except Introuvable:
        return str(names.min())
    return str(names[people.idxmax()])
