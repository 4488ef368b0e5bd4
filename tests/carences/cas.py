"""Files for the tests of the room: 71 with a second profession's access loaded."""

from dataclasses import replace
from datetime import date, timedelta

from sqlite_utils import Database

from components.carences.constat import gestes, lectures
from components.carences.constat.dossier import empreinte, reserves
from components.carences.constat.gestes import Saisie
from components.carences.constat.preuve import preuve
from components.carences.regles.territoire import ORGANISMES, REPONSES
from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import constats, contestations
from data.carences.contestations import Sollicitation
from data.territoire import indicateurs

JOUR = date(2026, 11, 22)
MG, INF, MARCIGNY, AUTUN = "medecin_generaliste", "infirmier", "247100639", "200070530"
SAISIE = Saisie("L'accès manque.", "", True, True, True, "", date.today() + timedelta(days=365))


def charger_infirmiers(db: Database, valeur: float = 60.0) -> None:
    """Load an access to nurses, the same everywhere (60: low), under the source of the GPs' one."""
    known = indicateurs.serie(db, "apl_mg")
    serie = replace(
        known, id="apl_infirmiers_2023", indicateur="apl_infirmiers", libelle="APL aux infirmiers", serie="", poids=None
    )
    with store.writing(db):
        codes = indicateurs.values(db, known.id).index
        indicateurs.store(db, serie, [(str(code), valeur, indicateurs.VALEUR) for code in codes])


def adopter(db: Database, code: str) -> str:
    """Declare, ask and adopt a constat as a table does."""
    today = date.today()
    for doubt in reserves(lectures.rassembler(db, MG, today)):
        constats.declarer(db, TERMINAL, doubt.objet, doubt.choix[0], "vérifié", doubt.empreinte)
    for kind in ORGANISMES:
        contestations.solliciter(
            db, TERMINAL, code, MG, Sollicitation(kind, kind, today, REPONSES[1], today, ""), today
        )
    seen = empreinte(preuve(lectures.rassembler(db, MG, today), code))
    return gestes.adopter(db, TERMINAL, MG, code, SAISIE, seen, today)
