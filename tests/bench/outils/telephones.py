"""Phones that post their ballots in the same second: bare sockets, so that what is measured is the server.

A client library took more than one of the two processors for 200 posts: what it cost was counted as the server's.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

PATIENCE = 30.0


@dataclass(frozen=True)
class Envoi:
    """One post: its code, its status (0 when the server did not answer), how long it took in ms."""

    code: str
    statut: int
    ms: float


async def poster(
    url: str, forms: Mapping[str, Mapping[str, str]], fields: Mapping[str, str], chemin: str = "/vote/{}"
) -> list[Envoi]:
    """Post every form at once, each on a connection of its own; the time runs from the opening of the connection.
    `chemin`: the path of a code."""
    phones = [(code, _request(url, chemin.format(code), {**hidden, **fields})) for code, hidden in forms.items()]
    return list(await asyncio.gather(*(_un(url, code, request) for code, request in phones)))


def _request(url: str, chemin: str, form: Mapping[str, str]) -> bytes:
    body = urlencode(form).encode()
    lines: Sequence[str] = (
        f"POST {chemin} HTTP/1.1",
        f"Host: {urlsplit(url).netloc}",
        f"Origin: {url}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
    )
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _un(url: str, code: str, request: bytes) -> Envoi:
    start = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            status = await _envoyer(url, request)
    except (OSError, TimeoutError, ValueError, IndexError):
        status = 0
    return Envoi(code, status, (time.perf_counter() - start) * 1000)


async def _envoyer(url: str, request: bytes) -> int:
    """The status of the answer, once all of it is here. Raises OSError, ValueError or IndexError without an answer."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        writer.write(request)
        await writer.drain()
        status = int((await reader.readline()).split()[1])
        await reader.read()
        return status
    finally:
        writer.close()
