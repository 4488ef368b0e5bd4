"""The map of actions at an address of its own: what the page shows to who asks, published plans to a reader."""

from collections.abc import Mapping

from sqlite_utils import Database

from components.plans.actions import lectures
from components.plans.carte import planches
from components.ui.cartes import contours
from components.ui.cartes.planche import Planche
from data.base import acteurs, jours
from data.base.acteurs import Acteur


def lire(db: Database, who: Acteur, _: Mapping[str, str]) -> Planche:
    """The map of the whole département."""
    works = acteurs.role_de(db, who) in acteurs.PREPARER
    plan = lectures.lire(db, jours.aujourd_hui(db), None, publies=not works)
    return planches.composer(db, plan)[0]


ROUTES = contours.routes(planches.NOM, lire)
