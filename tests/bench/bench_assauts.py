"""200 ballots in the same second: alone, beside 100 dashboards that redraw, 1,000 half-open connections, a flood.

Each time: not stored, p99, then how long the server takes to answer at once again. The share of a processor that the
load itself took is in the name: on a small machine it is taken from the server. Everything goes to 127.0.0.1, is
bounded in number and in time, and stops by itself.
"""

import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import httpx2 as httpx
import numpy as np

from tests.bench.bench_vote import ROOT, VOTANTS, _demo, _forms, _post, serveur
from tests.bench.outils.measure import Mesure, plafond
from tests.bench.outils.telephones import Envoi

ECRANS, TOUTES_LES, AVANT = 100, 3.0, 10.0
MOITIES = 1_000
P99_MS, REPRISE_S, REPRIS_S = 1000.0, 15.0, 0.1
P99_DELUGE_MS = 2000.0  # fifty connections without end from one address take half of the server's loop
Charge = Callable[[str], "Iterator[list[str]]"]


def run() -> list[Mesure]:
    """One table and one server per load; the same ballots are posted again, each replacing the one before."""
    loads = [
        ("alone", seuls),
        (f"beside {ECRANS} dashboards redrawing every {TOUTES_LES:g} s", ecrans),
        (f"beside {MOITIES} half-open connections", moities),
        ("beside a flood", partial(programme, "tests.bench.outils.deluge")),
    ]
    with tempfile.TemporaryDirectory() as folder:
        table, codes = _demo(Path(folder), "assauts", VOTANTS)
        return [line for name, load in loads for line in _mesure(Path(folder), table, codes, name, load)]


def _mesure(place: Path, table: Path, codes: list[str], name: str, load: Charge) -> list[Mesure]:
    with serveur(table, place) as (url, _):
        forms = asyncio.run(_forms(url, [f"{code}?modifier=1" for code in codes]))  # as one who has voted already
        with contextmanager(load)(url) as said:
            spent, start = time.process_time(), time.perf_counter()
            sent = asyncio.run(_post(url, forms))
            share = (time.process_time() - spent) / (time.perf_counter() - start)
        back = _reprise(url)
    words = "; ".join([f"posting took {share:.0%} of a processor", *said])
    return _lignes(f"{VOTANTS} ballots {name}", sent, words, back)


def _lignes(name: str, sent: list[Envoi], words: str, back: float) -> list[Mesure]:
    p99 = float(np.percentile([one.ms for one in sent], 99))
    lost = sum(one.statut != 303 for one in sent)
    return [
        plafond(f"{name}: not stored", float(lost), "ballots", 0.0),
        plafond(f"{name}: p99 ({words})", p99, "ms", P99_DELUGE_MS if "flood" in name else P99_MS),
        plafond(f"{name}: answers at once again after", back, "s", REPRISE_S),
    ]


def _reprise(url: str) -> float:
    """Seconds until a page is answered within a tenth of a second."""
    start = time.perf_counter()
    while time.perf_counter() - start < 2 * REPRISE_S:
        asked = time.perf_counter()
        httpx.get(f"{url}/vote", timeout=2 * REPRISE_S, trust_env=False)
        if time.perf_counter() - asked < REPRIS_S:
            break
    return time.perf_counter() - start


def seuls(_: str) -> Iterator[list[str]]:
    """No load."""
    yield []


def ecrans(url: str) -> Iterator[list[str]]:
    """Dashboards in a process of their own; how late they were is said."""
    return programme("tests.bench.outils.ecrans", url, str(ECRANS), str(TOUTES_LES))


def moities(url: str) -> Iterator[list[str]]:
    """Connections held with half a request, or nothing at all."""
    port = urlsplit(url).port or 0
    with ExitStack() as held:
        for k in range(MOITIES):
            one = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            one.sendall((b"", b"GET /vote HT", b"POST /vote HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nco")[k % 3])
        yield []


def programme(module: str, url: str, *more: str) -> Iterator[list[str]]:
    """A load in a process of its own, stopped by the end of its input; it says what it saw."""
    said: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-m", module, url, *more], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(AVANT)
            yield said
            said.append(_dit(json.loads(process.communicate(timeout=60)[0])))
        finally:
            process.kill()


def _dit(seen: dict[str, float | list[float]]) -> str:
    words = f"the load took {seen['share']:.0%}"
    if "requests" in seen:
        return f"{words}, {seen['requests'] / seen['seconds']:.0f} requests a second"  # type: ignore[operator]
    delays = seen["delays"]
    assert isinstance(delays, list)
    late = (
        f"{np.percentile(delays, 50):.1f} s late at the median, {max(delays):.1f} s at most" if delays else "none drawn"
    )
    return f"{words}, {len(delays) / seen['seconds']:.1f} drawings a second, {late}"  # type: ignore[operator]


if __name__ == "__main__":
    for line in run():
        print(line)
