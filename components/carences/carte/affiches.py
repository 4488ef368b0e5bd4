"""The map of the diagnostic as the room looks at it."""

from urllib.parse import parse_qsl

from sqlite_utils import Database

from components.carences.carte import planches, routes
from components.ui import identity
from components.ui.cartes.planche import Planche
from components.ui.dessins import cartes
from components.ui.dessins.affiche import Affiche, VueDemandee


def carte(db: Database, demandee: VueDemandee) -> Affiche:
    """The map that an address asks for, the usual one without any. Raises `Introuvable`."""
    planche = lue(db, dict(parse_qsl(demandee.cible)))
    return Affiche(planche.phrase or planche.titre, cartes.figures(db, planche), planche.titre, source=planche.source)


def lue(db: Database, choix: dict[str, str]) -> Planche:
    """The map of these choices; without any, access to GPs against the threshold that a constat is read against."""
    usual = {"seuil": f"{planches.seuils(db)[0].value:g}"}
    return routes.lire(db, identity.acteur(), choix or usual)
