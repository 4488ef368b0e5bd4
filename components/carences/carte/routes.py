"""The map of the diagnostic at an address of its own: projected, or as a file. What the page shows to a reader, it
shows to anyone; proposals as the page does, for who asks."""

from collections.abc import Mapping

from sqlite_utils import Database

from components.carences.carte import planches, view_cote_a_cote, view_evolution, view_propositions
from components.carences.indicateurs import lectures
from components.carences.regles.signaux import PROFESSIONS
from components.core.refus import Introuvable
from components.ui.cartes import contours
from components.ui.cartes.contours import PAS_DE_CARTE
from components.ui.cartes.planche import Planche
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.parameters import ValeurDatee
from data.territoire import indicateurs
from data.territoire.indicateurs import Serie


def lire(db: Database, who: Acteur, choix: Mapping[str, str]) -> Planche:
    """The map that an address asks for. Raises `Introuvable` for what the file does not hold."""
    serie = _serie(db, choix.get("serie", ""))
    lecture = lectures.lire(db, serie, _niveau(choix.get("niveau", "commune")))
    seuil = _seuil(db, serie, choix.get("seuil", ""))
    sites = choix.get("sites", "")
    same, others = view_evolution.proposees(db, serie)
    if choix.get("depuis"):
        return view_evolution.ecart_de(db, lecture, _parmi(same, choix["depuis"]), sites)[2]
    if choix.get("avec"):
        wanted = [_parmi(same | others, one) for one in choix["avec"].split(",")[: view_evolution.AU_PLUS - 1]]
        drawn = view_cote_a_cote.cote_a_cote(db, lecture, seuil, wanted)[1]
        if drawn is None:
            raise Introuvable(PAS_DE_CARTE)
        return drawn
    overlay, note, profession = None, "", choix.get("propositions", "")
    if profession in PROFESSIONS:
        prepares = acteurs.role_de(db, who) in acteurs.PREPARER
        overlay, note = view_propositions.superposer(db, profession, prepares=prepares)
    carte_lue = planches.lue(db, lecture, seuil)
    return planches.une(db, carte_lue, overlay, note, sites, planches.adresse(**choix))


def _serie(db: Database, code: str) -> Serie:
    series = {serie.id: serie for serie in indicateurs.series(db) if serie.niveau != "departement"}
    gps = [serie for serie in series.values() if serie.indicateur == "apl_mg"]
    if not code and (gps or series):
        return (gps or list(series.values()))[0]
    return _parmi(series, code)


def _parmi(series: Mapping[str, Serie], code: str) -> Serie:
    if code not in series:
        raise Introuvable(PAS_DE_CARTE)
    return series[code]


def _niveau(wanted: str) -> str:
    if wanted not in ("commune", "territoire"):
        raise Introuvable(PAS_DE_CARTE)
    return wanted


def _seuil(db: Database, serie: Serie, wanted: str) -> ValeurDatee | None:
    """The threshold written in the address; natural classes without any."""
    if serie.indicateur != "apl_mg" or not wanted:
        return None
    seuil = next((value for value in planches.seuils(db) if f"{value.value:g}" == wanted), None)
    if seuil is None:
        raise Introuvable(PAS_DE_CARTE)
    return seuil


ROUTES = contours.routes(planches.NOM, lire)
