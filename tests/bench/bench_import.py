"""Loading a national APL workbook of 35,000 rows and three years, beside a bare pandas read of the same file.

Each runs alone in its own process: seconds of the work, and the peak memory of the process beyond what importing
the code took (tracemalloc would not see what compiled readers allocate). Loading means read, check every cell, preview
and write; the peers only read, by the two engines pandas knows.
"""

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter

import pandas as pd
from openpyxl import Workbook

from data.base import store
from data.base.acteurs import TERMINAL
from data.chargement import chargement
from data.fichier import creation
from data.imports.grammaire.base import Fiche, Fichier
from data.territoire import sources
from tests.bench.outils.measure import Mesure, plafond, plus_rapide
from tests.data.imports import fabrique

ANNEES = (2022, 2023, 2024)
JOUR = date(2026, 11, 22)
ENTIERES = ("75056", "69123", "13055")  # published by arrondissement
FOIS_PLUS_RAPIDE, MEMOIRE_MO = 2.0, 150.0
ROOT = Path(__file__).resolve().parents[2]


def run() -> list[Mesure]:
    """Seconds and megabytes of the whole load, and of `pandas.read_excel`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "apl_national.xlsx")
        path.write_bytes(_national())
        (ours, memory), (peer, peer_memory), (fast, fast_memory) = (
            _alone(name, path) for name in ("charger", "openpyxl", "calamine")
        )
    words = (
        f"import: peak memory beyond the code (bare pandas read {peer_memory:.0f} MB, by calamine {fast_memory:.0f})"
    )
    return [
        plus_rapide("import: load 35,000 rows x 3 years / bare pandas read", ours, "s", peer, FOIS_PLUS_RAPIDE),
        Mesure("import: the same / pandas read by calamine", ours, "s", fast, fast / ours, "told, no promise", True),
        plafond(words, memory, "MB", MEMOIRE_MO),
    ]


def _alone(name: str, path: Path) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-m", __name__, name, str(path)], cwd=ROOT, capture_output=True, text=True, check=True,
        timeout=600,
    )  # fmt: skip
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)


@contextmanager
def _work(name: str, path: Path) -> Iterator[Callable[[], object]]:
    """What is timed; the file it loads into is made before."""
    file = Fichier(path.name, path.read_bytes())
    if name != "charger":
        yield lambda: pd.read_excel(io.BytesIO(file.contenu), sheet_name=None, header=None, engine=name)  # type: ignore[call-overload]
        return
    with tempfile.TemporaryDirectory() as folder, store.connect(Path(folder) / "table.db") as db:
        creation.creer(db, TERMINAL, "71")
        yield lambda: chargement.charger(db, TERMINAL, chargement.apercu(db, "apl-drees", file, Fiche(), JOUR), JOUR)


def _national() -> bytes:
    codes = [code for code in sources.read_csv("communes_france_2026")["code"] if code not in ENTIERES]
    book = Workbook(write_only=True)
    for year in ANNEES:
        sheet = book.create_sheet(f"APL {year}")
        for row in fabrique.TITRES:
            sheet.append(row)
        sheet.append([name.format(year - 2) for name in fabrique.ENTETES["mg"]])
        sheet.append([None, None, fabrique.UNITES["mg"], fabrique.UNITES["mg"], "habitants", "habitants"])
        for k, code in enumerate(codes):
            sheet.append([code, f"Commune {k}", k % 50 / 10, k % 50 / 12, 100.5 + k % 900, 100 + k % 900])
    return fabrique.octets(book)


def _peak() -> float:
    """Megabytes. `ru_maxrss` would not do: Linux starts it from the peak of the process that started this one."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found.group(1)) / 1000


if __name__ == "__main__":
    with _work(sys.argv[1], Path(sys.argv[2])) as act:
        before, start = _peak(), perf_counter()
        act()
        print(perf_counter() - start, _peak() - before)
