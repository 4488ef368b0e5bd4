"""The map of « et si ? » at an address of its own, for those who may open the page."""

from collections.abc import Mapping

from sqlite_utils import Database

from components.carences.et_si import view_effet
from components.carences.et_si.view_effet import NOM, EffetRegarde
from components.carences.indicateurs import lectures
from components.core.acces.assemblage import LIMITE_AGE, TOUS_AGES
from components.core.refus import Introuvable
from components.ui.cartes import contours
from components.ui.cartes.contours import PAS_DE_CARTE
from components.ui.cartes.planche import Planche
from data.base import acteurs, jours
from data.base.acteurs import Acteur
from data.base.parameters import EnVigueur
from data.carences import variantes
from data.territoire import indicateurs


def lire(db: Database, who: Acteur, choix: Mapping[str, str]) -> Planche:
    """The map that an address asks for. Raises `Introuvable` for who may not open the page or a stack that is gone,
    `EntreeInvalide` for one that does not hold."""
    series = {serie.id: serie for serie in indicateurs.apl_generalistes(db)}
    stacks = {str(rank): rank for rank in variantes.read(db).index}
    stack, serie = choix.get("hypothese", ""), choix.get("serie", "")
    if acteurs.role_de(db, who) not in acteurs.PREPARER or stack not in stacks or serie not in series:
        raise Introuvable(PAS_DE_CARTE)
    day, age = jours.aujourd_hui(db), choix.get("age", "")
    age = age if age in (TOUS_AGES, LIMITE_AGE, series[serie].dite, series[serie].serie) else TOUS_AGES
    scene = EffetRegarde(db, lectures.acces(db, EnVigueur.read(db, day)), series[serie], age, day, _annee(choix))
    moves = scene.mouvements(stacks[stack])
    result = lectures.simuler(db, scene.access, scene.serie, moves, age, day)
    view_effet.tenir(scene, result)
    return view_effet.planche(scene, stacks[stack], result, choix.get("sites", ""))


def _annee(choix: Mapping[str, str]) -> int | None:
    """The year that an address looks at; None for all moves, whatever their years."""
    told = choix.get("annee", "")
    return int(told) if told.isdecimal() and len(told) == 4 else None


ROUTES = contours.routes(NOM, lire)
