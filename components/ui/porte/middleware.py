"""Pure-ASGI middleware: French pages, Streamlit's own words too, security headers, answers that leave at once, and
grids that lose no letter."""

import json
import re
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit

from components.ui.sigles import pages

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

# Vega compiles chart expressions with `Function`, hence 'unsafe-eval'; Streamlit styles and one script are inline.
CSP = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data:",  # the hatching of the map is an image held in the page
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
SECURITY: Headers = [
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), interest-cohort=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
# Streamlit's own words have no setting, nor the rows of its lists, nor the keys of its grids, nor where the keyboard is
# once a form starts anew: short scripts of ours.
FRANCAIS = b"".join(
    Path(__file__).with_name(f"{name}.js").read_bytes()
    for name in ("francais", "lignes", "enregistrer", "clavier", "reprendre")
)
SIGLES = pages.script()  # and another says what acronyms stand for, on hover
STATIQUES = Path(streamlit.__file__).with_name("static") / "static" / "js"
# What Streamlit's grids lose of what is typed in them, by the file that loses it: what it says, what it says here.
Retouches = list[tuple[bytes, bytes]]
GRILLES: dict[str, Retouches] = {
    "DataFrame": [
        # What writes in a cell was fetched when the first one opened, and what was typed meanwhile was lost: it comes
        # with the grid, which is shown once it is there.
        (
            rb"\.lazy\(async\(\)=>await \w+\(\(\)=>import\(`(\./data-grid-overlay-editor\.[^`]+)`\),"
            rb"[^;]*?import\.meta\.url\)\)",
            rb".lazy((()=>{let here,html=document.documentElement.classList,get=()=>import(`\1`),got=get();"
            rb'html.add("grille-attend");'
            rb'got.then(it=>{here=it},()=>{}).then(()=>html.remove("grille-attend"));'
            rb"return()=>({then:(yes,no)=>here?yes(here):got.catch(get).then(yes,no)})})())",
        ),
        # A letter typed while the grid scrolls to its cell was dropped: the cell opens, and the grid goes on to it.
        (
            rb"(scrollToSelectedCell,\w+,\w+\)\)(\w+)\.current\(\w+-(\w+),\w+\);[\s\S]{1,8000}?)"
            rb"if\(\(!\w+\|\|\w+!==\w+\)&&\((\w+)\.y>(\w+)\|\|\5>\4\.y\+\4\.height"
            rb"\|\|\4\.x>(\w+)\|\|\6>\4\.x\+\4\.width\)\)return;",
            rb"\1requestAnimationFrame(()=>requestAnimationFrame(()=>\2.current(\6-\3,\5)));",
        ),
        # While the pointer lies out of the grid, what the keyboard chose in it was dropped as a click elsewhere.
        (
            rb"(onGridSelectionChange:(\w+)=>\{let (\w+)=\2\.rows\.length>0\|\|\2\.columns\.length>0;"
            rb"\(\w+\|\|\w+\|\|\3)\)&&",
            rb'\1||!document.documentElement.classList.contains("pointeur"))&&',
        ),
        # So it was when a cell opened: the one chosen was forgotten, and what was typed next went to the first cell.
        (
            rb"(onBlur:(\w+)=>\{!\w+&&!\w+&&)(?=!\2\.currentTarget\.contains\(\2\.relatedTarget\))",
            rb'\1document.documentElement.classList.contains("pointeur")&&',
        ),
        # Reached by Tab, a grid took its first cell without showing it, once scrolled past its first column.
        (
            rb"(`keyboard-nav`\),(\w+)\(\w+,\w+\)\)\},\[[^\]]*\]\),\[[\s\S]{1,300}?&&)"
            rb"(\w+\(\{cell:\[\w+,(\w+)\],range:\{[^{}]*\}\},!0,!1,`keyboard-select`\))\},\[",
            rb'\1(\3,document.documentElement.classList.contains("pointeur")||\2(0,\4))},[\2,',
        ),
        # Without a current cell (after Escape, beside a row that is chosen), the arrows did nothing: they give one.
        (
            rb"(useCallback\((\w+)=>\{let (\w+)=\(\)=>\{\2\.stopPropagation\(\),\2\.preventDefault\(\)\},"
            rb"\w+=\{didMatch:!1\}[\s\S]{1,600}?cell:(\w+)\.current\?\.cell\?\?\[(\w+),0\][\s\S]{1,1500}?)"
            rb"if\(\4\.current===void 0\)return!1;([\s\S]{1,2500}?(\w+)\.current\.height-4[\s\S]{1,4500}?"
            rb"let \w+=(\w+)\(\w+,\w+,!1,\w+\),\w+=\w+\.didMatch;)",
            rb"\1if(\4.current===void 0)return/^Arrow/.test(\2.key)?(\8(\5,\7.current.y,!1,!1),\3(),!0):!1;\6",
        ),
        # In a form, a cell was sent a moment after it was left: a button pressed at once saved without it.
        (rb"if\((\w+)\.ignoreRerun\)\{if\((\w+)\(\),", rb"if(\1.ignoreRerun||\1.formId){if(\2(),"),
    ],
    "data-grid-overlay-editor": [
        # A cell closed a moment after Tab or Enter: a letter typed in that moment was lost.
        (
            rb"window\.setTimeout\(\(\)=>\{(!\w+\.current&&\w+\.current!==void 0&&\([^{}]*\.current=!0\))\},0\)",
            rb"\1",
        ),
    ],
}


def _adresses() -> bytes:
    """Where a browser finds them: an address of ours, as it keeps for a year what it had at Streamlit's own."""
    mark = sha256(repr(GRILLES).encode()).hexdigest()[:12]
    files = [file.name for name in GRILLES for file in STATIQUES.glob(f"{name}.*.js")]
    return json.dumps({"imports": {f"./static/js/{name}": f"./static/js/{name}?{mark}" for name in files}}).encode()


ATTENTE = b"html.grille-attend [data-testid=stDataFrame] { visibility: hidden }"  # until its cells can be written in
TETE = b'<script type="importmap">%b</script><script>%b</script><style>%b</style>' % (
    _adresses(), FRANCAIS + SIGLES, ATTENTE,
)  # fmt: skip
REWRITES = [
    (b'<html lang="en">', b'<html lang="fr">'),
    # On Streamlit's page alone: our plain pages, the ballot among them, have no script and their policy refuses one.
    (b"<title>Streamlit</title>", b"<title>Concertation</title>" + TETE),
    (b"You need to enable JavaScript to run this app.", b"Cette page a besoin de JavaScript."),
]
# Validators and ranges speak of the file as it was before the rewrite: neither side may use them.
REQUEST_DROPPED = {b"if-none-match", b"if-modified-since", b"if-range", b"range", b"accept-encoding"}
RESPONSE_DROPPED = {b"etag", b"last-modified", b"accept-ranges", b"content-length"}


class Promptly:
    """Sends every small message at once instead of waiting for the answer to the one before (TCP_NODELAY).

    asyncio sets this by itself, except on a socket bound before it is given to the server, as Streamlit does
    (uvicorn issue 3149): every drawing and every ballot then lost forty milliseconds. Where the server shows no
    connection, nothing is changed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        connection = transport.get_extra_info("socket") if transport is not None else None
        if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self.app(scope, receive, send)


class SecurityHeaders:
    """Adds the security headers to every HTTP answer that does not already set them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers: Headers = list(message.get("headers", []))
                present = {name.lower() for name, _ in headers}
                message["headers"] = headers + [pair for pair in SECURITY if pair[0] not in present]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class FrenchPage:
    """Rewrites the HTML shell: `lang="fr"`, our title, a French word for browsers without JavaScript."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        await self.app(_whole(scope), receive, _Rewriter(send, b"text/html", _french))


class WholeWords:
    """Rewrites the files of Streamlit's grids so that what is typed in them is what they hold, however fast."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = grille(scope["path"]) if scope["type"] == "http" else None
        if name is None:
            await self.app(scope, receive, send)
            return
        await self.app(_whole(scope), receive, _Rewriter(send, b"javascript", lambda body: retoucher(name, body)))


def grille(path: str) -> str | None:
    """Which of the files of `GRILLES` an address is, if any."""
    return next((name for name in GRILLES if re.search(rf"/static/js/{name}\.[\w-]+\.js$", path)), None)


@lru_cache(len(GRILLES))
def retoucher(name: str, source: bytes) -> bytes:
    """A file of Streamlit's grids, as it is served. What another version of Streamlit says otherwise stays as it is."""
    for old, new in GRILLES[name]:
        source = re.sub(old, new, source)
    return source


def _french(body: bytes) -> bytes:
    for old, new in REWRITES:
        body = body.replace(old, new)
    return body


def _whole(scope: Scope) -> Scope:
    """The request without what would have it answered by a part, or by nothing."""
    scope["headers"] = [pair for pair in scope["headers"] if pair[0].lower() not in REQUEST_DROPPED]
    return scope


class _Rewriter:
    """Holds an answer of this kind until it is whole, rewrites it, and sends it with a true length."""

    def __init__(self, send: Send, kind: bytes, rewrite: Callable[[bytes], bytes]) -> None:
        self.send, self.kind, self.rewrite = send, kind, rewrite
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self._is_mine(message["headers"]):
            self.start = message
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._flush(self.start)
        else:
            await self.send(message)

    def _is_mine(self, headers: Headers) -> bool:
        return any(name.lower() == b"content-type" and self.kind in value for name, value in headers)

    async def _flush(self, start: Message) -> None:
        body = self.rewrite(self.body)
        headers = [pair for pair in start["headers"] if pair[0].lower() not in RESPONSE_DROPPED]
        start["headers"] = [*headers, (b"content-length", str(len(body)).encode())]
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body, "more_body": False})


def _is_page(path: str) -> bool:
    return not path.startswith(("/static/", "/_stcore/", "/media/", "/component/", "/contours/"))
