"""Forty phones follow the point beside 100 dashboards; then 200 ballots and 40 texts come in the same second.

The delay runs from what was written in the file to what a phone holds. Everything goes to 127.0.0.1, is bounded in
number and in time, and stops by itself.
"""

import asyncio
import re
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import numpy as np
from markupsafe import escape
from sqlite_utils import Database

from components.ui.sigles import pages
from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import envois, scrutins
from data.seances import compagnons, seances
from tests.bench.bench_assauts import ECRANS, P99_MS, ecrans
from tests.bench.bench_vote import VOTANTS, _demo, _forms, _post, serveur
from tests.bench.outils import telephones
from tests.bench.outils.measure import Mesure, plafond
from tests.bench.outils.suiveurs import Suiveur, suivre
from tests.bench.outils.telephones import Envoi

TELEPHONES, POINTS = 40, 8
SUIT_S = 3.0
TEXTE = {"texte": "Une permanence de soins dentaires le samedi", "objet": "", "signe": ""}
Burst = tuple[list[Envoi], list[Envoi]]


def run() -> list[Mesure]:
    """The phones alone, the ballots alone; both beside the dashboards, with the texts of the room."""
    with tempfile.TemporaryDirectory() as folder:
        table, codes = _demo(Path(folder), "salle", VOTANTS)
        with store.connect(table) as db, serveur(table, Path(folder)) as (url, _):
            meeting = _seance(db)
            link = f"/seance/{compagnons.renouveler(db, TERMINAL, meeting)}"
            forms = asyncio.run(_forms(url, codes))
            alone = asyncio.run(_suivi(table, url, link))
            ballots = asyncio.run(_post(url, forms))
            again = asyncio.run(_forms(url, [f"{code}?modifier=1" for code in codes]))
            with contextmanager(ecrans)(url) as said:
                beside = asyncio.run(_suivi(table, url, link))
                sent = asyncio.run(_ensemble(url, link, again, codes[:TELEPHONES]))
            stored = len(envois.lire(db, meeting))
    return _lignes(alone, beside, ballots, sent, stored, "; ".join(said))


def _seance(db: Database) -> int:
    opened = scrutins.liste(db).query("etat == 'ouvert'").index[0]
    return int(scrutins.scrutin(db, int(opened))["seance"])


async def _suivi(table: Path, url: str, link: str) -> list[float]:
    """Seconds between each move of the agenda and the moment when each phone shows it."""
    phones = suivre(url, f"{link}/suivi", TELEPHONES)
    await asyncio.gather(*(phone.lire("<h2>") for phone in phones))
    delays: list[float] = []
    for rank in range(POINTS):
        moment, title = await asyncio.to_thread(_avancer, table, rank)
        delays += await _attendre(phones, pages.expliquer(f"<h2>{escape(title)}</h2>"), moment)
    for phone in phones:
        phone.arreter()
    assert not sum(phone.perdues for phone in phones), "an answer was lost"
    return delays


def _avancer(table: Path, rank: int) -> tuple[float, str]:
    """Take a point of the agenda; the moment just before it is written, and its title."""
    with store.connect(table) as db:
        agenda = seances.points(db, _seance(db))
        point = int(agenda.index[rank % len(agenda)])
        moment = time.monotonic()
        seances.traiter(db, TERMINAL, point, "en cours")
    return moment, str(agenda.at[point, "titre"])


async def _attendre(phones: list[Suiveur], words: str, since: float) -> list[float]:
    return [moment - since for moment in await asyncio.gather(*(phone.lire(words) for phone in phones))]


async def _ensemble(url: str, link: str, forms: dict[str, dict[str, str]], codes: list[str]) -> Burst:
    """Every ballot and, in the same second, a text from each of some phones."""
    path = f"{link}/ecrire/contribuer"
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        numbers = [
            re.findall(r'name="numero" value="(\w+)"', (await client.get(f"{url}{path}")).text)[0] for _ in codes
        ]
    texts = {code: {"numero": number, "code": code} for code, number in zip(codes, numbers, strict=True)}
    ballots, sent = await asyncio.gather(_post(url, forms), telephones.poster(url, texts, TEXTE, path))
    return ballots, sent


def _lignes(
    alone: list[float], beside: list[float], ballots: list[Envoi], sent: Burst, stored: int, said: str
) -> list[Mesure]:
    first, then = (float(np.percentile([one.ms for one in some], 99)) for some in (ballots, sent[0]))
    texts = float(np.percentile([one.ms for one in sent[1]], 99))
    lost = sum(one.statut != 303 for one in [*ballots, *sent[0]])
    room = f"{TELEPHONES} phones beside {ECRANS} dashboards"
    return [
        plafond(f"{TELEPHONES} phones follow, at most (median {np.median(alone):.2f} s)", max(alone), "s", SUIT_S),
        plafond(f"{room}: follow, at most (median {np.median(beside):.2f} s; {said})", max(beside), "s", SUIT_S),
        plafond(f"{room}: {VOTANTS} ballots beside {TELEPHONES} texts, p99 (no text, no dashboard: {first:.0f} ms)",
                then, "ms", P99_MS),
        plafond("ballots not stored, alone and beside texts", float(lost), "ballots", 0.0),
        plafond(f"{room}: texts not stored (p99 {texts:.0f} ms)", float(TELEPHONES - stored), "texts", 0.0),
    ]  # fmt: skip


if __name__ == "__main__":
    for line in run():
        print(line)
