"""The map of « Où ouvrir » at an address of its own, for those who may open the page."""

from collections.abc import Mapping

from sqlite_utils import Database

from components.core.refus import EntreeInvalide, Introuvable
from components.propositions import lectures as terrain
from components.propositions.implantation import lectures, planches
from components.propositions.implantation.regles import phrases
from components.propositions.implantation.regles.demande import GENRES
from components.ui.cartes import contours
from components.ui.cartes.contours import PAS_DE_CARTE
from components.ui.cartes.planche import Planche
from data.base import acteurs, jours
from data.base.acteurs import Acteur


def lire(db: Database, who: Acteur, choix: Mapping[str, str]) -> Planche:
    """The map that an address asks for. Raises `Introuvable` for who may not open the page, `EntreeInvalide` for an
    answer that has no meaning."""
    if acteurs.role_de(db, who) not in acteurs.PREPARER:
        raise Introuvable(PAS_DE_CARTE)
    ground = terrain.terrain(db, jours.aujourd_hui(db))
    try:
        asked, sites = planches.demandee(ground, dict(choix))
    except EntreeInvalide as wrong:
        raise Introuvable(PAS_DE_CARTE) from wrong
    read, kind = lectures.lire(db, ground, asked, sites), GENRES[asked.genre]
    names = [ground.noms[code] for code in sites]
    size = phrases.taille(asked.capacite, kind.unite)
    told = phrases.reponse(kind.un, kind.plusieurs, size, names, read.comble, read.manque_avant, ground.repere)
    return planches.composer(db, ground, asked, told, read)


ROUTES = contours.routes(planches.NOM, lire)
