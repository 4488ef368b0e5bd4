"""The whole page of the diagnostic redrawn by the server with the full outlines of real départements.

With `REFERENCE=folder`: 71, 58 and 93 built from the files of that folder. Without it nothing is measured: drawings in
place of outlines are those of `bench_pages`.
"""

import os
import tempfile
from pathlib import Path

from components.ui.menu import MENU
from data.base import store
from tests.bench.bench_pages import REDESSIN_MS
from tests.bench.outils.measure import Mesure, plafond
from tests.bench.outils.session import Session
from tests.browser.outils.serveur import Serveur, lance
from tests.reference import __main__ as reference

TOURS = 15


def run() -> list[Mesure]:
    """One redraw of the map page for each département, the best of several."""
    folder = Path(os.environ.get("REFERENCE", ""))
    if not os.environ.get("REFERENCE") or not folder.is_dir():
        return []
    return [_measure(code, folder) for code in reference.DESSINES]


def _measure(code: str, folder: Path) -> Mesure:
    with tempfile.TemporaryDirectory() as place, lance(Path(place), code) as server:
        _load(server, code, folder)
        session = Session(server.url, MENU["carences"][2], server.session("facilitateur"))
        try:
            session.run()
            time = min(session.run() for _ in range(TOURS))
        finally:
            session.close()
    return plafond(f"map redraw with the full outlines of {code}, server", time, "ms", REDESSIN_MS)


def _load(server: Serveur, code: str, folder: Path) -> None:
    with store.connect(server.fichier) as db:
        reference.charger(db, code, folder)
