"""Pure-ASGI middleware: French pages, Streamlit's own words too, security headers, answers that leave at once."""

import socket
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

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
# Streamlit's own words have no setting, nor have the rows of its lists: short scripts of ours.
FRANCAIS = b"".join(Path(__file__).with_name(f"{name}.js").read_bytes() for name in ("francais", "lignes"))
SIGLES = pages.script()  # and another says what acronyms stand for, on hover
REWRITES = [
    (b'<html lang="en">', b'<html lang="fr">'),
    # On Streamlit's page alone: our plain pages, the ballot among them, have no script and their policy refuses one.
    (b"<title>Streamlit</title>", b"<title>Concertation</title><script>" + FRANCAIS + SIGLES + b"</script>"),
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
        scope["headers"] = [pair for pair in scope["headers"] if pair[0].lower() not in REQUEST_DROPPED]
        await self.app(scope, receive, _Rewriter(send))


class _Rewriter:
    """Holds an HTML answer until it is whole, rewrites it, and sends it with a true length."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message["headers"]):
            self.start = message
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._flush(self.start)
        else:
            await self.send(message)

    async def _flush(self, start: Message) -> None:
        for old, new in REWRITES:
            self.body = self.body.replace(old, new)
        headers = [pair for pair in start["headers"] if pair[0].lower() not in RESPONSE_DROPPED]
        start["headers"] = [*headers, (b"content-length", str(len(self.body)).encode())]
        await self.send(start)
        await self.send({"type": "http.response.body", "body": self.body, "more_body": False})


def _is_page(path: str) -> bool:
    return not path.startswith(("/static/", "/_stcore/", "/media/", "/component/", "/contours/"))


def _is_html(headers: Headers) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)
