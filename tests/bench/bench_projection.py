"""The screen of the room beside 100 dashboards: how soon it follows, and whether ballots wait for it.

Twelve sentences and the map are shown one after the other, then 200 ballots come in the same second while the wall
counts them: the delay runs from what was written in the file to what the browser of the room received.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from data.base import identite, store
from data.base.acteurs import TERMINAL
from data.priorites import scrutins
from data.seances import projection
from tests import comptes
from tests.bench.bench_assauts import ECRANS, P99_MS, ecrans
from tests.bench.bench_vote import VOTANTS, _demo, _forms, _post, serveur
from tests.bench.outils.measure import Mesure, plafond
from tests.bench.outils.mur import Mur
from tests.bench.outils.telephones import Envoi

SUIT_S = 3.0
PHRASES = 12


def run() -> list[Mesure]:
    """The wall alone, then beside the dashboards, with the ballots."""
    with tempfile.TemporaryDirectory() as folder:
        table, codes = _demo(Path(folder), "projection", VOTANTS)
        with serveur(table, Path(folder)) as (url, _):
            forms = asyncio.run(_forms(url, codes))
            alone, _, _ = asyncio.run(_salle(table, url, {}))
            with contextmanager(_charge)(url) as said:
                beside, seen, sent = asyncio.run(_salle(table, url, forms))
    lost = sum(one.statut != 303 for one in sent)
    p99 = float(np.percentile([one.ms for one in sent], 99))
    name = f"the room beside {ECRANS} dashboards"
    return [
        plafond("the room alone: follows, at most", max(alone), "s", SUIT_S),
        plafond(f"{name}: follows, at most (median {np.median(beside):.2f} s; {'; '.join(said)})",
                max(beside), "s", SUIT_S),
        plafond(f"{name}: {VOTANTS} ballots not stored", float(lost), "ballots", 0.0),
        plafond(f"{name}: {VOTANTS} ballots, p99", p99, "ms", P99_MS),
        plafond(f"{name}: the last ballot counted on the wall after", seen, "s", SUIT_S),
    ]  # fmt: skip


def _charge(url: str) -> Iterator[list[str]]:
    yield from ecrans(url)


async def _salle(table: Path, url: str, forms: dict[str, dict[str, str]]) -> tuple[list[float], float, list[Envoi]]:
    """(seconds until each view is on the wall, until all the ballots are counted there, what phones were answered)."""
    with store.connect(table) as db:
        token = comptes.session(db, nom=f"Salle {len(forms)}")
        vote = scrutins.liste(db).query("etat == 'ouvert'").index[0]
        meeting = int(scrutins.scrutin(db, int(vote))["seance"])
        wall = await Mur.ouvrir(url, f"{identite.cookie(table)}={token}")
        await wall.attendre("salle")
        delays = []
        for k in range(PHRASES):
            projection.projeter(db, TERMINAL, meeting, "texte", f"Phrase {k} sur {len(forms)}")
            delays.append(await wall.attendre(f"Phrase {k} sur {len(forms)}"))
        projection.projeter(db, TERMINAL, meeting, "carte", "")
        delays.append(await wall.attendre("habitants"))
        projection.projeter(db, TERMINAL, meeting, "scrutin", str(vote))
        delays.append(await wall.attendre("votants"))
        sent = await _post(url, forms) if forms else []
        seen = await wall.attendre(f"<strong>{len(forms)}</strong>") if forms else 0.0
        await wall.fermer()
    return delays, seen, sent


if __name__ == "__main__":
    for line in run():
        print(line)
