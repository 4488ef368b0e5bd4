"""Plain HTML pages beside Streamlit: rendered with autoescaping, no script at all, no copy kept, no address told."""

import asyncio
import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from components.core.textes import nets
from components.ui.porte import origine
from components.ui.sigles import pages

HERE = Path(__file__).resolve().parent
FORMULAIRE_MAX = 64 * 1024
CHAMPS_MAX = 500
DESSINS = asyncio.Semaphore(2)
STYLE = Markup((HERE / "page.css").read_text(encoding="utf-8"))  # noqa: S704 - a fixed text of ours  # nosec B704
_HASH = base64.b64encode(hashlib.sha256(str(STYLE).encode()).digest()).decode()
CSP = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CSP,
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
}


class TropLong(ValueError):
    """A form larger than any of ours."""


def gabarits(*folders: Path) -> Environment:
    """Templates of these folders and of ui, always escaped; a missing value is an error, not a blank; no text holds a
    control character."""
    return Environment(
        loader=FileSystemLoader([*folders, HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=nets,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(env: Environment, name: str, statut: int = 200, **values: object) -> HTMLResponse:
    """One whole page with its strict headers, without a script; its acronyms explain themselves."""
    text = env.get_template(name).render(style=STYLE, script="", **values)
    return HTMLResponse(pages.expliquer(text), status_code=statut, headers=HEADERS)


def page_suivie(env: Environment, name: str, script: str, **values: object) -> HTMLResponse:
    """One whole page that runs one script, a fixed text of ours that its policy names; no form is ever on it."""
    tag = Markup(f"<script>{script}</script>")  # noqa: S704 - a fixed text of ours  # nosec B704
    text = env.get_template(name).render(style=STYLE, script=tag, **values)
    return HTMLResponse(pages.expliquer(text), headers=HEADERS | _policy(script))


def morceau(env: Environment, name: str, **values: object) -> HTMLResponse:
    """A piece of a page, as the page itself holds it: its acronyms explain themselves too."""
    return HTMLResponse(pages.expliquer(env.get_template(name).render(**values)), headers=HEADERS)


def _policy(script: str) -> dict[str, str]:
    """The policy of a page that runs one script: it asks our own server for text, and nothing else."""
    mark = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return {"content-security-policy": f"{CSP}; script-src 'sha256-{mark}'; connect-src 'self'"}


async def dessinee(dessiner: Callable[..., Response], *args: object) -> Response:
    """A page that takes long to make, two at a time: a crowd that prints leaves the thread pool to the ballots."""
    async with DESSINS:
        return await run_in_threadpool(dessiner, *args)


async def formulaire(request: Request) -> dict[str, str]:
    """The fields of a posted form (last value of each). Raises `TropLong` beyond 64 kB."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORMULAIRE_MAX:
            raise TropLong
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=CHAMPS_MAX)
    except ValueError as problem:
        raise TropLong from problem
    return dict(pairs)


def vient_d_ici(request: Request) -> bool:
    """Whether a post comes from one of our own pages, as far as the browser says (CSRF, first defence).

    A page without an address (a sandbox, a file) declares « null »: ours say theirs to us alone (`cadre.html`).
    """
    site, origins = request.headers.get("sec-fetch-site"), request.headers.getlist("origin")
    if site not in (None, "same-origin", "none"):
        return False
    return origine.d_ici(origins, request.headers.get("host")) or (origins == ["null"] and site == "same-origin")


def adresse(request: Request) -> str:
    """The address a request comes from, as the server sees it."""
    return request.client.host if request.client else "inconnue"
