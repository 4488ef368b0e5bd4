"""The map of « Combler l'écart » at an address of its own, for those who may open the page."""

from collections.abc import Mapping

from sqlite_utils import Database

from components.core.refus import EntreeInvalide, Introuvable
from components.propositions import lectures as terrain
from components.propositions.ecart import lectures, lectures_melange, planches
from components.propositions.ecart.regles import phrases
from components.ui.cartes import contours
from components.ui.cartes.contours import PAS_DE_CARTE
from components.ui.cartes.planche import Planche
from data.base import acteurs, jours
from data.base.acteurs import Acteur


def lire(db: Database, who: Acteur, choix: Mapping[str, str]) -> Planche:
    """The map that an address asks for. Raises `Introuvable` for who may not open the page, or for a mix that the
    question does not allow."""
    if acteurs.role_de(db, who) not in acteurs.PREPARER:
        raise Introuvable(PAS_DE_CARTE)
    ground = terrain.terrain(db, jours.aujourd_hui(db))
    try:
        asked = planches.demandee(db, ground, dict(choix))
        proposed = lectures.proposer(db, ground, asked)
        units = planches.unites_dites(proposed, dict(choix))
    except EntreeInvalide as wrong:
        raise Introuvable(PAS_DE_CARTE) from wrong
    told = phrases.reponse(lectures_melange.dit(db, ground, asked, proposed, units))
    return planches.composer(
        db, ground, asked, proposed, units, told, lectures_melange.effet(db, ground, proposed, units)
    )


ROUTES = contours.routes(planches.NOM, lire)
