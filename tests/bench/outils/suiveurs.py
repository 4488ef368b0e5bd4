"""Phones that follow the point, as `suivre.js` does: each asks again every two seconds on its own connection."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

SCRIPT = Path(__file__).resolve().parents[3] / "components" / "compagnon" / "suivre.js"
MILLIEMES = re.compile(r"setInterval\(lire,(\d+(?:e\d+)?)\)")
AU_PLUS, UNE_HEURE = 60.0, 3_600.0  # seconds


def toutes_les() -> float:
    """Seconds between two questions of the script, read in the script itself."""
    found = MILLIEMES.search(SCRIPT.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{SCRIPT.name} asks at no known interval")
    return float(found[1]) / 1000


@dataclass
class Suiveur:
    """One phone: what it shows, and since when."""

    url: str
    chemin: str
    montre: str = ""
    depuis: float = 0.0
    perdues: int = 0
    _tache: "asyncio.Task[None] | None" = field(default=None)

    def partir(self, phase: float) -> None:
        """Begin to ask, `phase` seconds from now."""
        self._tache = asyncio.create_task(self._suivre(phase))

    def arreter(self) -> None:
        """Leave."""
        if self._tache is not None:
            self._tache.cancel()

    async def lire(self, mots: str) -> float:
        """The moment since which the phone shows these words. Raises `TimeoutError`."""
        end = time.monotonic() + AU_PLUS
        while mots not in self.montre and time.monotonic() < end:
            await asyncio.sleep(0.02)
        if mots not in self.montre:
            raise TimeoutError(mots)
        return self.depuis

    async def _suivre(self, phase: float) -> None:
        await asyncio.sleep(phase)
        end = time.monotonic() + UNE_HEURE
        while time.monotonic() < end:  # cancelled long before
            try:
                await self._rester(end)
            except (OSError, ValueError, asyncio.IncompleteReadError):
                self.perdues += 1
                await asyncio.sleep(toutes_les())

    async def _rester(self, end: float) -> None:
        """Ask on one connection, until it breaks."""
        where, every = urlsplit(self.url), toutes_les()
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        while time.monotonic() < end:
            asked = time.monotonic()
            text = await self._demander(reader, writer, where.netloc)
            if text != self.montre:
                self.montre, self.depuis = text, time.monotonic()
            await asyncio.sleep(max(0.0, asked + every - time.monotonic()))

    async def _demander(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, netloc: str) -> str:
        writer.write(f"GET {self.chemin} HTTP/1.1\r\nHost: {netloc}\r\n\r\n".encode())
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        if not head.startswith("http/1.1 200"):
            raise ValueError(head[:40])
        size = re.search(r"content-length: (\d+)", head)
        if size is None:
            raise ValueError("no length")
        return (await reader.readexactly(int(size[1]))).decode()


def suivre(url: str, chemin: str, nombre: int) -> list[Suiveur]:
    """So many phones, each at its own moment of the interval, drawn with a seed."""
    rng = Random(71)
    phones = [Suiveur(url, chemin) for _ in range(nombre)]
    for phone in phones:
        phone.partir(rng.random() * toutes_les())
    return phones
