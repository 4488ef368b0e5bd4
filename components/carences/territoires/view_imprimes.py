"""Pages to print, beside Streamlit and without a script: territory card, citizen sheet, constat with its evidence.

A reader only gets what the table has examined.
"""

from collections.abc import Collection
from datetime import date
from http import HTTPStatus
from pathlib import Path

from sqlite_utils import Database
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.carences.constat import lectures
from components.carences.constat.dossier import de_repere
from components.carences.constat.preuve import preuve, records
from components.carences.indicateurs import lectures as lectures_indicateurs
from components.carences.regles.signaux import PROFESSIONS
from components.carences.regles.territoire import (
    CONVENTION,
    ORGANISMES,
    PIED,
    SOURCE_IGAS,
    TITRE,
    type_territoire,
)
from components.core.francais import compte, exact, jour, nombre, pluriel
from components.core.refus import Introuvable
from components.ui import identity
from components.ui.porte import gabarits
from data.base import acteurs, jours, sceaux, store
from data.base.acteurs import Acteur
from data.base.parameters import sourcee
from data.carences import constats
from data.releves import concordance
from data.reponses import fiche_citoyenne, lignes_services, suites
from data.structures import structures
from data.structures.catalogue import OFFRE, ROLES
from data.territoire import territoire


def _jour_de(iso: str) -> date:
    """The day, where the table is, of what a template prints."""
    with store.connect() as db:
        return jours.jour_de(db, iso)


ENV = gabarits.gabarits(Path(__file__).resolve().parent)
ENV.filters |= {
    "nombre": nombre,
    "exact": exact,
    "pluriel": pluriel,
    "compte": compte,
    "sourcee": sourcee,
    "jour": lambda iso: jour(_jour_de(iso)),
}
ABSENT = "Cette page n'existe pas, ou la table n'a pas encore examiné ce territoire."


async def fiche(request: Request) -> Response:
    """The citizen sheet of a territory."""
    return await gabarits.dessinee(_page, request, "fiche_citoyenne.html", _sheet)


async def carte(request: Request) -> Response:
    """The territory card."""
    return await gabarits.dessinee(_page, request, "fiche_territoire.html", _card)


async def constat(request: Request) -> Response:
    """A constat as adopted, with its frozen evidence."""
    return await gabarits.dessinee(_page, request, "constat.html", _constat)


def _page(request: Request, template: str, read: object) -> Response:
    who = identity.de_la_requete(request)
    try:
        with store.connect() as db:
            values = read(db, who, request)  # type: ignore[operator]
    except Introuvable:
        return gabarits.page(ENV, "absente.html", HTTPStatus.NOT_FOUND, message=ABSENT)
    return gabarits.page(ENV, template, pied=PIED, **values)


def _open(db: Database, who: Acteur, code: str, professions: Collection[str]) -> str:
    """The name of a territory this visitor may read, examined for one of these professions. Raises `Introuvable`."""
    places = territoire.territoires(db)
    seen = constats.professions_examinees(db, code) & set(professions)
    if code not in places.index or not (_prepares(db, who) or seen):
        raise Introuvable(ABSENT)
    return str(places.at[code, "nom"])


def _prepares(db: Database, who: Acteur) -> bool:
    return acteurs.role_de(db, who) in acteurs.PREPARER


def _sheet(db: Database, who: Acteur, request: Request) -> dict[str, object]:
    code = request.path_params["objet"]
    name = _open(db, who, code, PROFESSIONS)
    structures_ici = structures.par_territoire(db, code)
    return {
        "nom": name,
        "departement": territoire.setting(db, "nom"),
        "rubriques": fiche_citoyenne.rubriques(db, code),
        "lieux": structures_ici[structures_ici["role"] == OFFRE].to_dict("records"),
        "jour_lu": jour(jours.aujourd_hui(db)),
    }


def _card(db: Database, who: Acteur, request: Request) -> dict[str, object]:
    code, profession = request.path_params["objet"], request.query_params.get("profession", next(iter(PROFESSIONS)))
    if profession not in PROFESSIONS:
        raise Introuvable(ABSENT)
    name = _open(db, who, code, [profession])
    dossier = lectures.rassembler(db, profession, jours.aujourd_hui(db))
    tableau, standing = dossier.tableau, dossier.en_vigueur(code)
    people = float(tableau.territoires.at[code, "population"])
    numbers = tableau.valeurs.number
    return {
        "nom": name,
        "code": code,
        "profession": profession,
        "departement": territoire.setting(db, "nom"),
        "preuve": preuve(dossier, code) | {"contestations": records(dossier.contests(code, _prepares(db, who)))},
        "genre": type_territoire(people, numbers("territoire_rural_moins_de"), numbers("territoire_urbain_plus_de")),
        "source_igas": SOURCE_IGAS,
        "services": [one.cellules for one in lignes_services.lignes(db, (code,), not _prepares(db, who))],
        "roles": ROLES,
        "de_repere": de_repere(dossier),
        "convention": CONVENTION,
        "examine": dossier.examines.get(code, ""),
        "constat": standing,
        "reponse": _reponse(db, who, standing) if standing else "",
        "en_retard": standing is not None and standing.contenu["revue_le"] <= jours.aujourd_hui(db).isoformat(),
        "titre_constat": TITRE,
        "sites": lectures_indicateurs.sites(db, code).to_dict("records"),
        "jour_lu": jour(jours.aujourd_hui(db)),
        "alertes": concordance.alertes(db, concordance.VOTE, sceaux.PARAMETRE),
    }


def _constat(db: Database, who: Acteur, request: Request) -> dict[str, object]:
    empreinte = request.path_params["objet"]
    constat = next((c for c in constats.constats(db) if c.empreinte == empreinte), None)
    if constat is None:
        raise Introuvable(ABSENT)
    return {
        "constat": constat,
        "preuve": constat.preuve,
        "contenu": constat.contenu,
        "reponse": _reponse(db, who, constat),
        "titre": TITRE,
        "organismes": ORGANISMES,
        "alertes": concordance.alertes(db, concordance.REGISTRE),
    }


def _reponse(db: Database, who: Acteur, constat: constats.Constat) -> str:
    """Where the answer to a constat in force stands today, as this visitor may read it; empty once it is lifted."""
    states = (one for one in suites.etats(db, jours.aujourd_hui(db)) if one.constat.rang == constat.rang)
    return next((one.mots(not _prepares(db, who)) for one in states), "")


ROUTES = [
    Route("/fiche/{objet}", fiche),
    Route("/territoire/{objet}", carte),
    Route("/constat/{objet}", constat),
]
