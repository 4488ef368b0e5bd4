"""200 voters in the same second through the real server, beside a bare SQLite WAL and a bare Streamlit form.

Also: the server is killed with SIGKILL during a burst of 500; every acknowledged ballot must be there afterwards.
"""

import asyncio
import csv
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import numpy as np

from tests.bench.outils import telephones
from tests.bench.outils.measure import Mesure, plafond
from tests.bench.outils.telephones import Envoi

ROOT = Path(__file__).resolve().parents[2]
VOTANTS, RAFALE = 200, 500
COUPURE = 150  # ballots in the file when the server is killed: in the middle of the burst, on any machine
BOURREAU = """import os, sqlite3, sys, time
file, pid, least = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
db = sqlite3.connect(file, timeout=5)
while db.execute("SELECT count(*) FROM bulletins").fetchone()[0] < least:
    time.sleep(0.001)
os.kill(pid, 9)
"""
P99_MS = 1000.0
HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
FORM = """import streamlit as st
with st.form("f"):
    st.radio("x", ["a", "b"])
    if st.form_submit_button("ok"):
        st.write("merci")
"""


def run() -> list[Mesure]:
    """Measure the burst of 200, the baselines, and what a SIGKILL loses."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        burst = _burst(place)
        bare = _bare_sqlite(place / "nu.db")
        page = _bare_streamlit(place)
        lost, twice, acknowledged = _killed(place)
    stored = sum(e.statut == 303 for e in burst)
    p99 = float(np.percentile([e.ms for e in burst], 99))
    name = f"{VOTANTS} ballots in the same second"
    return [
        plafond(f"{name}: not stored", float(VOTANTS - stored), "ballots", 0.0),
        plafond(f"{name}: p99 (bare SQLite WAL, same writes: {bare:.0f} ms; one bare Streamlit page: {page:.0f} ms)",
                p99, "ms", P99_MS),
        plafond(f"SIGKILL in a burst of {RAFALE}: acknowledged ({acknowledged}) and lost", float(lost), "ballots", 0.0),
        plafond("SIGKILL: stored twice", float(twice), "ballots", 0.0),
    ]  # fmt: skip


def _burst(place: Path) -> list[Envoi]:
    table, codes = _demo(place, "rafale", VOTANTS)
    with serveur(table, place) as (url, _):
        forms = asyncio.run(_forms(url, codes))
        sent = asyncio.run(_post(url, forms))
    assert _stored(table) == sum(e.statut == 303 for e in sent), "acknowledged and stored must agree"
    return sent


def _killed(place: Path) -> tuple[int, int, int]:
    """(acknowledged but lost, stored twice, acknowledged) after a SIGKILL in the middle of a burst."""
    table, codes = _demo(place, "coupure", RAFALE)
    with serveur(table, place) as (url, process):
        forms = asyncio.run(_forms(url, codes))
        killer = subprocess.Popen([sys.executable, "-c", BOURREAU, str(table), str(process.pid), str(COUPURE)])
        sent = asyncio.run(_post(url, forms))
        killer.wait(timeout=60)
    known = {e.code for e in sent if e.statut == 303}
    assert 0 < len(known) < RAFALE, f"the server was killed in the middle of the burst, not after {len(known)}"
    with serveur(table, place) as (url, _):
        pages = asyncio.run(_pages(url, sorted(known)))
    lost = sum("Votre phrase" not in page for page in pages)
    with sqlite3.connect(table) as db:
        rows = db.execute("SELECT count(*), count(DISTINCT cle), count(DISTINCT phrase) FROM bulletins").fetchone()
    return lost, rows[0] - min(rows[1], rows[2]), len(known)


def _demo(place: Path, name: str, count: int) -> tuple[Path, list[str]]:
    table, codes = place / f"{name}.db", place / f"{name}.csv"
    subprocess.run(
        [sys.executable, "-m", "data", "demo", "--members", str(count), "--codes", str(codes)],
        cwd=ROOT, env=os.environ | {"CONCERTATION_DB": str(table)}, check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    with codes.open() as file:
        return table, [row["code"] for row in csv.DictReader(file)]


def _stored(table: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "data", "turnout", "--json"],
        cwd=ROOT, env=os.environ | {"CONCERTATION_DB": str(table)}, check=True, capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip
    return int(json.loads(done.stdout)[0]["bulletins"])


@contextmanager
def serveur(table: Path, place: Path, script: str = "app.py") -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The real server on a file, killed at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (place / "serveur.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)],
            cwd=ROOT, env=os.environ | {"CONCERTATION_DB": str(table)}, stdout=log, stderr=log,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url)
        yield url, process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)


def _wait(url: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if httpx.get(f"{url}/_stcore/health", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _client() -> Any:
    return httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=RAFALE), trust_env=False)


async def _forms(url: str, codes: list[str]) -> dict[str, dict[str, str]]:
    return {code: dict(HIDDEN.findall(page)) for code, page in zip(codes, await _pages(url, codes), strict=True)}


async def _pages(url: str, codes: list[str]) -> list[str]:
    async with _client() as client:
        answers = [await client.get(f"{url}/vote/{code}") for code in codes]
    return [answer.text for answer in answers]


async def _post(url: str, forms: dict[str, dict[str, str]]) -> list[Envoi]:
    """Post every form at once."""
    return await telephones.poster(url, forms, {f"o{k}": str(k % 5) for k in range(7)})


def _bare_sqlite(file: Path) -> float:
    """p99 in ms of the same number of one-row commits, in WAL with full sync, from 40 threads."""
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE b (k BLOB PRIMARY KEY, t TEXT)")
    start = time.perf_counter()

    def one(k: int) -> float:
        db = sqlite3.connect(file, timeout=30, isolation_level=None)
        db.execute("PRAGMA synchronous = FULL")
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO b VALUES (?, ?)", (os.urandom(20), f"bulletin {k}"))
        db.execute("COMMIT")
        db.close()
        return (time.perf_counter() - start) * 1000

    with ThreadPoolExecutor(40) as pool:
        return float(np.percentile(list(pool.map(one, range(VOTANTS))), 99))


def _bare_streamlit(place: Path) -> float:
    """ms to load one bare Streamlit form in a real browser (information: a phone would do this 200 times)."""
    from playwright.sync_api import sync_playwright

    from tests.browser.outils.ecran import lancer

    script = place / "formulaire.py"
    script.write_text(FORM)
    with serveur(place / "rien.db", place, str(script)) as (url, _), sync_playwright() as playwright:
        browser = lancer(playwright)
        page = browser.new_page()
        start = time.perf_counter()
        page.goto(url)
        page.wait_for_selector("[data-testid=stForm] button")
        took = (time.perf_counter() - start) * 1000
        browser.close()
    return took


if __name__ == "__main__":
    for line in run():
        print(line)
