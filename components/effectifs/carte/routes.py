"""The map of the workforce at an address of its own, for those who may open the page."""

from collections.abc import Mapping

from sqlite_utils import Database

from components.core.refus import Introuvable
from components.effectifs.carte import lectures, planches
from components.effectifs.carte.view_carte import HORIZONS
from components.effectifs.scenarios import lectures as lectures_scenarios
from components.ui.cartes import contours
from components.ui.cartes.contours import PAS_DE_CARTE
from components.ui.cartes.planche import Planche
from data.base import acteurs, jours
from data.base.acteurs import Acteur
from data.effectifs import scenarios
from data.territoire import indicateurs


def lire(db: Database, who: Acteur, choix: Mapping[str, str]) -> Planche:
    """The map that an address asks for. Raises `Introuvable` for who may not open the page, another year, a scenario
    that is gone; `EntreeInvalide` for a projection that cannot be computed."""
    day = jours.aujourd_hui(db)
    years = {str(day.year + h): day.year + h for h in HORIZONS}
    ranks = {"": 0} | {str(rank): int(rank) for rank in scenarios.read(db).index}
    year, scenario = choix.get("annee", next(iter(years))), choix.get("scenario", "")
    allowed = acteurs.role_de(db, who) in acteurs.PREPARER
    if not allowed or year not in years or scenario not in ranks or not indicateurs.apl_generalistes(db):
        raise Introuvable(PAS_DE_CARTE)
    result = lectures_scenarios.calculer(db, day, HORIZONS[-1], ranks[scenario], profession="mg")
    access = lectures.acces(db, day)
    estimate = lectures.carte(db, day, access, result, years[year])
    reading = planches.VARIATION if choix.get("lecture") == "variation" else planches.NIVEAU
    return planches.composer(db, estimate, access, reading, ranks[scenario], choix.get("sites", ""))


ROUTES = contours.routes(planches.NOM, lire)
