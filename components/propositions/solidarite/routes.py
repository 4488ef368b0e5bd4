"""The map of « Qui prête à qui » at an address of its own, for those who may open the page."""

from collections.abc import Mapping

from sqlite_utils import Database

from components.core.refus import EntreeInvalide, Introuvable
from components.propositions import lectures as terrain
from components.propositions.solidarite import lectures, planches
from components.ui.cartes import contours
from components.ui.cartes.contours import PAS_DE_CARTE
from components.ui.cartes.planche import Planche
from data.base import acteurs, jours
from data.base.acteurs import Acteur


def lire(db: Database, who: Acteur, choix: Mapping[str, str]) -> Planche:
    """The map that an address asks for. Raises `Introuvable` for who may not open the page, or for loans that a limit
    forbids."""
    if acteurs.role_de(db, who) not in acteurs.PREPARER:
        raise Introuvable(PAS_DE_CARTE)
    ground = terrain.terrain(db, jours.aujourd_hui(db))
    try:
        read = lectures.dite(db, ground.jour, tuple(planches.demandes(choix)))
    except EntreeInvalide as wrong:
        raise Introuvable(PAS_DE_CARTE) from wrong
    return planches.composer(db, ground, read)


ROUTES = contours.routes(planches.NOM, lire)
