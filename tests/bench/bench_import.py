"""Loading a national APL workbook of 35,000 rows and three years, beside a bare pandas read of the same file."""

import gc
import io
import tempfile
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

import pandas as pd
from openpyxl import Workbook

from data import chargement, creation, sources, store
from data.acteurs import TERMINAL
from data.imports.base import Fiche, Fichier
from tests.bench.measure import Mesure
from tests.data.imports import fabrique

ANNEES = (2022, 2023, 2024)
JOUR = date(2026, 11, 22)


def run() -> list[Mesure]:
    """Seconds and megabytes of the whole load (read, check, preview, write) and of `pandas.read_excel`."""
    file = _national()
    with tempfile.TemporaryDirectory() as folder, store.connect(Path(folder) / "table.db") as db:
        creation.create(db, TERMINAL, "71")

        def load() -> None:
            chargement.charger(db, TERMINAL, chargement.apercu(db, "apl-drees", file, Fiche(), JOUR), JOUR)

        ours, peer = _seconds(load), _seconds(lambda: _bare(file))
        memory, peer_memory = _megabytes(load), _megabytes(lambda: _bare(file))
    ratio, weight = ours / peer, memory / peer_memory
    return [
        Mesure("import: 35,000 rows x 3 years / bare pandas read", ours, "s", peer, ratio, "<= 1.5x", ratio <= 1.5),
        Mesure("import: peak memory / bare pandas read", memory, "MB", peer_memory, weight, "<= 3x", weight <= 3),
    ]


def _bare(file: Fichier) -> object:
    return pd.read_excel(io.BytesIO(file.contenu), sheet_name=None, header=None)


def _national() -> Fichier:
    codes = sources.read_csv("communes_france_2026")["code"].tolist()
    book = Workbook(write_only=True)
    for year in ANNEES:
        sheet = book.create_sheet(f"APL {year}")
        for row in fabrique.TITRES:
            sheet.append(row)
        header = [name.format(year - 2) for name in fabrique.ENTETES["mg"]]
        sheet.append(header)
        sheet.append([None, None, fabrique.UNITES["mg"], fabrique.UNITES["mg"], "habitants", "habitants"])
        for k, code in enumerate(code for code in codes if code not in ("75056", "69123", "13055")):
            sheet.append([code, f"Commune {k}", k % 50 / 10, k % 40 / 10, 100.5 + k % 900, 100 + k % 900])
    return Fichier("apl_national.xlsx", fabrique.octets(book))


def _seconds(fn: Callable[[], object]) -> float:
    gc.collect()
    start = perf_counter()
    fn()
    return perf_counter() - start


def _megabytes(fn: Callable[[], object]) -> float:
    tracemalloc.start()
    fn()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6
