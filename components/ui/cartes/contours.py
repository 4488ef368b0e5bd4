"""The light routes of maps: the sheet and the script that draws it, kept by the browser for good (their address is
their digest), and a map alone on its page or as a file.

The sheet holds what the diagnostic shows to everyone: outlines, names of communes and of territories.
"""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path

from markupsafe import Markup
from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from components.core.refus import Indisponible, Introuvable, Refus
from components.ui import identity
from components.ui.cartes import dessin_legende, dessin_svg, fond
from components.ui.cartes.planche import ADRESSE, Planche
from components.ui.porte import gabarits
from components.ui.widgets import nom_de_fichier
from data.base import store
from data.base.acteurs import Acteur

ICI = Path(__file__).resolve().parent
CHEMIN = "/contours/"
POUR_TOUJOURS = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
ABSENT = "Ce fond de carte n'est pas, ou plus, celui de cette table. Rechargez la page."
PAS_DE_CARTE = "Cette carte n'existe pas, ou elle n'est pas ouverte à tous. Revenez à la page d'où elle vient."
Lecture = Callable[[Database, Acteur, Mapping[str, str]], Planche]

_STYLE = (ICI / "carte.css").read_text(encoding="utf-8")
SCRIPT = f"const STYLE = `{_STYLE}`;\n{(ICI / 'carte.js').read_text(encoding='utf-8')}".encode()
_EMPREINTE = hashlib.sha256(SCRIPT).hexdigest()[:32]
ADRESSE_DU_SCRIPT = f"{CHEMIN}{_EMPREINTE}.js"
_SCRIPT_COMPRIME = gzip.compress(SCRIPT, mtime=0)
ENV = gabarits.gabarits(ICI)


def adresse_du_fond(sheet: fond.Fond) -> str:
    """Where the browser asks for a sheet."""
    return f"{CHEMIN}{sheet.empreinte}.json"


async def contours(request: Request) -> Response:
    """The script, or the sheet of the served file, whose digest is asked for; 404 for any other."""
    name = request.path_params["nom"]
    if name == f"{_EMPREINTE}.js":
        return _comprime(request, _SCRIPT_COMPRIME, "text/javascript; charset=utf-8")
    sheet = await run_in_threadpool(_fond, name.removesuffix(".json"))
    if sheet is None:
        return PlainTextResponse(ABSENT, HTTPStatus.NOT_FOUND, {"cache-control": "no-store"})
    return _comprime(request, sheet.octets, "application/json")


def _fond(digest: str) -> fond.Fond | None:
    sheet = fond.connu(digest)
    if sheet is not None:
        return sheet
    with store.connect() as db:  # nobody has drawn it since the process started: is it the one of its file?
        made = fond.lire(db)
    return made if made is not None and made.empreinte == digest else None


def _comprime(request: Request, body: bytes, kind: str) -> Response:
    headers = POUR_TOUJOURS | {"content-type": kind}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(body, headers=headers | {"content-encoding": "gzip"})
    return Response(gzip.decompress(body), headers=headers)


def routes(nom: str, lire: Lecture) -> list[Route]:
    """The addresses of a room's map: alone on its page, and as a file. `lire` says what it shows, from the address and
    for whoever asks; raises `Refus` when it is not to be shown."""

    async def page(request: Request) -> Response:
        return await gabarits.dessinee(_repondre, request, lire)

    return [Route(f"{ADRESSE}{nom}", page), Route(f"{ADRESSE}{nom}.{{genre}}", page)]


def _repondre(request: Request, lire: Lecture) -> Response:
    who, kind = identity.de_la_requete(request), request.path_params.get("genre", "")
    try:
        with store.connect() as db:
            planche = lire(db, who, request.query_params)
            drawn = fond.lire(db)
        if drawn is None or kind not in ("", "svg", "png"):
            raise Introuvable(PAS_DE_CARTE)
    except Indisponible:
        raise
    except Refus as refusal:
        return gabarits.page(ENV, "sans_carte.html", HTTPStatus.NOT_FOUND, message=str(refusal))
    if not kind:
        return _page(drawn, planche)
    body = dessin_svg.svg(drawn, planche).encode() if kind == "svg" else dessin_svg.png(drawn, planche)
    media = "image/svg+xml" if kind == "svg" else "image/png"
    named = f'attachment; filename="{nom_de_fichier(planche.titre)}.{kind}"'
    return Response(body, media_type=media, headers=gabarits.HEADERS | {"content-disposition": named})


def _page(drawn: fond.Fond, planche: Planche) -> Response:
    legends = [
        {
            "titre": legend.titre, "note": legend.note,
            "lignes": [(Markup(dessin_legende.case(line)), line.mots) for line in legend.lignes],  # noqa: S704  # nosec B704
        }
        for legend in planche.legendes
    ]  # fmt: skip
    maps = [Markup(one) for one in dessin_svg.pour_la_page(drawn, planche)]  # noqa: S704  # nosec B704
    return gabarits.page(ENV, "planche.html", planche=planche, cartes=maps, legendes=legends)


ROUTES = [Route(f"{CHEMIN}{{nom}}", contours)]
