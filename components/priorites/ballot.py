"""The phone ballot: one small HTML page, no script, no account. The store works in the thread pool.

GET 200; POST 303 to the receipt; 404 unknown code, 403 wrong token or another site, 409 closed, 422 incomplete
(what was filled in is kept), 429 after repeated failures, 503 when the file does not answer (what was filled in is
kept too). A valid code is never blocked: the limit is looked at only once the code turns out to be unknown.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from components.core.essais import Essais
from components.core.francais import accord, nombre
from components.core.mots import MENTIONS
from components.core.refus import Indisponible
from components.priorites.regles import points
from components.priorites.regles import scrutin as scrutin_regles
from components.priorites.regles.scrutin import BulletinImpossible, Definition
from components.priorites.regles.vote import APPROBATION, JUGEMENT, POINTS
from components.ui.porte import gabarits
from components.ui.porte.guichet import Guichet
from data.base import store
from data.priorites import bulletins, scrutins, services, signatures
from data.priorites.bulletins import Clos
from data.seances import seances

T = TypeVar("T")
LOG = logging.getLogger("concertation")
APRES = "Prévenez la personne qui anime, puis renvoyez votre bulletin. Gardez votre carton."
ENV = gabarits.gabarits(Path(__file__).resolve().parent)
GUICHET = Guichet()
ECHECS = Essais(limite=20, fenetre=60.0)
CONSIGNES = {
    JUGEMENT: "Donnez une mention à chaque option. La dernière veut dire « plus tard », jamais « non rendu ».",
    POINTS: "Répartissez exactement {points} points. Une case vide vaut zéro.",
    APPROBATION: "Cochez les actions que vous soutenez. Budget : {budget} €.",
}


@dataclass(frozen=True)
class Urne:
    """What a slip finds: its college, the open vote or the last one closed, its ballot if any."""

    college: str
    scrutin: int | None
    definition: Definition | None
    bulletin: tuple[str, str] | None
    message: str
    noms: tuple[tuple[int, str], ...] = ()
    membre: int | None = None
    lignes: Mapping[str, str] = field(default_factory=dict)

    @property
    def declaree(self) -> Definition:
        """The declaration of the open vote. Raises `Clos` without one."""
        if self.definition is None:
            raise Clos(self.message)
        return self.definition


async def saisir(request: Request) -> Response:
    """`/vote`: type the code of a slip by hand; POST leads to its page."""
    if request.method != "POST":
        return _page("code", titre="Voter", code="")
    fields = await _fields(request)
    code = bulletins.normaliser(fields.get("code", ""))
    if await run_in_threadpool(_in_store, lambda db: bulletins.carton(db, code)) is None:
        return _unknown(request, fields.get("code", ""))
    return _to(f"/vote/{bulletins.affiche(code)}")


async def voter(request: Request) -> Response:
    """`/vote/<code>`: GET shows the ballot or its receipt, POST puts the ballot in."""
    code = request.path_params["code"]
    if request.method == "POST":
        return await _post(request, code)
    urn = await run_in_threadpool(_in_store, lambda db: _urne(db, code))
    if urn is None:
        return _unknown(request, code)
    if urn.definition is None:
        return _waiting(code, urn)
    if urn.bulletin and "modifier" not in request.query_params:
        return _receipt(code, urn)
    fields = scrutin_regles.champs(urn.definition, urn.bulletin[1]) if urn.bulletin else {}
    fields |= {"membre": str(urn.membre)} if urn.membre else {}
    return _ballot(code, urn, fields)


ROUTES = [
    Route("/vote", saisir, methods=["GET", "POST"]),
    Route("/vote/{code}", voter, methods=["GET", "POST"]),
]


async def _post(request: Request, code: str) -> Response:
    fields, here = await _fields(request), gabarits.vient_d_ici(request)
    try:
        answer: Response | None = await GUICHET.passer(lambda db: _deposit(db, code, fields, here))
    except Indisponible as panne:
        LOG.error("bulletin refusé, %s", panne)
        words = f"La table ne répond pas pour le moment : {panne.raison}."
        title = "Votre bulletin n'est pas enregistré"
        return _page("panne", HTTPStatus.SERVICE_UNAVAILABLE, titre=title, code=code, probleme=words, champs=fields)
    return answer if answer is not None else _unknown(request, code)


def _deposit(db: Database, code: str, fields: dict[str, str], here: bool) -> Response | None:
    """Put a posted ballot in, and what to answer; None for an unknown code."""
    urn = _urne(db, code)
    if urn is None:
        return None
    if not here or not bulletins.csrf_valide(code, fields.get("jeton", "")):
        words = "Ce bulletin ne vient pas de la page de votre carton. Rien n'a été enregistré. Vérifiez et renvoyez."
        if urn.definition is None:
            return _waiting(code, urn, HTTPStatus.FORBIDDEN)
        return _ballot(code, urn, fields, HTTPStatus.FORBIDDEN, words)
    if urn.definition is None or urn.scrutin is None or fields.get("scrutin") != str(urn.scrutin):
        return _waiting(code, urn, HTTPStatus.CONFLICT)
    if "compter" in fields:
        return _ballot(code, urn, fields)
    try:
        content = scrutin_regles.lire_bulletin(urn.definition, fields)
        bulletins.deposer(db, urn.scrutin, code, content, membre=_membre(urn.definition, fields))
    except (BulletinImpossible, signatures.NomPris) as problem:
        sentence = (
            "Votre bulletin précédent reste enregistré." if urn.bulletin else "Votre bulletin n'est pas enregistré."
        )
        words = f"{problem} {sentence}"
        return _ballot(code, urn, fields, HTTPStatus.UNPROCESSABLE_ENTITY, words)
    return _to(f"/vote/{code}")


def _membre(declared: Definition, fields: Mapping[str, str]) -> int | None:
    """The name chosen on a nominative ballot (0 for none); nothing on a secret one, whatever was posted."""
    if not declared.nominatif:
        return None
    chosen = fields.get("membre", "")
    return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0


def _urne(db: Database, code: str) -> Urne | None:
    slip = bulletins.carton(db, code)
    if slip is None:
        return None
    seance, college = slip
    name = seances.nom_college(db, college)
    opened = scrutins.ouvert_de(db, seance)
    if opened is None:
        last = scrutins.dernier_de(db, seance)
        words = (
            "Aucun vote n'est ouvert pour le moment. Gardez votre carton : il sert pour tous les votes de la séance."
        )
        if last is not None:
            question = scrutins.scrutin(db, last)["definition"]["question"]
            words = f"Le vote « {question} » est clos. Les phrases et le résultat s'affichent en séance. " + words
        return Urne(name, None, None, None, words)
    declared = _lue(scrutins.declaration(db, opened))
    if college not in {c.code for c in declared.colleges}:
        return Urne(name, None, None, None, "Votre collège ne vote pas dans ce scrutin.")
    ballot, lines = bulletins.relire(db, opened, code), services.lignes(db)
    if not declared.nominatif:
        return Urne(name, opened, declared, ballot, "", lignes=lines)
    mine = bulletins.signataire(db, opened, code)
    people = signatures.electeurs(db, opened)
    people = people[(people["college"] == college) & (~people["signe"] | (people.index == mine))]
    names = tuple((int(i), str(nom)) for i, nom in people["nom"].items())
    return Urne(name, opened, declared, ballot, "", names, mine, lines)


@lru_cache(maxsize=8)
def _lue(declaration: str) -> Definition:
    """A declaration read once: a room posts two hundred ballots under the same one."""
    return scrutin_regles.de_dict(json.loads(declaration))


def _ballot(code: str, urn: Urne, filled: Mapping[str, str], statut: int = 200, probleme: str = "") -> Response:
    declared = urn.declaree
    options = [
        {"k": k, "libelle": o.libelle, "ligne": o.experts or urn.lignes.get(o.id, ""), "usagers": o.usagers,
         "valeur": filled.get(f"o{k}", ""),
         "cout": nombre(o.cout), "manque": bool(probleme) and filled.get(f"o{k}", "") not in {*"01234"}}
        for k, o in enumerate(declared.options)
    ]  # fmt: skip
    words = CONSIGNES[declared.genre].format(points=declared.points, budget=nombre(declared.budget))
    return _page(
        "bulletin", statut, titre=declared.question, college=urn.college, code=code, probleme=probleme,
        consigne=words, jeton=bulletins.csrf(code), scrutin=urn.scrutin, options=options, genre=declared.genre,
        mentions=MENTIONS, nominatif=declared.nominatif, noms=urn.noms, membre=filled.get("membre", ""),
        reste=points.reste(declared.points, [filled.get(f"o{k}", "") for k in range(len(options))]),
    )  # fmt: skip


def _receipt(code: str, urn: Urne) -> Response:
    phrase, content = urn.bulletin or ("", "")
    lines = scrutin_regles.en_mots(urn.declaree, content)
    return _page(
        "recu", titre=urn.declaree.question, college=urn.college, code=code, phrase=phrase, lignes=lines,
        nom=dict(urn.noms).get(urn.membre or 0, ""),
    )  # fmt: skip


def _waiting(code: str, urn: Urne, statut: int = HTTPStatus.OK) -> Response:
    words = "Votre bulletin n'a pas été enregistré : ce vote n'est pas ouvert." if statut == HTTPStatus.CONFLICT else ""
    return _page("attente", statut, titre="Vote", college=urn.college, code=code, message=urn.message, probleme=words)


def _unknown(request: Request, typed: str) -> Response:
    who = gabarits.adresse(request)
    if ECHECS.bloque(who, time.monotonic()):
        wait = accord(ECHECS.attente(who, time.monotonic()), "seconde", "secondes")
        words = f"Trop de codes inconnus d'ici. Réessayez dans {wait} ; un code juste passe toujours."
        return _page("code", HTTPStatus.TOO_MANY_REQUESTS, titre="Voter", code=typed, probleme=words)
    ECHECS.echec(who, time.monotonic())
    words = "Ce code n'existe pas. Vérifiez-le sur votre carton, ou demandez à la personne qui anime."
    return _page("code", HTTPStatus.NOT_FOUND, titre="Voter", code=typed, probleme=words)


def _page(mode: str, statut: int = 200, **values: object) -> Response:
    return gabarits.page(ENV, "ballot.html", statut, **{"mode": mode, "college": "", "probleme": ""} | values)


def _to(path: str) -> Response:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER, headers=gabarits.HEADERS)


async def _fields(request: Request) -> dict[str, str]:
    try:
        return await gabarits.formulaire(request)
    except gabarits.TropLong:
        return {}


def _in_store(act: Callable[[Database], T]) -> T:
    with store.connect() as db:
        return act(db)
