"""From the choice of a département to a table that is ready: file made whole, communes drawn, kernels built.

Each alone in its own process, where nothing is kept from before: seconds of the work once the code is imported.
"""

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

from components.carences.indicateurs import lectures
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.fichier import creation
from data.territoire import territoire
from tests.bench.outils.measure import Mesure, plafond

CODES = ("71", "62")  # the one that opens first, the one of most communes
SECONDES = 5.0
ROOT = Path(__file__).resolve().parents[2]


def run() -> list[Mesure]:
    """Seconds for each département."""
    return [plafond(f"choice of {code}: file made, drawn and computed", _alone(code), "s", SECONDES) for code in CODES]


def _alone(code: str) -> float:
    words = [sys.executable, "-m", "tests.bench.bench_choix", code]
    return float(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300).stdout)


def choisir(code: str, fichier: Path) -> float:
    """Make the file of a département and read what its first screens draw; the seconds it took."""
    began = perf_counter()
    creation.nouveau(TERMINAL, code, fichier)
    with store.connect(fichier) as db:
        lectures.acces(db, EnVigueur.read(db, date(2026, 11, 22)))
        drawn = [len(territoire.contours(db, level)) for level in ("commune", "territoire")]
    assert all(drawn)
    return perf_counter() - began


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(choisir(sys.argv[1], Path(folder, "table.db")))
