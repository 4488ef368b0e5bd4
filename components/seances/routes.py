"""The printable sheet of slips: made, shown once, kept nowhere. For the facilitator only."""

from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import segno
from markupsafe import Markup
from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.core.francais import compte
from components.core.refus import Interdit, Refus
from components.seances import lectures
from components.ui import identity
from components.ui.porte import gabarits, reseau
from components.ui.porte.portes import AILLEURS
from data.base import acteurs, store
from data.base.acteurs import Acteur
from data.priorites import bulletins, scrutins, services
from data.seances import seances

ENV = gabarits.gabarits(Path(__file__).resolve().parent)
ENV.filters |= {"compte": compte}
PETITS, RESTE = 8, 6  # slips alone on a page, and on the half that a last ballot leaves
Slip = dict[str, Any]
Sheet = dict[str, list[Slip]]
TROP_LONG = "Ce formulaire est trop long. Rien n'a été tiré. Rouvrez la page des cartons et recommencez."


async def cartons(request: Request) -> Response:
    """`/cartons/<séance>`: GET asks how many slips, POST draws them and shows the sheet. 403 for anyone else."""
    actor = await run_in_threadpool(identity.de_la_requete, request)
    seance = _number(request.path_params["seance"])
    if request.method != "POST":
        return await run_in_threadpool(_ask, request, actor, seance, "")
    try:
        fields = await gabarits.formulaire(request)
    except gabarits.TropLong:
        return _page("ferme", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, probleme=TROP_LONG)
    if not gabarits.vient_d_ici(request):
        return _page("ferme", HTTPStatus.FORBIDDEN, probleme=AILLEURS)
    return await run_in_threadpool(_draw, request, actor, seance, fields)


ROUTES = [Route("/cartons/{seance}", cartons, methods=["GET", "POST"])]


def _ask(request: Request, actor: Acteur, seance: int, probleme: str, statut: int = HTTPStatus.OK) -> Response:
    with store.connect() as db:
        try:
            acteurs.exiger(db, actor, *acteurs.ANIMER)
            title = seances.seance(db, seance)["titre"]
        except Refus as refusal:
            return _page("ferme", HTTPStatus.FORBIDDEN, probleme=str(refusal))
        waiting = scrutins.liste(db, seance)
        votes = waiting[waiting["etat"].isin([scrutins.PREPARE, scrutins.FIGE])]["question"]
        drawn = bulletins.cartons(db, seance)
        return _page(
            "demande", statut, titre=title, seance=seance, probleme=probleme,
            adresse=reseau.joignable(str(request.url)), colleges=lectures.cartons_proposes(db, seance),
            scrutins=list(votes.items()), deja=bool(drawn), ouvert=scrutins.ouvert_de(db, seance) is not None,
        )  # fmt: skip


def _draw(request: Request, actor: Acteur, seance: int, fields: dict[str, str]) -> Response:
    try:
        with store.connect() as db:
            wanted = {c: _count(fields.get(f"n_{c}", "")) for c in seances.colleges(db).index}
            names, paper = seances.colleges(db)["nom"], _paper(db, fields.get("papier", ""))
            again = bool(fields.get("remplacer"))
            voters = lectures.votants_sans_carton(db, seance, again)
            # Last: once drawn, slips are shown whatever happens, or they are lost.
            drawn = bulletins.tirer(db, actor, seance, wanted, again)
    except Interdit as refusal:
        return _page("ferme", HTTPStatus.FORBIDDEN, probleme=str(refusal))
    except Refus as refusal:
        return _ask(request, actor, seance, str(refusal), HTTPStatus.UNPROCESSABLE_ENTITY)
    base = fields.get("adresse", "").strip().rstrip("/") or reseau.joignable(str(request.url))
    slips = [_slip(code, college, str(names[college]), base) for code, college in drawn]
    return _page("feuille", cartons=slips, feuilles=_sheets(slips, voters, paper), adresse=base, papier=paper)


def _sheets(slips: list[Slip], voters: Mapping[str, int], paper: dict[str, Any] | None) -> list[Sheet]:
    """Printed pages: small slips alone, eight to a page; with a ballot, two halves, spare slips in the last ones.

    The largest college comes last: a page that is not full is one of many people, never that of a user alone.
    """
    sizes, seen = Counter(slip["code_college"] for slip in slips), Counter[str]()
    whole: list[Slip] = []
    spare: list[Slip] = []
    for slip in sorted(slips, key=lambda one: (sizes[one["code_college"]], one["code_college"])):
        college = slip["code_college"]
        seen[college] += 1
        (spare if 0 < voters.get(college, 0) < seen[college] else whole).append(slip)
    if paper is None:
        alone = [*whole, *spare]
        return [{"demis": [], "petits": alone[k : k + PETITS]} for k in range(0, len(alone), PETITS)]
    by_page = 1 if paper["taille"] == "long" else 2
    sheets: list[Sheet] = [{"demis": whole[k : k + by_page], "petits": []} for k in range(0, len(whole), by_page)]
    if sheets and len(sheets[-1]["demis"]) < by_page:
        sheets[-1]["petits"], spare = spare[:RESTE], spare[RESTE:]
    return sheets + [{"demis": [], "petits": spare[k : k + PETITS]} for k in range(0, len(spare), PETITS)]


def _slip(code: str, college: str, nom: str, base: str) -> Slip:
    shown = bulletins.affiche(code)
    qr = segno.make(f"{base}/vote/{shown}", error="m").svg_inline(border=2, omitsize=True, title=f"Vote {shown}")
    picture = Markup(qr)  # noqa: S704 - drawn by segno from our own code  # nosec B704
    return {"code": shown, "code_college": college, "college": nom, "qr": picture}


def _paper(db: Database, scrutin: str) -> dict[str, Any] | None:
    number = _number(scrutin)
    if not number:
        return None
    return lectures.bulletin_papier(scrutins.scrutin(db, number)["definition"], services.lignes(db))


def _number(text: str) -> int:
    """The number of a séance or a vote; 0, which none has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _count(text: str) -> int:
    text = text.strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise Refus("Donnez des nombres entiers de cartons. Rien n'a été tiré.")
    return int(text)


def _page(mode: str, statut: int = HTTPStatus.OK, **values: object) -> Response:
    return gabarits.page(ENV, "cartons.html", statut, **{"mode": mode, "probleme": ""} | values)
